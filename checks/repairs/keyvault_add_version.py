"""Add a version of the right type and size to a key; the old one must stay enabled."""

from __future__ import annotations

from checks.keyvault.facts import KeyFacts
from checks.keyvault.key import REQUIRED_BITS
from checks.repairs.identity_steps import prove
from checks.repairs.keyvault_permit_operations import WRAPPING
from checks.repairs.keyvault_prevention import audit_keys
from checks.repairs.keyvault_wording import Place, notes, place_of
from checks.repairs.wording import (
    ESCALATE_AFTER,
    NOT_URGENT,
    escalate,
    is_revoked,
    waits,
    works_after,
)
from diagnostics import Case, Repair, RepairStep

_OLD_IN_USE = (
    "use of the old version ends within 24 hours"
    " (Azure Cosmos DB, how to set up customer-managed keys)"
)


def repair(case: Case) -> Repair:
    """Create a version of type RSA, in an HSM where the old one was."""
    place, facts = place_of(case), case.seen.maybe(KeyFacts)
    kind = "RSA-HSM" if facts and facts.key_type.upper().endswith("-HSM") else "RSA"
    return Repair(
        id="keyvault-add-version",
        title=f"Add a version of type {kind} with {REQUIRED_BITS} bits",
        steps=(_create(place, kind), prove(case)),
        works_after=works_after(case),
        waits=waits(case) if is_revoked(case) else (),
        escalate_after=ESCALATE_AFTER if is_revoked(case) else None,
        escalate=escalate(case) if is_revoked(case) else NOT_URGENT.format("the key's owner"),
        prevent=(audit_keys(place),),
        notes=notes(
            case,
            "A key URI without version follows the new version by itself; one with a version has to"
            " be changed (az cosmosdb update --key-uri), which a revoked account may refuse.",
        ),
    )


def _create(place: Place, kind: str) -> RepairStep:
    role, permission = place.key_right("create")
    words = ("--kty", kind, "--size", str(REQUIRED_BITS), "--ops", *WRAPPING)
    return RepairStep(
        purpose=f"Add a version of type {kind} with {REQUIRED_BITS} bits to key {place.key_name}.",
        argv=place.on_key("create", *words),
        role=role,
        permission=permission,
        risk="cannot be undone: other users of the key get the new version too; the old version must"
        " stay enabled, for data are still wrapped with it. Run twice it adds two versions.",
        wait=_OLD_IN_USE,
        proof=place.show_key("key.kty"),
        expect=f'"{kind}"',
    )
