"""The vault lacks what customer-managed keys require; nothing is broken by it yet."""

from __future__ import annotations

from checks.causes.hiding import GRANTS
from checks.causes.keyvault_symptoms import NONE, seen
from checks.keyvault import kinds
from checks.repairs import (
    keyvault_switch_on_purge_protection,
    keyvault_switch_on_soft_delete,
    keyvault_use_rbac,
)
from diagnostics import Cause, Hidden

_RBAC = Hidden(
    "what Azure RBAC decides: roles and deny assignments count only once it is in force", GRANTS
)

CAUSES: tuple[Cause, ...] = (
    # Without soft delete there is nothing that purge protection could protect: it cannot be on.
    seen(
        kinds.SOFT_DELETE_OFF,
        (kinds.PURGE_PROTECTION_OFF,),
        keyvault_switch_on_soft_delete.repair,
    ),
    seen(kinds.PURGE_PROTECTION_OFF, NONE, keyvault_switch_on_purge_protection.repair),
    seen(kinds.ACCESS_POLICY_MODEL, NONE, keyvault_use_rbac.repair, hides=(_RBAC,)),
)
