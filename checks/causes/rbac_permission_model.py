"""The identity's grant does not count in the vault's permission model, or its access policy is not enough."""

from __future__ import annotations

from functools import partial

from checks.causes.entra_symptoms import message
from checks.causes.hiding import REVOKED
from checks.causes.rbac_symptoms import NO_ACCESS, WRAP_UNPROVEN
from checks.keyvault.kinds import ACCESS_POLICY_MODEL
from checks.rbac import kinds
from checks.repairs import rbac_complete_policy, rbac_grant_in_active_model
from diagnostics import Cause, Hidden, Step

CAUSES: tuple[Cause, ...] = (
    Cause(
        id=kinds.INACTIVE_MODEL.slug,
        title=kinds.INACTIVE_MODEL.title,
        step=Step.PERMISSIONS,
        requires=(kinds.INACTIVE_MODEL,),
        # Where Adobe requires Azure RBAC, the vault's use of access policies is the same change seen twice.
        explains=(*NO_ACCESS, ACCESS_POLICY_MODEL),
        hides=(
            WRAP_UNPROVEN,
            Hidden("who else lost access when the model was changed"),
            *REVOKED,
        ),
        sentence=partial(message, kind=kinds.INACTIVE_MODEL),
        repair=rbac_grant_in_active_model.repair,
    ),
    Cause(
        id=kinds.POLICY_INCOMPLETE.slug,
        title=kinds.POLICY_INCOMPLETE.title,
        step=Step.PERMISSIONS,
        requires=(kinds.POLICY_INCOMPLETE,),
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
        sentence=partial(message, kind=kinds.POLICY_INCOMPLETE),
        repair=rbac_complete_policy.repair,
    ),
    Cause(
        id=kinds.POLICY_ELSEWHERE.slug,
        title=kinds.POLICY_ELSEWHERE.title,
        step=Step.PERMISSIONS,
        requires=(kinds.POLICY_ELSEWHERE,),
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
        sentence=partial(message, kind=kinds.POLICY_ELSEWHERE),
        repair=rbac_complete_policy.repair,
    ),
)
