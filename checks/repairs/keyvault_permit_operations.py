"""Let a key wrap and unwrap besides what it permits already."""

from __future__ import annotations

from checks.keyvault.facts import KeyFacts
from checks.repairs.healing import heal
from checks.repairs.keyvault_prevention import audit_keys
from checks.repairs.keyvault_wording import notes, place_of, version_words
from checks.repairs.wording import WORKS_WITHIN_ONE_HOUR
from diagnostics import Case, Repair, RepairStep

WRAPPING = ("wrapKey", "unwrapKey")


def repair(case: Case) -> Repair:
    """Set `key_ops` to what is there and what is missing."""
    place, facts = place_of(case), case.seen.maybe(KeyFacts)
    old = (facts.operations if facts else None) or ()
    known = {name.lower() for name in old}
    wanted = (*old, *(name for name in WRAPPING if name.lower() not in known))
    role, permission = place.key_right("update")
    version = version_words(place)
    step = RepairStep(
        purpose=f"Let key {place.key_name} wrap and unwrap.",
        argv=place.on_key("set-attributes", *version, "--ops", *wanted),
        role=role,
        permission=permission,
        risk="low: adds to what the key permits, takes nothing away",
        wait=WORKS_WITHIN_ONE_HOUR,
        proof=(*place.show_key("key.keyOps"), *version),
        expect="a list with wrapKey and unwrapKey",
        undo=place.on_key("set-attributes", *version, "--ops", *old) if old else (),
    )
    return heal(
        case,
        "keyvault-permit-operations",
        "Let the key wrap and unwrap",
        step,
        prevent=(audit_keys(place),),
        notes=notes(case),
    )
