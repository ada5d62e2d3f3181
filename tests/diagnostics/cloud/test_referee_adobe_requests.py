"""Adobe's OpenAPI files as referee of what our adapters send over HTTPS, and of what they get from the simulator."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from openapi_core.exceptions import OpenAPIError
from openapi_core.templating.paths.exceptions import PathError

from diagnostics.adobe_names import CampaignId, Endpoint
from diagnostics.cloud.session import SessionLook
from diagnostics.simulator import ids
from diagnostics.simulator.clock import now
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.service import Service
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from diagnostics.triggering.payload import read_payload
from tests.support import openapi
from tests.support.adobe import looking, sending
from tests.support.asking_adobe import suppressed
from tests.support.recorded import REFEREE
from tests.support.serving import serving
from tests.support.triggering import a_payload, a_recipient

pytestmark = REFEREE
HERE = CampaignId(ids.CAMPAIGN)
Heard = list[tuple[Request, Answer]]
# Paths of ours that no file describes: they follow documentation.
WITHOUT_A_FILE = {
    "/ims/token/v3",
    "/data/infrastructure/manager/byok/app-registration",
    f"/data/infrastructure/manager/customer/config/{ids.CMK_CONFIG}",
}


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Listen to the line: what arrived at a service and what it answered."""
    found: Heard = []
    answer: Callable[..., Answer] = Service.answer

    def listening(self: Service, request: Request, failure: Any = None) -> Answer:
        given = answer(self, request, failure)
        found.append((request, given))
        return given

    monkeypatch.setattr(Service, "answer", listening)
    return found


def the_world() -> World:
    world = build("adobe-managed")
    world.put("adobe:/suppression/addresses/a@b.example", suppressed("a@b.example"))
    world.put("adobe:/suppression/domains/b.example", suppressed("b.example"))
    return world


async def everything(look: SessionLook) -> None:
    """Call every reading of Adobe's side."""
    await look.ims.sign_in()
    await look.ajo.health()
    await look.ajo.campaign(HERE)
    await look.ajo.campaigns()
    await look.ajo.campaign_versions(HERE)
    await look.ajo.validation(HERE)
    await look.ajo.suppressed_address("a@b.example")
    await look.ajo.suppressed_domain("b.example")
    await look.platform.sandboxes()
    await look.platform.app_registration()
    await look.platform.cmk_config(ids.CMK_CONFIG)
    await look.platform.audit_events(now() - timedelta(days=1), now(), asset=ids.CAMPAIGN)
    await look.adobe_status.events()


def file_of(request: openapi.Sent) -> str:
    """Return the file that describes the request's path; empty = none."""
    url = request.host_url + request.path
    for name, file in openapi.FILES.items():
        if not url.startswith(file.base):
            continue
        try:
            openapi.openapi(name).validate_request(request)
        except PathError:
            continue
        except OpenAPIError:
            return name
        return name
    return ""


def test_every_reading_fits_the_files(heard: Heard) -> None:
    with serving(the_world()) as simulator:
        looking(simulator, everything)
        assert simulator.crashes == []
    reached, without = held(heard, status=200)
    assert without == WITHOUT_A_FILE
    assert len(reached) == 10
    assert {name for name, _ in reached} == set(openapi.FILES)


@pytest.mark.parametrize("endpoint", [Endpoint.UNITARY, Endpoint.HIGH_THROUGHPUT])
@pytest.mark.parametrize("number", [1, 20])
def test_a_test_call_fits_the_file_of_the_messaging_api(
    endpoint: Endpoint, number: int, heard: Heard
) -> None:
    """The one call that acts: as `verify --trigger` builds its body from a payload that it accepts."""
    is_high = endpoint is Endpoint.HIGH_THROUGHPUT
    world = the_world()
    key = f"adobe:/campaigns/{ids.CAMPAIGN}"
    campaign = {**world.need(key), "highThroughputMode": is_high, "createNewProfile": True}
    world.put(key, campaign)
    listed = [
        a_recipient(userId=f"kim+{at}@{ids.TEST_RECIPIENT}", type="external")
        if is_high
        else a_recipient(userId=f"kim+{at}@{ids.TEST_RECIPIENT}")
        for at in range(number)
    ]
    body = read_payload(json.dumps(a_payload(*listed)), "p").body("ajo-doctor-1")
    with serving(world) as simulator:
        sending(simulator, endpoint, body)
        assert simulator.crashes == []
    calls = [pair for pair in heard if pair[0].path.startswith("/ajo/im/executions/")]
    assert len(calls) == 1
    reached, without = held(calls, status=202)
    assert reached == {("messaging", f"/ajo/im/executions/{endpoint.value}")}
    assert without == set()


def held(heard: Heard, *, status: int) -> tuple[set[tuple[str, str]], set[str]]:
    """Hold requests and answers against the files; give what each reached, and the paths that no file describes."""
    reached: set[tuple[str, str]] = set()
    without: set[str] = set()
    for request, answer in heard:
        assert answer.status == status, request
        url = f"https://{request.host}{request.path}"
        if request.path == "/data/foundation/sandbox-management":
            url += "/"  # as it was sent; the simulator folds it
        pairs = list(request.pairs)
        sent = openapi.sent(request.method, url, dict(request.headers), request.body, pairs)
        name = file_of(sent)
        if not name:
            without.add(request.path)
            continue
        view = openapi.openapi(name)
        try:
            view.validate_request(sent)
            view.validate_response(sent, openapi.given(answer))
        except OpenAPIError as error:
            pytest.fail(f"{request.method} {url}: {openapi.problems(error)}")
        reached.add((name, sent.path))
    return reached, without
