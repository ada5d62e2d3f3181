"""From readings to outcomes: pure, and a judge's own fault stays its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.evidence import Evidence, Seen, Status
from diagnostics.finding import NotApplicable, Severity, Step, Verdict
from diagnostics.judging import LEFT_OUT, conclude
from diagnostics.outcome import Outcome, Reading
from diagnostics.targets import AcceptedUnknown
from tests.support.small import (
    COLD,
    HOT,
    NOW,
    TARGET,
    Pipe,
    Tap,
    Water,
    a_check,
    a_kind,
    says,
)

READ = Reading(check="water.warm", evidence=Water(observed_at=NOW))
TOO_HOT = HOT.found("tub", "it is 90 degrees")
TOO_COLD = COLD.found("tub", "it is 2 degrees")
CANNOT_TELL = COLD.unknown("the thermometer is broken")


def outcome_of(*said: object, reading: Reading | None = READ, **fields: object) -> Outcome:
    check = a_check(judge=says(*said), **fields)
    (outcome,) = conclude([check], [reading] if reading else [], TARGET)
    return outcome


def test_saying_nothing_means_all_well() -> None:
    outcome = outcome_of()
    assert (outcome.status, outcome.findings, outcome.unknowns) == (Status.OK, (), ())
    assert outcome.title == "water.warm is well"


def test_a_finding_is_found() -> None:
    outcome = outcome_of(TOO_HOT)
    assert (outcome.status, outcome.findings) == (Status.FOUND, (TOO_HOT,))


def test_what_cannot_be_told_is_unknown() -> None:
    outcome = outcome_of(CANNOT_TELL)
    assert (outcome.status, outcome.unknowns) == (Status.UNKNOWN, (CANNOT_TELL,))


def test_a_finding_beside_an_open_question_keeps_both() -> None:
    outcome = outcome_of(CANNOT_TELL, TOO_HOT)
    assert (outcome.status, outcome.findings, outcome.unknowns) == (
        Status.FOUND,
        (TOO_HOT,),
        (CANNOT_TELL,),
    )


def test_not_applicable_is_skipped_with_its_reason() -> None:
    outcome = outcome_of(NotApplicable("there is no tub"))
    assert (outcome.status, outcome.reason) == (Status.SKIPPED, "there is no tub")


def test_not_applicable_is_the_only_word() -> None:
    outcome = outcome_of(TOO_HOT, NotApplicable("there is no tub"))
    assert outcome.status is Status.CRASHED
    assert outcome.reason == "the judge said 'not applicable' beside other words"
    assert outcome.findings == (TOO_HOT,)


def test_a_kind_that_was_not_declared_is_a_fault() -> None:
    outcome = outcome_of(a_kind("ZZ999").found("tub", "x"))
    assert outcome.status is Status.CRASHED
    assert "ZZ999, a kind the check did not declare" in outcome.reason


@pytest.mark.parametrize(
    "kind", [DOCTOR_KINDS["missing-permission"], a_kind("EN204", step=Step.PLACE)]
)
def test_the_doctors_kinds_and_the_unsettled_place_may_always_be_said(kind: object) -> None:
    assert outcome_of(kind.unknown("x")).status is Status.UNKNOWN


@pytest.mark.parametrize("word", [None, "hot", Water(observed_at=NOW)])
def test_a_word_that_is_no_verdict_is_a_fault(word: object) -> None:
    outcome = outcome_of(word)
    assert outcome.status is Status.CRASHED
    assert "which is no verdict" in outcome.reason


def test_what_was_said_before_a_crash_stands() -> None:
    def judge(_: object, __: Seen) -> Iterator[Verdict]:
        yield TOO_HOT
        raise KeyError("secret 4711")

    (outcome,) = conclude([a_check(judge=judge)], [READ], TARGET)
    assert outcome.status is Status.CRASHED
    assert outcome.findings == (TOO_HOT,)
    assert outcome.reason.startswith("KeyError in ")
    assert "4711" not in outcome.reason
    (unknown,) = outcome.unknowns
    assert unknown.kind.slug == "check-crashed"


def test_a_judge_that_gives_nothing_to_iterate_has_crashed() -> None:
    (outcome,) = conclude([a_check(judge=lambda _, __: None)], [READ], TARGET)  # type: ignore[arg-type,return-value]
    assert outcome.reason.startswith("TypeError in ")


@pytest.mark.parametrize(
    ("reading", "status", "reason"),
    [
        (None, Status.SKIPPED, LEFT_OUT),
        (Reading(check="water.warm", not_applicable="no tub"), Status.SKIPPED, "no tub"),
        (Reading(check="water.warm", crash="KeyError in x"), Status.CRASHED, "KeyError in x"),
        (Reading(check="water.warm"), Status.CRASHED, "the probe gave nothing"),
        (Reading(check="water.warm", unknown=CANNOT_TELL), Status.UNKNOWN, ""),
    ],
)
def test_what_was_not_read_is_not_judged(
    reading: Reading | None, status: Status, reason: str
) -> None:
    outcome = outcome_of(TOO_HOT, reading=reading)
    assert (outcome.status, outcome.reason, outcome.findings) == (status, reason, ())


def test_a_judge_sees_what_was_declared_and_nothing_else() -> None:
    shown: list[set[type[Evidence]]] = []

    def judge(_: object, seen: Seen) -> Iterator[Verdict]:
        shown.append(set(seen))
        return iter(())

    readings = [
        READ,
        Reading(check="pipe.whole", evidence=Pipe(observed_at=NOW)),
        Reading(check="tap.open", evidence=Tap(observed_at=NOW)),
    ]
    for field in ("needs", "wants", "weighs"):
        conclude([a_check(judge=judge, **{field: (Pipe,)})], readings, TARGET)
    assert shown == [{Pipe}] * 3


def test_an_open_question_the_user_lives_with_is_marked() -> None:
    accepted = AcceptedUnknown("water.warm", "plumber comes on Friday", date(2026, 11, 27))
    target = replace(TARGET, accepted_unknowns=(accepted,))
    asked = [a_check(judge=says(CANNOT_TELL)), a_check("pipe.whole", Pipe)]
    pipe, water = conclude(
        asked, [READ, Reading(check="pipe.whole", evidence=Pipe(observed_at=NOW))], target
    )
    assert (pipe.accepted, water.accepted) == (None, accepted)
    (fine,) = conclude([a_check()], [READ], target)
    assert fine.accepted is None


def test_outcomes_are_sorted_and_findings_the_worst_first() -> None:
    info = HOT.found("tub", "a little", severity=Severity.INFO, because="it is summer")
    outcome = outcome_of(info, TOO_COLD, TOO_HOT, TOO_COLD)
    assert outcome.findings == (TOO_HOT, TOO_COLD, info)
    checks = [a_check("b.b"), a_check("a.a", Pipe)]
    assert [each.check for each in conclude(checks, [], TARGET)] == ["a.a", "b.b"]


@given(st.permutations([TOO_HOT, TOO_COLD, CANNOT_TELL, HOT.found("sink", "x")]))
def test_the_order_in_which_a_judge_speaks_does_not_matter(said: list[Any]) -> None:
    assert outcome_of(*said) == outcome_of(TOO_HOT, TOO_COLD, CANNOT_TELL, HOT.found("sink", "x"))
