"""A beginning is found to the interval, chance is no beginning, and few rows prove nothing."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.delays.changepoint import windows


def drawn(shares: list[float], rows: int, seed: int = 1) -> tuple[list[int], list[int]]:
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [sum(chance.random() < share for _ in range(rows)) for share in shares], [rows] * len(
        shares
    )


def test_a_beginning_and_an_end_are_found_to_the_interval() -> None:
    (found,) = windows(*drawn([0.01] * 40 + [0.6] * 15 + [0.01] * 45, 40))
    assert (found.start, found.end) == (40, 55)
    assert 0.5 < found.share < 0.7
    assert found.normal < 0.03


def test_what_goes_on_to_the_end_is_found() -> None:
    (found,) = windows(*drawn([0.02] * 30 + [0.4] * 70, 30))
    assert (found.start, found.end) == (30, 100)


def test_two_incidents_are_two() -> None:
    found = windows(*drawn(([0.01] * 20 + [0.5] * 10) * 2 + [0.01] * 20, 40))
    assert [(each.start, each.end) for each in found] == [(20, 30), (50, 60)]


def test_empty_intervals_do_not_part_an_incident() -> None:
    bad, of = drawn([0.01] * 20 + [0.7] * 20 + [0.01] * 20, 40)
    for at in (25, 26, 31):
        bad[at] = of[at] = 0
    (found,) = windows(bad, of)
    assert (found.start, found.end) == (20, 40)


def test_chance_is_no_beginning() -> None:
    for seed in range(40):
        assert windows(*drawn([0.006] * 288, 12, seed)) == ()


def test_a_few_bad_rows_prove_nothing() -> None:
    assert windows([0] * 50 + [3] + [0] * 50, [4] * 101) == ()


def test_what_is_always_bad_has_no_beginning() -> None:
    assert windows([30] * 60, [40] * 60) == ()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60))
def test_windows_lie_inside_the_line_apart_from_each_other(points: list[tuple[int, int]]) -> None:
    bad = [min(pair) for pair in points]
    of = [max(pair) for pair in points]
    found = windows(bad, of)
    ends = [0, *(end for each in found for end in (each.start, each.end)), len(points)]
    assert ends == sorted(ends)
    assert all(each.share > each.normal for each in found)
