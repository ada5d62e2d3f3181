from __future__ import annotations

import pytest

from diagnostics.cloud.session import Session
from diagnostics.errors import NotSignedIn, Throttled, Unexpected
from diagnostics.evidence import Seen
from tests.support.cloud import Anything, Asked, Handler, Place, Says, caught, refused

HOST = "cosmos-ajo.documents.azure.com"
ENDPOINT = f"https://{HOST}:443/"
REVOKED = "Access to your account is currently revoked because … (4000)."


def gateway(place: Place, answer: Says, entra: Handler = lambda _: None) -> Place:
    place.server.handler = lambda asked: answer if asked.host == HOST else entra(asked)
    return place


def reading(place: Place) -> Anything:
    return place.run(lambda s: s.look(None, Seen()).cosmos.read_account(ENDPOINT))


def failing(place: Place) -> Anything:
    return place.run(lambda s: caught(s.look(None, Seen()).cosmos.read_account(ENDPOINT)))


def test_a_refusal_is_a_reading_with_its_sub_status(place: Place) -> None:
    headers = {
        "x-ms-substatus": "4000",
        "x-ms-activity-id": "a-1",
        "Date": "Mon, 23 Nov 2026 10:00:00 GMT",
    }
    gateway(place, Says(403, {"code": "Forbidden", "message": REVOKED}, headers=headers))
    said = reading(place)
    assert (said.status, said.sub_status, said.message, said.activity_id) == (
        403,
        4000,
        REVOKED,
        "a-1",
    )
    assert said.account is None
    assert said.skew_s is not None
    assert len(place.server.to(HOST)) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 500])
def test_every_refusal_is_asked_once(place: Place, status: int) -> None:
    gateway(place, Says(status, {"code": "X", "message": "m"}))
    said = reading(place)
    assert (said.status, said.sub_status, said.message) == (status, None, "m")
    assert len(place.server.to(HOST)) == 1


def test_a_sub_status_that_is_no_number_is_none(place: Place) -> None:
    gateway(place, Says(403, {"message": "m"}, headers={"x-ms-substatus": "x"}))
    assert reading(place).sub_status is None


def test_an_error_page_is_kept_short_and_free_of_secrets(place: Place) -> None:
    gateway(place, Says(403, b"<html>" + b"sig=canary " + b"x" * 9000))
    message = reading(place).message
    assert "canary" not in message
    assert len(message) <= 2000


def test_the_token_is_sent_in_cosmos_own_form(place: Place) -> None:
    gateway(place, Says(body={"id": "cosmos-ajo"}))
    assert reading(place).scope_used == f"https://{HOST}/.default"
    assert place.server.to(HOST)[0].token.startswith("type%3Daad%26ver%3D1.0%26sig%3D") or (
        place.server.to(HOST)[0].token.startswith("type=aad&ver=1.0&sig=")
    )


def test_without_the_accounts_own_scope_the_general_one_is_used(place: Place) -> None:
    def entra(asked: Asked) -> Anything:
        if HOST in asked.body:
            return refused("AADSTS500011", "The resource principal was not found.")
        return None

    gateway(place, Says(body={"id": "cosmos-ajo"}), entra)
    said = reading(place)
    assert (said.status, said.scope_used) == (200, "https://cosmos.azure.com/.default")
    assert len(place.server.to(HOST)) == 1


def test_a_token_refused_for_another_reason_is_not_signed_in(place: Place) -> None:
    gateway(place, Says(body={}), lambda _: refused("AADSTS53003", "Blocked by policy."))
    error = failing(place)
    assert isinstance(error, NotSignedIn)
    assert error.code == "AADSTS53003"
    assert place.server.to(HOST) == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Says(429, {}, headers={"Retry-After": "60"}), Throttled),
        (Says(200, "<html>", headers={"Content-Type": "text/html"}), Unexpected),
        (Says(200, "[]"), Unexpected),
        (Says(204, ""), Unexpected),
        (Says(302, {}), Unexpected),
    ],
    ids=str,
)
def test_what_is_no_answer_of_the_gateway_is_an_error(
    place: Place, answer: Says, kind: type[Exception]
) -> None:
    assert type(failing(gateway(place, answer))) is kind


def test_the_same_account_is_read_once(place: Place) -> None:
    gateway(place, Says(body={"id": "cosmos-ajo"}))

    async def work(session: Session) -> Anything:
        look = session.look(None, Seen())
        return [
            await look.cosmos.read_account(at)
            for at in (ENDPOINT, ENDPOINT.upper().replace("HTTPS", "https"))
        ]

    first, second = place.run(work)
    assert first is second
    assert len(place.server.to(HOST)) == 1
