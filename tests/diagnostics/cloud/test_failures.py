"""What a network and a service can do to a reading, and what the user is told."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from diagnostics.cloud.session import Session
from diagnostics.errors import (
    Denied,
    NotFound,
    Throttled,
    TimedOut,
    Unexpected,
    Unreachable,
)
from diagnostics.evidence import Seen
from diagnostics.names import KeyUri, ObjectId
from tests.support.cloud import OBJECT, Anything, Asked, Place, Says, caught
from tests.support.cloud_ids import ACCOUNT, VAULT
from tests.support.tls import write_authority

ARM = "management.azure.com"


def answering(place: Place, *answers: Says) -> Place:
    """Let Resource Manager give these answers one after the other, the last one for ever."""
    left = list(answers)

    def handler(asked: Asked) -> Says | None:
        if asked.host in place.cloud.authorities:
            return None
        return left.pop(0) if len(left) > 1 else left[0]

    place.server.handler = handler
    return place


def account(session: Session) -> Anything:
    return session.look(None, Seen()).arm.account(ACCOUNT)


def the_error(place: Place) -> Anything:
    return place.run(lambda s: caught(account(s)))


def an_error(status: int, code: str, **more: Anything) -> Says:
    return Says(status, {"error": {"code": code, "message": "said", **more}})


def test_a_missing_right_names_the_permission_and_where(place: Place) -> None:
    error = the_error(answering(place, an_error(403, "AuthorizationFailed")))
    assert isinstance(error, Denied)
    assert [str(permission) for permission in error.permissions] == [
        f"Microsoft.DocumentDB/databaseAccounts/read at {ACCOUNT} (granted by Reader)"
    ]
    assert (error.status, error.code, error.api) == (
        403,
        "AuthorizationFailed",
        "Azure Resource Manager",
    )
    assert error.endpoint == f"GET https://{ARM}{ACCOUNT}?api-version=2026-03-15"


def test_a_token_of_another_tenant_is_told_as_such(place: Place) -> None:
    error = the_error(answering(place, an_error(401, "InvalidAuthenticationTokenTenant")))
    assert isinstance(error, Denied)
    assert "another tenant" in error.reason
    assert error.code == "InvalidAuthenticationTokenTenant"


def test_an_absent_thing_keeps_the_services_code_and_request_id(place: Place) -> None:
    said = Says(404, {"code": "NotFound", "message": "x"}, headers={"x-ms-request-id": "r-1"})
    error = the_error(answering(place, said))
    assert isinstance(error, NotFound)
    assert (error.code, error.request_id) == ("NotFound", "r-1")
    assert str(ACCOUNT) in error.reason


def test_the_inner_code_goes_first(place: Place) -> None:
    said = an_error(403, "Forbidden", innererror={"code": "ForbiddenByFirewall"})
    assert the_error(answering(place, said)).code == "ForbiddenByFirewall"


@pytest.mark.parametrize("body", ["", "blocked", "<html></html>", {}, {"error": "blocked"}])
@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_without_the_services_code_is_somebody_elses(
    place: Place, status: int, body: Anything
) -> None:
    error = the_error(answering(place, Says(status, body)))
    assert isinstance(error, Unexpected)
    assert f"did not answer {status} in its own form" in error.reason


@pytest.mark.parametrize("status", [400, 405, 409, 500, 502])
def test_any_other_status_is_unexpected_and_not_asked_again(place: Place, status: int) -> None:
    error = the_error(answering(place, an_error(status, "Strange")))
    assert isinstance(error, Unexpected)
    assert (error.status, error.code) == (status, "Strange")
    assert len(place.server.to(ARM)) == 1


def test_a_secret_in_an_error_message_is_not_repeated(place: Place) -> None:
    said = Says(500, {"error": {"code": "X", "message": "Bearer canary and client_secret=canary"}})
    assert "canary" not in repr(the_error(answering(place, said)))


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_wait_is_waited_out(place: Place, status: int) -> None:
    wait = Says(status, {}, headers={"Retry-After": "0"})
    answering(place, wait, wait, Says(body={"id": "x"}))

    async def work(session: Session) -> Anything:
        return await account(session), session.ledger()

    document, ledger = place.run(work)
    assert document.text("id") == "x"
    notes = [(entry.status, entry.note) for entry in ledger if entry.verb == "GET"]
    assert notes == [(status, ""), (status, "retry 1"), (200, "retry 2")]


def test_after_two_more_tries_it_is_throttled(place: Place) -> None:
    error = the_error(answering(place, Says(429, {}, headers={"Retry-After": "0"})))
    assert isinstance(error, Throttled)
    assert len(place.server.to(ARM)) == 3


def test_a_long_wait_is_told_instead_of_waited_out(place: Place) -> None:
    started = time.monotonic()
    error = the_error(answering(place, Says(429, {}, headers={"Retry-After": "60"})))
    assert isinstance(error, Throttled)
    assert "60 s" in error.reason
    assert len(place.server.to(ARM)) == 1
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "header", ["soon", "inf", "nan", "-1", "Mon, 01 Jan 2018 00:00:00 GMT", ""]
)
def test_a_strange_wait_does_not_break_the_reading(place: Place, header: str) -> None:
    answering(place, Says(429, {}, headers={"Retry-After": header}), Says(body={"id": "x"}))
    outcome = place.run(lambda s: asyncio.gather(account(s), return_exceptions=True))[0]
    assert isinstance(outcome, Throttled) or outcome.text("id") == "x"


def test_a_broken_connection_is_tried_again(place: Place) -> None:
    answering(place, Says(tear=0), Says(body={"id": "x"}))
    assert place.run(account).text("id") == "x"


def test_connections_that_always_break_are_unreachable(place: Place) -> None:
    error = the_error(answering(place, Says(tear=0)))
    assert isinstance(error, Unreachable)
    assert error.code == "ConnectionLost"


def test_a_cut_answer_is_unexpected(place: Place) -> None:
    error = the_error(answering(place, Says(body={"id": "x" * 500}, tear=200)))
    assert isinstance(error, Unexpected)
    assert "cut short" in error.reason


@pytest.mark.parametrize(
    "body",
    [
        "<html><title>Sign in to the proxy</title></html>",
        "",
        "[]",
        "null",
        "7",
        '"text"',
        "{",
        "\xff",
        "[" * 9999,
    ],
)
def test_an_answer_that_is_no_object_is_unexpected(place: Place, body: Anything) -> None:
    raw = body.encode("latin-1")
    error = the_error(answering(place, Says(body=raw, headers={"Content-Type": "text/html"})))
    assert isinstance(error, Unexpected)
    assert error.code == "NotJson"


@pytest.mark.parametrize("body", [{"value": 7}, {"value": [7]}, {"value": {}}, []])
def test_a_list_of_another_shape_is_unexpected(place: Place, body: Anything) -> None:
    answering(place, Says(body=body))

    async def work(session: Session) -> Anything:
        here = session.look(None, Seen())
        return [
            await caught(here.arm.sql_role_assignments(ACCOUNT)),
            await caught(here.msgraph.groups_of(ObjectId(OBJECT))),
            await caught(here.authorization.role_assignments(str(VAULT))),
            await caught(here.authorization.caller_actions(VAULT)),
        ]

    assert {type(error) for error in place.run(work)} == {Unexpected}


def test_a_silent_service_is_timed_out(place: Place) -> None:
    place.settings["request_timeout_s"] = 0.3
    answering(place, Says(hang=True))

    async def work(session: Session) -> Anything:
        await session.look(None, Seen()).entra.sign_in()
        started = time.monotonic()
        return await caught(account(session)), time.monotonic() - started, session.ledger()

    error, seconds, ledger = place.run(work)
    assert isinstance(error, TimedOut)
    assert seconds < 2
    assert ledger[-1].status is None


def test_a_name_that_does_not_resolve_is_unreachable(place: Place) -> None:
    error = place.run(
        lambda s: caught(
            s.look(None, Seen()).keyvault.deleted_key(KeyUri("nowhere.vault.azure.net", "k"))
        )
    )
    assert isinstance(error, Unreachable)
    assert error.code == "NameNotResolved"
    assert "nowhere.vault.azure.net" in error.reason


def test_a_closed_port_is_unreachable(place: Place) -> None:
    async def work(session: Session) -> Anything:
        await session.look(None, Seen()).entra.sign_in()
        await place.server.stop()
        return await caught(account(session))

    error = place.run(work)
    assert isinstance(error, Unreachable)
    assert error.code == "ConnectionRefused"


def test_an_intercepted_connection_is_told_with_what_to_do(place: Place, tmp_path: Path) -> None:
    place.ca_file, _ = write_authority(tmp_path, "another CA", ["x.example"])
    error = place.run(
        lambda s: caught(
            s.look(None, Seen()).keyvault.deleted_key(KeyUri("kv.vault.azure.net", "k"))
        )
    )
    assert isinstance(error, Unreachable)
    assert error.code == "TlsNotTrusted"
    assert "--ca" in error.reason
    assert place.server.asked == []


def test_a_proxy_that_is_not_there_is_unreachable(place: Place) -> None:
    place.settings["proxy"] = "http://me:canary@127.0.0.1:9"
    error = place.run(lambda s: caught(s.look(None, Seen()).entra.sign_in()))
    assert "proxy" in str(error)
    assert "canary" not in repr(error)


def test_a_slow_service_does_not_hold_up_the_others_for_ever(place: Place) -> None:
    """Twelve requests at a time reach one API; the next waits for a slot, other APIs do not."""
    place.settings["request_timeout_s"] = 1.0

    def handler(asked: Asked) -> Says | None:
        if asked.host == ARM:
            return Says(hang=True)
        return Says(body={"id": "x"}) if asked.host == "graph.microsoft.com" else None

    place.server.handler = handler

    async def work(session: Session) -> Anything:
        here = session.look(None, Seen())
        await here.entra.sign_in()
        stuck = [
            asyncio.create_task(caught(here.arm.key(VAULT, f"k{number}"))) for number in range(16)
        ]
        await asyncio.sleep(0.6)
        at_once = len(place.server.to(ARM))
        fine = await here.msgraph.service_principal(ObjectId(OBJECT))
        return at_once, fine, await asyncio.gather(*stuck)

    at_once, fine, stuck = place.run(work)
    assert at_once == 12
    assert fine.text("id") == "x"
    assert {type(error) for error in stuck} == {TimedOut}
