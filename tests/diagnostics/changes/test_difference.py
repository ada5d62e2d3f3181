"""What is different between two runs: told once, with its evidence, and never more than both of them saw."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.changes.difference import Compared, compare, since
from diagnostics.changes.different import Difference, Sort, Turn
from diagnostics.changes.rule import Fate
from diagnostics.changes.side import Side
from diagnostics.changes.structure import Differing, differing
from diagnostics.evidence import Evidence
from diagnostics.outcome import Reading
from tests.support.sides import TRACING, a_side, closed, pipe, water
from tests.support.small import NOW


def compared(before: Side, now: Side) -> Compared:
    return compare(before, now, TRACING)


def told(before: Side, now: Side) -> list[tuple[str, str]]:
    return [(each.turn.name, each.what) for each in compared(before, now).differences]


def test_what_got_worse_is_told_as_cause_as_value_and_as_finding() -> None:
    assert told(a_side(water(20), pipe()), a_side(water(90), pipe())) == [
        ("WORSE", "New cause: water-hot: 1 findings"),
        ("WORSE", "The water in the tub got hot: degrees was 20, is 90."),
        ("WORSE", "ZZ101 is new: 90 degrees"),
    ]


def test_the_way_back_is_told_as_better() -> None:
    assert told(a_side(water(90), pipe()), a_side(water(20), pipe())) == [
        ("BETTER", "No cause any more: water-hot: 1 findings"),
        ("BETTER", "The water in the tub: degrees was 90, is 20."),
        ("BETTER", "ZZ101 is gone: 90 degrees"),
    ]


def test_what_changed_without_a_finding_is_only_different() -> None:
    (only,) = compared(a_side(water(20), pipe()), a_side(water(30), pipe())).differences
    assert (only.turn, only.evidence) == (Turn.OTHER, ("water.warm: Water.degrees",))


@pytest.mark.parametrize("reading", [closed("water.warm"), None])
def test_what_was_not_asked_again_did_not_vanish(reading: Reading | None) -> None:
    now = a_side(pipe(), *([reading] if reading else []))
    found = compared(a_side(water(90), pipe()), now)
    assert all("vanish" not in each.what and "gone" not in each.what for each in found.differences)
    assert {each.turn for each in found.differences} == {Turn.UNKNOWN}
    assert found.not_seen == ("water.warm",)


def test_what_nobody_looked_for_before_is_not_new() -> None:
    found = compared(a_side(pipe()), a_side(water(90), pipe()))
    assert {each.turn for each in found.differences} == {Turn.OTHER}
    assert any("not looked for in the other run" in each.what for each in found.differences)


def test_what_became_unknown_says_why_and_which_question() -> None:
    found = compared(a_side(water(), pipe()), a_side(water(), pipe("")))
    by_sort = {each.sort: each for each in found.differences}
    assert by_sort[Sort.CHECK].turn is Turn.UNKNOWN
    assert by_sort[Sort.CHECK].what == (
        "Became unknown whether “pipe.owned is well”: nobody owns it"
    )
    assert by_sort[Sort.CHECK].evidence == ("pipe.owned",)


def test_a_text_that_was_given_is_no_reading() -> None:
    before, now = a_side(water(20), pipe()), a_side(water(30), pipe())
    assert not compare(before, now, TRACING, texts=frozenset({"water.warm"})).differences


def test_the_difference_to_a_clean_run_is_kept_as_changes_without_an_instant() -> None:
    earlier = since(a_side(water(20), pipe()), a_side(water(90), pipe(), minutes=60), TRACING)
    (only,) = earlier.changes
    assert (earlier.started_at, only.at, only.subject) == (NOW, None, "tub")
    assert [(each.name, each.before, each.after) for each in only.values] == [
        ("degrees", "20", "90")
    ]


READINGS = st.tuples(
    st.sampled_from([None, water(20), water(30), water(90), closed("water.warm")]),
    st.sampled_from([None, pipe(), pipe("you"), pipe(""), closed("pipe.owned", "shut")]),
)
SIDES = READINGS.map(lambda both: a_side(*(each for each in both if each)))
_OPPOSITE = {
    Turn.WORSE: Turn.BETTER,
    Turn.BETTER: Turn.WORSE,
    Turn.OTHER: Turn.OTHER,
    Turn.UNKNOWN: Turn.OTHER,
}


@given(side=SIDES)
def test_a_run_does_not_differ_from_itself(side: Side) -> None:
    found = compared(side, side)
    assert found.differences == ()
    assert found.not_seen == ()


def mirrored(each: Difference) -> tuple[object, ...]:
    return (each.sort, each.subject, each.after, each.before)


def upright(each: Difference) -> tuple[object, ...]:
    return (each.sort, each.subject, each.before, each.after)


@given(one=SIDES, other=SIDES)
def test_what_came_on_the_way_there_went_on_the_way_back(one: Side, other: Side) -> None:
    there, back = compared(one, other), compared(other, one)
    returned = {mirrored(each): each.turn for each in back.differences}
    assert set(returned) == set(map(upright, there.differences))
    for each in there.differences:
        turn = returned[upright(each)]
        if each.turn in (Turn.WORSE, Turn.BETTER):
            assert turn is _OPPOSITE[each.turn]
        else:
            assert turn in (Turn.OTHER, Turn.UNKNOWN)
    assert there.same == back.same
    assert there.not_seen == back.not_seen


@given(one=SIDES, other=SIDES)
def test_each_difference_names_its_evidence_and_the_worst_is_first(one: Side, other: Side) -> None:
    found = compared(one, other).differences
    assert all(each.evidence and all(each.evidence) for each in found)
    assert [each.turn for each in found] == sorted(each.turn for each in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One thing that a record lists."""

    id: str
    color: str = "green"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree(Evidence):
    """A record with a list, a guard and a value."""

    leaves: tuple[Leaf, ...] = ()
    leaves_not_read: str = ""
    nests: tuple[str, ...] = ()
    height: int | None = None
    soil: str = ""
    not_asked: str = ""


