"""A service that sends our own secrets back: they end there, whatever they look like and whoever fails with them."""

from __future__ import annotations

import asyncio
import logging
import traceback
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.cli.lacking import Asking
from diagnostics.cloud.candidates import Surroundings
from diagnostics.cloud.credentials import Login
from diagnostics.cloud.network import proxy_from
from diagnostics.cloud.scrub import OwnSecrets
from diagnostics.cloud.session import Session
from diagnostics.clouds import PUBLIC
from diagnostics.config import Asked as Given
from diagnostics.config import Config
from diagnostics.errors import LookError
from diagnostics.evidence import Seen
from diagnostics.names import KeyUri, ObjectId
from tests.support.cloud import OBJECT, SECRET, Anything, Asked, Place, Says, caught, jwt
from tests.support.cloud_ids import ACCOUNT, VAULT

# Nothing of it looks like a secret, so no pattern helps: only who holds it can know it.
PLAIN = "grey horses by the / river & hill"
COSMOS = "https://cosmos-ajo.documents.azure.com/"


def echo(asked: Asked) -> str:
    """Give back everything that was sent, as a careless gateway does."""
    return f"refused: {asked.path} {asked.headers} {asked.body}"


def shown(place: Place, work: Anything) -> str:
    """Everything that leaves: errors with their causes and tracebacks, the ledger, the environment."""

    async def all_of_it(session: Session) -> str:
        errors = await work(session.look(None, Seen()))
        told = [f"{error!r}\n{vars(error)!r}" for error in errors]
        told += ["".join(traceback.format_exception(error)) for error in errors]
        return "\n".join([*told, repr(session.ledger()), repr(session.environment())])

    return place.run(all_of_it)


async def every_reading(look: Anything) -> list[BaseException]:
    return [
        await caught(look.arm.account(ACCOUNT)),
        await caught(look.arm.sql_role_assignments(ACCOUNT)),
        await caught(look.msgraph.service_principal(ObjectId(OBJECT))),
        await caught(look.authorization.role_assignments(str(VAULT))),
        await caught(look.keyvault.deleted_key(KeyUri("kv-ajo.vault.azure.net", "k"))),
    ]


@pytest.mark.parametrize("secret", [SECRET, PLAIN, 'quo"te\\d-secret', "schlüssel-geheim"])
@pytest.mark.parametrize("status", [400, 401, 403, 500])
def test_entra_repeats_the_client_secret(place: Place, secret: str, status: int) -> None:
    place.environ["AZURE_CLIENT_SECRET"] = secret

    def handler(asked: Asked) -> Says | None:
        if asked.host not in place.cloud.authorities:
            return None
        text = f"AADSTS7000215: Invalid client secret provided: {secret} ({quote(secret)}). {echo(asked)}"
        return Says(status, {"error": "invalid_client", "error_description": text})

    place.server.handler = handler
    told = shown(place, every_reading)
    assert any(asked.body for asked in place.server.token_requests)
    for form in (secret, repr(secret)[1:-1], quote(secret), quote(secret, safe="")):
        assert form not in told
    assert "AADSTS7000215" in told or status == 500


@pytest.mark.parametrize("status", [400, 403, 409, 500])
def test_a_service_repeats_the_token(place: Place, status: int) -> None:
    token = "opaque-token-without-any-shape"

    def handler(asked: Asked) -> Says:
        if asked.host in place.cloud.authorities:
            return Says(body={"token_type": "Bearer", "expires_in": 3599, "access_token": token})
        headers = {"x-ms-request-id": token, "x-ms-activity-id": token, "Retry-After": token}
        text = f"{echo(asked)} {token}"
        body = {"error": {"code": token, "message": text}, "code": token, "message": text}
        return Says(status, body, headers=headers)

    place.server.handler = handler
    told = shown(place, every_reading)
    assert any(token in asked.token for asked in place.server.asked)
    assert token not in told


