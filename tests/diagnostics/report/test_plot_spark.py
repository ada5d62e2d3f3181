from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.report.plot_spark import ASCII, BLOCKS, can_draw, spark

counts = st.lists(st.integers(0, 10_000), max_size=200)


def test_it_goes_as_the_numbers_go() -> None:
    assert spark([0, 1, 2, 3, 4, 5, 6, 7, 8]) == BLOCKS
    assert spark([0, 1, 8], ascii_only=True) == ".:@"
    assert spark([]) == ""


def test_one_among_thousands_is_seen_and_none_is_nothing() -> None:
    assert spark([0, 1, 10_000]) == "·▁█"
    assert spark([0, 0]) == "··"


def test_more_values_than_columns_are_added_up() -> None:
    assert spark([1, 1, 0, 0, 4, 4], 3) == "▂·█"
    assert spark([1, 2], 16) == "▄█"


@given(counts, st.integers(1, 60), st.booleans())
def test_it_never_is_wider_and_never_hides_a_count(
    values: list[int], width: int, ascii_only: bool
) -> None:
    drawn = spark(values, width, ascii_only=ascii_only)
    assert len(drawn) == min(width, len(values))
    assert set(drawn) <= set(ASCII if ascii_only else BLOCKS)
    assert any(char not in "·." for char in drawn) == any(values)


@given(counts)
def test_a_larger_count_is_never_drawn_lower(values: list[int]) -> None:
    levels = [BLOCKS.index(char) for char in spark(values)]
    pairs = sorted(zip(values, levels, strict=True))
    assert [level for _, level in pairs] == sorted(levels)


@pytest.mark.parametrize(
    ("encoding", "can"),
    [
        ("utf-8", True),
        ("cp437", False),
        ("cp1252", False),
        ("ascii", False),
        (None, False),
        ("no", False),
    ],
)
def test_a_stream_that_cannot_hold_blocks_is_known(encoding: str | None, can: bool) -> None:
    assert can_draw(encoding) is can


def test_what_is_not_known_is_not_none() -> None:
    assert spark([0, None, 4]) == "·?█"
    assert spark([None, None, 1, 0], 2) == "?█"
    assert spark([None, 0], ascii_only=True) == "?."
