"""A log that a person reads beside a repair: the directory's sign-ins.

Sources: list signIns (Microsoft Graph, beta), read 2026-11-24; what a directory without a licence is answered, from the known
issues of Microsoft Graph, read 2026-11-29. There is what follows from the directory: those sign-ins that a
workload policy refuses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostics.simulator.clock import instant, server_now
from diagnostics.simulator.directory_audit import LICENCE, log_not_permitted
from diagnostics.simulator.graph_access import READ_SIGN_INS, graph_error, require
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.reading import text, words
from diagnostics.simulator.tokens import new_id
from diagnostics.simulator.world import Doc, World

_BLOCKED = 53003  # Conditional Access


def _sign_ins(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    tenant, refusal = require(world, request, READ_SIGN_INS)
    if refusal and refusal.status == 403:  # noqa: PLR2004 - Forbidden
        refusal = log_not_permitted(world, request)
    if refusal:
        return refusal
    if text(world.get(f"entra:/tenants/{tenant}"), LICENCE) == "free":
        code = "Authentication_RequestFromNonPremiumTenantOrB2CTenant"
        message = "Neither tenant is B2C or tenant doesn't have premium license"
        return graph_error(world, request, 403, code, message)
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
    Route(
        api="graph",
        method="GET",
        pattern=re.compile(r"/(v1\.0|beta)/auditLogs/signIns", re.IGNORECASE),
        handler=_sign_ins,
        source="https://learn.microsoft.com/graph/api/signin-list",
    ),
)
