"""Logs that a person reads beside a repair: the subscription's activity log, and the directory's sign-ins.

Sources: Activity Logs - List (2015-04-01), list signIns (Microsoft Graph, beta), read 2026-11-24. No world keeps an activity
log; of sign-ins there is what follows from the directory: those that a workload policy refuses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostics.simulator import arm
from diagnostics.simulator.arm import SUBSCRIPTION, arm_route
from diagnostics.simulator.clock import instant, server_now
from diagnostics.simulator.graph_access import READ_SIGN_INS, require
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.reading import text, words
from diagnostics.simulator.tokens import new_id
from diagnostics.simulator.world import Doc, World

_BLOCKED = 53003  # Conditional Access


def _activity(_world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    return arm.listed(request, [])


def _sign_ins(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    tenant, refusal = require(world, request, READ_SIGN_INS)
    if refusal:
        return refusal
    wanted = re.search(r"servicePrincipalId eq '([^']+)'", request.query.get("$filter", ""))
    refused = words(world.get(f"entra:/tenants/{tenant}"), "x-policies")
    found: list[Doc] = [
        {
            "id": new_id(),
            "createdDateTime": instant(server_now(world)),
            "servicePrincipalId": who,
            "servicePrincipalName": text(
                world.get(f"graph:/{tenant}/serviceprincipals/{who}"), "displayName"
            ),
            "status": {"errorCode": _BLOCKED, "failureReason": "Blocked by Conditional Access."},
        }
        for who in refused
        if not wanted or who.lower() == wanted[1].lower()
    ]
    context = f"https://{request.host}/beta/$metadata#auditLogs/signIns"
    return Answer(body={"@odata.context": context, "value": found})


ROUTES = (
    arm_route(
        "GET",
        SUBSCRIPTION + "/providers/Microsoft.Insights/eventtypes/management/values",
        _activity,
        action="Microsoft.Insights/eventtypes/values/read",
        scope=SUBSCRIPTION,
        source="from documentation: Activity Logs - List (2015-04-01)",
    ),
    Route(
        api="graph",
        method="GET",
        pattern=re.compile(r"/(v1\.0|beta)/auditLogs/signIns", re.IGNORECASE),
        handler=_sign_ins,
        source="https://learn.microsoft.com/graph/api/signin-list",
    ),
)
