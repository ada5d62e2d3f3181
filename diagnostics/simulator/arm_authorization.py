"""Azure RBAC as Resource Manager shows it: assignments, definitions, refusals, one's own permissions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from diagnostics.simulator import access, arm, ids
from diagnostics.simulator.arm import AUTHORIZATION, arm_route
from diagnostics.simulator.callers import arm_caller, arm_error
from diagnostics.simulator.http import Answer, Handler, Request
from diagnostics.simulator.reading import entries, props, text, words
from diagnostics.simulator.world import Doc, World, served

_AT_SCOPE = re.compile(r"\batScope\(\)", re.IGNORECASE)
_AND_BELOW = re.compile(r"\batScopeAndBelow\(\)", re.IGNORECASE)
_ASSIGNED_TO = re.compile(r"\bassignedTo\('([^']+)'\)", re.IGNORECASE)
_PRINCIPAL = re.compile(r"\bprincipalId eq '([^']+)'", re.IGNORECASE)
_ROLE_NAME = re.compile(r"\broleName eq '([^']+)'", re.IGNORECASE)
_ROLE_TYPE = re.compile(r"\btype eq '([^']+)'", re.IGNORECASE)


def _filter_of(request: Request) -> str:
    return request.query.get("$filter", "").replace("+", " ")


def _in_view(world: World, docs: Iterable[Doc], scope: str, wanted: str) -> list[Doc]:
    """Keep what a list at a scope shows: at and above it, and below it too unless `atScope()` is asked."""
    above_only = bool(_AT_SCOPE.search(wanted))
    kept: list[Doc] = []
    for doc in docs:
        held = text(props(doc), "scope")
        if access.covers(world, held, scope or "/") or (
            not above_only and access.covers(world, scope or "/", held)
        ):
            kept.append(doc)
    return kept


def _role_assignments(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    wanted = _filter_of(request)
    found = list(access.assignments(world))
    for pattern, expand in ((_ASSIGNED_TO, True), (_PRINCIPAL, False)):
        match = pattern.search(wanted)
        if match:
            who = access.principals_of(world, match[1]) if expand else {match[1].lower()}
            found = [doc for doc in found if text(props(doc), "principalId").lower() in who]
    return arm.listed(request, _in_view(world, found, groups["scope"], wanted))


def _deny_assignments(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    wanted = _filter_of(request)
    found = _in_view(world, access.denies(world), groups["scope"], wanted)
    match = _ASSIGNED_TO.search(wanted) or _PRINCIPAL.search(wanted)
    if match:
        who = {*access.principals_of(world, match[1]), access.EVERYONE}
        found = [doc for doc in found if who & _named(doc)]
    return arm.listed(request, found)


def _schedules(kind: str) -> Handler:
    """List what Privileged Identity Management gives now, or was ever asked to give."""

    def handler(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
        tenant = world.get(f"entra:/tenants/{ids.TENANT}")
        if tenant and tenant.get("x-withoutPremium"):
            # seen in AzGovViz, issue 114
            code, said = "AadPremiumLicenseRequired", "The tenant needs an AAD Premium 2 license."
            return arm_error(400, code, said)
        wanted = _filter_of(request)
        found = _in_view(world, access.scheduled(world, kind), groups["scope"], wanted)
        match = _PRINCIPAL.search(wanted)
        if match:
            found = [
                doc for doc in found if text(props(doc), "principalId").lower() == match[1].lower()
            ]
        return arm.listed(request, found)

    return handler


def _named(deny: Doc) -> set[str]:
    return {text(one, "id").lower() for one in entries(props(deny), "principals")}


def _role_definitions(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    wanted, scope = _filter_of(request), groups["scope"]
    name, kind = _ROLE_NAME.search(wanted), _ROLE_TYPE.search(wanted)
    found = [
        doc
        for doc in _definitions(world, scope, and_below=bool(_AND_BELOW.search(wanted)))
        if (not name or text(props(doc), "roleName").lower() == name[1].lower())
        and (not kind or text(props(doc), "type").lower() == kind[1].lower())
    ]
    return arm.listed(request, found, page=max(len(found), 1))  # one page: recorded


def _definitions(world: World, scope: str, *, and_below: bool = False) -> list[Doc]:
    """Return the roles that can be given at a scope: built-in ones, and custom ones made for it, or for a place below."""
    subscription = "/".join(scope.split("/")[:3]).lower()
    seen: dict[str, Doc] = {}
    for key, doc in world.under(subscription):
        if "/providers/microsoft.authorization/roledefinitions/" in key and (
            text(props(doc), "type") == "BuiltInRole"
            or any(
                access.covers(world, one, scope)
                or (and_below and access.covers(world, scope, one))
                for one in words(props(doc), "assignableScopes")
            )
        ):
            seen.setdefault(text(doc, "name").lower(), doc)
    return list(seen.values())


def _role_definition(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    caller = arm_caller(world, request)
    if isinstance(caller, Answer):
        return caller
    document = access.role_definition(world, groups["name"])
    if document is not None:
        return Answer(body=served(document))
    return arm_error(
        404,
        "RoleDefinitionDoesNotExist",
        f"The specified role definition with ID '{groups['name'].replace('-', '')}' does not exist.",
    )


def _assignment(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    document = world.get(request.path)
    if document is not None:
        return Answer(body=served(document))
    return arm_error(
        404,
        "RoleAssignmentNotFound",
        f"The role assignment '{groups['name']}' is not found.",
    )


def _permissions(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Say what the caller itself may do; asking needs no right."""
    scope = groups["scope"]
    parts = scope.strip("/").split("/")
    subscription = parts[1] if len(parts) > 1 else ""
    caller = arm_caller(world, request, subscription)
    if isinstance(caller, Answer):
        return caller
    if world.get(f"/subscriptions/{subscription}") is None:
        return arm_error(
            404, "SubscriptionNotFound", f"The subscription '{subscription}' could not be found."
        )
    blocks = access.permissions_at(world, caller.object_id, scope)
    names = ("actions", "notActions", "dataActions", "notDataActions")
    value = [{name: words(block, name) for name in names} for block in blocks]
    return Answer(body={"value": value})


