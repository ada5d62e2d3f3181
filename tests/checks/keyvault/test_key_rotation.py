from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.keyvault.facts import KeyFacts, KeyVersion
from checks.keyvault.key import judge
from checks.keyvault.key_rotation import switched_off_early
from diagnostics import Evidence, Finding, KeyUri, Severity, Unknown, ports
from tests.checks.keyvault.situations import (
    CONFIRMED,
    DAY,
    HOUR,
    KEY,
    NEW,
    NOW,
    OLD,
    OLDER,
    URI,
    a_key,
    a_version,
    an_account,
    seen,
)

ROTATED = NOW - 5 * HOUR
SECOND = timedelta(seconds=1)


def newest(created_on: datetime = ROTATED) -> KeyVersion:
    return a_version(NEW, created_on=created_on, updated_on=created_on)


def off(
    updated_on: datetime | None = NOW - HOUR, version: str = OLD, **other: object
) -> KeyVersion:
    return a_version(version, enabled=False, updated_on=updated_on, **other)


def judged(key: KeyFacts, *more: Evidence) -> list[Finding | Unknown]:
    return [each for each in judge(key, seen(*more)) if isinstance(each, Finding | Unknown)]


@pytest.mark.parametrize(
    ("situation", "key", "expected"),
    [
        ("never rotated", a_key(newest()), []),
        ("rotated, old one on", a_key(newest(), a_version(OLD)), []),
        ("old one off within the day", a_key(newest(), off()), ["KV109"]),
        (
            "old one off a second too early",
            a_key(newest(NOW - 3 * DAY), off(NOW - 2 * DAY - SECOND)),
            ["KV109"],
        ),
        ("old one off after a full day", a_key(newest(NOW - 3 * DAY), off(NOW - 2 * DAY)), []),
        ("old one off long after", a_key(newest(NOW - 90 * DAY), off(NOW - 10 * DAY)), []),
        (
            "two old ones off early",
            a_key(
                newest(),
                off(created_on=ROTATED - HOUR),
                off(version=OLDER, created_on=ROTATED - 9 * DAY),
            ),
            ["KV109", "KV109"],
        ),
        ("old one off, dates not said", a_key(newest(), off(None)), ["KV213"]),
        (
            "the key itself off and the old one too",
            a_key(a_version(NEW, enabled=False, created_on=ROTATED), off()),
            ["KV101", "KV109"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_rotation(situation: str, key: KeyFacts, expected: list[str]) -> None:
    assert [each.kind.code for each in judged(key)] == expected, situation


def test_the_finding_names_both_versions_and_both_dates() -> None:
    (finding,) = judged(a_key(newest(), off()))
    assert isinstance(finding, Finding)
    assert finding.severity is Severity.CRITICAL
    for part in (OLD, NEW, "2026-11-23 02:14 UTC", "2026-11-22 22:14 UTC"):
        assert part in finding.message


def test_an_account_that_reaches_its_key_makes_it_a_warning() -> None:
    (finding,) = judged(a_key(newest(), off()), an_account(cmk_status=CONFIRMED))
    assert isinstance(finding, Finding)
    assert finding.severity is Severity.WARNING
    assert finding.because


def test_a_rotation_of_long_ago_is_a_warning_where_the_account_is_not_seen() -> None:
    key = a_key(newest(NOW - 31 * DAY), off(NOW - 31 * DAY + HOUR))
    (finding,) = judged(key)
    assert isinstance(finding, Finding)
    assert finding.severity is Severity.WARNING
    (finding,) = judged(key, an_account(cmk_status="currently revoked (4005)."))
    assert isinstance(finding, Finding)
    assert finding.severity is Severity.CRITICAL


def test_a_version_that_the_uri_names_is_judged_as_the_key_itself() -> None:
    named = off()
    key = a_key(newest(), named, key_uri=KeyUri(URI.host, URI.name, OLD))
    key = a_key(named, key_uri=key.key_uri, versions=key.versions)
    assert [each.kind.code for each in judged(key)] == ["KV101"]


def test_versions_that_may_not_be_read_leave_the_question_open() -> None:
    key = a_key(versions=(), versions_not_read="not permitted", versions_denied=True)
    (unknown,) = judged(key)
    assert isinstance(unknown, Unknown)
    assert unknown.kind.code == "SF102"
    assert unknown.permissions == (ports.KEY_VERSIONS_READ.at(str(KEY)),)


def test_versions_that_could_not_be_read_leave_it_open_without_a_right() -> None:
    (unknown,) = judged(a_key(versions=(), versions_not_read="asked to slow down"))
    assert isinstance(unknown, Unknown)
    assert unknown.kind.code == "KV213"
    assert unknown.permissions == ()


@given(
    rotated=st.integers(0, 400 * 24),
    disabled=st.integers(-48, 400 * 24),
)
def test_no_version_is_called_early_that_was_on_for_a_full_day(
    rotated: int, disabled: int
) -> None:
    created = NOW - rotated * HOUR
    key = a_key(newest(created), off(created + disabled * HOUR))
    assert bool(switched_off_early(key)) is (disabled < 24)