def a_tree(*leaves: Leaf, **fields: object) -> Tree:
    return Tree(observed_at=NOW, leaves=leaves, **fields)  # type: ignore[arg-type]


def paths(before: Tree, now: Tree) -> list[tuple[str, Fate, str, str]]:
    return [
        (each.path, each.fate, each.before, each.after)
        for each in differing(before, now, frozenset())
        if each.is_seen
    ]


def test_an_element_of_a_list_is_told_by_its_name() -> None:
    a, b, red = Leaf(id="a"), Leaf(id="b"), Leaf(id="a", color="red")
    assert paths(a_tree(a, b), a_tree(b, red)) == [("leaves.color", Fate.CHANGED, "green", "red")]
    assert [each[:2] for each in paths(a_tree(a), a_tree(b))] == [
        ("leaves", Fate.VANISHED),
        ("leaves", Fate.APPEARED),
    ]


def test_the_order_of_a_list_means_nothing() -> None:
    assert paths(a_tree(nests=("a", "b")), a_tree(nests=("b", "a"))) == []
    assert paths(a_tree(Leaf(id="a"), Leaf(id="b")), a_tree(Leaf(id="b"), Leaf(id="a"))) == []


@pytest.mark.parametrize(
    "unread", [{"leaves_not_read": "denied"}, {"not_asked": "no account is named"}]
)
def test_a_list_that_could_not_be_read_is_not_an_empty_one(unread: dict[str, str]) -> None:
    before, now = a_tree(Leaf(id="a")), a_tree(**unread)
    assert paths(before, now) == []
    assert paths(now, before) == []


def test_a_value_that_is_not_said_any_more_is_not_seen() -> None:
    (only,) = differing(a_tree(height=3), a_tree(), frozenset())
    assert not only.is_seen


def test_what_its_absence_means_is_said_where_it_means_something() -> None:
    (only,) = differing(a_tree(height=3), a_tree(), frozenset(), {"height": "0"})
    assert only == Differing(path="height", fate=Fate.CHANGED, before="3", after="0")


def test_what_differs_from_run_to_run_is_left_out() -> None:
    before, now = a_tree(soil="a"), a_tree(soil="b")
    assert differing(before, now, frozenset({"Tree.soil"})) == ()
    assert differing(before, now, frozenset({"Tree.*"})) == ()
    assert differing(before, now, frozenset({"Other.soil"}))
