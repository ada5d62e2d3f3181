"""Percentiles from bins lie within what is promised of the exact ones."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.delays.aggregates import set_of
from diagnostics.delays.engine import bytes_of
from diagnostics.delays.intervals import interval_of
from diagnostics.delays.percentiles import PER_OCTAVE, ZERO_BIN, quantile, spread
from diagnostics.errors import ConfigError


def binned(milliseconds: list[int]) -> Counter[int]:
    return Counter(
        round(math.log2(each) * PER_OCTAVE) if each else ZERO_BIN for each in milliseconds
    )


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=200), st.floats(0.01, 0.99))
def test_a_percentile_is_near_an_exact_one(values: list[int], share: float) -> None:
    ordered = sorted(values)
    exact = ordered[max(0, math.ceil(share * len(ordered)) - 1)] / 1000
    found = quantile(binned(values), share)
    assert exact * 2 ** (-1 / PER_OCTAVE) <= found <= exact * 2 ** (1 / PER_OCTAVE)


def test_nothing_has_no_percentile_and_zero_is_zero() -> None:
    assert spread({}) is None
    zero = spread(binned([0, 0, 0]))
    assert zero is not None
    assert (zero.count, zero.p99) == (3, 0.0)


def test_an_interval_is_the_finest_that_people_can_read() -> None:
    assert [interval_of(hours * 3600) for hours in (1, 24, 24 * 30)] == [60, 300, 21600]


@pytest.mark.parametrize(
    ("text", "size"), [("2GB", 2 * 10**9), ("500 mb", 5 * 10**8), ("1GiB", 2**30)]
)
def test_a_size_is_read(text: str, size: int) -> None:
    assert bytes_of(text) == size


@pytest.mark.parametrize("text", ["", "2", "much", "-1GB", "20MB"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        bytes_of(text)


def test_each_dimension_has_a_set_of_its_own() -> None:
    assert [set_of(name) for name in ("domain", "outbound_ip", "campaign", "channel")] == [
        7,
        11,
        13,
        14,
    ]
