"""Is the Key Vault service's own principal in the tenant, and enabled?

It is the resource side of every token for a vault: where it is disabled, Entra ID refuses them all (AADSTS500014).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from checks.entra.facts import (
    KeyVaultPrincipal,
    Presence,
    RightPlace,
    foreign_answer,
    unproven_absence,
)
from checks.entra.kinds import (
    PLACE_NOT_SETTLED,
    PRINCIPAL_UNKNOWN,
    VAULT_PRINCIPAL_DISABLED,
    VAULT_PRINCIPAL_GONE,
)
from diagnostics import (
    EVERY_TOPOLOGY_WITH_A_KEY,
    AppId,
    Check,
    Deadline,
    Denied,
    Document,
    Look,
    NotFound,
    ObjectId,
    Seen,
    Step,
    Verdict,
    ports,
)

_RESTORABLE = timedelta(days=30)  # Microsoft Graph, deleted items


async def probe(look: Look) -> KeyVaultPrincipal:
    """Read it by the application id of the chosen cloud; its object id differs in every tenant."""
    app_id = AppId.parse(look.target.cloud.key_vault_app_id)
    try:
        return _facts(app_id, await look.msgraph.service_principal_of(app_id))
    except NotFound:
        pass
    not_read = ""
    try:
        for document in await look.msgraph.deleted_service_principals():
            if document.require_text("appId").lower() == str(app_id):
                return _facts(app_id, document)
    except Denied as error:
        not_read = error.reason
    return KeyVaultPrincipal(
        observed_at=look.now(),
        presence=Presence.CANNOT_TELL if not_read else Presence.GONE,
        object_id=None,
        app_id=app_id,
        account_enabled=None,
        deleted_not_read=not_read,
    )


def _facts(app_id: AppId, document: Document) -> KeyVaultPrincipal:
    deleted_at = document.instant("deletedDateTime")
    return KeyVaultPrincipal(
        observed_at=document.observed_at,
        presence=Presence.SOFT_DELETED if deleted_at else Presence.PRESENT,
        object_id=ObjectId.parse(document.require_text("id")),
        app_id=app_id,
        account_enabled=document.flag("accountEnabled"),
        deleted_at=deleted_at,
    )


def judge(facts: KeyVaultPrincipal, seen: Seen) -> Iterator[Verdict]:
    """Disabled, absent, or a field that does not say."""
    who = f"Azure Key Vault's own service principal (application id {facts.app_id})"
    elsewhere = foreign_answer(seen.maybe(RightPlace), who)
    if elsewhere:
        yield elsewhere
    elif facts.presence is not Presence.PRESENT:
        yield from _absent(facts, seen, who)
    elif facts.account_enabled is False:
        yield VAULT_PRINCIPAL_DISABLED.found(
            facts.object_id,
            f"{who} is disabled in this tenant (object id {facts.object_id}), so Entra ID issues no"
            " token for any vault.",
            evidence=(
                f"accountEnabled = false (servicePrincipals/{facts.object_id}, Microsoft Graph)",
            ),
        )
    elif facts.account_enabled is None:
        yield PRINCIPAL_UNKNOWN.unknown(
            f"Microsoft Graph shows {who} without the field accountEnabled.",
            permissions=(ports.APPLICATION_READ,),
            do=f"az ad sp show --id {facts.app_id} --query accountEnabled",
        )


def _absent(facts: KeyVaultPrincipal, seen: Seen, who: str) -> Iterator[Verdict]:
    open_question = unproven_absence(seen.maybe(RightPlace), who, in_directory=True)
    if open_question and facts.presence is not Presence.SOFT_DELETED:
        yield open_question
        return
    until = facts.deleted_at + _RESTORABLE if facts.deleted_at else None
    gone = (
        f"was deleted; it can be restored until {until:%Y-%m-%d %H:%M} UTC" if until else "is gone"
    )
    yield VAULT_PRINCIPAL_GONE.found(
        facts.object_id or facts.app_id,
        f"{who} {gone}; without it Entra ID issues no token for any vault.",
        evidence=(
            f"status = 404 (servicePrincipals(appId={facts.app_id}), Microsoft Graph)",
            f"deletedDateTime = {facts.deleted_at or 'not listed'} (directory/deletedItems,"
            " Microsoft Graph)",
        )[: 1 if facts.deleted_not_read else 2],
        deadlines=(Deadline("The Key Vault service's principal can be restored until", until),)
        if until
        else (),
    )
    if facts.deleted_not_read:
        yield PRINCIPAL_UNKNOWN.unknown(
            f"Whether {who} could be restored is not known: {facts.deleted_not_read}",
            permissions=(ports.APPLICATION_READ,),
        )


CHECK = Check(
    id="entra.key_vault_principal",
    title="The Key Vault service's own principal is enabled in the tenant",
    provides=KeyVaultPrincipal,
    probe=probe,
    judge=judge,
    kinds=(VAULT_PRINCIPAL_DISABLED, VAULT_PRINCIPAL_GONE, PLACE_NOT_SETTLED, PRINCIPAL_UNKNOWN),
    step=Step.IDENTITY,
    weighs=(RightPlace,),
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
    permissions=(ports.APPLICATION_READ,),
)
