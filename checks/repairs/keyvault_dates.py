"""The step that moves one of a key's dates."""

from __future__ import annotations

from datetime import datetime

from checks.repairs.inputs import KEY_DATE
from checks.repairs.keyvault_wording import Place, version_words
from checks.repairs.wording import WORKS_WITHIN_ONE_HOUR
from diagnostics import RepairStep


def move(
    place: Place, option: str, new: datetime | None, old: datetime | None, risk: str
) -> RepairStep:
    """Write the step.

    Args:
        place: the key.
        option: `--expires` or `--not-before`.
        new: the date to set; None = not known from here.
        old: the date that stands, to go back to; None = none did.
        risk: what it may break.
    """
    role, permission = place.key_right("update")
    version = version_words(place)
    what, field = _NAMES[option]
    return RepairStep(
        purpose=f"Move the {what} of key {place.key_name} to {_instant(new)}.",
        argv=place.on_key("set-attributes", *version, option, _instant(new)),
        role=role,
        permission=permission,
        risk=risk,
        wait=WORKS_WITHIN_ONE_HOUR,
        proof=(*place.show_key(field), *version),
        expect=f'"{new:%Y-%m-%dT%H:%M:%S}+00:00"' if new else "the new date",
        undo=place.on_key("set-attributes", *version, option, _instant(old)) if old else (),
    )


_NAMES = {
    "--expires": ("expiry", "attributes.expires"),
    "--not-before": ("activation", "attributes.notBefore"),
}


def _instant(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else str(KEY_DATE)
