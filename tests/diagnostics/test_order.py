"""Each check after those it waits for, always in the same order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import CatalogueError
from diagnostics.order import ordered, providers, waits_for
from tests.support.small import Pipe, Tap, Water, a_check, a_type

TYPES = [a_type(f"T{i}") for i in range(7)]


def test_needs_and_wants_come_before() -> None:
    checks = [
        a_check("a.last", Tap, needs=(Pipe,)),
        a_check("b.middle", Pipe, wants=(Water,)),
        a_check("c.first", Water),
    ]
    assert [check.id for check in ordered(checks)] == ["c.first", "b.middle", "a.last"]


def test_what_is_only_weighed_does_not_order() -> None:
    checks = [a_check("a.a", Tap, weighs=(Pipe,)), a_check("b.b", Pipe, weighs=(Tap,))]
    assert [check.id for check in ordered(checks)] == ["a.a", "b.b"]


def test_what_nobody_provides_is_not_waited_for() -> None:
    check = a_check("a.a", Tap, wants=(Pipe,))
    assert ordered([check]) == (check,)
    assert waits_for(check, providers([check])) == {}


def test_a_circle_is_told_by_its_members() -> None:
    checks = [
        a_check("a.a", Water, needs=(Pipe,)),
        a_check("b.b", Pipe, wants=(Tap,)),
        a_check("c.c", Tap, needs=(Water,)),
    ]
    with pytest.raises(CatalogueError) as told:
        ordered(checks)
    circle = "a.a needs or wants b.b needs or wants c.c needs or wants a.a"
    start = str(told.value).rpartition(": ")[2].split(" ")[0]
    turned = f"{circle} {circle.partition(' ')[2]}"
    assert str(told.value).rpartition(": ")[2] in turned[turned.index(start) :]


def test_a_check_that_needs_itself_is_a_circle() -> None:
    with pytest.raises(CatalogueError, match=r"a\.a needs or wants a\.a"):
        ordered([a_check("a.a", Water, needs=(Water,))])


def test_two_providers_of_one_type_are_told() -> None:
    with pytest.raises(CatalogueError, match=r"a\.a and b\.b both provide Water"):
        ordered([a_check("b.b", Water), a_check("a.a", Water)])


@given(st.data())
def test_any_graph_without_a_circle_is_ordered_the_same_whatever_the_order_given(
    data: st.DataObject,
) -> None:
    checks = []
    for i, kind in enumerate(TYPES):
        earlier = data.draw(st.sets(st.sampled_from(TYPES[:i]))) if i else set()
        checks.append(
            a_check(f"a.c{data.draw(st.integers(0, 9))}x{i}", kind, needs=tuple(earlier))
        )
    order = ordered(checks)
    assert ordered(data.draw(st.permutations(checks))) == order
    place = {check.provides: at for at, check in enumerate(order)}
    assert all(place[need] < place[check.provides] for check in order for need in check.needs)
