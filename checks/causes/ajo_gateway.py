"""No token, or one that Adobe's gateway refuses: no call reaches Journey Optimizer."""

from __future__ import annotations

from checks.ajo import kinds as aj
from checks.causes.ajo_hiding import BEHIND_THE_GATEWAY, BEHIND_THE_TOKEN, OTHER_REFUSALS
from checks.causes.of_kind import cause_of
from checks.repairs import ajo_credential, ajo_gateway
from diagnostics import Cause

# A token's own fault is what the gateway then says of it.
_TOKEN = (aj.GATEWAY_TOKEN_REFUSED,)
_HIDES = (BEHIND_THE_GATEWAY, OTHER_REFUSALS)

CAUSES: tuple[Cause, ...] = (
    cause_of(aj.CLIENT_INVALID, ajo_credential.renew_secret, hides=(BEHIND_THE_TOKEN,)),
    cause_of(aj.SCOPE_REFUSED, ajo_credential.correct_scopes, hides=(BEHIND_THE_TOKEN,)),
    cause_of(
        aj.JWT_CREDENTIAL,
        ajo_credential.migrate,
        hides=(BEHIND_THE_TOKEN,),
        unsure="Adobe does not document how it refuses a credential of the ended kind",
    ),
    cause_of(
        aj.TOKEN_EXPIRED,
        ajo_credential.new_token,
        explains=_TOKEN,
        hides=_HIDES,
    ),
    cause_of(
        aj.TOKEN_ELSEWHERE,
        ajo_credential.new_token,
        explains=_TOKEN,
        hides=_HIDES,
    ),
    cause_of(aj.GATEWAY_TOKEN_REFUSED, ajo_gateway.new_token, hides=_HIDES),
    cause_of(aj.GATEWAY_KEY_MISSING, ajo_gateway.new_token_or_header, hides=_HIDES),
    cause_of(aj.GATEWAY_KEY_INVALID, ajo_gateway.add_api, hides=_HIDES),
    cause_of(aj.GATEWAY_TOKEN_MISSING, ajo_gateway.new_token_or_header, hides=_HIDES),
    cause_of(aj.GATEWAY_PROFILE, ajo_gateway.entitle, hides=_HIDES),
    cause_of(aj.GATEWAY_REGION, ajo_gateway.entitle, hides=_HIDES),
    cause_of(aj.GATEWAY_HEADER, ajo_gateway.new_token_or_header, hides=_HIDES),
    cause_of(aj.GATEWAY_THROTTLED, ajo_gateway.wait, hides=_HIDES),
)
