"""Reports of many sorts as HTML, for the tests that open them in a browser: drawn once for a session."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from diagnostics.report.changes_record import ChangesView, ChangeView, LogView, MomentView
from diagnostics.report.html import render
from diagnostics.report.wording import is_text_only, line_of
from tests.diagnostics.report.test_triaged import outage
from tests.diagnostics.report.test_verified import report as verified_report
from tests.diagnostics.report.test_verified import run_of, well_after
from tests.scenarios.test_hostile import LONG, hostile
from tests.support.commands import run
from tests.support.examined import examined
from tests.support.searched import report_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.report.record import Report
    from diagnostics.report.repair_record import Command

SICK = "service-principal-disabled"
_SCENARIOS = {
    "disabled principal": SICK,
    "several causes": f"{SICK}+key-expired",
    "Adobe's account": "service-principal-soft-deleted@adobe-managed",
    "Adobe's side": "campaign-ended",
    "clean": "healthy@own-account",
    "incomplete": "no-credential",
}
ONE = (*_SCENARIOS, "changes", "triage", "repaired", "still broken", "a hundred findings")
ALL = (*ONE, "several targets", "late mails")
HOSTILE = "names that attack"  # and are long


@cache
def reports_of(name: str) -> tuple[Report, ...]:
    """The reports of one page; to be asked for before a browser runs, which keeps the event loop."""
    if name == "several targets":
        return tuple(reports_of(each)[0] for each in ("several causes", "clean", "incomplete"))
    if name == "changes":
        return (changed(examined(_SCENARIOS["several causes"]).report),)
    if name == "late mails":
        return ()
    if name == HOSTILE:
        return (hostile("denied-by-assignment", LONG).report, hostile(SICK, LONG).report)
    if name == "a hundred findings":
        return (crowded(examined(_SCENARIOS["several causes"]).report, 100),)
    if name == "triage":
        return (report_of(outage()),)
    if name in ("repaired", "still broken"):
        now = well_after(SICK) if name == "repaired" else run_of(SICK)
        return (verified_report(run_of(SICK), now),)
    return (examined(_SCENARIOS[name]).report,)


@cache
def html_of(name: str) -> str:
    """One page."""
    if name == "late mails":
        return late_mails()
    return render(reports_of(name))


def late_mails() -> str:
    """A page of `delays`, which is none of a report."""
    pytest.importorskip("duckdb", reason="delays needs the extra of that name")
    with TemporaryDirectory() as folder:
        rows, page = Path(folder, "f.parquet"), Path(folder, "late.html")
        run("simulate-delays", str(rows), "--incident", "provider-slow", "--rows", "20000")
        assert run("delays", str(rows), "--format", "html", "--output", str(page)).code == 1
        return page.read_text(encoding="utf-8")


def crowded(report: Report, count: int) -> Report:
    """The report with so many findings: the further ones have no cause."""
    real = report.findings
    more = tuple(
        replace(real[at % len(real)], code=f"KV{900 + at}", subject=f"key {at}")
        for at in range(len(real), count)
    )
    return replace(report, findings=(*real, *more), unexplained=more)


def changed(report: Report) -> Report:
    """The report with what logs of changes would have told."""
    telling = ChangeView(
        at="2026-11-29T01:12:09Z",
        log="Entra audit",
        operation="Update service principal",
        what="AccountEnabled of service principal id-ajo-cmk was set to false",
        subject="service principal 33333333-cccc-4000-8000-000000000002",
        who="mona@contoso.example",
        before="true",
        after="false",
        explains=("EN101",),
        causes=(report.causes[0].id,),
        weight="explains",
        because="it is the very property that is wrong, six minutes before the first error",
    )
    beside = replace(
        telling,
        at="",
        log="earlier run",
        what="Vault kv-ajo has another tag",
        who="",
        before="",
        after="",
        explains=(),
        causes=(),
        weight="beside it",
        because="",
    )
    logs = (
        LogView(log="Entra audit", state="read", detail="41 entries", do=""),
        LogView(
            log="vault audit",
            state="not collected",
            detail="AuditEvent is sent nowhere",
            do="switch it on",
        ),
    )
    moments = (
        ("2026-11-29T01:10:00Z", "last good", "The key was last unwrapped"),
        ("2026-11-29T01:12:09Z", "change", telling.what),
        ("2026-11-29T01:18:30Z", "first error", "First 4000"),
        ("2026-11-29T02:40:00Z", "finding", "EN101 was seen"),
        ("2026-11-29T03:40:00Z", "due", "Works at the latest"),
    )
    return replace(
        report,
        changes=ChangesView(
            since="2026-11-22T02:40:00Z",
            until="2026-11-29T02:40:00Z",
            changes=(telling, beside),
            logs=logs,
        ),
        timeline=tuple(
            MomentView(at=at, sort=sort, what=what, subject="") for at, sort, what in moments
        ),
    )


def commands_of(report: Report) -> list[Command]:
    """The commands that a report shows: general advice, and to look again, give way to the repair of a cause."""
    shown = report
    if report.causes and not is_text_only(report):
        shown = replace(report, pasted=())
    if report.verification and report.verification.cause:
        shown = replace(shown, verification=replace(report.verification, next=None))
    lines = [line for question in report.open if (line := line_of(question))]
    return [*commands_in(shown), *lines]


def commands_in(value: object) -> Iterator[Command]:
    """Every command of a record, at any depth."""
    if is_dataclass(value) and not isinstance(value, type):
        if {"sh", "powershell"} <= {field.name for field in fields(value)}:
            yield value  # type: ignore[misc]
        for field in fields(value):
            yield from commands_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from commands_in(each)
