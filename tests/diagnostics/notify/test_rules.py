"""What is told after a round, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.history.kept import Key
from diagnostics.notify.rules import SETTLED, WINDOW, News, Now, State, Told, decide

BEGAN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TURN = timedelta(minutes=10)
A, B = ("KV101", "a"), ("RB101", "b")


def told(rounds: str, *, remind: timedelta | None = None) -> list[News | None]:
    """Say what is told in each round: w well, a and b one finding each, c both, A the first with another cause, u unknown, s a is suppressed."""
    memory, said = Told(), []
    for turn, letter in enumerate(rounds):
        decision = decide(memory, a_round(letter, turn), remind)
        memory = decision.told
        said.append(decision.news)
    return said


def a_round(letter: str, turn: int) -> Now:
    keys: set[Key] = {"a": {A}, "A": {A}, "b": {B}, "c": {A, B}}.get(letter, set())
    states = {"w": State.WELL, "s": State.WELL, "u": State.UNKNOWN}
    cause = {"A": "another"}.get(letter, "one" if keys else "")
    return Now(
        at=BEGAN + turn * TURN,
        state=states.get(letter, State.BROKEN),
        keys=frozenset(keys),
        suppressed=frozenset({A} if letter == "s" else ()),
        cause=cause,
    )


def test_a_healthy_target_is_never_spoken_of() -> None:
    assert told("wwwwwwwwwwww", remind=TURN) == [None] * 12


def test_a_finding_is_told_once_and_its_recovery_once() -> None:
    assert told("waaaw") == [None, News.FOUND, None, None, News.RECOVERED]


def test_a_target_that_is_broken_in_its_first_round_is_told() -> None:
    assert told("aa") == [News.FOUND, None]


def test_one_more_finding_is_told_and_one_less_is_not() -> None:
    assert told("acca") == [News.FOUND, News.FOUND, None, None]


def test_what_went_and_came_back_beside_another_is_new() -> None:
    assert told("cac") == [News.FOUND, None, News.FOUND]


def test_another_cause_is_told() -> None:
    assert told("aAA") == [News.FOUND, News.ANOTHER_CAUSE, None]


def test_one_round_that_could_not_see_says_nothing() -> None:
    assert told("wuwwaua") == [None, None, None, None, News.FOUND, None, None]


def test_two_rounds_in_a_row_that_could_not_see_are_told_and_so_is_the_sight() -> None:
    assert told("wuuuw") == [None, None, News.CANNOT_SEE, None, News.SEEN_AGAIN]


def test_what_cannot_be_seen_is_no_recovery() -> None:
    assert told("auuw") == [News.FOUND, None, News.CANNOT_SEE, News.SEEN_AGAIN]


def test_three_of_ten_rounds_that_could_not_see_are_told() -> None:
    assert told("wuwuwwu") == [*[None] * 6, News.CANNOT_SEE]


def test_flapping_is_told_once_and_then_how_it_settled() -> None:
    said = told("wawawawawwwww")
    assert said[:5] == [None, News.FOUND, News.RECOVERED, News.FOUND, News.FLAPPING]
    assert said[5:] == [None, None, None, None, None, None, News.SETTLED, None]


def test_flapping_that_settles_on_broken_says_so_and_its_recovery_is_told() -> None:
    said = told("wawawaaaaw")
    assert said[4:] == [News.FLAPPING, None, None, None, News.SETTLED, News.RECOVERED]


def test_what_somebody_answers_for_has_not_recovered_and_its_end_is_new() -> None:
    assert told("assa") == [News.FOUND, News.SUPPRESSED, None, News.FOUND]
    assert told("bs") == [News.FOUND, News.RECOVERED]


def test_a_reminder_comes_after_its_interval_and_not_before() -> None:
    assert told("aaaaaa", remind=3 * TURN) == [
        News.FOUND,
        None,
        None,
        News.REMINDER,
        None,
        None,
    ]
    assert told("aaaaaa", remind=None) == [News.FOUND, *[None] * 5]


LETTERS = st.text("wabcAu", max_size=40)


@given(LETTERS, st.sampled_from((None, 2 * TURN, 5 * TURN)))
def test_whatever_comes_nothing_is_told_twice_without_a_change_or_a_reminder(
    rounds: str, remind: timedelta | None
) -> None:
    said = told(rounds, remind=remind)
    for (before, news), (one, other) in zip(pairwise(said), pairwise(rounds), strict=True):
        if one == other and news not in (None, News.REMINDER, News.CANNOT_SEE, News.SETTLED):
            raise AssertionError((before, news, one))
    if remind is None:
        assert News.REMINDER not in said


@given(LETTERS)
def test_flapping_bounds_what_is_told(rounds: str) -> None:
    """At most four messages until flapping, then one when it settled: never more than half of the rounds."""
    said = [news for news in told(rounds * 3) if news]
    settled = said.count(News.SETTLED)
    assert said.count(News.FLAPPING) <= settled + 1
    assert len(said) <= 5 + len(rounds * 3) * 5 // SETTLED


@given(LETTERS, st.sampled_from("wa"))
def test_in_the_end_what_was_told_is_what_is(rounds: str, last: str) -> None:
    memory = Told()
    whole = rounds + last * (WINDOW + SETTLED)
    for turn, letter in enumerate(whole):
        memory = decide(memory, a_round(letter, turn), None).told
    assert memory.state is (State.WELL if last == "w" else State.BROKEN)
    assert memory.keys == (frozenset() if last == "w" else {A})


@given(LETTERS)
def test_well_is_told_only_after_something_else_was(rounds: str) -> None:
    told_broken = False
    for news in told(rounds):
        if news in (News.RECOVERED, News.SEEN_AGAIN):
            assert told_broken
            told_broken = False
        elif news is News.SETTLED:
            told_broken = True  # it may have settled either way
        elif news:
            told_broken = True
