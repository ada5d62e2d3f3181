"""Our own Adobe credential: one request a run, nothing sent that has run out, nothing kept that could be printed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.adobe_login import adobe_login
from diagnostics.adobe_names import ClientId
from diagnostics.cloud.adobe_sign_in import AdobeSignIn, ObtainedTokens
from diagnostics.cloud.ims import CLIENT_CREDENTIALS, EXPIRED, FOREIGN
from diagnostics.cloud.ims_token import reading_of
from diagnostics.cloud.session import Session, SessionLook, SessionOptions
from diagnostics.errors import Denied, NotSignedIn, Throttled, Unexpected
from diagnostics.evidence import Seen
from diagnostics.simulator import ids
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.wire import fail
from diagnostics.simulator.worlds import build
from tests.support.adobe import TARGET, adobe_jwt, looking
from tests.support.cloud import Anything, caught, jwt
from tests.support.serving import serving
from tests.support.small import NOW

CREDENTIAL = f"adobe:/credentials/{ids.ADOBE_CLIENT}"
TOKEN, SECRET = "AJO_DOCTOR_ADOBE_TOKEN", "AJO_DOCTOR_ADOBE_CLIENT_SECRET"


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with serving(build("adobe-managed")) as running:
        yield running
    assert running.crashes == []


def asked(simulator: Simulator) -> list[tuple[str, str]]:
    """Every request that went to Adobe: verb and path."""
    hosts = (".adobe.io", ".adobelogin.com", ".adobe.com")
    return [
        (entry.method, entry.path)
        for entry in simulator.log
        if entry.method != "CONNECT" and entry.host.endswith(hosts)
    ]


def test_a_secret_gives_a_token_that_says_what_it_is(simulator: Simulator) -> None:
    reading = looking(simulator, lambda look: look.ims.sign_in())
    assert (reading.source, reading.obtained, reading.status) == (CLIENT_CREDENTIALS, True, 200)
    assert (reading.client_id, reading.environment) == (ids.ADOBE_CLIENT, "ims-na1")
    assert (reading.kind, reading.is_readable) == ("access_token", True)
    assert reading.expires_on - reading.issued_at == timedelta(days=1)
    assert {"openid", "AdobeID"} <= set(reading.scopes)
    assert abs(reading.skew_s) < 5


def test_whoever_asks_there_is_one_token_request(simulator: Simulator) -> None:
    async def work(look: SessionLook) -> None:
        await asyncio.gather(*(look.ims.sign_in() for _ in range(5)), look.ajo.health())
        await look.ajo.campaigns()

    looking(simulator, work)
    assert [each for each in asked(simulator) if each[0] == "POST"] == [("POST", "/ims/token/v3")]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"secret": "another-one"}, "invalid_client"),
        ({"scopes": ["openid"]}, "invalid_scope"),
        ({"kind": "jwt"}, "unauthorized_client"),
    ],
)
def test_a_refusal_is_a_reading_and_is_not_asked_again(
    simulator: Simulator, change: dict[str, Anything], error: str
) -> None:
    simulator.world.need(CREDENTIAL).update(change)

    async def work(look: SessionLook) -> Anything:
        return await look.ims.sign_in(), await caught(look.ajo.health())

    reading, refused = looking(simulator, work)
    assert (reading.obtained, reading.error, reading.status) == (False, error, 400)
    assert isinstance(refused, NotSignedIn)
    assert (refused.code, error in refused.reason) == (error, True)
    assert len(asked(simulator)) == 1


@pytest.mark.parametrize(("status", "kind"), [(429, Throttled), (503, Unexpected)])
def test_trouble_of_the_token_service_is_told_after_one_request(
    simulator: Simulator, status: int, kind: type[Exception]
) -> None:
    simulator.world.need("sim:/adobe")["outage"] = {"ims": status}
    told = looking(simulator, lambda look: caught(look.ims.sign_in()))
    assert (type(told), told.status) == (kind, status)
    assert len(asked(simulator)) == 1


def test_a_given_token_goes_before_the_secret_and_names_the_client(simulator: Simulator) -> None:
    environ = {**simulator.environ(), TOKEN: adobe_jwt()}
    bare = replace(TARGET, client_id=None)

    async def work(look: SessionLook) -> Anything:
        return await look.ims.sign_in(), await look.ajo.health()

    reading, answer = looking(simulator, work, bare, environ)
    assert (reading.source, reading.status, reading.client_id) == (TOKEN, None, ids.ADOBE_CLIENT)
    assert (answer.status, answer.error_code) == (401, "401013")  # nobody signed it
    assert asked(simulator) == [("GET", "/ajo/im/health")]


@pytest.mark.parametrize(
    ("token", "error"),
    [
        (adobe_jwt(age=timedelta(days=2)), EXPIRED),
        (jwt(), FOREIGN),
    ],
)
def test_a_token_that_ran_out_or_is_azures_is_sent_nowhere(
    simulator: Simulator, token: str, error: str
) -> None:
    environ = {**simulator.environ(), TOKEN: token}

    async def work(look: SessionLook) -> Anything:
        refused = [await caught(look.ajo.health()), await caught(look.platform.sandboxes())]
        return await look.ims.sign_in(), refused

    reading, refused = looking(simulator, work, environ=environ)
    assert (reading.obtained, reading.error) == (False, error)
    assert [each.code for each in refused] == [error] * 2
    assert asked(simulator) == []


def test_nothing_to_sign_in_with_is_a_reading_without_a_source(simulator: Simulator) -> None:
    environ = {name: text for name, text in simulator.environ().items() if name != SECRET}

    async def work(look: SessionLook) -> Anything:
        return await look.ims.sign_in(), await caught(look.ajo.campaigns())

    reading, refused = looking(simulator, work, environ=environ)
    assert (reading.source, reading.obtained, reading.status) == ("", False, None)
    assert isinstance(refused, NotSignedIn)
    assert asked(simulator) == []


def test_a_token_that_names_no_client_needs_a_configured_one(simulator: Simulator) -> None:
    environ = {**simulator.environ(), TOKEN: "opaque-token-of-no-shape"}
    bare = replace(TARGET, client_id=None)
    told = looking(simulator, lambda look: caught(look.ajo.health()), bare, environ)
    assert told.code == "no_client_id"
    assert asked(simulator) == []


def test_targets_with_different_credentials_have_different_tokens(simulator: Simulator) -> None:
    world = simulator.world
    world.put("adobe:/credentials/second", {**world.need(CREDENTIAL), "permissions": []})
    second = replace(TARGET, client_id=ClientId("second"))
    for target in (TARGET, second):
        answer = looking(simulator, lambda look: look.ajo.health(), target)
        assert answer.status == 200
    denied = looking(simulator, lambda look: caught(look.ajo.campaigns()), second)
    assert isinstance(denied, Denied)
    assert [each.name for each in denied.permissions] == ["View Campaigns"]


@given(
    st.one_of(
        st.text(),
        st.builds(
            adobe_jwt,
            created_at=st.one_of(st.none(), st.text(), st.integers(), st.booleans()),
            expires_in=st.one_of(st.none(), st.text(), st.integers(), st.lists(st.integers())),
            scope=st.one_of(st.none(), st.text(), st.integers()),
        ),
    )
)
def test_any_text_can_be_read_as_a_token(token: str) -> None:
    reading = reading_of(token, "x", NOW, ClientId(ids.ADOBE_CLIENT))
    assert reading.client_id == ids.ADOBE_CLIENT
    assert reading.expires_on is None or reading.issued_at is not None


def options_of(simulator: Simulator, sign_in: AdobeSignIn) -> SessionOptions:
    return SessionOptions(
        environ=simulator.environ(),
        proxy=simulator.proxy_url,
        ca=simulator.ca_file,
        adobe=sign_in,
    )


def test_the_sessions_of_one_run_share_the_token(simulator: Simulator) -> None:
    async def work() -> Anything:
        options = options_of(simulator, AdobeSignIn(adobe_login(simulator.environ())))
        async with Session(options) as one, Session(options) as two:
            looks = [session.look(TARGET, Seen()) for session in (one, two)]
            return await asyncio.gather(*(look.ajo.health() for look in looks))

    assert [answer.status for answer in asyncio.run(work())] == [200, 200]
    assert sum(verb == "POST" for verb, _ in asked(simulator)) == 1


@pytest.mark.parametrize(("lasts", "requests"), [("86400000", 1), ("200000", 2)])
def test_a_second_look_of_one_command_uses_the_token_while_it_lasts(
    simulator: Simulator, lasts: str, requests: int
) -> None:
    simulator.world.need(CREDENTIAL)["x-claims"] = {"expires_in": lasts}
    login, obtained = adobe_login(simulator.environ()), ObtainedTokens()

    async def work() -> Anything:
        async with Session(options_of(simulator, AdobeSignIn(login, obtained))) as session:
            return (await session.look(TARGET, Seen()).ajo.health()).status

    assert [asyncio.run(work()) for _ in range(2)] == [200, 200]
    assert sum(verb == "POST" for verb, _ in asked(simulator)) == requests


def test_what_a_service_repeats_of_secret_and_token_is_hidden(simulator: Simulator) -> None:
    secret = simulator.environ()[SECRET]
    simulator.world.need(CREDENTIAL)["secret"] = "rotated"
    echo = {"error": "invalid_client", "error_description": f"{secret} is not the secret"}
    fail(
        simulator.world,
        "echo",
        "status",
        host="ims-na1.adobelogin.com",
        details={"status": 400, "body": echo},
    )
    reading = looking(simulator, lambda look: look.ims.sign_in())
    assert reading.error == "invalid_client"
    assert secret not in repr(reading)

    token = adobe_jwt()
    body = {"error_code": "401013", "message": f"{token} {token.split('.')[2]} is not valid"}
    fail(
        simulator.world,
        "echo2",
        "status",
        host="platform.adobe.io",
        details={"status": 401, "body": body},
    )

    async def work(look: SessionLook) -> Anything:
        return await look.ajo.health(), await caught(look.ajo.campaigns())

    answer, told = looking(simulator, work, environ={**simulator.environ(), TOKEN: token})
    assert answer.error_code == told.code == "401013"
    assert token not in repr(answer) + repr(vars(told)) + told.reason
