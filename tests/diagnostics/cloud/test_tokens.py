"""How often a token is asked for, and what a token service may say."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from pathlib import Path

import pytest

from diagnostics.cloud.session import Session
from diagnostics.errors import LookError, Throttled, Unexpected
from diagnostics.evidence import Seen
from tests.support.cloud import Anything, Asked, Place, Says, a_token, caught, jwt, refused
from tests.support.signing_in import ARM_SCOPE, Tool, entra, failing


def test_one_token_serves_all_readings_of_an_api(place: Place) -> None:
    def handler(asked: Asked) -> Says | None:
        return Says(body={"id": "x"}) if asked.host == "management.azure.com" else None

    place.server.handler = handler

    async def work(session: Session) -> Anything:
        here = session.look(None, Seen())
        reads = [here.arm.get(f"/x/{n}", "1", permission=None) for n in range(6)]
        await asyncio.gather(here.entra.sign_in(), here.entra.token(ARM_SCOPE), *reads)

    place.run(work)
    assert len(place.server.token_requests) == 1


def test_a_token_about_to_expire_is_asked_for_again(
    place: Place, tool: Tool, tmp_path: Path
) -> None:
    answer = {"accessToken": jwt(), "expires_on": int(time.time()) + 60}
    tool("az", f"echo asked >> {tmp_path}/asked\necho '{json.dumps(answer)}'")

    async def work(session: Session) -> Anything:
        await entra(session).token(ARM_SCOPE)
        before = (tmp_path / "asked").read_text().count("asked")
        await entra(session).token(ARM_SCOPE)
        return before, (tmp_path / "asked").read_text().count("asked")

    before, after = place.run(work)
    assert after > before


def test_a_refusal_for_one_scope_is_a_reading(place: Place) -> None:
    def handler(asked: Asked) -> Says | None:
        if "graph" in asked.body:
            return refused("AADSTS500011", "The resource principal named x was not found.")
        return None

    place.server.handler = handler
    reading = place.run(lambda s: entra(s).token("https://graph.microsoft.com/.default"))
    assert (reading.obtained, reading.error_code) == (False, "AADSTS500011")
    assert "Trace ID" not in reading.error_text


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (
            Says(body="<html>sign in to the proxy</html>", headers={"Content-Type": "text/html"}),
            Unexpected,
        ),
        (Says(body=[1]), Unexpected),
        (Says(body={"access_token": 7, "expires_in": 3599}), Unexpected),
        (Says(body={"access_token": "x", "expires_in": "soon"}), Unexpected),
        (Says(body={}), Unexpected),
        (Says(400, "<html>", headers={"Content-Type": "text/html"}), Unexpected),
        (Says(500, {"error": {"code": "x"}}), Unexpected),
        (Says(503, "", headers={"Retry-After": "99"}), Unexpected),
        (Says(429, {}, headers={"Retry-After": "99"}), Throttled),
        (Says(body={"access_token": "not-a-jwt", "expires_in": 3599}), Unexpected),
        (a_token(oid=None), Unexpected),
        (a_token(tid="not-a-guid"), Unexpected),
    ],
)
def test_a_token_service_that_speaks_strangely_is_told(
    place: Place, said: Anything, kind: type[Exception]
) -> None:
    place.server.handler = lambda _: said
    error = failing(place)
    assert type(error) is kind
    assert isinstance(error, LookError)


def test_only_the_azure_logger_is_silenced_and_only_meanwhile(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    place.server.handler = lambda _: refused("AADSTS7000215", "Invalid client secret.", 401)

    async def work(session: Session) -> Anything:
        logging.getLogger("somebody.else").warning("seen")
        await caught(entra(session).sign_in())

    place.run(work)
    assert [record.name for record in caplog.records] == ["somebody.else"]
    assert logging.getLogger("azure").level == logging.NOTSET
