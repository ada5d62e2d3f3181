"""Every incident gets the right verdict, the right name and its beginning within one interval; without one there is no delay."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from diagnostics.delays.engine import opened
from diagnostics.delays.measure import Question, measure
from diagnostics.delays.record import Answer
from diagnostics.delays.verdict import answer
from tests.support.mails import FROM, TO, Mails, write_calls, write_lines

# incident, where, kind of the delay, verdict, who
INCIDENTS = (
    ("provider", "free.example", "provider-defers", "downstream", "free.example"),
    ("provider", "corp.example", "provider-defers", "downstream", "corp.example"),
    ("ip", "192.0.2.10", "outbound-ip-deferred", "downstream", "192.0.2.10"),
    ("ip", "192.0.2.12", "outbound-ip-deferred", "downstream", "192.0.2.12"),
    ("everywhere", "", "deferred-everywhere", "downstream", "all"),
    ("bounces", "web.example", "hard-bounce-burst", "downstream", "web.example"),
    ("component", "MES", "component-slow", "AJO", "MES"),
    ("outage", "", "sending-stopped", "AJO", "all"),
    ("missing", "", "feedback-missing", "AJO", "all"),
    ("throttled", "c-one", "delivery-throttled", "ours", "c-one"),
    ("quiet", "c-two", "held-for-quiet-hours", "ours", "c-two"),
    ("optimized", "c-one", "send-time-optimized", "ours", "c-one"),
    ("waves", "c-one", "sent-in-waves", "ours", "c-one"),
    ("stopped", "", "calls-stopped", "ours", "all"),
)


def answered(mails: Mails, folder: Path) -> Answer:
    data = write_lines(mails.rows(), folder / "feedback.jsonl")
    calls = write_calls(mails.calls(), folder / "calls.csv")
    log = str(calls) if mails.incident == "missing" else None
    with opened(10**9, threads=1) as engine:
        return answer(measure(Question(paths=(str(data),), caller_log=log), engine))


@pytest.mark.parametrize(("incident", "name", "kind", "verdict", "who"), INCIDENTS)
def test_an_incident_is_found(
    incident: str, name: str, kind: str, verdict: str, who: str, tmp_path: Path
) -> None:
    found = answered(Mails(incident=incident, name=name), tmp_path)
    assert found.verdict == verdict, found.sentence
    assert found.who == who
    telling = [each for each in found.delays if each.kind != "retry-window-long"]
    assert {each.kind for each in telling} == {kind}
    first = min(telling, key=lambda each: each.since or FROM)
    interval = timedelta(seconds=found.measured.interval_s)
    assert first.since is not None
    assert abs(first.since - FROM) <= max(interval, timedelta(minutes=2))
    assert first.until is None or abs(first.until - TO) <= max(3 * interval, timedelta(minutes=5))
    assert all(each.evidence for each in telling)


@pytest.mark.parametrize("seed", [1, 2])
def test_healthy_data_says_no_delay(seed: int, tmp_path: Path) -> None:
    found = answered(Mails(seed=seed), tmp_path)
    assert found.verdict == "no delay", found.sentence
    assert found.delays == ()


def test_excluded_messages_are_told_and_are_no_delay(tmp_path: Path) -> None:
    found = answered(Mails(incident="excluded"), tmp_path)
    assert found.verdict == "no delay"
    assert [each.kind for each in found.delays][0] == "messages-excluded"
    assert found.measured.exclusions[0][0] == "050102"
