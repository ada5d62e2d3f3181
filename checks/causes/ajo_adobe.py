"""What is Adobe's own: its health, its incidents, what it knows of the customer's key.

Sources disagree in nothing here, but one thing is not documented: whether Journey Optimizer's health turns red when the
profile store is revoked. So a revoked profile store and a red answer are told beside each other.
"""

from __future__ import annotations

from checks.ajo import kinds as aj
from checks.causes.ajo_seen import seen
from checks.repairs import ajo_key, ajo_provider
from diagnostics import Cause, Hidden

_REGION_FIRST = Hidden(
    "what Adobe's own region knows of the set-up", (aj.CMK_FAILED, aj.CMK_RUNNING)
)

CAUSES: tuple[Cause, ...] = (
    seen(
        aj.AJO_UNHEALTHY,
        ajo_provider.hand_over_health,
        contradicted_by=aj.GATEWAY_REFUSALS,
        unsure="the answer's body is not documented; its status alone says so",
    ),
    seen(aj.PROVIDER_INCIDENT, ajo_provider.wait_for_adobe),
    seen(aj.CMK_FAILED, ajo_key.set_up_again),
    seen(aj.CMK_RUNNING, ajo_key.await_set_up),
    seen(aj.CMK_APPLICATION, ajo_key.name_application),
    seen(aj.REGION_DIFFERS, ajo_key.name_region, hides=(_REGION_FIRST,)),
)
