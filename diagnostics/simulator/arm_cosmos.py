"""Cosmos DB in Resource Manager: accounts and their own roles."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.simulator import arm, operations
from diagnostics.simulator.arm import ACCOUNT, GROUP, SUBSCRIPTION, arm_route
from diagnostics.simulator.cosmos_answers import account_view, bare, child_not_found
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.world import World, served

_KIND = "Microsoft.DocumentDB/databaseAccounts"
_RECORDED = "recorded: azure-cli test_cosmosdb_system_identity_restore and test_cosmosdb_sql_role (2023-11-15)"


def _account(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    operations.settle(world)
    document = world.get(request.path)
    if document is None:
        return arm.missing(world, request.path, groups)
    return Answer(body=account_view(world, document, request))


def _accounts(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    operations.settle(world)
    prefix = request.path.lower().rpartition("/providers/")[0]
    found = arm.of_type(world, prefix, _KIND)
    return arm.listed(request, found, view=lambda doc: account_view(world, doc, request))


def _children(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    account = request.path.rpartition("/")[0]
    document = world.get(account)
    if document is None:
        return arm.missing(world, account, groups)
    if document.get("kind", "GlobalDocumentDB") != "GlobalDocumentDB":
        return bare(
            405, "MethodNotAllowed", "Requests for API sql are not supported for this account."
        )
    return arm.listed(request, arm.children(world, request.path))


def _child(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    document = world.get(request.path)
    if document is not None:
        return Answer(body=served(document))
    account = request.path.rsplit("/", 2)[0]
    if world.get(account) is None:
        return arm.missing(world, account, groups)
    return child_not_found(request.path)


def _status(world: World, _request: Request, groups: Mapping[str, str]) -> Answer:
    state = operations.status(world, groups["operation"])
    if state is None:
        return bare(404, "NotFound", "The operation does not exist.")
    return Answer(body={"status": state}, headers={"Retry-After": "1"})


def _result(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Answer where an operation's `Location` leads: 202 while it runs, then the resource, or nothing where it is gone."""
    state = operations.status(world, groups["operation"])
    if state is None:
        return bare(404, "NotFound", "The operation does not exist.")
    if state != "Succeeded":
        return Answer(status=202, headers={"Retry-After": "1"})
    resource_id = request.path.rpartition("/operationResults/")[0]
    document = world.get(resource_id)
    if document is None:
        return Answer(status=204)
    is_account = resource_id.count("/") == ACCOUNT.count("/")
    return Answer(body=account_view(world, document, request) if is_account else served(document))


_PROVIDER = "/providers/Microsoft.DocumentDB"
_SQL = "Microsoft.DocumentDB/databaseAccounts/sqlRole"
ROUTES = (
    arm_route(
        "GET",
        ACCOUNT,
        _account,
        action="Microsoft.DocumentDB/databaseAccounts/read",
        source=f"{_RECORDED}; the revoked state from documentation",
    ),
    *(
        arm_route(
            "GET",
            f"{where}{_PROVIDER}/databaseAccounts",
            _accounts,
            action="Microsoft.DocumentDB/databaseAccounts/read",
            scope=where,
            source="specification: CosmosDBDatabaseAccountList.json (2024-08-15)",
        )
        for where in (SUBSCRIPTION, GROUP)
    ),
    *(
        arm_route(
            "GET",
            f"{ACCOUNT}/sqlRole{kind}{tail}",
            handler,
            action=f"{_SQL}{kind}/read",
            scope=ACCOUNT,
            source=_RECORDED,
        )
        for kind in ("Assignments", "Definitions")
        for tail, handler in (("", _children), ("/{name}", _child))
    ),
    arm_route(
        "GET",
        f"{SUBSCRIPTION}{_PROVIDER}/locations/{{location}}/operationsStatus/{{operation}}",
        # Whoever may change an account may follow the change, also with a role at the account alone: the address is
        # the subscription's, and creating accounts with a role on their group alone is common (general knowledge).
        _status,
        source="recorded: azure-cli test_cosmosdb_sql_role",
    ),
    *(
        arm_route(
            "GET",
            f"{ACCOUNT}{child}/operationResults/{{operation}}",
            _result,
            action="Microsoft.DocumentDB/databaseAccounts/operationResults/read",
            scope=ACCOUNT,
            source="address recorded (Location of test_cosmosdb_sql_role); its answer from documentation: asynchronous operations of Resource Manager",
        )
        for child in ("", "/sqlRoleAssignments/{name}", "/sqlRoleDefinitions/{name}")
    ),
)
