"""The one call that acts is sent once, whatever is answered or dropped; its door lets nothing else through."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.adobe_names import Endpoint
from diagnostics.cloud.gate import NOT_SENT
from diagnostics.cloud.session import Session
from diagnostics.cloud.trigger import ACTS, ActingGate, Sent
from diagnostics.clouds import ADOBE, PUBLIC
from diagnostics.errors import LookError, Unexpected
from diagnostics.outcome import LedgerEntry
from tests.support.adobe import TARGET, adobe_jwt
from tests.support.cloud import Asked, CloudServer, Place, Says, caught
from tests.support.tls import write_authority

URL = f"https://{ADOBE.platform}/ajo/im/executions/unitary"
ACCEPTED = {"executionId": "HUMA-00000017", "requestId": "r"}
BODY = b'{"requestId": "r"}'


@pytest.fixture(scope="module")
def adobes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    folder = tmp_path_factory.mktemp("adobe")
    return write_authority(folder, "a test's CA", [ADOBE.platform, ADOBE.ims, "*.evil.example"])


class AdobePlace(Place):
    """Leads Adobe's hosts to the one server, and every other to the foreign one."""

    def where(self, host: str) -> tuple[str, int] | None:
        self.resolved.append(host)
        there = self.server if ADOBE.allows(host) else self.foreign
        return ("127.0.0.1", there.port)


def sent(
    adobes: tuple[Path, ssl.SSLContext], says: Says, timeout_s: float = 5.0
) -> tuple[Sent, list[Asked], tuple[LedgerEntry, ...], list[str]]:
    """Send one, and give what became of it, what the server got, the ledger, and every trace of somebody else."""
    place = AdobePlace(CloudServer(), CloudServer(), *adobes)
    place.environ = {"AJO_DOCTOR_ADOBE_TOKEN": adobe_jwt()}
    place.server.handler = lambda _: says

    async def work(session: Session) -> tuple[Sent, tuple[LedgerEntry, ...]]:
        done = await session.trigger(TARGET, Endpoint.UNITARY, BODY, timeout_s)
        return done, session.ledger()

    done, ledger = place.run(work)
    return done, place.server.asked, ledger, [asked.host for asked in place.foreign.asked]


def test_accepted(adobes: tuple[Path, ssl.SSLContext]) -> None:
    says = Says(202, ACCEPTED, {"x-request-id": "adobes-1"})
    done, asked, ledger, others = sent(adobes, says)
    assert (done.status, done.execution_id, done.x_request_id, done.lost) == (
        202,
        "HUMA-00000017",
        "adobes-1",
        "",
    )
    (one,) = asked
    assert (one.verb, one.path, one.body) == ("POST", "/ajo/im/executions/unitary", BODY.decode())
    assert one.headers["x-sandbox-name"] == "prod"
    assert "x-request-id" not in one.headers
    (entry,) = ledger
    assert (entry.verb, entry.status, entry.note) == ("POST", 202, ACTS)
    assert others == []


BEHAVIOURS: dict[str, tuple[Says, int | None, str]] = {
    "dropped after the request": (Says(202, ACCEPTED, tear=0), None, "the connection broke"),
    "dropped in the head": (Says(202, ACCEPTED, tear=20), None, "the connection broke"),
    "dropped in the body": (Says(202, ACCEPTED, tear=100), 202, "cut short"),
    "nothing at all": (Says(hang=True), None, "no answer within 1 s"),
    "moved": (Says(301, headers={"Location": "https://x.evil.example/"}), 301, ""),
    "found": (Says(302, headers={"Location": URL}), 302, ""),
    "temporary": (Says(307, headers={"Location": URL}), 307, ""),
    "permanent": (Says(308, headers={"Location": "https://x.evil.example/"}), 308, ""),
    "throttled": (Says(429, {"error_code": "429050"}, {"Retry-After": "0"}), 429, ""),
    "busy": (Says(503, {}, {"Retry-After": "0"}), 503, ""),
    "fault": (Says(500, {}), 500, ""),
    "bad gateway": (Says(502, "<html>"), 502, ""),
    "wants a login": (Says(401, {}, {"WWW-Authenticate": "Bearer"}), 401, ""),
    "time-out of theirs": (Says(408, {}), 408, ""),
    "no HTTP": (Says(202, ACCEPTED, {"Content-Length": "many"}), None, ""),
}


