"""We look in the wrong place, or with a login that sees too little."""

from __future__ import annotations

from functools import partial

from checks.causes.entra_symptoms import message
from checks.causes.hiding import OF_THE_ACCOUNT
from checks.cosmos import kinds as co
from checks.entra import kinds
from checks.repairs import place_login, place_member_login, place_show_subscription
from diagnostics import Cause, Hidden, Step

_ALL = Hidden("everything in the tenant and the subscription of the target", OF_THE_ACCOUNT.kinds)

CAUSES: tuple[Cause, ...] = (
    Cause(
        id=kinds.WRONG_TENANT.slug,
        title=kinds.WRONG_TENANT.title,
        step=Step.PLACE,
        requires=(kinds.WRONG_TENANT,),
        # A token of the wrong tenant is what these say as well; a revoked account is another matter.
        explains=(
            kinds.SUBSCRIPTION_NOT_VISIBLE,
            co.TOKEN_REFUSED,
            co.TOKEN_ISSUER,
        ),
        hides=(_ALL,),
        sentence=partial(message, kind=kinds.WRONG_TENANT),
        repair=place_login.repair,
    ),
    Cause(
        id=kinds.SUBSCRIPTION_NOT_VISIBLE.slug,
        title=kinds.SUBSCRIPTION_NOT_VISIBLE.title,
        step=Step.PLACE,
        requires=(kinds.SUBSCRIPTION_NOT_VISIBLE,),
        explains=(),
        hides=(
            Hidden(
                "everything in the subscription of the target, and the identity that the account names",
                OF_THE_ACCOUNT.kinds,
            ),
        ),
        sentence=partial(message, kind=kinds.SUBSCRIPTION_NOT_VISIBLE),
        repair=place_show_subscription.repair,
    ),
    Cause(
        id=kinds.GUEST_LOGIN.slug,
        title=kinds.GUEST_LOGIN.title,
        step=Step.PLACE,
        requires=(kinds.GUEST_LOGIN,),
        explains=(),
        hides=(Hidden("parts of the directory that guests do not see"),),
        sentence=partial(message, kind=kinds.GUEST_LOGIN),
        repair=place_member_login.repair,
    ),
)
