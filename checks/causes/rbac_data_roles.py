"""The caller may not read the account's data plane."""

from __future__ import annotations

from functools import partial

from checks.causes.entra_symptoms import message
from checks.causes.hiding import OF_THE_DATA_PLANE
from checks.cosmos.kinds import DATA_FORBIDDEN
from checks.rbac import kinds
from checks.repairs import rbac_give_data_role
from diagnostics import Cause, Step

_OF_THIS_LOGIN = "it is this login that is refused: whether the campaign's own program is, cannot be seen with it"
_HIDES = (OF_THE_DATA_PLANE,)

CAUSES: tuple[Cause, ...] = (
    Cause(
        id=kinds.DATA_ROLE_MISSING.slug,
        title=kinds.DATA_ROLE_MISSING.title,
        step=Step.PERMISSIONS,
        requires=(kinds.DATA_ROLE_MISSING,),
        explains=(DATA_FORBIDDEN,),
        confidence_reason=_OF_THIS_LOGIN,
        hides=_HIDES,
        sentence=partial(message, kind=kinds.DATA_ROLE_MISSING),
        repair=rbac_give_data_role.repair,
    ),
    Cause(
        id=kinds.DATA_ROLE_NARROW.slug,
        title=kinds.DATA_ROLE_NARROW.title,
        step=Step.PERMISSIONS,
        requires=(kinds.DATA_ROLE_NARROW,),
        explains=(DATA_FORBIDDEN,),
        confidence_reason=_OF_THIS_LOGIN,
        hides=_HIDES,
        sentence=partial(message, kind=kinds.DATA_ROLE_NARROW),
        repair=rbac_give_data_role.repair,
    ),
)
