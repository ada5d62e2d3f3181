"""We look in the wrong place, or with a login that sees too little."""

from __future__ import annotations

from checks.causes.hiding import OF_THE_ACCOUNT
from checks.causes.of_kind import cause_of
from checks.cosmos import kinds as co
from checks.entra import kinds
from checks.repairs import place_login, place_member_login, place_show_subscription
from diagnostics import Cause, Hidden

_ALL = Hidden("everything in the tenant and the subscription of the target", OF_THE_ACCOUNT.kinds)

CAUSES: tuple[Cause, ...] = (
    cause_of(
        kinds.WRONG_TENANT,
        place_login.repair,
        # A token of the wrong tenant is what these say as well; a revoked account is another matter.
        explains=(
            kinds.SUBSCRIPTION_NOT_VISIBLE,
            co.TOKEN_REFUSED,
            co.TOKEN_ISSUER,
        ),
        hides=(_ALL,),
    ),
    cause_of(
        kinds.SUBSCRIPTION_NOT_VISIBLE,
        place_show_subscription.repair,
        hides=(
            Hidden(
                "everything in the subscription of the target, and the identity that the account names",
                OF_THE_ACCOUNT.kinds,
            ),
        ),
    ),
    cause_of(
        kinds.GUEST_LOGIN,
        place_member_login.repair,
        hides=(Hidden("parts of the directory that guests do not see"),),
    ),
)
