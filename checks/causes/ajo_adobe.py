"""What is Adobe's own: its health, its incidents, what it knows of the customer's key.

Sources disagree in nothing here, but one thing is not documented: whether Journey Optimizer's health turns red when the
profile store is revoked. So a revoked profile store and a red answer are told beside each other.
"""

from __future__ import annotations

from checks.ajo import kinds as aj
from checks.causes.of_kind import cause_of
from checks.repairs import ajo_key, ajo_provider
from diagnostics import Cause, Confidence, Hidden

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
    cause_of(
        aj.AJO_UNHEALTHY,
        ajo_provider.hand_over_health,
        explains=(aj.CALL_FAILED,),
        contradicted_by=aj.GATEWAY_REFUSALS,
        unsure="the answer's body is not documented; its status alone says so",
    ),
    cause_of(aj.PROVIDER_INCIDENT, ajo_provider.wait_for_adobe, explains=(aj.CALL_FAILED,)),
    cause_of(aj.CMK_FAILED, ajo_key.set_up_again),
    cause_of(aj.CMK_RUNNING, ajo_key.await_set_up),
    cause_of(aj.CMK_APPLICATION, ajo_key.name_application),
    cause_of(aj.REGION_DIFFERS, ajo_key.name_region, hides=(_REGION_FIRST,)),
    cause_of(
        aj.CALL_FAILED,
        ajo_provider.hand_over_call,
        contradicted_by=aj.GATEWAY_REFUSALS,
        overturned_by=_COULD_EXPLAIN,
        confidence=Confidence.LOW,
        unsure="nothing that was seen explains it; the same answer comes from a profile store that lost its key,"
        " and from faults of Adobe's own",
        is_fallback=True,
    ),
)
