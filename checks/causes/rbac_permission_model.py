"""The identity's grant does not count in the vault's permission model, or its access policy is not enough."""

from __future__ import annotations

from checks.causes.hiding import REVOKED
from checks.causes.of_kind import cause_of
from checks.causes.rbac_symptoms import NO_ACCESS, WRAP_UNPROVEN
from checks.keyvault.kinds import ACCESS_POLICY_MODEL
from checks.rbac import kinds
from checks.repairs import rbac_complete_policy, rbac_grant_in_active_model
from diagnostics import Cause, Hidden

CAUSES: tuple[Cause, ...] = (
    cause_of(
        kinds.INACTIVE_MODEL,
        rbac_grant_in_active_model.repair,
        # Where Adobe requires Azure RBAC, the vault's use of access policies is the same change seen twice.
        explains=(*NO_ACCESS, ACCESS_POLICY_MODEL),
        hides=(
            WRAP_UNPROVEN,
            Hidden("who else lost access when the model was changed"),
            *REVOKED,
        ),
    ),
    cause_of(
        kinds.POLICY_INCOMPLETE,
        rbac_complete_policy.repair,
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
    ),
    cause_of(
        kinds.POLICY_ELSEWHERE,
        rbac_complete_policy.repair,
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
    ),
)
