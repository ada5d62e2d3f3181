"""The key is not in its vault."""

from __future__ import annotations

from checks.causes.hiding import KEY_ITSELF
from checks.causes.keyvault_symptoms import KEY_ABSENT, seen
from checks.keyvault import kinds
from checks.repairs import (
    keyvault_recover_key,
    keyvault_recover_or_restore_key,
    keyvault_restore_key,
)
from diagnostics import Cause

CAUSES: tuple[Cause, ...] = (
    seen(kinds.KEY_GONE, KEY_ABSENT, keyvault_restore_key.repair, hides=KEY_ITSELF),
    seen(kinds.KEY_SOFT_DELETED, KEY_ABSENT, keyvault_recover_key.repair, hides=KEY_ITSELF),
    seen(
        kinds.KEY_ABSENT,
        KEY_ABSENT,
        keyvault_recover_or_restore_key.repair,
        hides=KEY_ITSELF,
        overturned_by=("keyvault.key",),
    ),
)
