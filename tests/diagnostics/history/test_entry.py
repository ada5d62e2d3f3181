"""What is kept of a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from diagnostics.history.entry import entry_of
from diagnostics.history.kept import LEGEND
from diagnostics.judging import LEFT_OUT
from diagnostics.report.record import Report
from diagnostics.report.suppressed_record import SuppressedView
from tests.support.examined import examined

AT = datetime(2026, 11, 23, 8, 0, 0, 123, tzinfo=UTC)


@pytest.fixture(scope="module")
def broken() -> Report:
    return examined("key-disabled").report


def test_a_broken_run(broken: Report) -> None:
    entry = entry_of(broken, "watch", AT)
    assert (entry.at, entry.mark, entry.exit_code, entry.cause) == (AT, "C", 1, "key-disabled")
    assert entry.marks["keyvault.key"] == "C"
    assert entry.marks["entra.default_principal"] == "."
    assert set(entry.marks) == {check.id for check in broken.checks}
    assert set(entry.marks.values()) <= set(LEGEND)
    assert {each.code for each in entry.noticed} == {view.code for view in broken.findings}


def test_what_was_left_out_was_not_asked_and_what_does_not_apply_is_not_open(
    broken: Report,
) -> None:
    first, second, *rest = broken.checks
    checks = (
        replace(first, status="skipped", reason=LEFT_OUT),
        replace(second, status="skipped", reason="no such thing here"),
        *rest,
    )
    marks = entry_of(replace(broken, checks=checks, findings=()), "watch", AT).marks
    assert (marks[first.id], marks[second.id]) == (" ", "-")


def test_what_somebody_answers_for_is_kept_and_does_not_count(broken: Report) -> None:
    said = SuppressedView(owner="o", reason="r", until="2027-01-01")
    findings = tuple(replace(view, suppressed=said) for view in broken.findings)
    entry = entry_of(replace(broken, findings=findings, exit_code=0), "watch", AT)
    assert entry.mark == "s"
    assert entry.exit_code == 0
    assert entry.marks["keyvault.key"] == "s"
    assert all(each.suppressed for each in entry.noticed)


@pytest.mark.parametrize(("code", "mark"), [(130, "/"), (3, "?"), (0, ".")])
def test_the_mark_of_a_run_is_how_it_ended(broken: Report, code: int, mark: str) -> None:
    assert entry_of(replace(broken, findings=(), exit_code=code), "watch", AT).mark == mark
