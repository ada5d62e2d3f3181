"""Requests that a foreign program invents from Adobe's OpenAPI files, sent over HTTPS: none breaks a route, every answer is documented.

The same requests each time (derandomised), few of each kind: the whole file is bounded to a minute. Every deviation that
is let through stands here with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks
from schemathesis.core.failures import FailureGroup

from diagnostics.simulator import ids, ims
from diagnostics.simulator.adobe_surroundings import campaign, moment
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support import openapi
from tests.support.asking_adobe import HEADERS, suppressed
from tests.support.recorded import REFEREE
from tests.support.serving import serving

pytestmark = REFEREE
_EXAMPLES = 6  # of each operation and kind
ALWAYS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
# What exists in the world, by the name of the path's or the body's field.
SALE, FAST = "66666666-eeee-4000-8000-00000000005a", "66666666-eeee-4000-8000-0000000000fa"
THERE = {
    "campaignId": ids.CAMPAIGN,
    "executionId": "CMA-1",
    "scheduleId": "s1",
    "email": "a@b.example",
    "domain": "b.example",
}
CAMPAIGN_OF = {"unitary": ids.CAMPAIGN, "highthroughput": FAST, "audience": SALE}

ANY = "*"
# (file, path or any, status) → why an undocumented status is right.
UNDOCUMENTED = {
    (
        "messaging",
        ANY,
        403,
    ): "the gateway refuses a missing header; the file knows only the API's own refusals",
    (
        "messaging",
        ANY,
        400,
    ): "a missing organization (the gateway), or a sandbox that is not there",
    ("messaging", ANY, 401): "the gateway refuses a token that does not arrive whole",
    (
        "messaging",
        f"{openapi.EXECUTIONS}/unitary",
        404,
    ): "public code has it for an unknown profile",
    (
        "campaigns-retrieve",
        ANY,
        400,
    ): "the gateway, or a header or query that cannot be read: the file has no answer for it",
    ("campaigns-retrieve", ANY, 404): "the file has it for the campaign itself only",
    ("suppression", ANY, 400): "the gateway, or an unknown list: the file knows no refusal at all",
    (
        "suppression",
        ANY,
        403,
    ): "the gateway, or a sandbox that is not there: the file knows no refusal at all",
    ("suppression", ANY, 404): "who is on no list: the file knows no refusal at all",
    ("audit-query", ANY, 403): "the gateway refuses a missing header",
    ("audit-query", ANY, 401): "the gateway refuses a token that does not arrive whole",
    ("sandbox", ANY, 401): "the gateway refuses a token that does not arrive whole",
}
# (file, path) → why a request against the file is taken.
TAKEN = {
    ("messaging", "/im/health"): "its optional headers are not read",
    ("campaigns-retrieve", openapi.CAMPAIGNS): "parameters that nothing follows from are not read",
    ("sandbox", "/sandbox-management/"): "the header Accept, which the file requires, is not read",
}
# A schedule fits both kinds of the file's oneOf, of which the first requires nothing: no schedule can ever fit it.
AMBIGUOUS = "scheduleId"
NO_PARAMETERS = {"/adobestatus/StatusEvents"}  # nothing that could be sent wrongly


def the_world() -> World:
    world = build("adobe-managed")
    world.put(f"adobe:/campaigns/{SALE}", campaign(SALE, "sale") | {"category": "Marketing"})
    world.put(f"adobe:/campaigns/{FAST}", campaign(FAST, "fast") | {"highThroughputMode": True})
    world.put(
        "adobe:/executions/CMA-1",
        {
            "endpoint": "audience",
            "executionId": "CMA-1",
            "status": "Succeeded",
            "createdAt": moment(0),
        },
    )
    world.put("adobe:/schedules/s1", {"scheduleId": "s1", "executeAt": moment(-1)})
    for kind, value in (("addresses", THERE["email"]), ("domains", THERE["domain"])):
        world.put(f"adobe:/suppression/{kind}/{value}", suppressed(value))
    return world


@pytest.fixture(scope="module")
def started() -> Iterator[Simulator]:
    with serving(the_world()) as simulator:
        yield simulator


@pytest.fixture
def simulator(started: Simulator) -> Simulator:
    started.reset(the_world(), keep_tokens=True)
    return started


@cache
def schema(file: str) -> Any:
    return schemathesis.openapi.from_dict(openapi.document(file))


def strategy(file: str, method: str, path: str, mode: GenerationMode) -> Any:
    return schema(file)[path][method].as_strategy(generation_mode=mode)


class Caller:
    """Sends what schemathesis invents, with the credential of the world."""

    def __init__(self, simulator: Simulator, file: str) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self._base = openapi.FILES[file].base
        self._reach = {
            "verify": str(simulator.ca_file),
            "proxies": {"https": simulator.proxy_url},
        }
        token = ims.mint(simulator.world, ids.ADOBE_CLIENT)
        self._headers = {**HEADERS, "authorization": f"Bearer {token}"}
        self.statuses: set[int] = set()

    def send(self, case: Any) -> Any:
        answer = case.call(
            base_url=self._base, session=self._session, headers=self._headers, **self._reach
        )
        self.statuses.add(answer.status_code)
        return answer


def is_let_through(file: str, path: str, status: int) -> bool:
    return any((file, place, status) in UNDOCUMENTED for place in (path, ANY))


def wanted_checks(file: str, method: str, path: str, answer: Any) -> list[Any]:
    """Leave out what the lists above explain."""
    status, left = answer.status_code, list(ALWAYS)
    is_documented = status in openapi.documented(file, method, path)
    if not is_documented and is_let_through(file, path, status):
        left.remove(checks.status_code_conformance)
    if status == 202 and AMBIGUOUS in answer.json():
        left.remove(checks.response_schema_conformance)
    return left


def aimed(case: Any, path: str) -> Any:
    """Name what exists, so that more than "not found" is seen."""
    for name in case.path_parameters or {}:
        case.path_parameters[name] = THERE[name]
    if isinstance(case.body, dict):
        case.body |= {"requestId": "r1", "campaignId": CAMPAIGN_OF[path.rpartition("/")[2]]}
        users = [ids.TEST_RECIPIENT, *(f"{number}@contoso.example" for number in range(20))]
        for recipient, user in zip(case.body.get("recipients", []), users, strict=False):
            kind = recipient["type"] if recipient["type"] in ("aep", "external") else "external"
            recipient |= {"type": kind, "namespace": "email", "userId": user}
    return case


few = settings(
    max_examples=_EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
each = pytest.mark.parametrize(("file", "method", "path"), list(openapi.operations()))


@each
def test_what_fits_the_file_is_answered_as_documented(
    file: str, method: str, path: str, simulator: Simulator
) -> None:
    caller = Caller(simulator, file)

    @few
    @given(case=strategy(file, method, path, GenerationMode.POSITIVE))
    def run(case: Any) -> None:
        answer = caller.send(aimed(case, path))
        case.validate_response(answer, checks=wanted_checks(file, method, path, answer))

    run()
    assert simulator.crashes == []
    assert caller.statuses & {200, 202}, "nothing was accepted: the requests did not reach the API"


@pytest.mark.parametrize(
    ("file", "method", "path"),
    [one for one in openapi.operations() if one[2] not in NO_PARAMETERS],
)
def test_what_does_not_fit_the_file_is_refused(
    file: str, method: str, path: str, simulator: Simulator
) -> None:
    caller = Caller(simulator, file)

    @few
    @given(case=strategy(file, method, path, GenerationMode.NEGATIVE))
    def run(case: Any) -> None:
        answer = caller.send(case)
        wanted = wanted_checks(file, method, path, answer)
        if (file, path) not in TAKEN:
            wanted.append(checks.negative_data_rejection)
        case.validate_response(answer, checks=wanted)

    run()
    assert simulator.crashes == []


def test_an_undocumented_status_is_noticed(simulator: Simulator) -> None:
    file, method, path = "sandbox", "get", "/sandbox-management/"
    simulator.world.need("sim:/adobe")["quota"] = 0
    caller = Caller(simulator, file)

    @few
    @given(case=strategy(file, method, path, GenerationMode.POSITIVE))
    def run(case: Any) -> None:
        answer = caller.send(case)
        case.validate_response(answer, checks=wanted_checks(file, method, path, answer))

    with pytest.raises(FailureGroup) as caught:
        run()
    assert {type(one).__name__ for one in caught.value.exceptions} == {"UndefinedStatusCode"}
    assert caller.statuses == {429}
