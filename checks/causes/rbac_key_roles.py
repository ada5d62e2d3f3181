"""The identity may not use the key by Azure RBAC."""

from __future__ import annotations

from checks.causes.hiding import REVOKED
from checks.causes.of_kind import cause_of
from checks.causes.rbac_symptoms import NO_ACCESS, WRAP_UNPROVEN
from checks.rbac import kinds
from checks.repairs import (
    cosmos_account,
    cosmos_support,
    rbac_give_lasting_role,
    rbac_grant_key_access,
    rbac_lift_deny,
    rbac_move_grant,
)
from diagnostics import Cause

# What is left when a role has ended: nothing, or grants that do not do.
_WITHOUT_IT = (kinds.ACCESS_MISSING, kinds.ROLE_WITHOUT_OPERATION, kinds.CONTROL_PLANE_ROLE)
CAUSES: tuple[Cause, ...] = (
    cause_of(
        kinds.ACCESS_MISSING,
        rbac_grant_key_access.repair,
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
    ),
    cause_of(
        kinds.ROLE_ELSEWHERE,
        rbac_grant_key_access.repair,
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
        overturned_by=("cosmos.key_uri",),
    ),
    cause_of(
        kinds.ROLE_WITHOUT_OPERATION,
        rbac_grant_key_access.repair,
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
    ),
    cause_of(
        kinds.CONTROL_PLANE_ROLE,
        rbac_grant_key_access.repair,
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
    ),
    cause_of(
        kinds.OLD_OBJECT_ID,
        rbac_move_grant.repair,
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
        overturned_by=("entra.right_place",),
        unsure="that the identity has no access is certain; that the old object id was its own is concluded"
        " from the directory, which forgets deleted principals after 30 days",
    ),
    cause_of(
        kinds.DENIED_BY_NAME,
        rbac_lift_deny.repair,
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
    ),
    cause_of(
        kinds.ROLE_ENDED,
        rbac_give_lasting_role.repair,
        explains=(*_WITHOUT_IT, *NO_ACCESS),
        hides=(WRAP_UNPROVEN, *REVOKED),
    ),
    cause_of(
        kinds.ROLE_ENDING,
        rbac_give_lasting_role.repair,
    ),
    cause_of(
        kinds.JUST_GIVEN,
        cosmos_support.unless_own(cosmos_account.wait),
        explains=NO_ACCESS,
        hides=REVOKED,
        unsure="that the role is in place is certain; that it is not in force yet is concluded from its age",
    ),
)
