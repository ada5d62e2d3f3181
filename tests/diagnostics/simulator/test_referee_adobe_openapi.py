"""Adobe's OpenAPI files as referee: our requests and answers of every served operation and every documented status.

Where our answer has a status that a file does not know, or a file a status that we never give, the reason stands here.
Adobe's sign-in and the customer-managed-key API have no OpenAPI file: they follow documentation only.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from openapi_core.exceptions import OpenAPIError

from diagnostics.simulator import ids, ims
from diagnostics.simulator.adobe_surroundings import campaign, moment
from diagnostics.simulator.http import Answer
from diagnostics.simulator.scenarios import compose
from diagnostics.simulator.world import Doc, World
from diagnostics.simulator.worlds import build
from tests.support import openapi
from tests.support.asking import ask
from tests.support.asking_adobe import HEADERS, payload, recipient, suppressed
from tests.support.recorded import REFEREE

pytestmark = REFEREE
Change = Callable[[World], object]
CREDENTIAL = f"adobe:/credentials/{ids.ADOBE_CLIENT}"
CAMPAIGN = f"adobe:/campaigns/{ids.CAMPAIGN}"
GATEWAY = "the gateway answers before the API; its codes stand in the troubleshooting guide, not in the file"
NO_REFUSAL = "the file knows no refusal at all: what an entity on no list gets is our guess"
NOT_ENTITLED = "the file knows no refusal for a missing permission"
QUERY = "the file has no answer for a query that cannot be read"


def nothing(world: World) -> None:
    del world


def no_permission(world: World) -> None:
    world.need(CREDENTIAL)["permissions"] = []


def marketing(world: World) -> None:
    world.put(CAMPAIGN, campaign(ids.CAMPAIGN, "sale") | {"category": "Marketing"})


def with_execution(world: World) -> None:
    document: Doc = {"endpoint": "audience", "campaignId": ids.CAMPAIGN, "audienceId": "a1"}
    document |= {"executionId": "CMA-1", "status": "Succeeded", "createdAt": moment(0)}
    world.put("adobe:/executions/CMA-1", document)


def with_schedule(world: World) -> None:
    document: Doc = {"scheduleId": "s1", "campaignId": ids.CAMPAIGN, "executeAt": moment(-1)}
    world.put("adobe:/schedules/s1", document)


def high_throughput(world: World) -> None:
    world.need(CAMPAIGN)["highThroughputMode"] = True


def out(api: str, status: int) -> Change:
    return lambda world: world.need("sim:/adobe").update(outage={api: status})


def on_the_list(kind: str, value: str) -> Change:
    return lambda world: world.put(f"adobe:/suppression/{kind}/{value}", suppressed(value))


def audited(world: World) -> None:
    event: Doc = {
        "id": "e1",
        "action": "Update",
        "assetType": "Sandbox",
        "status": "Success",
        "region": "VA7",
        "sandboxName": "prod",
        "imsOrgId": ids.ORG,
        "timestamp": "2026-11-20T08:00:00.000+0000",
    }
    world.put("adobe:/audit/e1", event)


def incident(world: World) -> None:
    history: Doc = {
        "status": "Opened",
        "severity": "Major",
        "customerImpact": "Some",
        "operationsImpact": "Availability",
        "messageType": "Custom",
        "messageTime": 1763900000,
        "previousStatus": "None",
        "previousSeverity": "None",
        "previousCustomerImpact": "None",
        "previousOperationsImpact": "None",
        "showEnvironment": False,
        "locationImpact": {"serviceRegions": ["na1"]},
    }
    product: Doc = {"id": "p1", "name": "Adobe Journey Optimizer", "startedOn": 1763900000}
    product["history"] = {"1763900000": history}
    feed = world.need("adobe:/status/events")
    feed["incidentEvent"]["incidents"]["i1"] = {"id": "i1", "products": {"p1": product}}


@dataclass(frozen=True, slots=True)
class Case:
    """One request to a world, the status that follows, and what the referee must be told first."""

    file: str
    method: str
    path: str  # as the file writes it
    status: int
    change: Change = nothing
    values: dict[str, str] = field(default_factory=dict[str, str])
    query: tuple[tuple[str, str], ...] = ()
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict[str, str])
    bad_request: str = ""  # why the request itself does not fit the file
    other: str = ""  # why this status, or its body, is not as in the file

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status} {getattr(self.change, '__name__', '')}"


UNITARY, HIGH, AUDIENCE = (
    f"{openapi.EXECUTIONS}/{one}" for one in ("unitary", "highthroughput", "audience")
)
EXECUTION = f"{AUDIENCE}/{{executionId}}"
SCHEDULE = f"{openapi.EXECUTIONS}/schedules/{{scheduleId}}"
EXTERNAL = payload(recipient(type="external"))
TO_ALL: Doc = {"campaignId": ids.CAMPAIGN, "audience": {"id": "a1"}}
LATER = TO_ALL | {"schedule": {"executeAt": "2027-01-01T00:00:00Z"}}
ONE = f"{openapi.CAMPAIGNS}/{{campaignId}}"
THE_ONE = {"campaignId": ids.CAMPAIGN}
BAD_TOKEN = {"authorization": "Bearer a.b.c"}
SANDBOXES, AUDIT, FEED = "/sandbox-management/", "/audit/events", "/adobestatus/StatusEvents"
ADDRESS = "/config/suppression/addresses/{email}"
DOMAIN = "/config/suppression/domains/{domain}"


def revoked(world: World) -> None:
    broken = compose("adobe-managed", ["service-principal-disabled"])
    world.documents.update(broken.documents)


MESSAGING = [
    Case("messaging", "post", UNITARY, 202, body=payload()),
    Case("messaging", "post", UNITARY, 202, body=payload(recipient(context={"a": "b", "c": {}}))),
    Case("messaging", "post", UNITARY, 400, high_throughput, body=payload()),
    Case(
        "messaging",
        "post",
        UNITARY,
        400,
        body=payload() | {"recipients": []},
        bad_request="it is refused for that",
    ),
    Case("messaging", "post", UNITARY, 401, no_permission, body=payload()),
    Case("messaging", "post", UNITARY, 401, body=payload(), headers=BAD_TOKEN),
    Case(
        "messaging",
        "post",
        UNITARY,
        404,
        body=payload(recipient("new@contoso.example")),
        other="public code has it for an unknown profile; the file does not",
    ),
    Case(
        "messaging",
        "post",
        UNITARY,
        500,
        revoked,
        body=payload(),
        other="the page on API-triggered campaigns has it; the file does not",
    ),
    Case("messaging", "post", HIGH, 202, high_throughput, body=EXTERNAL),
    Case("messaging", "post", HIGH, 400, body=EXTERNAL),
    Case("messaging", "post", HIGH, 401, no_permission, body=EXTERNAL),
    Case("messaging", "post", AUDIENCE, 202, marketing, body=TO_ALL),
    Case(
        "messaging",
        "post",
        AUDIENCE,
        202,
        marketing,
        body=LATER,
        other="a schedule fits both kinds of the file's oneOf, of which the first requires nothing",
    ),
    Case("messaging", "post", AUDIENCE, 400, body=TO_ALL),
    Case("messaging", "post", AUDIENCE, 401, no_permission, body=TO_ALL),
    Case("messaging", "get", EXECUTION, 200, with_execution, {"executionId": "CMA-1"}),
    Case("messaging", "get", EXECUTION, 404, values={"executionId": "CMA-2"}),
    Case("messaging", "get", EXECUTION, 401, no_permission, {"executionId": "CMA-1"}),
    Case("messaging", "get", SCHEDULE, 200, with_schedule, {"scheduleId": "s1"}),
    Case("messaging", "get", SCHEDULE, 404, values={"scheduleId": "s2"}),
    Case("messaging", "get", SCHEDULE, 401, no_permission, {"scheduleId": "s1"}),
    Case("messaging", "delete", SCHEDULE, 200, with_schedule, {"scheduleId": "s1"}),
    Case("messaging", "delete", SCHEDULE, 404, values={"scheduleId": "s2"}),
    Case("messaging", "delete", SCHEDULE, 401, no_permission, {"scheduleId": "s1"}),
    Case("messaging", "get", "/im/health", 200),
    Case("messaging", "get", "/im/health", 401, headers=BAD_TOKEN, other=GATEWAY),
]
CAMPAIGNS = [
    case
    for path, values in (
        (openapi.CAMPAIGNS, {}),
        (ONE, THE_ONE),
        (f"{ONE}/versions", THE_ONE),
        (f"{ONE}/publish/validation", THE_ONE),
    )
    for case in (
        Case("campaigns-retrieve", "get", path, 200, values=values),
        Case("campaigns-retrieve", "get", path, 403, no_permission, values),
        Case("campaigns-retrieve", "get", path, 500, out("campaigns", 500), values),
    )
] + [
    Case(
        "campaigns-retrieve",
        "get",
        openapi.CAMPAIGNS,
        200,
        query=(("property", "campaignType==ApiTriggered"), ("count", "1"), ("page", "0")),
    ),
    Case("campaigns-retrieve", "get", ONE, 404, values={"campaignId": "none"}),
    Case(
        "campaigns-retrieve",
        "get",
        f"{ONE}/versions",
        404,
        values={"campaignId": "none"},
        other="the file has it for the campaign itself only",
    ),
    Case(
        "campaigns-retrieve",
        "get",
        openapi.CAMPAIGNS,
        400,
        query=(("count", "0"),),
        other=QUERY,
    ),
]
PLATFORM = [
    Case(
        "suppression",
        "get",
        ADDRESS,
        200,
        on_the_list("addresses", "a@b.example"),
        {"email": "a@b.example"},
    ),
    Case("suppression", "get", ADDRESS, 404, values={"email": "a@b.example"}, other=NO_REFUSAL),
    Case(
        "suppression",
        "get",
        ADDRESS,
        403,
        no_permission,
        {"email": "a@b.example"},
        other=NO_REFUSAL,
    ),
    Case(
        "suppression",
        "get",
        DOMAIN,
        200,
        on_the_list("domains", "b.example"),
        {"domain": "b.example"},
    ),
    Case("suppression", "get", DOMAIN, 404, values={"domain": "b.example"}, other=NO_REFUSAL),
    Case("sandbox", "get", SANDBOXES, 200),
    Case("sandbox", "get", SANDBOXES, 403, no_permission),
    Case("sandbox", "get", SANDBOXES, 500, out("platform", 500)),
    Case("audit-query", "get", AUDIT, 200, audited),
    Case(
        "audit-query",
        "get",
        AUDIT,
        200,
        audited,
        query=(("property", "timestamp>2026-11-01T00:00:00Z"), ("property", "action==Update")),
    ),
    Case("audit-query", "get", AUDIT, 400, query=(("limit", "2000"),)),
    Case("audit-query", "get", AUDIT, 403, no_permission, other=NOT_ENTITLED),
    Case("statusapi-spec", "get", FEED, 200),
    Case("statusapi-spec", "get", FEED, 200, incident),
    Case("statusapi-spec", "get", FEED, 403, out("status", 403)),
    Case("statusapi-spec", "get", FEED, 429, out("status", 429)),
]
CASES = [*MESSAGING, *CAMPAIGNS, *PLATFORM]
NEVER_GIVEN = {
    ("sandbox", "get", SANDBOXES, 400): "the list has nothing that could be malformed",
    ("audit-query", "get", AUDIT, 404): "the list is the only resource of that path",
}


def asked(case: Case) -> tuple[Answer, openapi.Sent]:
    """Ask the world, and return the answer with the request as the referee reads it."""
    world = build("adobe-managed")
    case.change(world)
    url = openapi.FILES[case.file].base + case.path.format(**case.values)
    headers = dict(HEADERS)
    if case.body is not None:
        headers["content-type"] = "application/json"
    if case.file != "statusapi-spec":
        headers["authorization"] = f"Bearer {ims.mint(world, ids.ADOBE_CLIENT)}"
    headers |= case.headers
    query = "&".join(f"{name}={value}" for name, value in case.query)
    full = f"{url}?{query}" if query else url
    answer = ask(world, case.method.upper(), full, case.body, token=None, headers=headers)
    body = None if case.body is None else json.dumps(case.body).encode()
    return answer, openapi.sent(case.method, url, headers, body, list(case.query))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_request_and_answer_fit_the_file(case: Case) -> None:
    answer, request = asked(case)
    assert answer.status == case.status, answer.body
    view = openapi.openapi(case.file)
    if case.bad_request:
        with pytest.raises(OpenAPIError):
            view.validate_request(request)
    else:
        fits(view.validate_request, request)
    if case.other:
        with pytest.raises(OpenAPIError):  # once it fits, the reason is no longer true
            view.validate_response(request, openapi.given(answer))
    else:
        fits(view.validate_response, request, openapi.given(answer))


def fits(check: Callable[..., None], *what: object) -> None:
    try:
        check(*what)
    except OpenAPIError as error:
        pytest.fail(openapi.problems(error))


def test_every_documented_status_of_every_served_operation_is_held() -> None:
    held = {(case.file, case.method, case.path, case.status) for case in CASES if not case.other}
    wanted = {
        (*operation, status)
        for operation in openapi.operations()
        for status in openapi.documented(*operation)
    }
    assert wanted - held == set(NEVER_GIVEN)
    assert not set(NEVER_GIVEN) & held


def test_the_referee_refuses_what_does_not_fit() -> None:
    case = next(one for one in CASES if one.path == ONE and one.status == 200)
    answer, request = asked(case)
    answer.body["campaignType"] = "Triggered"
    with pytest.raises(OpenAPIError):
        openapi.openapi(case.file).validate_response(request, openapi.given(answer))
