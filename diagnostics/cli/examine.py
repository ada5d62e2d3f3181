"""Run a plan, keep its bundles, write its reports, and tell the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.bundle import dump
from diagnostics.cli.outputs import PRINTED, Outputs, write_reports
from diagnostics.cli.progress import Bar
from diagnostics.cli.running import Plan, judge, run_all
from diagnostics.cli.say import say
from diagnostics.exit_codes import of_several
from diagnostics.finding import Severity
from diagnostics.outcome import Run
from diagnostics.report.record import Report
from diagnostics.report.suppressed_wording import nowhere
from diagnostics.state import save, write_private

if TYPE_CHECKING:
    from diagnostics.cli.sharing import Sharing


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """How to show and keep the runs."""

    outputs: Outputs = PRINTED
    sharing: Sharing | None = None
    save: bool = True
    bundle: Path | None = None
    fail_on: Severity = Severity.WARNING
    say_where: bool = True  # tell where each bundle was kept
    history: str = ""  # the command's name in the history; empty = the runs do not go there
    since_clean: bool = False  # say what is different from the target's last clean run


def examine(
    plan: Plan, shown: Presentation, *, on_run: Callable[[Run], None] | None = None
) -> int:
    """Run, keep, show; give the exit code: the first that is not 0 in the order 130, 1, 3.

    Args:
        plan: what to run.
        shown: how to show and keep it.
        on_run: told of every run, for callers who go on with it.

    Raises:
        ConfigError: if a file cannot be written; all others are, and the bundle is kept.
    """
    with Bar(sys.stderr) as bar:
        runs = run_all(replace(plan, progress=bar.told))
    if shown.since_clean:
        from diagnostics.cli.since_clean import with_earlier

        runs = tuple(with_earlier(run, plan.catalogue, os.environ) for run in runs)
    told = shown.sharing.runs(runs) if shown.sharing else runs
    reports = tuple(report_of(run, plan, shown) for run in told)
    # Kept first, told last: the report must not be lost with the terminal, and the place must not scroll away.
    remarks = [
        remark
        for run, each, report in zip(runs, told, reports, strict=True)
        for remark in keep(run, each, report, plan, shown)
    ]
    remarks += nowhere(reports) if len(reports) > 1 else ()
    if shown.save and shown.history:
        from diagnostics.cli.remembering import remember
        from diagnostics.history.entry import entry_of

        own = own_reports(runs, reports, plan, shown)
        kept = (
            entry_of(report, shown.history, run.started_at)
            for run, report in zip(runs, own, strict=True)
        )
        remember(kept, os.environ, remarks.append)
    for run in runs:
        if on_run:
            on_run(run)
    try:
        write_reports(reports, shown.outputs)
    finally:
        for remark in remarks:
            say(remark)
    return of_several(report.exit_code for report in reports)


def own_reports(
    runs: Sequence[Run], reports: Sequence[Report], plan: Plan, shown: Presentation
) -> tuple[Report, ...]:
    """Give the reports with the names as they are, for what stays on this machine: a finding stays the same finding."""
    if shown.sharing is None:
        return tuple(reports)
    return tuple(report_of(run, plan, shown) for run in runs)


def report_of(run: Run, plan: Plan, shown: Presentation) -> Report:
    """Judge one run and make its report, redacted."""
    from diagnostics.report.clean import clean

    return clean(judge(run, plan.catalogue, shown.fail_on))


def keep(run: Run, told: Run, report: Report, plan: Plan, shown: Presentation) -> Iterator[str]:
    """Keep the bundle and give remarks on it; a place that cannot be written costs the bundle, not the report.

    What the user named a file for is what is shown; what is kept for later runs of this machine has the names.
    """
    if not shown.save and shown.bundle is None:
        return
    data = dump(run, plan.catalogue)
    try:
        if shown.bundle is not None:
            write_private(shown.bundle, data if told is run else dump(told, plan.catalogue))
            yield f"bundle written to {shown.bundle}"
        if shown.save:
            # The state folder is the user's own, also when the run looked at a simulated environment.
            place = save(data, run.target.name, clean=report.exit_code == 0, environ=os.environ)
            if shown.say_where:
                yield f"bundle kept: {place}"
    except OSError as error:
        yield f"the bundle could not be kept: {error}"
