"""How a route of Microsoft Graph is written down: the versions it answers in, and how its paths name one object."""

from __future__ import annotations

import re

from diagnostics.simulator.http import Handler, Route

REFERENCE = "https://learn.microsoft.com/graph/api/"
ONE = r"(/(?P<id>[^/()]+)|\(appId='(?P<app>[^']+)'\))"  # by object id, or by application id
EITHER = r"/(?P<kind>servicePrincipals|applications)"


def route(method: str, pattern: str, handler: Handler, source: str) -> Route:
    """Make a route; the pattern begins behind the version."""
    return Route(
        api="graph",
        method=method,
        pattern=re.compile(rf"/(v1\.0|beta){pattern}", re.IGNORECASE),
        handler=handler,
        source=source,
    )


def documented(method: str, pattern: str, handler: Handler, page: str) -> Route:
    """Make a route after a page of the reference, named by the end of its address."""
    return route(method, pattern, handler, REFERENCE + page)
