"""What is Adobe's own: its health, its incidents, what it knows of the customer's key.

Sources disagree in nothing here, but one thing is not documented: whether Journey Optimizer's health turns red when the
profile store is revoked. So a revoked profile store and a red answer are told beside each other.
"""

from __future__ import annotations

from functools import partial

from checks.ajo import kinds as aj
from checks.causes.ajo_seen import seen
from checks.causes.entra_symptoms import message
from checks.repairs import ajo_key, ajo_provider
from diagnostics import Cause, Confidence, Hidden, Step

_REGION_FIRST = Hidden(
    "what Adobe's own region knows of the set-up", (aj.CMK_FAILED, aj.CMK_RUNNING)
)
# What explains a call that failed inside, if it were seen.
_COULD_EXPLAIN = (
    "ajo.gateway",
    "ajo.provider_status",
    "entra.cmk_application",
    "entra.principal_usable",
    "rbac.key_access",
    "keyvault.vault",
    "keyvault.key",
)

CAUSES: tuple[Cause, ...] = (
    seen(
        aj.AJO_UNHEALTHY,
        ajo_provider.hand_over_health,
        explains=(aj.CALL_FAILED,),
        contradicted_by=aj.GATEWAY_REFUSALS,
        unsure="the answer's body is not documented; its status alone says so",
    ),
    seen(aj.PROVIDER_INCIDENT, ajo_provider.wait_for_adobe, explains=(aj.CALL_FAILED,)),
    seen(aj.CMK_FAILED, ajo_key.set_up_again),
    seen(aj.CMK_RUNNING, ajo_key.await_set_up),
    seen(aj.CMK_APPLICATION, ajo_key.name_application),
    seen(aj.REGION_DIFFERS, ajo_key.name_region, hides=(_REGION_FIRST,)),
    Cause(
        id=aj.CALL_FAILED.slug,
        title=aj.CALL_FAILED.title,
        step=Step.CAMPAIGN,
        requires=(aj.CALL_FAILED,),
        explains=(),
        contradicted_by=aj.GATEWAY_REFUSALS,
        overturned_by=_COULD_EXPLAIN,
        confidence=Confidence.LOW,
        confidence_reason="nothing that was seen explains it; the same answer comes from a profile store that lost its key,"
        " and from faults of Adobe's own",
        is_fallback=True,
        sentence=partial(message, kind=aj.CALL_FAILED),
        repair=ajo_provider.hand_over_call,
    ),
)