_READ = "Microsoft.Authorization/{}/read"
_SPEC = "specification examples of Microsoft.Authorization (2022-04-01)"
_RECORDED = "recorded: azure-cli test_backup_encryption; " + _SPEC
ROUTES = (
    *(
        arm_route(
            "GET",
            AUTHORIZATION + path,
            handler,
            action=_READ.format(path.split("/")[1]),
            scope=scope,
            source=source,
        )
        for path, handler, scope, source in (
            ("/roleAssignments", _role_assignments, "{scope}", _RECORDED),
            ("/roleAssignments/{name}", _assignment, "", _RECORDED),
            ("/denyAssignments", _deny_assignments, "{scope}", _SPEC),
            ("/denyAssignments/{name}", _assignment, "", _SPEC),
            ("/roleDefinitions", _role_definitions, "{scope}", _RECORDED),
        )
    ),
    *(
        # The right is that of the assignments: REST sample "Use Azure PIM to manage eligible access".
        arm_route(
            "GET",
            f"{AUTHORIZATION}/{kind}",
            _schedules(kind),
            action=_READ.format("roleAssignments"),
            scope="{scope}",
            source=f"models of azure-mgmt-authorization 4.0 (2020-10-01), {kind}; from documentation",
        )
        for kind in ("roleAssignmentScheduleInstances", "roleAssignmentScheduleRequests")
    ),
    arm_route(
        # Everybody may read the roles themselves: they are the same for all (general knowledge).
        "GET",
        AUTHORIZATION + "/roleDefinitions/{name}",
        _role_definition,
        source=_RECORDED,
    ),
    arm_route(
        "GET",
        AUTHORIZATION + "/permissions",
        _permissions,
        source="specification: GetResourcePermissions.json (2022-04-01)",
    ),
)
