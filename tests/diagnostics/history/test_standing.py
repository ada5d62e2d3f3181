"""Since when a finding stands, and when it is gone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.history.kept import (
    CRASHED,
    CRITICAL,
    NOT_ASKED,
    NOT_HERE,
    OK,
    UNSEEN,
    Key,
    Standing,
)
from diagnostics.history.standing import stepped
from tests.support.remembered import BEGAN, CHECK, TEN_MINUTES, a_finding, an_entry

FOUND = a_finding()


def after(*entries: object) -> dict[Key, Standing]:
    """What stands after all of them; what is gone is left out."""
    standing: dict[Key, Standing] = {}
    for entry in entries:
        for each in stepped(standing, entry):  # type: ignore[arg-type]
            standing[each.noticed.key] = each
        standing = {key: each for key, each in standing.items() if each.gone is None}
    return standing


def test_a_finding_stands_since_it_was_first_seen() -> None:
    (each,) = after(an_entry(0), an_entry(1, FOUND), an_entry(2, FOUND)).values()
    assert (each.since, each.last) == (BEGAN + TEN_MINUTES, BEGAN + 2 * TEN_MINUTES)
    assert each.unseen is None


def test_it_is_gone_when_its_check_looked_and_did_not_find_it() -> None:
    standing = after(an_entry(0, FOUND))
    (gone,) = stepped(standing, an_entry(1))
    assert gone.gone == BEGAN + TEN_MINUTES


def test_what_comes_back_stands_since_it_came_back() -> None:
    (each,) = after(an_entry(0, FOUND), an_entry(1), an_entry(2, FOUND)).values()
    assert each.since == BEGAN + 2 * TEN_MINUTES


def test_what_could_not_be_seen_still_stands_and_says_since_when() -> None:
    for mark in (UNSEEN, CRASHED, NOT_ASKED):
        blind = an_entry(1, marks={CHECK: mark}, exit_code=3)
        (each,) = after(an_entry(0, FOUND), blind, an_entry(2, marks={CHECK: mark})).values()
        assert each.unseen == BEGAN + TEN_MINUTES, mark
        assert each.last == BEGAN
        (seen,) = after(an_entry(0, FOUND), blind, an_entry(2, FOUND)).values()
        assert seen.unseen is None
        assert seen.since == BEGAN


def test_of_two_checks_that_saw_it_both_must_answer() -> None:
    both = a_finding("KV101", "k", CHECK, "keyvault.vault")
    (each,) = after(
        an_entry(0, both), an_entry(1, marks={CHECK: OK, "keyvault.vault": UNSEEN})
    ).values()
    assert each.unseen
    assert not after(an_entry(0, both), an_entry(1, marks={CHECK: OK, "keyvault.vault": OK}))


def test_a_check_that_found_something_else_and_could_not_see_all_leaves_it_standing() -> None:
    other = a_finding("KV102")
    seen = after(an_entry(0, FOUND), replace(an_entry(1, other), opened=frozenset({CHECK})))
    assert seen[FOUND.key].unseen == BEGAN + TEN_MINUTES
    assert FOUND.key not in after(an_entry(0, FOUND), an_entry(1, other))


def test_a_question_that_does_not_arise_any_more_leaves_nothing_standing() -> None:
    assert not after(an_entry(0, FOUND), an_entry(1, marks={CHECK: NOT_HERE}))
    assert not after(an_entry(0, FOUND), an_entry(1, marks={"another.check": OK}))


_ROUNDS = st.lists(
    st.tuples(
        st.sets(st.sampled_from("abc")),  # subjects that are broken
        st.sampled_from((OK, UNSEEN, CRASHED, NOT_ASKED)),
    ),
    max_size=12,
)


@given(_ROUNDS)
def test_a_finding_stands_exactly_from_the_first_sight_of_it_to_the_first_answer_without_it(
    rounds: list[tuple[set[str], str]],
) -> None:
    entries = []
    since: dict[str, int] = {}  # told a second time, in the plainest way
    for turn, (broken, mark) in enumerate(rounds):
        found = [a_finding("KV101", subject) for subject in sorted(broken)] if mark == OK else []
        entries.append(
            an_entry(turn, *found, marks={CHECK: CRITICAL if found else mark}, exit_code=0)
        )
        if mark == OK:
            since = {subject: since.get(subject, turn) for subject in broken}
    told = {key[1]: each.since for key, each in after(*entries).items()}
    assert told == {subject: BEGAN + turn * TEN_MINUTES for subject, turn in since.items()}
