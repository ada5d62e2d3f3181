"""The key is there and cannot be used: switched off, out of date, or unfit."""

from __future__ import annotations

from checks.causes.keyvault_symptoms import CANNOT_WRAP, KEY_OUT_OF_USE, NONE, seen
from checks.keyvault import kinds
from checks.repairs import (
    keyvault_add_version,
    keyvault_enable_key,
    keyvault_enable_old_version,
    keyvault_move_activation,
    keyvault_move_expiry,
    keyvault_permit_operations,
)
from diagnostics import Cause

CAUSES: tuple[Cause, ...] = (
    seen(kinds.KEY_DISABLED, KEY_OUT_OF_USE, keyvault_enable_key.repair),
    seen(kinds.KEY_EXPIRED, KEY_OUT_OF_USE, keyvault_move_expiry.repair),
    seen(kinds.KEY_EXPIRING, NONE, keyvault_move_expiry.repair),
    seen(kinds.KEY_NOT_YET_VALID, KEY_OUT_OF_USE, keyvault_move_activation.repair),
    seen(kinds.KEY_OPERATIONS_MISSING, CANNOT_WRAP, keyvault_permit_operations.repair),
    seen(kinds.KEY_TYPE_UNSUITABLE, CANNOT_WRAP, keyvault_add_version.repair),
    seen(kinds.KEY_TOO_SMALL, NONE, keyvault_add_version.repair),
    seen(kinds.OLD_VERSION_DISABLED, CANNOT_WRAP, keyvault_enable_old_version.repair),
)
