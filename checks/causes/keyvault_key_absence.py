"""The key is not in its vault."""

from __future__ import annotations

from dataclasses import replace

from checks.causes.hiding import IN_THE_KEY
from checks.causes.keyvault_symptoms import KEY_ABSENT, seen
from checks.keyvault import kinds
from checks.repairs import (
    keyvault_recover_key,
    keyvault_recover_or_restore_key,
    keyvault_restore_key,
)
from diagnostics import Alike, Cause

CAUSES: tuple[Cause, ...] = (
    seen(kinds.KEY_GONE, KEY_ABSENT, keyvault_restore_key.repair, hides=(IN_THE_KEY,)),
    seen(kinds.KEY_SOFT_DELETED, KEY_ABSENT, keyvault_recover_key.repair, hides=(IN_THE_KEY,)),
    replace(
        seen(
            kinds.KEY_ABSENT,
            KEY_ABSENT,
            keyvault_recover_or_restore_key.repair,
            hides=(IN_THE_KEY,),
            overturned_by=("keyvault.key",),
        ),
        not_told_apart=Alike(
            (kinds.KEY_GONE, kinds.KEY_SOFT_DELETED),
            "Resource Manager lists living keys only, and the vault did not show its deleted ones to this login.",
        ),
    ),
)
