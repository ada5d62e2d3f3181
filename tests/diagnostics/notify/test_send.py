"""Apprise and the heartbeat against a real server."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime

import pytest

from diagnostics.errors import ConfigError
from diagnostics.notify.heartbeat import beat
from diagnostics.notify.message import Message
from diagnostics.notify.send import check, kind_of, send
from tests.support.receiving import PATH, receiving

pytest.importorskip("apprise", reason="notifications need the extra `notify`")
MESSAGE = Message(
    at=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
    title="ajo-doctor: own: found: <b>The key</b> is disabled.",
    body="first line\n    az keyvault key set-attributes --name 'k' <x> & y\n\nlast line",
    level="failure",
)
SECRETS = ("canary-pw-77", "s3cr3t-path-9f1b", "canary-uuid-31")


def test_title_and_body_arrive_as_they_are() -> None:
    with receiving() as receiver:
        assert send(receiver.notify_url, MESSAGE) == ""
        (told,) = receiver.told
    assert (told["title"], told["message"], told["type"]) == (
        MESSAGE.title,
        MESSAGE.body,
        "failure",
    )


@pytest.mark.parametrize("status", [403, 500])
def test_a_refusal_is_said_without_the_address(
    status: int, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with receiving() as receiver:
        receiver.status = status
        why = send(receiver.notify_url, MESSAGE)
    assert why
    said = why + caplog.text + "".join(capfd.readouterr())
    assert not any(secret in said for secret in SECRETS)
    assert logging.getLogger("apprise").propagate


def test_nobody_there_is_said() -> None:
    with receiving() as receiver:
        url = receiver.notify_url
    assert send(url, MESSAGE)


def test_a_service_that_hangs_does_not_hold_up_the_round() -> None:
    with receiving() as receiver:
        receiver.hangs.clear()
        began = time.monotonic()
        assert send(receiver.notify_url, MESSAGE, limit_s=0.3) == "no answer within 0.3 s"
        assert time.monotonic() - began < 2
        receiver.hangs.set()


def test_an_address_that_apprise_does_not_know_is_refused_before_the_round() -> None:
    check(("json://localhost/a",), "X")
    for bad in ("nosuch://canary-pw-77", "canary-pw-77", "mailto://"):
        with pytest.raises(ConfigError, match="address 2 is none that Apprise knows") as told:
            check(("json://localhost/a", bad), "X")
        assert "canary" not in str(told.value)


def test_only_the_kind_of_an_address_is_said() -> None:
    assert kind_of("slack://a/b/c") == "slack://…"
    assert kind_of("a-secret") == "no scheme"
    assert kind_of("se cr://et") == "no scheme"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_heartbeat_is_one_empty_request(method: str) -> None:
    with receiving() as receiver:
        assert beat(receiver.heartbeat_url, method, environ={}) == ""
        (got,) = receiver.got
    assert (got.verb, got.body) == (method, "")


def test_what_a_watchdog_can_answer() -> None:
    with receiving() as receiver:
        for status, words in ((404, "404"), (500, "500"), (302, "redirect")):
            receiver.status, receiver.location = status, f"http://127.0.0.1:{receiver.port}{PATH}"
            why = beat(receiver.heartbeat_url, "GET", environ={})
            assert words in why
            assert "canary" not in why
        assert [each.path for each in receiver.got].count(PATH) == 0  # no redirect was followed
        receiver.hangs.clear()
        assert (
            beat(receiver.heartbeat_url, "GET", environ={}, limit_s=0.3)
            == "no answer within 0.3 s"
        )
        receiver.hangs.set()
    assert beat(receiver.heartbeat_url, "GET", environ={})
