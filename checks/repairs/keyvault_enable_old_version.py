"""Enable the versions of a key that were switched off too early after a rotation."""

from __future__ import annotations

from checks.keyvault.facts import KeyFacts
from checks.keyvault.key_rotation import switched_off_early
from checks.repairs.healing import heal
from checks.repairs.inputs import KEY_VERSION
from checks.repairs.keyvault_prevention import audit_keys
from checks.repairs.keyvault_wording import Place, notes, place_of
from checks.repairs.wording import WORKS_WITHIN_ONE_HOUR
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Set `enabled` of each of them."""
    place, facts = place_of(case), case.seen.maybe(KeyFacts)
    early = [older.version for older, _ in switched_off_early(facts)] if facts else []
    steps = tuple(_enable(place, version) for version in early or [str(KEY_VERSION)])
    return heal(
        case,
        "keyvault-enable-old-version",
        "Enable the previous version of the key",
        *steps,
        prevent=(audit_keys(place),),
        notes=notes(
            case,
            "After a rotation keep the old version enabled for at least 24 hours, and until the"
            " vault's audit log shows no use of it.",
        ),
    )


def _enable(place: Place, version: str) -> RepairStep:
    role, permission = place.key_right("update")
    words = ("--version", version)
    return RepairStep(
        purpose=f"Enable version {version} of key {place.key_name} in vault {place.name}.",
        argv=place.on_key("set-attributes", *words, "--enabled", "true"),
        role=role,
        permission=permission,
        risk="low: the old version can be used again; the new one stays in force",
        wait=WORKS_WITHIN_ONE_HOUR,
        proof=(*place.show_key("attributes.enabled"), *words),
        expect="true",
        undo=place.on_key("set-attributes", *words, "--enabled", "false"),
    )
