"""Searches through logs whose occurrences are given: judged, kept and drawn as the command does it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.cli.outputs import PRINTED
from diagnostics.cli.running import judge
from diagnostics.cli.triage_asked import Asked
from diagnostics.cli.triage_progress import Watch
from diagnostics.cli.triaging import Searched, run_of
from diagnostics.finding import Severity
from diagnostics.report.clean import clean
from diagnostics.triage.occurrence import LeftOut, Occurrence
from diagnostics.triage.tally import Tally, Window
from tests.diagnostics.triage.occurrences import BEGAN
from tests.support.examined import the_catalogue

if TYPE_CHECKING:
    from diagnostics.outcome import Run
    from diagnostics.report.record import Report

ASKED = Asked(
    paths=("app.log",),
    window=Window(),
    follow=False,
    fail_on="warning",
    save=False,
    bundle=None,
    sharing=None,
    outputs=PRINTED,
)


def a_run(
    *items: Occurrence | LeftOut, interrupted: bool = False, bundle: Path | None = None
) -> Run:
    tally = Tally()
    for item in items:
        if isinstance(item, LeftOut):
            tally.leave_out(item)
        else:
            tally.add(item)
    watch = Watch(io.StringIO())
    watch.advance("app.log", 1_000_000_000)
    searched = Searched(tally, watch, BEGAN + timedelta(days=1), 0.5, interrupted)
    asked = replace(ASKED, bundle=bundle)
    return run_of(asked, searched, the_catalogue())


def report_of(run: Run, fail_on: Severity = Severity.WARNING) -> Report:
    return clean(judge(run, the_catalogue(), fail_on))
