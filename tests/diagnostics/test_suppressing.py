from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.evidence import Status
from diagnostics.exit_codes import FOUND, INCOMPLETE, OK, exit_code
from diagnostics.finding import Finding, Severity
from diagnostics.judging import LEFT_OUT
from diagnostics.outcome import Outcome
from diagnostics.suppressing import settle, with_suppressed
from diagnostics.suppression import Standing, Suppression
from diagnostics.targets import Target
from tests.support.small import COLD, HOT, TARGET, a_check, an_outcome

TODAY = date(2026, 11, 24)
TOO_HOT = HOT.found("/tubs/Tub", "it is 90 degrees")
TOO_COLD = COLD.found("/tubs/tub", "it is 2 degrees")
CHECKS = (a_check(),)


def a_suppression(**fields: object) -> Suppression:
    given: dict[str, object] = {
        "kind": HOT.code,
        "subject": "/tubs/tub",
        "owner": "plumbers",
        "reason": "the valve comes in May",
        "until": TODAY,
    }
    return Suppression(**{**given, **fields})


def whose(*said: Suppression) -> Target:
    return replace(TARGET, suppressions=said)


def marked(*found: Finding, by: tuple[Suppression, ...], today: date = TODAY) -> list[bool]:
    (outcome,) = with_suppressed([an_outcome("water.warm", *found)], whose(*by), today)
    return [each.suppressed is not None for each in outcome.findings]


def standing(said: Suppression, *outcomes: Outcome) -> tuple[Standing, bool]:
    (settled,) = settle(CHECKS, outcomes, whose(said), TODAY)
    return settled.standing, settled.found


def test_only_this_kind_at_this_subject_is_suppressed() -> None:
    elsewhere = HOT.found("/tubs/other", "it is 90 degrees")
    assert marked(TOO_HOT, TOO_COLD, elsewhere, by=(a_suppression(),)) == [True, False, False]


@pytest.mark.parametrize("kind", [HOT.code, HOT.code.lower(), HOT.slug])
def test_a_kind_is_named_by_code_or_slug_and_a_subject_in_any_case(kind: str) -> None:
    assert marked(TOO_HOT, by=(a_suppression(kind=kind, subject="/TUBS/TUB"),)) == [True]


@pytest.mark.parametrize(("day", "holds"), [(24, True), (25, False)])
def test_the_last_day_still_holds_and_the_next_one_does_not(day: int, holds: bool) -> None:
    today = date(2026, 11, day)
    assert marked(TOO_HOT, by=(a_suppression(),), today=today) == [holds]
    outcomes = with_suppressed([an_outcome("water.warm", TOO_HOT)], whose(a_suppression()), today)
    code = exit_code(outcomes, fail_on=Severity.WARNING, interrupted=False, today=today)
    assert code == (OK if holds else FOUND)


def test_of_two_for_the_same_the_one_that_still_runs_holds() -> None:
    over = a_suppression(until=date(2026, 11, 1), owner="nobody")
    outcome = an_outcome("water.warm", TOO_HOT)
    (after,) = with_suppressed([outcome], whose(over, a_suppression()), TODAY)
    assert after.findings[0].suppressed == a_suppression()


def test_a_judge_cannot_suppress_its_own_finding() -> None:
    assert marked(replace(TOO_HOT, suppressed=a_suppression()), by=()) == [False]


def test_an_open_question_beside_it_is_still_open() -> None:
    both = an_outcome("water.warm", TOO_HOT, HOT.unknown("the thermometer is broken"))
    outcomes = with_suppressed([both], whose(a_suppression()), TODAY)
    code = exit_code(outcomes, fail_on=Severity.WARNING, interrupted=False, today=TODAY)
    assert code == INCOMPLETE


def test_what_became_of_a_suppression() -> None:
    hot, fine = an_outcome("water.warm", TOO_HOT), an_outcome("water.warm")
    over = a_suppression(until=date(2026, 11, 23))
    assert standing(a_suppression(), hot) == (Standing.HOLDS, True)
    assert standing(a_suppression(), fine) == (Standing.UNMATCHED, False)
    assert standing(over, hot) == (Standing.ENDED, True)
    assert standing(over, fine) == (Standing.ENDED, False)
    assert standing(a_suppression(is_shared=True), fine) == (Standing.ELSEWHERE, False)
    assert standing(a_suppression(is_shared=True), hot) == (Standing.HOLDS, True)


@pytest.mark.parametrize(
    "outcome",
    [
        an_outcome("water.warm", HOT.unknown("refused")),
        an_outcome("water.warm", status=Status.CRASHED),
        an_outcome("water.warm", status=Status.SKIPPED, reason=LEFT_OUT),
    ],
)
def test_what_was_not_looked_for_is_not_said_to_be_gone(outcome: Outcome) -> None:
    assert standing(a_suppression(), outcome) == (Standing.NOT_SEEN, False)


def test_what_another_check_could_not_see_does_not_matter() -> None:
    dark = an_outcome("light.on", status=Status.CRASHED)
    assert standing(a_suppression(), an_outcome("water.warm"), dark) == (Standing.UNMATCHED, False)


@given(
    st.lists(st.sampled_from([TOO_HOT, TOO_COLD, HOT.found("sink", "x")]), unique=True),
    st.lists(
        st.builds(
            a_suppression,
            kind=st.sampled_from([HOT.code, COLD.slug, "ZZ999"]),
            subject=st.sampled_from(["/tubs/tub", "sink", "nothing"]),
            until=st.dates(date(2026, 11, 20), date(2026, 11, 28)),
        ),
        max_size=4,
    ),
)
def test_suppressing_takes_nothing_out_and_twice_is_once(
    found: list[Finding], said: list[Suppression]
) -> None:
    outcomes = (an_outcome("water.warm", *found),)
    once = with_suppressed(outcomes, whose(*said), TODAY)
    assert [replace(each, suppressed=None) for each in once[0].findings] == found
    assert with_suppressed(once, whose(*said), TODAY) == once
    for settled in settle(CHECKS, once, whose(*said), TODAY):
        held = [each.suppressed for each in once[0].findings]
        assert (settled.suppression in held) <= (settled.standing is Standing.HOLDS)
