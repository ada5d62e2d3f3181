"""Is the principal that must reach the key there, and enabled?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from checks.entra.facts import (
    DefaultPrincipal,
    Presence,
    PrincipalFacts,
    RightPlace,
    Role,
    foreign_answer,
    unproven_absence,
)
from checks.entra.kinds import (
    DISABLED_BY_MICROSOFT,
    PLACE_NOT_SETTLED,
    PRINCIPAL_DISABLED,
    PRINCIPAL_GONE,
    PRINCIPAL_SOFT_DELETED,
    PRINCIPAL_UNKNOWN,
)
from checks.entra.reading import credential_dates
from diagnostics import (
    EVERY_TOPOLOGY_WITH_A_KEY,
    AppId,
    Check,
    Deadline,
    Denied,
    Document,
    Look,
    NotApplicable,
    NotFound,
    ObjectId,
    Seen,
    Step,
    TenantId,
    Verdict,
    ports,
)

# Deleted directory objects are kept that long (Microsoft Graph, deleted items).
_RESTORABLE = timedelta(days=30)
_MANAGED = (Role.SYSTEM_ASSIGNED, Role.USER_ASSIGNED)


async def probe(look: Look) -> PrincipalFacts | NotApplicable:
    """Read the service principal; where it is absent, look among the deleted ones."""
    principal = look.seen[DefaultPrincipal]
    object_id = principal.object_id or await _unattached(look, principal)
    app_id = principal.app_id
    try:
        if object_id:
            return _present(await look.msgraph.service_principal(object_id))
        if app_id and principal.role not in _MANAGED:
            return _present(await look.msgraph.service_principal_of(app_id))
    except NotFound:
        return await _absent(look, object_id, app_id)
    return NotApplicable("it is not known which principal to look at")


async def _unattached(look: Look, principal: DefaultPrincipal) -> ObjectId | None:
    """Ask the identity itself for its principal where the account does not list it."""
    if principal.role is not Role.USER_ASSIGNED or principal.identity is None:
        return None
    try:
        identity = await look.arm.identity(principal.identity)
    except NotFound:
        return None
    return ObjectId.parse(identity.require_text("properties.principalId"))


def _present(document: Document) -> PrincipalFacts:
    owner = document.text("appOwnerOrganizationId")
    app_id = document.text("appId")
    return PrincipalFacts(
        observed_at=document.observed_at,
        presence=Presence.SOFT_DELETED if document.has("deletedDateTime") else Presence.PRESENT,
        object_id=ObjectId.parse(document.require_text("id")),
        app_id=AppId.parse(app_id) if app_id else None,
        display_name=document.text("displayName") or "",
        account_enabled=document.flag("accountEnabled"),
        is_disabled=document.flag("isDisabled"),
        disabled_by_microsoft=document.text("disabledByMicrosoftStatus"),
        principal_type=document.text("servicePrincipalType") or "",
        owner_tenant=TenantId.parse(owner) if owner else None,
        credentials=credential_dates(document),
        deleted_at=document.instant("deletedDateTime"),
    )


async def _absent(look: Look, object_id: ObjectId | None, app_id: AppId | None) -> PrincipalFacts:
    """Tell soft-deleted from gone."""
    not_read = ""
    try:
        for document in await look.msgraph.deleted_service_principals():
            if _is_it(document, object_id, app_id):
                return _present(document)
    except Denied as error:
        not_read = error.reason
    return PrincipalFacts(
        observed_at=look.now(),
        presence=Presence.CANNOT_TELL if not_read else Presence.GONE,
        object_id=object_id,
        app_id=app_id,
        display_name="",
        account_enabled=None,
        is_disabled=None,
        disabled_by_microsoft=None,
        principal_type="",
        owner_tenant=None,
        credentials=(),
        deleted_at=None,
        deleted_not_read=not_read,
    )


def _is_it(document: Document, object_id: ObjectId | None, app_id: AppId | None) -> bool:
    if object_id:
        return document.require_text("id").lower() == str(object_id)
    return bool(app_id) and document.require_text("appId").lower() == str(app_id)


def judge(facts: PrincipalFacts, seen: Seen) -> Iterator[Verdict]:
    """Absence, and the three ways of being switched off, each said by itself."""
    principal = seen[DefaultPrincipal]
    found_by_application = principal.object_id is None and principal.role not in _MANAGED
    elsewhere = foreign_answer(seen.maybe(RightPlace), f"Service principal {_who(facts)}")
    if elsewhere and found_by_application:
        yield elsewhere
    elif facts.presence is Presence.PRESENT:
        yield from _switched_off(facts)
    elif facts.presence is Presence.SOFT_DELETED and principal.role not in _MANAGED:
        yield _soft_deleted(facts)
    else:
        yield from _gone(facts, seen)


def _switched_off(facts: PrincipalFacts) -> Iterator[Verdict]:
    where = f"servicePrincipals/{facts.object_id}, Microsoft Graph"
    if facts.account_enabled is False or facts.is_disabled:
        field = "accountEnabled = false" if facts.account_enabled is False else "isDisabled = true"
        yield PRINCIPAL_DISABLED.found(
            facts.object_id,
            f"Service principal {_who(facts)} is disabled ({field}), so Entra ID issues no token for it.",
            evidence=(f"{field} ({where})",),
        )
    if facts.disabled_by_microsoft not in (None, "", "NotDisabled"):
        yield DISABLED_BY_MICROSOFT.found(
            facts.object_id,
            f"Microsoft has disabled the application of service principal {_who(facts)}:"
            f" {facts.disabled_by_microsoft}.",
            evidence=(f"disabledByMicrosoftStatus = {facts.disabled_by_microsoft} ({where})",),
        )
    if facts.account_enabled is None and not facts.is_disabled:
        yield PRINCIPAL_UNKNOWN.unknown(
            f"Microsoft Graph shows service principal {_who(facts)} without the field accountEnabled,"
            " so whether it is enabled cannot be told.",
            permissions=(ports.APPLICATION_READ,),
            do=f"az ad sp show --id {facts.object_id} --query accountEnabled",
        )


def _soft_deleted(facts: PrincipalFacts) -> Verdict:
    until = facts.deleted_at + _RESTORABLE if facts.deleted_at else None
    when = f" on {facts.deleted_at:%Y-%m-%d %H:%M} UTC" if facts.deleted_at else ""
    limit = f" until {until:%Y-%m-%d %H:%M} UTC" if until else ""
    return PRINCIPAL_SOFT_DELETED.found(
        facts.object_id,
        f"Service principal {_who(facts)} was deleted{when}; it can be restored{limit} and keeps its"
        " object id.",
        evidence=(
            f"deletedDateTime = {facts.deleted_at} (directory/deletedItems/{facts.object_id},"
            " Microsoft Graph)",
        ),
        deadlines=(Deadline("The deleted service principal can be restored until", until),)
        if until
        else (),
    )


def _gone(facts: PrincipalFacts, seen: Seen) -> Iterator[Verdict]:
    place = seen.maybe(RightPlace)
    open_question = unproven_absence(place, f"Service principal {_who(facts)}", in_directory=True)
    if open_question:
        yield open_question
        return
    tenant = f"tenant {place.token_tenant}" if place else "this tenant"
    asked = f"servicePrincipals/{facts.object_id or f'(appId={facts.app_id})'}"
    yield PRINCIPAL_GONE.found(
        facts.object_id or facts.app_id,
        f"{seen[DefaultPrincipal].role.value[0].upper()}{seen[DefaultPrincipal].role.value[1:]}"
        f" ({_who(facts)}) has no service principal in {tenant}{_among_the_deleted(facts)}.",
        evidence=(f"status = 404 ({asked}, Microsoft Graph)", *_deleted_evidence(facts)),
    )
    if facts.presence is Presence.CANNOT_TELL:
        yield PRINCIPAL_UNKNOWN.unknown(
            f"Whether service principal {_who(facts)} could be restored is not known:"
            f" {facts.deleted_not_read}",
            permissions=(ports.APPLICATION_READ,),
        )


def _among_the_deleted(facts: PrincipalFacts) -> str:
    if facts.presence is Presence.SOFT_DELETED:
        # The troubleshooting guide of Cosmos DB says that a deleted identity is not recoverable.
        return "; it is among the deleted ones, from where a managed identity cannot be recovered"
    return "" if facts.presence is Presence.CANNOT_TELL else " and is not among the deleted ones"


def _deleted_evidence(facts: PrincipalFacts) -> Iterator[str]:
    if facts.presence is Presence.GONE:
        yield (
            "not listed (directory/deletedItems/microsoft.graph.servicePrincipal, Microsoft Graph)"
        )
    elif facts.deleted_at:
        yield f"deletedDateTime = {facts.deleted_at} (directory/deletedItems, Microsoft Graph)"


def _who(facts: PrincipalFacts) -> str:
    ids = [f"object id {facts.object_id}"] if facts.object_id else []
    ids += [f"application id {facts.app_id}"] if facts.app_id else []
    return f"{facts.display_name} ({', '.join(ids)})" if facts.display_name else ", ".join(ids)


CHECK = Check(
    id="entra.principal_usable",
    title="The principal that must reach the key exists and is enabled",
    provides=PrincipalFacts,
    probe=probe,
    judge=judge,
    kinds=(
        PRINCIPAL_DISABLED,
        PRINCIPAL_SOFT_DELETED,
        PRINCIPAL_GONE,
        DISABLED_BY_MICROSOFT,
        PLACE_NOT_SETTLED,
        PRINCIPAL_UNKNOWN,
    ),
    step=Step.IDENTITY,
    needs=(DefaultPrincipal,),
    weighs=(RightPlace,),
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
    permissions=(ports.APPLICATION_READ,),
)
