"""What is wrong on the side of whoever calls the data plane."""

from __future__ import annotations

from collections.abc import Callable

from checks.causes.hiding import (
    BEHIND_THE_ENDPOINT,
    OF_THE_DATA_PLANE,
    OF_THE_PROGRAM,
    OF_THE_PROGRAM_ANEW,
    TOKEN_LATER,
    WITHOUT_A_TOKEN,
)
from checks.causes.of_kind import cause_of
from checks.cosmos import kinds as co
from checks.repairs import cosmos_caller, cosmos_network, cosmos_support
from checks.repairs.cosmos_account import find_account
from diagnostics import Case, Cause, Hidden, Kind, Repair

_HIDES: dict[Kind, tuple[Hidden, ...]] = {
    co.TOKEN_REFUSED: (WITHOUT_A_TOKEN,),
    co.TOKEN_AUDIENCE: (OF_THE_DATA_PLANE,),
    co.TOKEN_ISSUER: (OF_THE_DATA_PLANE,),
    co.DATA_FIREWALL: (OF_THE_DATA_PLANE,),
    co.DATA_ACCOUNT_UNKNOWN: (BEHIND_THE_ENDPOINT,),
    co.DATA_FORBIDDEN: (OF_THE_DATA_PLANE,),
    co.DATA_OTHER: (OF_THE_DATA_PLANE,),
    co.CLOCK_SKEW: (TOKEN_LATER,),
    co.LOCAL_AUTH_OFF: (OF_THE_PROGRAM,),
    co.STALE_TOKEN: (OF_THE_PROGRAM_ANEW,),
}


def _seen(
    kind: Kind,
    repair: Callable[[Case], Repair],
    *explains: Kind,
    unsure: str = "",
    is_fallback: bool = False,
) -> Cause:
    return cause_of(
        kind,
        cosmos_support.unless_own(repair),
        explains=explains,
        hides=_HIDES.get(kind, ()),
        unsure=unsure,
        is_fallback=is_fallback,
    )


CAUSES: tuple[Cause, ...] = (
    _seen(co.TOKEN_REFUSED, cosmos_caller.get_token),
    _seen(co.TOKEN_GENERAL_SCOPE, cosmos_caller.use_general_scope),
    _seen(co.TOKEN_AUDIENCE, cosmos_caller.ask_for_account),
    _seen(co.TOKEN_ISSUER, cosmos_caller.use_tenant),
    _seen(co.CLOCK_SKEW, cosmos_caller.set_clock, co.TOKEN_REFUSED),
    _seen(co.DATA_FIREWALL, cosmos_network.let_in),
    _seen(
        co.DATA_ACCOUNT_UNKNOWN,
        find_account,
        unsure="which address the callers use cannot be seen from here",
        is_fallback=True,
    ),
    _seen(
        co.STALE_TOKEN,
        cosmos_caller.restart,
        unsure="the processes that report it cannot be seen from here",
    ),
    _seen(co.LOCAL_AUTH_OFF, cosmos_caller.use_entra),
    _seen(
        co.DATA_FORBIDDEN,
        cosmos_support.read_roles,
        unsure="the roles that were read do not explain the refusal, or they could not be read",
        is_fallback=True,
    ),
    _seen(
        co.WRITE_FORBIDDEN,
        cosmos_support.read_status,
        unsure="the same answer comes from a region that takes no writes and from a revoked key",
        is_fallback=True,
    ),
    _seen(
        co.DATA_OTHER,
        cosmos_support.call_again,
        unsure="the answer is not one that is known",
        is_fallback=True,
    ),
)
