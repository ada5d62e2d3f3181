"""What every part of Resource Manager does: permissions, 404s, lists with pages.

Source: recorded 403 and 404 bodies of azure-cli.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from diagnostics.simulator import locks
from diagnostics.simulator.callers import arm_error, require
from diagnostics.simulator.http import Answer, Handler, Request, Route
from diagnostics.simulator.world import Doc, World, served

PAGE = 100  # entries per page of a list
SUBSCRIPTION = "/subscriptions/{s}"
GROUP = SUBSCRIPTION + "/resourceGroups/{g}"
ACCOUNT = GROUP + "/providers/Microsoft.DocumentDB/databaseAccounts/{account}"
VAULT = GROUP + "/providers/Microsoft.KeyVault/vaults/{vault}"
IDENTITY = GROUP + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{identity}"
AUTHORIZATION = "{scope}/providers/Microsoft.Authorization"
_YEARS = tuple(f"{year}-" for year in range(2014, 2027))  # of the api-versions that are answered


def arm_route(
    method: str,
    template: str,
    handler: Handler,
    *,
    action: str = "",
    scope: str = "",
    source: str,
) -> Route:
    """Make a route of Resource Manager.

    Args:
        method: HTTP verb.
        template: the path, with names in braces; `{scope}` stands for any scope.
        handler: answers once the permission is in order.
        action: what the caller must be allowed; empty = the handler asks itself.
        scope: where, as a template; empty = at the path of the request.
        source: where the answer's shape is known from.
    """

    def guarded(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
        where = scope.format(**groups) if scope else request.path
        refusal = require(world, request, action, where) if action else None
        return refusal or locks.refused(world, request) or handler(world, request, groups)

    return Route(
        api="arm",
        method=method,
        pattern=pattern_of(template),
        handler=guarded,
        source=source,
        versions=_YEARS,
    )


def pattern_of(template: str) -> re.Pattern[str]:
    """Turn a template into a pattern; a name in braces is one segment, `{scope}` any number of them."""
    text = re.sub(
        r"\{(\w+)\}",
        lambda found: r"(?P<scope>(?:/.+)?)" if found[1] == "scope" else f"(?P<{found[1]}>[^/]+)",
        re.sub(r"[.()$]", lambda found: "\\" + found[0], template),
    )
    return re.compile(text, re.IGNORECASE)


def resource_not_found(path: str) -> Answer:
    """Answer for a resource that is not there (recorded)."""
    parts = path.strip("/").split("/")
    group = parts[3] if len(parts) > 3 else ""  # noqa: PLR2004
    return arm_error(
        404,
        "ResourceNotFound",
        f"The Resource '{'/'.join(parts[5:])}' under resource group '{group}' was not found. "
        "For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    )


def group_not_found(name: str) -> Answer:
    """Answer for a resource group that is not there."""
    return arm_error(404, "ResourceGroupNotFound", f"Resource group '{name}' could not be found.")


def read_one(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Answer with the document at the request's path."""
    document = world.get(request.path)
    if document is not None:
        return Answer(body=served(document))
    return missing(world, request.path, groups)


def missing(world: World, path: str, groups: Mapping[str, str]) -> Answer:
    """Answer a 404: of the group when that is not there, else of the resource."""
    group = groups.get("g", "")
    if group and world.get(f"/subscriptions/{groups['s']}/resourcegroups/{group}") is None:
        return group_not_found(group)
    return resource_not_found(path)


def children(world: World, prefix: str) -> list[Doc]:
    """Return the documents directly below a prefix, as they stand."""
    prefix = f"{prefix.rstrip('/').lower()}/"
    return [doc for key, doc in world.under(prefix) if "/" not in key.removeprefix(prefix)]


def of_type(world: World, prefix: str, kind: str) -> list[Doc]:
    """Return the resources of a type ("Microsoft.KeyVault/vaults") below a subscription or group."""
    middle = f"/providers/{kind.lower()}/"
    return [
        doc
        for key, doc in world.under(f"{prefix.rstrip('/')}/")
        if middle in key and "/" not in key.partition(middle)[2]
    ]


def listed(
    request: Request,
    items: Sequence[Doc],
    *,
    page: int = PAGE,
    view: Callable[[Doc], Doc] = served,
) -> Answer:
    """Answer with one page, each item as it is shown; `nextLink` leads on at the same host."""
    start = int(request.query.get("$skiptoken") or 0)
    body: Doc = {"value": [view(item) for item in items[start : start + page]]}
    if start + page < len(items):
        kept = {**request.query, "$skiptoken": str(start + page)}
        query = "&".join(f"{quote(name, safe='$')}={quote(text)}" for name, text in kept.items())
        body["nextLink"] = f"https://{request.host}{quote(request.path)}?{query}"
    return Answer(body=body)


def merged(document: Doc, changes: Mapping[str, object]) -> Doc:
    """Lay changes over a document, object by object; what they do not name stays."""
    result = dict(document)
    for name, value in changes.items():
        old = result.get(name)
        both = isinstance(old, dict) and isinstance(value, dict)
        result[name] = merged(old, value) if both else value  # type: ignore[arg-type]
    return result
