"""Let Microsoft's trusted services, Cosmos DB among them, through the vault's firewall."""

from __future__ import annotations

from checks.keyvault.facts import VaultFacts
from checks.repairs.healing import heal
from checks.repairs.keyvault_prevention import audit_keys
from checks.repairs.keyvault_wording import VAULT_CONTRIBUTOR, Place, notes, place_of
from checks.repairs.wording import WORKS_WITHIN_ONE_HOUR
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Switch the bypass on and leave the rest as strict as it is."""
    place, vault = place_of(case), case.seen.maybe(VaultFacts)
    is_off = vault is not None and vault.public_network_access.lower() == "disabled"
    widen = (_open_with_firewall(place, vault),) if is_off and vault else ()
    return heal(
        case,
        "keyvault-let-services-in",
        "Let trusted Microsoft services through the vault's firewall",
        _bypass(place, vault, is_off=is_off),
        *widen,
        prevent=(audit_keys(place),),
        notes=notes(
            case,
            "A private endpoint does not help: Cosmos DB never comes through one of yours.",
        ),
    )


def _bypass(place: Place, vault: VaultFacts | None, *, is_off: bool) -> RepairStep:
    # Where public access is off the default action has no effect, and an absent one would be Allow.
    strict = ("--default-action", "Deny") if is_off else ()
    update = _update(place)
    return RepairStep(
        purpose=f"Let trusted Microsoft services through to vault {place.name}; nobody else gets in.",
        argv=(*update, "--bypass", "AzureServices", *strict),
        role=VAULT_CONTRIBUTOR,
        permission=place.vault_right(),
        risk="low: trusted services still need a role or policy of their own; the command writes the"
        " whole vault back, so nobody else should change it at the same time",
        wait=WORKS_WITHIN_ONE_HOUR,
        proof=place.show_vault("properties.networkAcls.bypass"),
        expect='"AzureServices"',
        undo=(*update, "--bypass", (vault.bypass if vault else "") or "None"),
    )


def _open_with_firewall(place: Place, vault: VaultFacts) -> RepairStep:
    update = _update(place)
    closed = ("--public-network-access", "Disabled", "--bypass", vault.bypass or "None")
    return RepairStep(
        purpose="If the account is still revoked after an hour: switch public network access on as"
        " well, with the firewall closed to all but trusted services and the addresses it names.",
        argv=(
            *update,
            *("--public-network-access", "Enabled", "--default-action", "Deny"),
            *("--bypass", "AzureServices"),
        ),
        role=VAULT_CONTRIBUTOR,
        permission=place.vault_right(),
        risk="moderate: the addresses in the vault's firewall rules get in again",
        wait=WORKS_WITHIN_ONE_HOUR,
        proof=place.show_vault("properties.publicNetworkAccess"),
        expect='"Enabled"',
        undo=(*update, *closed),
        alternative_to=1,
    )


def _update(place: Place) -> tuple[str, ...]:
    return place.on_vault("update", "--name", place.name, "--resource-group", place.group)
