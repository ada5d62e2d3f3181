"""What the simulator's data has no incident for, and other sizes and layouts of the same: verdict, name and beginning."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from diagnostics.delays.engine import opened
from diagnostics.delays.measure import measure
from diagnostics.delays.question import Question
from diagnostics.delays.record import Answer
from diagnostics.delays.verdict import answer
from tests.support.mails import FROM, TO, Mails, write_calls, write_lines

# incident, where, kind of the delay, verdict, who
INCIDENTS = (
    ("provider", "corp.example", "provider-defers", "downstream", "corp.example"),
    ("everywhere", "", "deferred-everywhere", "downstream", "all"),
    ("outage", "", "sending-stopped", "AJO", "all"),
    ("missing", "", "feedback-missing", "AJO", "all"),
    ("throttled", "c-one", "delivery-throttled", "ours", "c-one"),
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


def test_healthy_data_says_no_delay(tmp_path: Path) -> None:
    found = answered(Mails(), tmp_path)
    assert found.verdict == "no delay", found.sentence
    assert found.delays == ()


def test_excluded_messages_are_told_and_are_no_delay(tmp_path: Path) -> None:
    found = answered(Mails(incident="excluded"), tmp_path)
    assert found.verdict == "no delay"
    assert {each.kind for each in found.delays} == {"messages-excluded"}
    assert found.measured.exclusions[0][0] == "050102"