def test_the_gateway_repeats_the_token(place: Place) -> None:
    token = jwt(aud="https://cosmos.azure.com")

    def handler(asked: Asked) -> Says:
        if asked.host in place.cloud.authorities:
            return Says(body={"token_type": "Bearer", "expires_in": 3599, "access_token": token})
        return Says(
            403,
            {"code": "Forbidden", "message": f"{asked.headers}"},
            headers={"x-ms-substatus": "5301", "x-ms-activity-id": token},
        )

    place.server.handler = handler
    reading = place.run(lambda s: s.look(None, Seen()).cosmos.read_account(COSMOS))
    assert reading.sub_status == 5301
    assert "authorization" in reading.message
    for part in token.split("."):
        assert part not in repr(reading)


def test_nothing_of_it_reaches_a_log(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.server.handler = lambda asked: Says(
        400, {"error": "x", "error_description": echo(asked)}
    )
    with caplog.at_level(logging.DEBUG):
        shown(place, every_reading)
    assert SECRET not in caplog.text
    assert "client_secret" not in caplog.text


def test_an_exception_that_nobody_took_is_not_printed(
    place: Place, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Readings that nobody waits for any more end with the session, without a word."""
    place.server.handler = lambda asked: Says(
        400, {"error": "x", "error_description": echo(asked)}
    )

    async def work(session: Session) -> None:
        look = session.look(None, Seen())
        task = asyncio.create_task(look.arm.account(ACCOUNT))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises((LookError, asyncio.CancelledError)):
            await task

    with caplog.at_level(logging.DEBUG, logger="asyncio"):
        place.run(work)
    assert SECRET not in caplog.text + "".join(capfd.readouterr())


def test_no_repr_shows_a_secret(place: Place, tmp_path: Path) -> None:
    proxy = proxy_from("http://me:canary-word@127.0.0.1:3128", {})
    assert proxy
    secrets = OwnSecrets([SECRET])
    around = Surroundings(place.environ, PUBLIC, "x", None, secrets=secrets)
    given = "http://me:canary-word@h"
    asking = Asking(
        config_file=None,
        target=None,
        flags={},
        environ=place.environ,
        proxy=given,
        ca=tmp_path,
        chosen=frozenset(),
    )
    things = (
        proxy,
        around,
        Login("x", SECRET, secrets, ()),
        secrets,
        Config(targets=(), proxy=given),
        Given(environ=place.environ, flags={}),
        asking,
        replace(place.options(), proxy=given),
    )
    for thing in things:
        assert SECRET not in repr(thing)
        assert "canary-word" not in repr(thing)


def test_the_proxys_password_is_known_as_it_is_sent_and_as_it_is_written() -> None:
    proxy = proxy_from("http://me:can%2Fary-word@127.0.0.1:3128", {})
    assert proxy
    secrets = OwnSecrets(proxy.passwords)
    assert secrets.hidden("x can/ary-word y can%2Fary-word z") == "x *** y *** z"


@given(st.text(min_size=8, max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_a_known_secret_is_hidden_in_any_surroundings(
    secret: str, before: str, after: str
) -> None:
    secrets = OwnSecrets([secret])
    told = secrets.hidden(before + secret + after)
    assert secret not in told.replace("***", "\x00")
    if secret.isprintable():
        body = secrets.hidden_in((before + secret + after).encode("utf-8", "surrogatepass"))
        assert secret.encode() not in body.replace(b"***", b"\x00")


def test_what_is_too_short_is_not_hidden() -> None:
    assert (
        OwnSecrets(["", "abc", "\udcff-no-text-at-all"]).hidden("abc and the rest")
        == "abc and the rest"
    )


@given(st.permutations(["a-secret-word", "a-secret-word-and-more", "word-and-more-of-it"]))
def test_of_secrets_that_are_parts_of_each_other_no_rest_stays(secrets: list[str]) -> None:
    own = OwnSecrets(secrets)
    for secret in secrets:
        assert own.hidden(f"<{secret}>") == "<***>"
        assert own.hidden_in(f"<{secret}>".encode()) == b"<***>"


@given(st.dictionaries(st.text(max_size=5), st.sampled_from(["", "fine", "my a-secret-word!"])))
def test_many_texts_are_hidden_as_each_of_them_is(texts: dict[str, str]) -> None:
    own = OwnSecrets(["a-secret-word"])
    assert own.hidden_each(texts) == {name: own.hidden(text) for name, text in texts.items()}
