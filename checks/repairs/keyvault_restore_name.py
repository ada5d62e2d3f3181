"""Make the vault's name resolve again."""

from __future__ import annotations

from checks.repairs import cosmos_support
from checks.repairs.identity_steps import prove
from checks.repairs.inputs import VAULT_HOST
from checks.repairs.keyvault_prevention import guard_vault
from checks.repairs.keyvault_wording import Place, place_of
from checks.repairs.wording import ESCALATE_AFTER, addressee, revocation, waits, works_after
from diagnostics import Case, Repair, RepairStep, ports


def repair(case: Case) -> Repair:
    """Find out whose resolver fails; only one's own can be repaired."""
    place = place_of(case)
    return _plan(case, (_look(place), _exists(place), _own_zone(place), prove(case)))


def as_the_service_says(case: Case) -> Repair:
    """Look whether the name is gone for everybody; a zone of one's own is not what Cosmos DB asks."""
    place = place_of(case)
    if place.key is None:
        return cosmos_support.repair(case)
    steps = (_look(place), _exists(place), cosmos_support.hand_over(case), prove(case))
    return _plan(case, steps if place.vault else (steps[0], *steps[2:]))


def _plan(case: Case, steps: tuple[RepairStep, ...]) -> Repair:
    return Repair(
        id="keyvault-restore-name",
        title="Make the vault's name resolve again",
        steps=steps,
        works_after=works_after(case),
        waits=waits(case),
        escalate="2 hours after the first failure and the name still resolves nowhere: "
        + addressee(case),
        escalate_after=ESCALATE_AFTER,
        prevent=guard_vault(place_of(case)),
        notes=(
            "Cosmos DB asks a resolver of its own: that the name fails here does not prove that it"
            " fails there. The account says 4009 if it does.",
            "The guide for customer-managed keys: restore the vault if it was deleted, otherwise wait"
            " up to 2 hours.",
            *revocation(case),
        ),
    )


def _look(place: Place) -> RepairStep:
    host = place.key.host if place.key else str(VAULT_HOST)
    return RepairStep(
        purpose=f"Ask for the name {host}, here and from a machine outside your network.",
        argv=("nslookup", host),
        role="anybody",
        risk="none: reads only",
        expect="an address; only outside: your own name resolution fails; nowhere: Azure's does",
    )


def _exists(place: Place) -> RepairStep:
    return RepairStep(
        purpose="See that the vault exists: the name of a deleted vault stops resolving.",
        argv=place.show_vault("properties.vaultUri"),
        role="Reader",
        permission=ports.VAULT_READ.at(place.path if place.vault else ""),
        risk="none: reads only",
        expect="the vault's address",
    )


def _own_zone(place: Place) -> RepairStep:
    return RepairStep(
        purpose="If only your own network fails: put the record of"
        f" {place.name} back into the private zone privatelink.vaultcore.azure.net, or unlink the"
        " zone from the network.",
        role="Private DNS Zone Contributor",
        risk="moderate: the zone serves every vault with a private endpoint in that network",
    )
