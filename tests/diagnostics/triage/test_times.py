"""When a record happened, in every form of time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.triage.times import when

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
NEAR = datetime(2026, 1, 3, tzinfo=UTC)
MILLI = AT + timedelta(milliseconds=678)


@pytest.mark.parametrize(
    ("text", "at", "zone_assumed"),
    [
        ('{"time":"2026-01-02T03:04:05Z","x":1}', AT, False),
        ('{"TimeGenerated":"2026-01-02T03:04:05.6780000Z"}', MILLI, False),
        ('{"timestamp": "2026-01-02T05:04:05+02:00"}', AT, False),
        ('{"@timestamp":"2026-01-01T22:04:05-0500"}', AT, False),
        ('{"TimeGenerated [UTC]":"1/2/2026, 3:04:05.678 AM"}', MILLI, True),
        ('{"eventTimestamp":"2026-01-02T03:04:05Z","submissionTimestamp":"2026-01-02T04:00:00Z"}', AT, False),
        ('{"level":30,"time":1767323045678,"msg":"x"}', MILLI, False),
        ('{"ts":1767323045.678}', MILLI, False),
        ('{"timeUnixNano":"1767323045678000000"}', MILLI, False),
        ('{"timeUnixNano":1767323045678000000}', MILLI, False),
        ('{"@t":"2026-01-02T03:04:05Z"}', AT, False),
        ("2026-01-02T03:04:05Z stderr F it", AT, False),
        ("2026-01-02 03:04:05,678 ERROR it", MILLI, True),
        ("2026-01-02 03:04:05.678 UTC it", MILLI, False),
        ("[2026/01/02 03:04:05] it", AT, True),
        ("ERROR 2026-01-02T03:04:05 it", AT, True),
        ("Jan  2 03:04:05 host app[1]: it", AT, True),
        ("<11>Jan 2 03:04:05 host app[1]: it", AT, True),
        ("E0102 03:04:05.678000 7 main.go:1] it", MILLI, True),
        ('10.1.1.1 - - [02/Jan/2026:03:04:05 +0000] "GET /" 403', AT, False),
        ("02 Jan 2026 03:04:05,678 it", MILLI, True),
        ('"1/2/2026, 3:04:05.678 AM",KV-AJO,Forbidden', MILLI, True),
        ("1/2/2026 3:04:05 PM it", AT + timedelta(hours=12), True),
        ("1767323045.678 it", MILLI, False),
        ("nothing", None, False),
        ("2026-13-45T99:99:99Z", None, False),
        ("version 4.75.0, 10.0.0.1:443, took 00:00:01", None, False),
    ],
)  # fmt: skip
def test_a_time_is_read_in_each_form(text: str, at: datetime | None, zone_assumed: bool) -> None:
    assert when(text, NEAR) == (at, zone_assumed)


def test_the_record_goes_before_what_it_quotes() -> None:
    inner = json.dumps({"time": "2026-01-02T09:09:09Z", "msg": "x"})
    assert when(json.dumps({"log": inner, "time": "2026-01-02T03:04:05Z"})).at == AT
    assert when(json.dumps({"log": inner.replace("09:09:09", "03:04:05"), "stream": "x"})).at == AT


def test_the_field_goes_before_times_in_a_message() -> None:
    text = '{"msg":"token of 2025-12-31 00:00:00Z expired","time":"2026-01-02T03:04:05Z"}'
    assert when(text).at == AT


def test_a_date_without_a_year_is_the_last_that_has_passed() -> None:
    assert when("Dec 31 23:59:59 host x", NEAR).at == datetime(
        2025, 12, 31, 23, 59, 59, tzinfo=UTC
    )
    assert when("Feb 29 00:00:00 host x", NEAR).at == datetime(2024, 2, 29, tzinfo=UTC)


@given(st.datetimes(datetime(2001, 1, 2), datetime(2099, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_what_is_written_is_read(at: datetime) -> None:
    assert when(f"x {at.isoformat()} y").at == at
    assert when(json.dumps({"time": at.isoformat()})).at == at


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = when(text, NEAR)
    assert found.at is None or found.at.tzinfo is UTC