@pytest.mark.parametrize("name", list(BEHAVIOURS))
def test_it_is_sent_once_whatever_is_answered(
    name: str, adobes: tuple[Path, ssl.SSLContext]
) -> None:
    says, status, words = BEHAVIOURS[name]
    done, asked, ledger, others = sent(adobes, says, timeout_s=1.0)
    assert len(asked) == len(ledger) == 1
    assert others == []
    assert (done.status, done.may_have_arrived) == (status, True)
    assert words in done.lost
    assert bool(done.lost) == (says.hang or says.tear is not None or name == "no HTTP")


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    status=st.integers(200, 599).filter(lambda status: status not in (204, 304)),
    body=st.one_of(
        st.text(max_size=30),
        st.just(ACCEPTED),
        st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
    ),
    tear=st.one_of(st.none(), st.integers(0, 150)),
    header=st.sampled_from([{}, {"Retry-After": "0"}, {"Location": URL}, {"Connection": "close"}]),
)
def test_it_is_sent_once_over_all_answers(
    status: int,
    body: Any,
    tear: int | None,
    header: dict[str, str],
    adobes: tuple[Path, ssl.SSLContext],
) -> None:
    done, asked, ledger, others = sent(adobes, Says(status, body, header, tear), timeout_s=3.0)
    assert len(asked) == len(ledger) == 1
    assert others == []
    assert done.status in (None, status)


def test_without_a_connection_nothing_was_sent(adobes: tuple[Path, ssl.SSLContext]) -> None:
    place = AdobePlace(CloudServer(), CloudServer(), *adobes)
    place.environ = {"AJO_DOCTOR_ADOBE_TOKEN": adobe_jwt()}

    async def work(session: Session) -> Sent:
        await place.server.stop()
        return await session.trigger(TARGET, Endpoint.UNITARY, BODY, 3.0)

    done = place.run(work)
    assert (done.status, done.may_have_arrived) == (None, False)
    assert "no connection" in done.lost


def test_ended_on_its_way_it_is_told_and_not_sent_again(
    adobes: tuple[Path, ssl.SSLContext],
) -> None:
    place = AdobePlace(CloudServer(), CloudServer(), *adobes)
    place.environ = {"AJO_DOCTOR_ADOBE_TOKEN": adobe_jwt()}
    arrived = asyncio.Event()

    def hang(_: Asked) -> Says:
        arrived.set()
        return Says(hang=True)

    async def work(session: Session) -> Sent:
        place.server.handler = hang
        task = asyncio.create_task(session.trigger(TARGET, Endpoint.UNITARY, BODY, 30.0))
        await arrived.wait()
        task.cancel()
        return await task

    done = place.run(work)
    assert (done.status, done.may_have_arrived) == (None, True)
    assert "ended by you" in done.lost
    assert len(place.server.asked) == 1


def test_without_a_token_nothing_is_sent(adobes: tuple[Path, ssl.SSLContext]) -> None:
    place = AdobePlace(CloudServer(), CloudServer(), *adobes)
    place.environ = {}

    async def work(session: Session) -> BaseException:
        return await caught(session.trigger(TARGET, Endpoint.UNITARY, BODY, 3.0))

    assert isinstance(place.run(work), LookError)
    assert place.server.asked == []


def a_door() -> ActingGate:
    return ActingGate(PUBLIC, allowed=URL)


def test_the_door_lets_one_request_through_and_is_spent() -> None:
    door = a_door()
    assert str(door.pass_through("POST", URL)[0]) == URL
    with pytest.raises(Unexpected, match="it was sent once") as refused:
        door.pass_through("POST", URL)
    assert refused.value.code == NOT_SENT


@pytest.mark.parametrize(
    ("verb", "url"),
    [
        ("GET", URL),
        ("PUT", URL),
        ("POST", f"{URL}/"),
        ("POST", f"{URL}?x=1"),
        ("POST", URL.replace("unitary", "audience")),
        ("POST", URL.replace("unitary", "highthroughput")),
        ("POST", URL.replace("https", "http")),
        ("POST", URL.replace("platform", "platform-nld2")),
        ("GET", "https://management.azure.com/subscriptions"),
        ("POST", "https://evil.example/ajo/im/executions/unitary"),
        ("DELETE", f"https://{ADOBE.platform}/ajo/im/executions/schedules/1"),
    ],
)
def test_the_door_lets_nothing_else_through(verb: str, url: str) -> None:
    door = a_door()
    with pytest.raises(Unexpected) as refused:
        door.pass_through(verb, url)
    assert refused.value.code == NOT_SENT
    door.pass_through("POST", URL)  # a refusal does not spend it


def test_the_door_keeps_the_session_s_rules() -> None:
    with pytest.raises(Unexpected, match="another"):
        a_door().pass_through("POST", URL, {"X-HTTP-Method-Override": "DELETE"})
    with pytest.raises(Unexpected, match="only an access token of Adobe"):
        a_door().pass_through("POST", URL, {"Authorization": "Bearer azure"})
    with pytest.raises(Unexpected, match="not a host"):
        replace(a_door(), allowed="https://evil.example/").pass_through(
            "POST", "https://evil.example/"
        )


def test_no_look_has_the_way_through(adobes: tuple[Path, ssl.SSLContext]) -> None:
    place = AdobePlace(CloudServer(), CloudServer(), *adobes)

    async def work(session: Session) -> list[str]:
        look = session.look(TARGET, {})  # type: ignore[arg-type]
        parts = [
            look,
            *(getattr(look, name) for name in ("ims", "ajo", "platform", "adobe_status")),
        ]
        return [name for part in parts for name in dir(part) if "trigger" in name.lower()]

    assert place.run(work) == []
