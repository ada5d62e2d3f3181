"""The smallest covering set, held against trying all of them."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.diagnosis.cover import smallest_cover

reaches = st.lists(st.frozensets(st.sampled_from("abcdef"), max_size=4), max_size=8)


def by_trying_all(reach: list[frozenset[str]]) -> tuple[int, ...]:
    wanted = frozenset[str]().union(*reach)
    for size in range(len(reach) + 1):
        for group in combinations(range(len(reach)), size):
            if frozenset[str]().union(*(reach[at] for at in group)) == wanted:
                return group
    raise AssertionError


def sets(*words: str) -> list[frozenset[str]]:
    return [frozenset(word) for word in words]


@given(reaches)
def test_it_is_the_smallest_and_of_equals_the_first(reach: list[frozenset[str]]) -> None:
    assert smallest_cover(reach) == by_trying_all(reach)


def test_nothing_to_cover_needs_nobody() -> None:
    assert smallest_cover([]) == ()
    assert smallest_cover(sets("", "")) == ()


def test_one_that_explains_all_goes_before_two_that_share() -> None:
    assert smallest_cover(sets("ab", "cd", "abcd")) == (2,)


def test_taking_the_widest_first_would_be_wrong() -> None:
    assert smallest_cover(sets("abcd", "abe", "cdf")) == (1, 2)


def test_many_pairs_that_look_the_same_are_chosen_at_once() -> None:
    reach = [frozenset({f"x{at // 2}"}) for at in range(60)]
    assert smallest_cover(reach) == tuple(range(0, 60, 2))


def test_of_two_smallest_sets_the_one_with_the_most_preferred_is_taken() -> None:
    assert smallest_cover(sets("d", "ad", "b", "ab")) == (0, 3)
