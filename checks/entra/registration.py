"""Is the registration of the principal's application there, where it can be seen from here?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from checks.entra.facts import (
    DefaultPrincipal,
    Presence,
    PrincipalFacts,
    Registration,
    RightPlace,
    Role,
    unproven_absence,
)
from checks.entra.kinds import PLACE_NOT_SETTLED, PRINCIPAL_UNKNOWN, REGISTRATION_MISSING
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
    SignIn,
    Step,
    TenantId,
    Verdict,
    ports,
)

_RESTORABLE = timedelta(days=30)  # Microsoft Graph, deleted items
_WITH_A_REGISTRATION = (Role.FEDERATED_APPLICATION, Role.CMK_APPLICATION)


async def probe(look: Look) -> Registration | NotApplicable:
    """Read the application if this tenant is where it is registered."""
    principal, facts = look.seen[DefaultPrincipal], look.seen.maybe(PrincipalFacts)
    own_tenant = look.seen[SignIn].tenant
    if principal.role not in _WITH_A_REGISTRATION or principal.app_id is None:
        return NotApplicable(f"{principal.role.value} has no registration of the customer's own")
    owner = facts.owner_tenant if facts else None
    if owner and owner != own_tenant:
        return NotApplicable(
            f"application {principal.app_id} is registered in tenant {owner}, not in {own_tenant}:"
            " its registration is not here to be seen"
        )
    try:
        return _facts(
            principal.app_id, owner, own_tenant, await look.msgraph.application(principal.app_id)
        )
    except NotFound:
        if facts is None or facts.presence is not Presence.PRESENT:
            return NotApplicable(
                "without its service principal it is not known where it is registered"
            )
        return await _absent(look, principal.app_id, owner, own_tenant)


def _facts(
    app_id: AppId, owner: TenantId | None, own_tenant: TenantId, document: Document
) -> Registration:
    deleted_at = document.instant("deletedDateTime")
    return Registration(
        observed_at=document.observed_at,
        presence=Presence.SOFT_DELETED if deleted_at else Presence.PRESENT,
        app_id=app_id,
        object_id=ObjectId.parse(document.require_text("id")),
        display_name=document.text("displayName") or "",
        owner_tenant=owner,
        own_tenant=own_tenant,
        credentials=credential_dates(document),
        deleted_at=deleted_at,
    )


async def _absent(
    look: Look, app_id: AppId, owner: TenantId | None, own_tenant: TenantId
) -> Registration:
    """Tell soft-deleted from gone."""
    not_read = ""
    try:
        for document in await look.msgraph.deleted_applications():
            if document.require_text("appId").lower() == str(app_id):
                return _facts(app_id, owner, own_tenant, document)
    except Denied as error:
        not_read = error.reason
    return Registration(
        observed_at=look.now(),
        presence=Presence.CANNOT_TELL if not_read else Presence.GONE,
        app_id=app_id,
        object_id=None,
        display_name="",
        owner_tenant=owner,
        own_tenant=own_tenant,
        credentials=(),
        deleted_at=None,
        deleted_not_read=not_read,
    )


def judge(facts: Registration, seen: Seen) -> Iterator[Verdict]:
    """A service principal whose registration is missing gets no tokens."""
    if facts.presence is Presence.PRESENT:
        return
    what = f"The registration of application {facts.app_id}"
    open_question = unproven_absence(seen.maybe(RightPlace), what, in_directory=True)
    if open_question:
        yield open_question
    elif facts.owner_tenant is None and facts.presence is not Presence.SOFT_DELETED:
        yield PRINCIPAL_UNKNOWN.unknown(
            f"{what} is not in tenant {facts.own_tenant}, and its service principal does not say in"
            " which tenant it is registered.",
            do=f"az ad sp show --id {facts.app_id} --query appOwnerOrganizationId",
        )
    else:
        yield _missing(facts, what)


def _missing(facts: Registration, what: str) -> Verdict:
    until = facts.deleted_at + _RESTORABLE if facts.deleted_at else None
    gone = (
        f"was deleted; it can be restored until {until:%Y-%m-%d %H:%M} UTC" if until else "is gone"
    )
    return REGISTRATION_MISSING.found(
        facts.app_id,
        f"{what} {gone}; Entra ID issues no token for a service principal without it.",
        evidence=(
            f"status = 404 (applications(appId={facts.app_id}), Microsoft Graph)",
            f"appOwnerOrganizationId = {facts.owner_tenant} (its service principal, Microsoft Graph)",
            f"deletedDateTime = {facts.deleted_at or facts.deleted_not_read or 'not listed'}"
            " (directory/deletedItems, Microsoft Graph)",
        ),
        deadlines=(Deadline("The deleted application can be restored until", until),)
        if until
        else (),
    )


CHECK = Check(
    id="entra.registration",
    title="The application behind the principal is still registered",
    provides=Registration,
    probe=probe,
    judge=judge,
    kinds=(REGISTRATION_MISSING, PLACE_NOT_SETTLED, PRINCIPAL_UNKNOWN),
    step=Step.IDENTITY,
    needs=(DefaultPrincipal, SignIn),
    wants=(PrincipalFacts,),
    weighs=(RightPlace,),
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
    permissions=(ports.APPLICATION_READ,),
)
