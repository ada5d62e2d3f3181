"""Do the vault's network rules let those through who matter: Cosmos DB, and Adobe's monitoring?

Sources, read 2026-11-23: Key Vault REST reference (`publicNetworkAccess`: Disabled blocks all but private endpoints and
trusted services, whatever the rules; `bypass`: AzureServices where not said); how-to-setup-customer-managed-keys of
Azure Cosmos DB (reachable publicly or by the bypass, never by private endpoint only); Adobe Experience Platform,
customer-managed keys, alerts and IP access (static address of its monitoring, which looks every 10 minutes).
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from checks.entra.facts import Presence
from checks.keyvault.facts import VaultFacts, VaultReach
from checks.keyvault.kinds import (
    ADOBE_ADDRESS_NOT_ALLOWED,
    FIREWALL_WITHOUT_BYPASS,
    VAULT_IN_PERIMETER,
    VAULT_PRIVATE_ONLY,
    VAULT_PUBLIC_ACCESS_OFF,
)
from diagnostics import (
    EVERY_TOPOLOGY_WITH_A_KEY,
    Check,
    Finding,
    Kind,
    Look,
    NotApplicable,
    Seen,
    Step,
    Verdict,
)

# Adobe Experience Platform, customer-managed keys, alerts and IP access, read 2026-11-23.
ADOBE_STATIC_ADDRESS = "20.88.123.53"


async def probe(look: Look) -> VaultReach | NotApplicable:
    """Say who must get through; the rules were read with the vault, so no request."""
    vault = look.seen[VaultFacts]
    if vault.presence is not Presence.PRESENT:
        return NotApplicable(f"vault {vault.host} was not seen, so it has no network rules")
    adobe = vault.adobe_managed
    return VaultReach(
        observed_at=vault.observed_at,
        host=vault.host,
        callers=("Azure Cosmos DB", "Adobe's monitoring") if adobe else ("Azure Cosmos DB",),
        static_address=ADOBE_STATIC_ADDRESS if adobe else None,
    )


def judge(reach: VaultReach, seen: Seen) -> Iterator[Verdict]:
    """Cosmos DB comes as a trusted service, Adobe's monitoring from one address: either may be shut out."""
    vault = seen[VaultFacts]
    if _is(vault.public_network_access, "SecuredByPerimeter"):
        yield VAULT_IN_PERIMETER.found(
            vault.vault,
            f"Vault {vault.host} is secured by a network perimeter, whose rules decide who gets in"
            " and are not read here; the vault's own firewall and bypass are not in force.",
            evidence=_rules(vault),
        )
        return
    if _is_closed(vault) and not _lets_trusted_services(vault):
        yield _shut_out(vault)
    if reach.static_address and _is_closed(vault) and not _lets_in(vault, reach.static_address):
        yield ADOBE_ADDRESS_NOT_ALLOWED.found(
            vault.vault,
            f"Vault {vault.host} does not let in {reach.static_address}, the static address from"
            " which Adobe monitors the key every 10 minutes: Adobe will report the key as failing.",
            evidence=_rules(vault),
        )


def _shut_out(vault: VaultFacts) -> Finding:
    kind, how = _which(vault)
    return kind.found(
        vault.vault,
        f"Vault {vault.host} {how}, and trusted Microsoft services may not bypass that, so Azure"
        " Cosmos DB cannot reach the key.",
        evidence=_rules(vault),
    )


def _which(vault: VaultFacts) -> tuple[Kind, str]:
    if not _is(vault.public_network_access, "Disabled"):
        return FIREWALL_WITHOUT_BYPASS, "refuses every network that its firewall does not name"
    if vault.private_endpoints:
        count = vault.private_endpoints
        return (
            VAULT_PRIVATE_ONLY,
            f"is reachable through its {count} private endpoint{'s' * (count > 1)} only",
        )
    return VAULT_PUBLIC_ACCESS_OFF, "has public network access switched off"


def _is_closed(vault: VaultFacts) -> bool:
    """Tell whether the vault refuses callers that nothing lets in; absent rules allow everybody."""
    return _is(vault.public_network_access, "Disabled") or _is(vault.default_action, "Deny")


def _lets_trusted_services(vault: VaultFacts) -> bool:
    """Tell whether the bypass is on; where nothing is said it is."""
    return not vault.bypass or _is(vault.bypass, "AzureServices")


def _lets_in(vault: VaultFacts, address: str) -> bool:
    """Tell whether a rule names the address; switched-off public access overrides the rules."""
    if _is(vault.public_network_access, "Disabled"):
        return False
    return any(_covers(rule, address) for rule in vault.ip_rules)


def _covers(rule: str, address: str) -> bool:
    try:
        return ip_address(address) in ip_network(rule.strip(), strict=False)
    except ValueError:
        return False


def _is(value: str, word: str) -> bool:
    return value.strip().lower() == word.lower()


def _rules(vault: VaultFacts) -> tuple[str, ...]:
    where = f"(vault {vault.vault}, Resource Manager)"
    rules = ", ".join(vault.ip_rules) or "none"
    return (
        f"properties.publicNetworkAccess = {vault.public_network_access or 'absent'} {where}",
        f"properties.networkAcls.defaultAction = {vault.default_action or 'absent'} {where}",
        f"properties.networkAcls.bypass = {vault.bypass or 'absent'} {where}",
        f"properties.networkAcls.ipRules = {rules} {where}",
        f"properties.privateEndpointConnections = {vault.private_endpoints} {where}",
    )


CHECK = Check(
    id="keyvault.vault_network",
    title="The vault's network rules let Cosmos DB and its monitoring through",
    provides=VaultReach,
    probe=probe,
    judge=judge,
    kinds=(
        FIREWALL_WITHOUT_BYPASS,
        VAULT_PRIVATE_ONLY,
        VAULT_PUBLIC_ACCESS_OFF,
        VAULT_IN_PERIMETER,
        ADOBE_ADDRESS_NOT_ALLOWED,
    ),
    step=Step.CMK,
    needs=(VaultFacts,),
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
)
