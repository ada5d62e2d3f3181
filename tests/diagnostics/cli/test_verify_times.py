"""Times as people type them, and the pauses between two looks."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.cli.verify_times import instant_of, pauses, span_of
from diagnostics.errors import ConfigError

NOW = datetime(2026, 3, 14, 15, 0, tzinfo=UTC)


@pytest.fixture
def paris(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change its zone")
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("2h", 120), ("90m", 90), ("30s", 0.5), ("1h30m", 90), (" 2H ", 120), ("168h", 10080)],
)
def test_a_span(text: str, minutes: float) -> None:
    assert span_of(text) == timedelta(minutes=minutes)


@given(st.text(max_size=12))
def test_a_span_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ConfigError):
        assert timedelta(0) < span_of(text) <= timedelta(days=7)


@pytest.mark.parametrize("text", ["", "h", "2", "0s", "-1h", "1.5h", "169h", "9" * 400 + "s"])
def test_no_span(text: str) -> None:
    with pytest.raises(ConfigError, match="no time to wait"):
        span_of(text)


@pytest.mark.usefixtures("paris")
def test_a_clock_time_is_of_today_and_local() -> None:
    assert instant_of("14:05", NOW) == datetime(2026, 3, 14, 13, 5, tzinfo=UTC)
    assert instant_of("2026-03-14T14:05", NOW) == datetime(2026, 3, 14, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-03-14T14:05Z", "2026-03-14 15:05+01:00"])
def test_an_instant_with_its_zone(text: str) -> None:
    assert instant_of(text, NOW) == datetime(2026, 3, 14, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-03-14", "25:00", "14:99", "1", "0001-01-01T00:00"]
)
def test_no_instant(text: str) -> None:
    with pytest.raises(ConfigError, match="14:05"):
        instant_of(text, NOW)


def test_a_time_ahead_is_refused() -> None:
    with pytest.raises(ConfigError, match="lies ahead"):
        instant_of("2026-03-14T15:01Z", NOW)


def test_pauses_double_up_to_five_minutes() -> None:
    seconds = [pause.total_seconds() for pause in islice(pauses(), 8)]
    assert seconds == [10, 20, 40, 80, 160, 300, 300, 300]
