"""The identity may not use the key by Azure RBAC."""

from __future__ import annotations

from functools import partial

from checks.causes.entra_symptoms import message
from checks.causes.hiding import REVOKED
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
from diagnostics import Cause, Confidence, Step

# What is left when a role has ended: nothing, or grants that do not do.
_WITHOUT_IT = (kinds.ACCESS_MISSING, kinds.ROLE_WITHOUT_OPERATION, kinds.CONTROL_PLANE_ROLE)
CAUSES: tuple[Cause, ...] = (
    Cause(
        id=kinds.ACCESS_MISSING.slug,
        title=kinds.ACCESS_MISSING.title,
        step=Step.PERMISSIONS,
        requires=(kinds.ACCESS_MISSING,),
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
        sentence=partial(message, kind=kinds.ACCESS_MISSING),
        repair=rbac_grant_key_access.repair,
    ),
    Cause(
        id=kinds.ROLE_ELSEWHERE.slug,
        title=kinds.ROLE_ELSEWHERE.title,
        step=Step.PERMISSIONS,
        requires=(kinds.ROLE_ELSEWHERE,),
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
        overturned_by=("cosmos.key_uri",),
        sentence=partial(message, kind=kinds.ROLE_ELSEWHERE),
        repair=rbac_grant_key_access.repair,
    ),
    Cause(
        id=kinds.ROLE_WITHOUT_OPERATION.slug,
        title=kinds.ROLE_WITHOUT_OPERATION.title,
        step=Step.PERMISSIONS,
        requires=(kinds.ROLE_WITHOUT_OPERATION,),
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
        sentence=partial(message, kind=kinds.ROLE_WITHOUT_OPERATION),
        repair=rbac_grant_key_access.repair,
    ),
    Cause(
        id=kinds.CONTROL_PLANE_ROLE.slug,
        title=kinds.CONTROL_PLANE_ROLE.title,
        step=Step.PERMISSIONS,
        requires=(kinds.CONTROL_PLANE_ROLE,),
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
        sentence=partial(message, kind=kinds.CONTROL_PLANE_ROLE),
        repair=rbac_grant_key_access.repair,
    ),
    Cause(
        id=kinds.OLD_OBJECT_ID.slug,
        title=kinds.OLD_OBJECT_ID.title,
        step=Step.PERMISSIONS,
        requires=(kinds.OLD_OBJECT_ID,),
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
        overturned_by=("entra.right_place",),
        confidence=Confidence.MEDIUM,
        confidence_reason="that the identity has no access is certain; that the old object id was its own is concluded"
        " from the directory, which forgets deleted principals after 30 days",
        sentence=partial(message, kind=kinds.OLD_OBJECT_ID),
        repair=rbac_move_grant.repair,
    ),
    Cause(
        id=kinds.DENIED_BY_NAME.slug,
        title=kinds.DENIED_BY_NAME.title,
        step=Step.PERMISSIONS,
        requires=(kinds.DENIED_BY_NAME,),
        explains=NO_ACCESS,
        hides=(WRAP_UNPROVEN, *REVOKED),
        sentence=partial(message, kind=kinds.DENIED_BY_NAME),
        repair=rbac_lift_deny.repair,
    ),
    Cause(
        id=kinds.ROLE_ENDED.slug,
        title=kinds.ROLE_ENDED.title,
        step=Step.PERMISSIONS,
        requires=(kinds.ROLE_ENDED,),
        explains=(*_WITHOUT_IT, *NO_ACCESS),
        hides=(WRAP_UNPROVEN, *REVOKED),
        sentence=partial(message, kind=kinds.ROLE_ENDED),
        repair=rbac_give_lasting_role.repair,
    ),
    Cause(
        id=kinds.ROLE_ENDING.slug,
        title=kinds.ROLE_ENDING.title,
        step=Step.PERMISSIONS,
        requires=(kinds.ROLE_ENDING,),
        explains=(),
        sentence=partial(message, kind=kinds.ROLE_ENDING),
        repair=rbac_give_lasting_role.repair,
    ),
    Cause(
        id=kinds.JUST_GIVEN.slug,
        title=kinds.JUST_GIVEN.title,
        step=Step.PERMISSIONS,
        requires=(kinds.JUST_GIVEN,),
        explains=NO_ACCESS,
        confidence=Confidence.MEDIUM,
        confidence_reason="that the role is in place is certain; that it is not in force yet is concluded from its age",
        hides=REVOKED,
        sentence=partial(message, kind=kinds.JUST_GIVEN),
        repair=cosmos_support.unless_own(cosmos_account.wait),
    ),
)
