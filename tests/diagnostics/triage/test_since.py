from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import ConfigError
from diagnostics.triage.since import instant_before

NOW = datetime(2027, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("2h", timedelta(hours=2)),
        ("30m", timedelta(minutes=30)),
        ("90 s", timedelta(seconds=90)),
        ("1D", timedelta(days=1)),
        ("2027-01-31T11:00", timedelta(hours=1)),
        ("2027-01-31 12:00+01:00", timedelta(hours=1)),
        ("2027-01-31T11:00:00Z", timedelta(hours=1)),
        ("2027-01-31", timedelta(hours=12)),
    ],
)
def test_lengths_and_instants(text: str, ago: timedelta) -> None:
    assert instant_before(text, NOW, "--since") == NOW - ago


@given(st.text(max_size=20) | st.from_regex(r"\d{1,7}[smhdw]", fullmatch=True))
def test_everything_else_is_refused_with_what_is_expected(text: str) -> None:
    with suppress(ConfigError):
        assert instant_before(text, NOW, "--since").tzinfo


@pytest.mark.parametrize("text", ["yesterday", "2 fortnights", "2027-02-30", "999999w", ""])
def test_what_is_no_time_is_told_with_what_would_be_one(text: str) -> None:
    with pytest.raises(ConfigError, match="2h, 30m or 1d") as caught:
        instant_before(text, NOW, "--since")
    assert caught.value.source == "--since"
