"""A grant is taken back by one that gives the same to the same, and not by any of its sort."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.changes.change import Change, Thing
from diagnostics.changes.rule import Fate, Link, Rule
from diagnostics.changes.undoing import TakenBack, taken_back
from diagnostics.changes.weigh import Weight, weigh
from tests.support.changing import (
    ANOTHER,
    ON_PATH,
    TAKEN,
    VAULT,
    WHOM,
    a_change,
    a_removal,
    a_scene,
    a_value,
)
from tests.support.reporting import NOW

GROUPS = "Group.ObjectID"
LEFT = Rule(
    log=a_change().log,
    thing=Thing.PRINCIPAL,
    operations=("remove member from group",),
    why="it took the principal out of a group",
    fate=Fate.VANISHED,
    about=(Link.PRINCIPAL,),
    undone_by=("add member to group",),
)
ON = {**ON_PATH, Link.PRINCIPAL: frozenset({WHOM, ANOTHER})}


def a_role(minutes: int, role: str, whom: tuple[str, ...] = (WHOM,), scope: str = VAULT) -> Change:
    """A role assignment that was made."""
    return a_removal(
        scope,
        minutes,
        operation="Microsoft.Authorization/roleAssignments/write",
        concerns=whom,
        values=(a_value(role, "", "role"),) if role else (),
    )


def a_role_taken(role: str = "Reader") -> Change:
    return a_removal(minutes=60, values=(a_value("", role, "role"),) if role else ())


def back(rule: Rule, taken: Change, *later: Change) -> TakenBack | None:
    return taken_back(rule, taken, (taken, *later), ON, NOW)


@pytest.mark.parametrize(
    ("given", "is_certain"),
    [
        (a_role(30, "Reader"), True),
        (a_role(30, "Reader", scope="/subscriptions/s"), True),
        (a_role(30, "Owner"), None),
        (a_role(30, "Reader", whom=(ANOTHER,)), None),
        (a_role(30, ""), False),
        (a_role(30, "Reader", whom=()), False),
        (a_role(90, "Reader"), None),
        (a_role(-5, "Reader"), None),
    ],
    ids=[
        "the same role",
        "above it",
        "another role",
        "to another",
        "which role is not said",
        "to whom is not said",
        "before",
        "after the look",
    ],
)
def test_a_role_is_given_back_by_the_same_role_for_the_same_principal(
    given: Change, is_certain: bool | None
) -> None:
    said = back(TAKEN, a_role_taken(), given)
    assert (said.is_certain if said else None) is is_certain


def test_what_surely_gives_it_back_goes_before_what_may() -> None:
    said = back(TAKEN, a_role_taken(), a_role(50, ""), a_role(20, "Reader"), a_role(30, "Reader"))
    assert said == TakenBack(a_role(30, "Reader").at, is_certain=True)  # type: ignore[arg-type]


@pytest.mark.parametrize(("group", "is_back"), [(ANOTHER, True), (WHOM, False)])
def test_another_group_is_not_the_one_that_was_left(group: str, is_back: bool) -> None:
    left = a_change(
        60, operation="Remove member from group", values=(a_value("", f'"{ANOTHER}"', GROUPS),)
    )
    joined = a_change(
        30, operation="Add member to group", values=(a_value(f'"{group}"', "", GROUPS),)
    )
    assert bool(back(LEFT, left, joined)) is is_back


def test_another_principal_that_is_switched_on_takes_nothing_back() -> None:
    off = a_change(60)
    on = a_change(30, subject=ANOTHER, values=(a_value("[true]", "[false]"),))
    scene = a_scene(on_path=ON)
    first = weigh((off, on), scene)[0]
    assert (first.change, first.weight) == (off, Weight.EXPLAINS)


@pytest.mark.parametrize(
    ("given", "weight", "words"),
    [
        (a_role(30, "Reader"), Weight.MAY, "but that was taken back at"),
        (a_role(30, ""), Weight.MAY, "does not say whether it is the same"),
        (a_role(30, "Owner"), Weight.EXPLAINS, "before this run looked."),
    ],
)
def test_the_report_says_how_sure_that_is(given: Change, weight: Weight, words: str) -> None:
    (only,) = (
        each
        for each in weigh((a_role_taken(), given), a_scene())
        if each.change.values[:1] == (a_value("", "Reader", "role"),)
    )
    assert only.weight is weight
    assert words in only.because


@given(
    st.permutations([a_role(50, ""), a_role(30, "Reader"), a_role(20, "Owner"), a_role(40, "")])
)
def test_the_order_in_which_changes_are_told_does_not_matter(later: list[Change]) -> None:
    said = back(TAKEN, a_role_taken(), *later)
    assert said == TakenBack(a_role(30, "Reader").at, is_certain=True)  # type: ignore[arg-type]
