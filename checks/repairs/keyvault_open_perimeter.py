"""Let Cosmos DB through the network perimeter that secures the vault."""

from __future__ import annotations

from checks.repairs.healing import heal
from checks.repairs.keyvault_prevention import audit_keys
from checks.repairs.keyvault_wording import VAULT_CONTRIBUTOR, Place, notes, place_of
from checks.repairs.wording import WORKS_WITHIN_ONE_HOUR
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Ask the perimeter's owner; only where the vault may leave it is there a command."""
    place = place_of(case)
    return heal(
        case,
        "keyvault-open-perimeter",
        "Let Cosmos DB through the vault's network perimeter",
        _ask_owner(case, place),
        _leave(place),
        prevent=(audit_keys(place),),
        notes=notes(
            case,
            "A perimeter may be in learning mode, and then refuses nobody: its access logs show it.",
        ),
    )


def _ask_owner(case: Case, place: Place) -> RepairStep:
    account = case.target.account
    who = (
        f"subscription {account.subscription}, in which the account lives"
        if account
        else "Adobe's Cosmos DB; Adobe Customer Care names its subscription"
    )
    return RepairStep(
        purpose=f"Ask the owner of the network perimeter around vault {place.name} for an inbound"
        f" access rule that permits {who}.",
        role="Network Contributor on the perimeter",
        risk="low: the rule names one subscription",
        wait=WORKS_WITHIN_ONE_HOUR,
    )


def _leave(place: Place) -> RepairStep:
    return RepairStep(
        purpose=f"If the vault may leave the perimeter's rule: let its own firewall decide again,"
        f" closed to all but trusted services and the addresses it names ({place.name}).",
        argv=place.on_vault(
            *("update", "--name", place.name, "--resource-group", place.group),
            *("--public-network-access", "Enabled", "--default-action", "Deny"),
            *("--bypass", "AzureServices"),
        ),
        role=VAULT_CONTRIBUTOR,
        permission=place.vault_right(),
        risk="moderate: the perimeter does not protect the vault any more",
        wait=WORKS_WITHIN_ONE_HOUR,
        proof=place.show_vault("properties.publicNetworkAccess"),
        expect='"Enabled"',
        undo=place.patch(publicNetworkAccess="SecuredByPerimeter"),
        alternative_to=1,
    )
