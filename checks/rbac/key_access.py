"""Can the principal that must reach the key get, wrap and unwrap it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from checks.cosmos.facts import AccountFacts, KeyLocation, PastedError
from checks.cosmos.kinds import IDENTITY_UNAUTHORIZED
from checks.cosmos.revoked import BY_CODE, kind_of
from checks.entra.facts import (
    DefaultPrincipal,
    Presence,
    PrincipalFacts,
    RightPlace,
    UserAssignedIdentity,
)
from checks.keyvault.facts import VaultFacts
from checks.keyvault.vault_absence import judge_absence
from checks.rbac import kinds
from checks.rbac.access import Access, Model, decide, doubts
from checks.rbac.evaluate import Answer
from checks.rbac.facts import KeyGrants
from checks.rbac.grants_reading import Asked, read_grants
from checks.rbac.miss import Miss, Situation, flag
from checks.rbac.nearest_miss import denied, misses
from diagnostics import (
    EVERY_TOPOLOGY_WITH_A_KEY,
    Check,
    Finding,
    Look,
    NotApplicable,
    Seen,
    Step,
    Unknown,
    Verdict,
    ports,
)

# Cosmos DB tries its key again within an hour (troubleshooting guide for customer-managed keys, read 2026-11-23); a role
# itself takes up to half an hour (Azure RBAC troubleshooting page).
IN_FORCE_AFTER = timedelta(hours=1)
_NO_VAULT = "the vault is not there, and what is given on it neither (see keyvault.vault)"
_REVOKED = frozenset(kind.code for kind in BY_CODE.values())


async def probe(look: Look) -> KeyGrants | NotApplicable:
    """Read what Azure RBAC and the groups say about the principal, at the key and above."""
    idle = _does_not_arise(look.seen)
    if idle:
        return NotApplicable(idle)
    why = _cannot_be_asked(look.seen)
    location, vault = look.seen[KeyLocation], look.seen[VaultFacts]
    principal = look.seen[PrincipalFacts].object_id or look.seen[DefaultPrincipal].object_id
    if why or principal is None or vault.vault is None:
        return KeyGrants(
            observed_at=look.now(),
            principal=principal,
            scope="",
            effective=(),
            others=(),
            elsewhere=(),
            definitions=(),
            denies=(),
            groups=None,
            not_asked=why or "the principal's object id, or the vault's resource id, is not known",
        )
    return await read_grants(look, Asked(principal, vault, vault.vault, location.key_uri.name))


def _does_not_arise(seen: Seen) -> str:
    """Say why nobody need ask; empty = it arises."""
    principal, vault, place = seen[PrincipalFacts], seen[VaultFacts], seen.maybe(RightPlace)
    gone = principal.presence is Presence.GONE and place is not None and place.directory_settled
    if gone or principal.presence is Presence.SOFT_DELETED:
        return "the principal is not there: its permissions count again when it is (see entra.principal_usable)"
    if seen[KeyLocation].is_managed_hsm:
        return "the key lives in a Managed HSM, which has roles of its own (see keyvault.vault)"
    return _NO_VAULT if vault.presence is Presence.SOFT_DELETED else ""


def _cannot_be_asked(seen: Seen) -> str:
    """Say why nobody can ask; empty = it can be asked."""
    presence = seen[PrincipalFacts].presence
    if presence is Presence.GONE:
        return "the principal was not found, and it is not settled that this login looks at its tenant"
    if presence is Presence.CANNOT_TELL:
        return "the principal was not found, and whether it is deleted or elsewhere cannot be told"
    if seen[VaultFacts].presence is not Presence.PRESENT:
        return "whether the vault is there cannot be told"
    return ""


def judge(grants: KeyGrants, seen: Seen) -> Iterator[Verdict]:
    """Yes says nothing, unless it is minutes old; no says what comes nearest; cannot tell says why."""
    vault = seen[VaultFacts]
    if grants.not_asked and _is_proven_gone(vault, seen):
        yield NotApplicable(_NO_VAULT)
        return
    if grants.not_asked:
        yield kinds.ACCESS_UNDECIDED.unknown(
            f"Whether the identity may use the key cannot be told: {grants.not_asked}.",
            do="answer the open questions of entra.principal_usable and keyvault.vault first",
        )
        return
    access = decide(grants, vault)
    place = seen.maybe(RightPlace)
    if access.answer is Answer.CANNOT_TELL:
        yield _undecided(access, grants, seen)
    elif access.answer is Answer.NO and place and place.looks_elsewhere:
        yield _of_another_tenant(grants, place, seen)
    elif access.answer is Answer.NO:
        yield from _refused(
            Situation(grants=grants, vault=vault, access=access, who=_who(grants, seen))
        )
    elif _is_refused(seen):
        yield from _young(access, grants, seen)


def _is_proven_gone(vault: VaultFacts, seen: Seen) -> bool:
    return vault.presence is Presence.GONE and isinstance(judge_absence(vault, seen), Finding)


def _of_another_tenant(grants: KeyGrants, place: RightPlace, seen: Seen) -> Unknown:
    return kinds.ACCESS_UNDECIDED.unknown(
        f"Whether the identity may use the key cannot be told: {_who(grants, seen)}, which has no access, was looked up in"
        f" tenant {place.token_tenant}, but the target is in {place.expected_tenant}.",
        do=f"az login --tenant {place.expected_tenant}",
    )


def _is_refused(seen: Seen) -> bool:
    """Tell whether the account is refused its key all the same.

    Its own word counts where it says so itself (4002). A pasted text may be older than the role, so any revocation counts.
    """
    account, pasted = seen.maybe(AccountFacts), seen.maybe(PastedError)
    if account:
        return kind_of(account.cmk_status or "") is IDENTITY_UNAUTHORIZED
    return any(item.kind in _REVOKED for item in (pasted.items if pasted else ()))


def _young(access: Access, grants: KeyGrants, seen: Seen) -> Iterator[Verdict]:
    since = _complete_since(access)
    if since is None or grants.observed_at - since >= IN_FORCE_AFTER:
        return
    minutes = (grants.observed_at - since) // timedelta(minutes=1)
    young = f"{minutes} minute{'s' * (minutes != 1)}" if minutes else "less than a minute"
    roles = {one.id: one for each in access.roles.operations for one in each.granted_by}
    yield kinds.JUST_GIVEN.found(
        grants.scope,
        f"The roles of {_who(grants, seen)} suffice since {young}: a role takes up to 30 minutes to be in"
        " force, and the account up to 1 hour to try its key again.",
        evidence=tuple(
            f"createdOn = {one.created_on:%Y-%m-%d %H:%M} UTC (roleAssignments/{one.id.rpartition('/')[2]}, 2022-04-01)"
            for one in roles.values()
            if one.created_on
        ),
    )


def _complete_since(access: Access) -> datetime | None:
    """Return when the last of the three operations was given; None where access policies decide, which bear no date."""
    if access.model is not Model.RBAC:
        return None
    given = [[one.created_on for one in each.granted_by] for each in access.roles.operations]
    firsts = [min(filter(None, dates)) if all(dates) else None for dates in given]
    known = [date for date in firsts if date]
    return max(known) if len(known) == len(firsts) else None


def _undecided(access: Access, grants: KeyGrants, seen: Seen) -> Unknown:
    all_doubts = list(doubts(access, grants))
    permissions = dict.fromkeys(one.permission for one in all_doubts if one.permission)
    return kinds.ACCESS_UNDECIDED.unknown(
        f"Whether {_who(grants, seen)} may use the key cannot be told: "
        + "; ".join(one.reason for one in all_doubts)
        + ".",
        permissions=tuple(permissions),
        do="; ".join(one.do for one in all_doubts if one.do),
    )


def _refused(situation: Situation) -> Iterator[Verdict]:
    scope, context = situation.grants.scope, tuple(_context(situation))
    for miss in denied(situation):
        yield miss.kind.found(scope, miss.message, evidence=(*miss.evidence, *context))
    if situation.missing:
        first, *rest = misses(situation)
        yield first.kind.found(
            scope, first.message, evidence=(*first.evidence, *map(_also, rest), *context)
        )


def _also(miss: Miss) -> str:
    return f"also {miss.kind.code}: {miss.message}"


def _context(situation: Situation) -> Iterator[str]:
    grants, model = situation.grants, situation.access.model
    yield (
        f"properties.enableRbacAuthorization = {flag(situation.vault.uses_rbac)}, so {model.value} decides"
        f" ({situation.vault.vault})"
    )
    if model is Model.RBAC:
        count = len(grants.effective)
        yield (
            f"assignedTo('{grants.principal}') = {count} role assignment{'' if count == 1 else 's'} at or above {grants.scope}"
            " (roleAssignments, 2022-04-01)"
        )
    if grants.denies_not_read:
        yield f"denyAssignments = not read: {grants.denies_not_read}"
    if grants.elsewhere_not_read:
        yield f"role assignments elsewhere in the subscription = not read: {grants.elsewhere_not_read}"


def _who(grants: KeyGrants, seen: Seen) -> str:
    name = seen[PrincipalFacts].display_name
    return (
        f"the principal {name} ({grants.principal})"
        if name
        else f"the principal {grants.principal}"
    )


CHECK = Check(
    id="rbac.key_access",
    title="The identity may get, wrap and unwrap the key",
    provides=KeyGrants,
    probe=probe,
    judge=judge,
    kinds=(
        kinds.ACCESS_MISSING,
        kinds.ROLE_ELSEWHERE,
        kinds.ROLE_WITHOUT_OPERATION,
        kinds.CONTROL_PLANE_ROLE,
        kinds.OLD_OBJECT_ID,
        kinds.INACTIVE_MODEL,
        kinds.DENIED_BY_NAME,
        kinds.POLICY_INCOMPLETE,
        kinds.POLICY_ELSEWHERE,
        kinds.ACCESS_UNDECIDED,
        kinds.JUST_GIVEN,
    ),
    step=Step.PERMISSIONS,
    needs=(DefaultPrincipal, PrincipalFacts, KeyLocation, VaultFacts),
    wants=(RightPlace, UserAssignedIdentity),
    weighs=(AccountFacts, PastedError),
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
    permissions=(
        ports.ROLE_ASSIGNMENTS_READ,
        ports.ROLE_DEFINITIONS_READ,
        ports.DENY_ASSIGNMENTS_READ,
        ports.APPLICATION_READ,
    ),
)
