"""The caller may not read the account's data plane."""

from __future__ import annotations

from checks.causes.hiding import OF_THE_DATA_PLANE
from checks.causes.of_kind import cause_of
from checks.cosmos.kinds import DATA_FORBIDDEN
from checks.rbac import kinds
from checks.repairs import rbac_give_data_role
from diagnostics import Cause, Confidence

_OF_THIS_LOGIN = "it is this login that is refused: whether the campaign's own program is, cannot be seen with it"
_HIDES = (OF_THE_DATA_PLANE,)

CAUSES: tuple[Cause, ...] = (
    cause_of(
        kinds.DATA_ROLE_MISSING,
        rbac_give_data_role.repair,
        explains=(DATA_FORBIDDEN,),
        hides=_HIDES,
        confidence=Confidence.HIGH,
        unsure=_OF_THIS_LOGIN,
    ),
    cause_of(
        kinds.DATA_ROLE_NARROW,
        rbac_give_data_role.repair,
        explains=(DATA_FORBIDDEN,),
        hides=_HIDES,
        confidence=Confidence.HIGH,
        unsure=_OF_THIS_LOGIN,
    ),
)
