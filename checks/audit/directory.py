"""Who changed the principals, applications and groups on the way to the key?"""

from __future__ import annotations

from collections.abc import Awaitable, Iterable, Iterator

from checks.audit.directory_reading import change_of
from checks.audit.facts import DirectoryAuditRead
from checks.audit.on_the_way import READ_FROM, kept, way_of
from checks.audit.window import window
from checks.cosmos.facts import TokenForAccount
from checks.entra.facts import (
    DefaultPrincipal,
    KeyVaultPrincipal,
    Presence,
    PrincipalFacts,
    Registration,
    UserAssignedIdentity,
    WorkloadPolicy,
)
from checks.rbac.facts import KeyGrants
from diagnostics import (
    EVERY_TOPOLOGY_WITH_A_KEY,
    AppId,
    Change,
    ChangeLog,
    Check,
    Look,
    LookError,
    NotApplicable,
    ObjectId,
    Seen,
    SignIn,
    Step,
    Verdict,
    audit_ports,
    ports,
)

_MOST_IDS = 6  # objects that are asked for, each by one request
# What has left no object id behind is found by what became of it, and by its application id in the event.
_PRINCIPAL_GONE = "Remove service principal"
_APPLICATION_GONE = "Delete application"
_POLICIES = "Conditional Access"  # the service that writes of policies for sign-ins


async def probe(look: Look) -> DirectoryAuditRead | NotApplicable:
    """Read the events of each object on the way: one GET each, side by side."""
    since, until = window(look)
    ids = tuple(dict.fromkeys(str(each) for each in _objects(look.seen) if each))
    asked = [look.audit.directory(since, until, target=each) for each in ids[:_MOST_IDS]]
    asked += [look.audit.directory(since, until, activity=each) for each in _lost(look.seen)]
    count = len(asked)
    if _policies_matter(look.seen):
        asked.append(look.audit.directory(since, until, service=_POLICIES))
    if service := await _refusing(look):
        asked.append(look.audit.directory(since, until, target=str(service)))
    if not asked:
        return NotApplicable("no principal on the way to the key is known by its object id")
    found = await _all(asked)
    changes, too_many = kept(_changes(found[:count]), way_of(look))
    left = len(ids) - _MOST_IDS
    return DirectoryAuditRead(
        observed_at=max(each.observed_at for each in found),
        log=ChangeLog.ENTRA,
        since=since,
        until=until,
        changes=tuple(dict.fromkeys((*changes, *_changes(found[count:])))),
        cut=too_many or any(each.cut for each in found),
        not_read=(f"{left} more identities of the same name were not asked for",)
        if left > 0
        else (),
    )


async def _all(asked: Iterable[Awaitable[audit_ports.Events]]) -> list[audit_ports.Events]:
    """Wait for every answer, also behind a refusal: what is asked must not depend on who is refused first."""
    import asyncio  # only who looks needs it; judging again does not

    answers = await asyncio.gather(*asked, return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    return [each for each in answers if not isinstance(each, BaseException)]


def _objects(seen: Seen) -> Iterator[ObjectId | None]:
    """Name what was or is on the way, what matters most first; what is well and not ours is not asked for."""
    if facts := seen.maybe(PrincipalFacts):
        yield facts.object_id
    if default := seen.maybe(DefaultPrincipal):
        yield default.object_id
        yield default.federated_from
    if identity := seen.maybe(UserAssignedIdentity):
        yield identity.principal_id
        yield identity.principal_id_on_account
    if registration := seen.maybe(Registration):
        yield registration.object_id
    if service := seen.maybe(KeyVaultPrincipal):
        is_well = service.presence is Presence.PRESENT and service.account_enabled
        yield None if is_well else service.object_id
    if grants := seen.maybe(KeyGrants):
        yield grants.principal
        yield from grants.vanished
    if (login := seen.maybe(SignIn)) and login.is_guest:
        yield login.object_id


def _lost(seen: Seen) -> Iterator[str]:
    """Name the activities by which something went that is known by its application id alone."""
    principals = (seen.maybe(PrincipalFacts), seen.maybe(KeyVaultPrincipal))
    if any(each and each.object_id is None for each in principals):
        yield _PRINCIPAL_GONE
    registration = seen.maybe(Registration)
    if registration and registration.object_id is None:
        yield _APPLICATION_GONE


def _policies_matter(seen: Seen) -> bool:
    """Tell whether a sign-in was refused, ours or the identity's: then a policy may have changed."""
    policy = seen.maybe(WorkloadPolicy)
    return _is_refused(seen) or bool(policy and policy.seen_in)


def _is_refused(seen: Seen) -> bool:
    token = seen.maybe(TokenForAccount)
    return bool(token and not token.account_scope_works and token.account_scope_error)


async def _refusing(look: Look) -> ObjectId | None:
    """Find Azure Cosmos DB's own principal where no token for it is given; None = one is, or it is not to be found."""
    if not _is_refused(look.seen):
        return None
    try:
        found = await look.msgraph.service_principal_of(AppId(look.target.cloud.cosmos_app_id))
    except LookError:
        return None
    return ObjectId.parse(found.require_text("id"))


def _changes(found: Iterable[audit_ports.Events]) -> tuple[Change, ...]:
    return tuple(change_of(document) for events in found for document in events.documents)


def judge(_: DirectoryAuditRead, __: Seen) -> Iterator[Verdict]:
    """Say nothing: what the changes explain is weighed when all is known."""
    yield from ()


CHECK = Check(
    id="audit.directory",
    title="The directory's audit log can be read",
    provides=DirectoryAuditRead,
    probe=probe,
    judge=judge,
    kinds=(),
    step=Step.DOCTOR,
    wants=(*READ_FROM, TokenForAccount, WorkloadPolicy),
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
    is_required=False,
    permissions=(
        audit_ports.DIRECTORY_AUDIT_READ,
        audit_ports.DIRECTORY_READ,
        ports.APPLICATION_READ,
    ),
)
