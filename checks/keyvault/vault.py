"""Is the vault there, in the identity's tenant, protected, and of the right permission model?

Sources, read 2026-11-23: Key Vault REST reference, vaults and deletedVaults (absent `enablePurgeProtection` = off,
absent `enableRbacAuthorization` = access policies); how-to-setup-customer-managed-keys of Azure Cosmos DB (soft delete
and purge protection are required); customer-managed keys of Adobe Experience Platform (Azure RBAC is required).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.cosmos.facts import AccountFacts, KeyLocation
from checks.doctor.kinds import MISSING_PERMISSION
from checks.entra.facts import Presence, RightPlace
from checks.entra.kinds import PLACE_NOT_SETTLED
from checks.keyvault.configured_key import foreign_advice
from checks.keyvault.facts import VaultFacts
from checks.keyvault.kinds import (
    ACCESS_POLICY_MODEL,
    MANAGED_HSM,
    PURGE_PROTECTION_OFF,
    SOFT_DELETE_OFF,
    VAULT_GONE,
    VAULT_SOFT_DELETED,
    VAULT_TENANT_DIFFERS,
    VAULT_UNDECIDED,
)
from checks.keyvault.vault_absence import judge_absence
from checks.keyvault.vault_reading import read
from diagnostics import (
    EVERY_TOPOLOGY_WITH_A_KEY,
    Check,
    Finding,
    Look,
    Seen,
    Step,
    TenantId,
    Verdict,
    ports,
)


async def probe(look: Look) -> VaultFacts:
    """Find the vault by name and read it; only an absent one is looked for among the deleted.

    Reads: GET /subscriptions/{s}/resources (not where the configuration names the vault), GET {vault},
    GET /subscriptions/{s}/providers/Microsoft.KeyVault/deletedVaults.
    """
    return await read(look, look.seen[KeyLocation])


def judge(vault: VaultFacts, seen: Seen) -> Iterator[Verdict]:
    """A vault that is there can be wrong in several ways at once; all of them are told."""
    location = seen[KeyLocation]
    if location.is_managed_hsm:
        yield MANAGED_HSM.unknown(
            f"{location.key_uri} lives in a Managed HSM; its state, its local role assignments and"
            " its keys are not readable through the calls used here.",
            do=f"az keyvault key show --id {location.key_uri}",
        )
    elif vault.not_asked:
        advice = 'set subscription = "<id>" to the one the vault lives in'
        if not location.is_of_cloud:
            advice = foreign_advice(location.key_uri)
        yield VAULT_UNDECIDED.unknown(vault.not_asked, do=advice)
    elif vault.presence is Presence.PRESENT:
        yield from _present(vault, seen)
    else:
        yield judge_absence(vault, seen)


def _present(vault: VaultFacts, seen: Seen) -> Iterator[Finding]:
    yield from _tenant(vault, seen)
    where = f"(vault {vault.vault}, Resource Manager)"
    if vault.soft_delete is False:
        yield SOFT_DELETE_OFF.found(
            vault.vault,
            f"Vault {vault.host} has soft delete off: a deleted key or vault is lost at once, and"
            " customer-managed keys of Cosmos DB require it on.",
            evidence=(f"properties.enableSoftDelete = false {where}",),
        )
    if not vault.purge_protection:
        value = "absent, which means off" if vault.purge_protection is None else "false"
        yield PURGE_PROTECTION_OFF.found(
            vault.vault,
            f"Vault {vault.host} has purge protection off: a deleted key can be purged before"
            " anybody recovers it, and customer-managed keys of Cosmos DB require it on.",
            evidence=(f"properties.enablePurgeProtection = {value} {where}",),
        )
    if vault.adobe_managed and vault.uses_rbac is False:
        yield ACCESS_POLICY_MODEL.found(
            vault.vault,
            f"Vault {vault.host} decides by access policies; Adobe requires the Azure RBAC"
            " permission model for customer-managed keys.",
            evidence=(f"properties.enableRbacAuthorization = false {where}",),
        )


def _tenant(vault: VaultFacts, seen: Seen) -> Iterator[Finding]:
    expected, source = identity_tenant(seen)
    if vault.tenant and expected and vault.tenant != expected:
        yield VAULT_TENANT_DIFFERS.found(
            vault.vault,
            f"Vault {vault.host} belongs to tenant {vault.tenant}, the identity that must reach it"
            f" to tenant {expected}: a token of the one is refused by the other.",
            evidence=(
                f"properties.tenantId = {vault.tenant} (vault {vault.vault}, Resource Manager)",
                f"tenant = {expected} ({source})",
            ),
        )


def identity_tenant(seen: Seen) -> tuple[TenantId | None, str]:
    """Return the tenant in which the principal is looked up by Key Vault, and where that was read.

    A federated application has a service principal in the vault's own tenant, so the account's tenant says nothing
    about it; a vault that Resource Manager shows to our token lies in a subscription of the token's tenant.
    """
    account, place = seen.maybe(AccountFacts), seen.maybe(RightPlace)
    identity = account.default_identity if account else None
    federated = bool(identity and identity.federated_client)
    if account and account.tenant and not federated:
        return account.tenant, f"identity of account {account.account}"
    if place and place.subscription_tenant:
        return place.subscription_tenant, f"subscription {place.subscription}"
    if place:
        return place.token_tenant, "this login, which sees the vault"
    return None, ""


CHECK = Check(
    id="keyvault.vault",
    title="The vault exists, in the identity's tenant, protected against loss",
    provides=VaultFacts,
    probe=probe,
    judge=judge,
    kinds=(
        VAULT_SOFT_DELETED,
        VAULT_GONE,
        VAULT_TENANT_DIFFERS,
        SOFT_DELETE_OFF,
        PURGE_PROTECTION_OFF,
        ACCESS_POLICY_MODEL,
        MANAGED_HSM,
        VAULT_UNDECIDED,
        PLACE_NOT_SETTLED,
        MISSING_PERMISSION,
    ),
    step=Step.CMK,
    needs=(KeyLocation,),
    weighs=(RightPlace, AccountFacts),
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
    permissions=(ports.VAULT_FIND, ports.VAULT_READ, ports.DELETED_VAULT_READ),
)
