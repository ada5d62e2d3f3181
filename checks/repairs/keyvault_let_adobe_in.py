"""Let Adobe's static address through the vault's firewall, so that its monitoring sees the key."""

from __future__ import annotations

from datetime import timedelta

from checks.keyvault.facts import VaultFacts
from checks.keyvault.vault_network import ADOBE_STATIC_ADDRESS
from checks.repairs.keyvault_prevention import audit_keys
from checks.repairs.keyvault_wording import VAULT_CONTRIBUTOR, Place, place_of
from diagnostics import Case, Repair, RepairStep, Waiting

_EVERY_TEN_MINUTES = (
    "Adobe looks every 10 minutes (Adobe Experience Platform, customer-managed keys, alerts and IP"
    " access)"
)

_ADOBE_LOOKS = Waiting(
    what="Adobe's own look at the key",
    within=timedelta(minutes=10),
    source="Adobe Experience Platform, customer-managed keys, alerts and IP access, read 2026-11-23",
    is_seen_here=False,
)


def repair(case: Case) -> Repair:
    """Add the address; rules count only while public network access is on."""
    place, vault = place_of(case), case.seen.maybe(VaultFacts)
    is_off = vault is not None and vault.public_network_access.lower() == "disabled"
    first = (_let_rules_count(place),) if is_off else ()
    return Repair(
        id="keyvault-let-adobe-in",
        title="Let Adobe's static address through the vault's firewall",
        steps=(*first, _add(place)),
        works_after=_EVERY_TEN_MINUTES,
        waits=(_ADOBE_LOOKS,),
        escalate_after=timedelta(hours=1),
        escalate="an hour later and Adobe still alerts: Adobe Customer Care, with the hand-off packet of this report",
        prevent=(audit_keys(place),),
        notes=(
            "This address is for Adobe's monitoring; the data themselves are reached by Cosmos DB as a"
            " trusted service.",
        ),
    )


def _add(place: Place) -> RepairStep:
    where = ("--name", place.name, "--resource-group", place.group)
    address = ("--ip-address", ADOBE_STATIC_ADDRESS)
    return RepairStep(
        purpose=f"Permit {ADOBE_STATIC_ADDRESS} in the firewall of vault {place.name}.",
        argv=place.on_vault("network-rule", "add", *where, *address),
        role=VAULT_CONTRIBUTOR,
        permission=place.vault_right(),
        risk="low: one address of Adobe's; it still needs a role of its own",
        wait=_EVERY_TEN_MINUTES,
        proof=place.show_vault("properties.networkAcls.ipRules"),
        expect=f"a list with {ADOBE_STATIC_ADDRESS}",
        undo=place.on_vault("network-rule", "remove", *where, *address),
    )


def _let_rules_count(place: Place) -> RepairStep:
    update = place.on_vault("update", "--name", place.name, "--resource-group", place.group)
    return RepairStep(
        purpose=f"Switch public network access of vault {place.name} on, with the firewall closed:"
        " while it is off no address rule counts.",
        argv=(*update, "--public-network-access", "Enabled", "--default-action", "Deny"),
        role=VAULT_CONTRIBUTOR,
        permission=place.vault_right(),
        risk="moderate: the addresses in the vault's firewall rules get in again",
        proof=place.show_vault("properties.publicNetworkAccess"),
        expect='"Enabled"',
        undo=(*update, "--public-network-access", "Disabled"),
    )
