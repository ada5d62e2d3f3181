"""What is well today and ends on a day: a date until `warn_days` before it, a finding from then on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.config import Asked, load
from diagnostics.errors import ConfigError
from diagnostics.evidence import Status
from diagnostics.finding import Deadline, Finding
from diagnostics.judging import conclude
from diagnostics.outcome import Outcome, Reading
from diagnostics.report import dates
from diagnostics.suppressing import with_suppressed
from diagnostics.suppression import Suppression
from tests.support.small import COLD, HOT, NOW, TARGET, Water, a_check, a_kind, says

READ = Reading(check="water.warm", evidence=Water(observed_at=NOW))
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def cools(after: timedelta, subject: str = "tub") -> Finding:
    return COLD.found(
        subject, "it cools", deadlines=(Deadline("The tub is warm until", NOW + after),)
    )


def outcome_of(*waiting: object, days: int = 30, said: Iterable[object] = ()) -> Outcome:
    check = a_check(judge=says(*said), ahead=says(*waiting))
    (outcome,) = conclude([check], [READ], replace(TARGET, warn_days=days))
    return outcome


@pytest.mark.parametrize(
    ("after", "days", "status", "waits"),
    [
        (30 * DAY, 30, Status.FOUND, 0),
        (30 * DAY + SECOND, 30, Status.OK, 1),
        (9 * DAY, 7, Status.OK, 1),
        (7 * DAY, 7, Status.FOUND, 0),
        (SECOND, 0, Status.OK, 1),  # no warnings are wanted; the date is known all the same
        (timedelta(0), 30, Status.OK, 0),  # over: the judge's to say
        (-DAY, 30, Status.OK, 0),
    ],
)
def test_so_many_days_before_it_is_found(
    after: timedelta, days: int, status: Status, waits: int
) -> None:
    outcome = outcome_of(cools(after), days=days)
    assert (outcome.status, len(outcome.ahead)) == (status, waits)
    assert outcome.knows_dates


def test_it_stands_beside_what_the_judge_says() -> None:
    outcome = outcome_of(cools(DAY), cools(99 * DAY, "sink"), said=[HOT.found("tub", "hot")])
    assert [each.kind.code for each in outcome.findings] == [HOT.code, COLD.code]
    assert [each.subject for each in outcome.ahead] == ["sink"]


def test_what_breaks_the_contract_has_crashed() -> None:
    without = outcome_of(COLD.found("tub", "some day"))
    assert (without.status, without.reason) == (
        Status.CRASHED,
        "something ahead has no deadline",
    )
    strange = a_kind("ZZ900").found("tub", "x", deadlines=(Deadline("x", NOW + DAY),))
    assert "did not declare" in outcome_of(strange).reason
    assert outcome_of(3).status is Status.CRASHED


def test_one_that_is_suppressed_is_marked_before_its_day_and_after() -> None:
    until = date(2030, 1, 1)
    mine = Suppression(kind=COLD.code, subject="tub", owner="us", reason="summer", until=until)
    target = replace(TARGET, suppressions=(mine,))
    for after in (DAY, 99 * DAY):
        (outcome,) = with_suppressed([outcome_of(cools(after))], target, NOW.date())
        (view,) = dates.dates([outcome], NOW)
        assert view.suppressed


def test_every_end_is_listed_once_the_earliest_first() -> None:
    late, soon = cools(99 * DAY), cools(2 * DAY + SECOND, "sink")
    outcomes = (outcome_of(late, soon), replace(outcome_of(soon), check="water.again"))
    views = dates.dates(outcomes, NOW)
    assert [(each.subject, each.days_left, each.found) for each in views] == [
        ("sink", 2, True),
        ("tub", 99, False),
    ]


@given(st.lists(st.integers(-40, 400), max_size=6, unique=True), st.integers(0, 365))
def test_nothing_ahead_is_lost_or_told_twice(offsets: list[int], days: int) -> None:
    waiting = [cools(each * DAY + SECOND, f"tub {each}") for each in offsets]
    outcome = outcome_of(*waiting, days=days)
    left = {f"tub {each}" for each in offsets if each >= 0}
    found, ahead = ({each.subject for each in part} for part in (outcome.findings, outcome.ahead))
    assert found | ahead == left
    assert not found & ahead
    assert found == {f"tub {each}" for each in offsets if 0 <= each < days}


def test_a_check_that_knows_dates_and_did_not_answer_is_named() -> None:
    knows = a_check(ahead=says())
    unknown = Reading(check="water.warm", unknown=COLD.unknown("refused"))
    blind, silent = (conclude([each], [unknown], TARGET) for each in (knows, a_check()))
    assert dates.unseen(blind) == ("water.warm",)
    assert dates.unseen(silent) == ()
    assert dates.unseen((outcome_of(said=[COLD.unknown("half")]),)) == ("water.warm",)
    assert dates.unseen((outcome_of(cools(DAY), said=[COLD.unknown("half")]),)) == ()


@pytest.mark.parametrize("value", ["-1", "366", "3.5", '"30"', "true"])
def test_a_number_of_days_that_is_none_is_refused_with_its_line(
    tmp_path: Path, value: str
) -> None:
    file = tmp_path / "ajo-doctor.toml"
    file.write_text(f"[targets.a]\nwarn_days = {value}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(file, Asked(environ={}, flags={}), is_named=True)
    assert (caught.value.line, caught.value.field) == (2, "warn_days")


def test_the_days_of_a_target_go_before_those_of_all(tmp_path: Path) -> None:
    file = tmp_path / "ajo-doctor.toml"
    file.write_text("warn_days = 60\n[targets.a]\n[targets.b]\nwarn_days = 0\n", encoding="utf-8")
    targets = load(file, Asked(environ={}, flags={}, every=True), is_named=True).targets
    assert [each.warn_days for each in targets] == [60, 0]


def test_a_check_that_was_left_out_is_named_too() -> None:
    outcomes = conclude([a_check(ahead=says())], [], TARGET)
    assert dates.unseen(outcomes) == ("water.warm",)
