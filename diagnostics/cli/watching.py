"""One round: every target is looked at, kept, and told in one line."""

from __future__ import annotations

import hashlib
import secrets
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.cli.examine import Presentation, keep, own_reports, report_of
from diagnostics.cli.outputs import TEXT, Output, Outputs, write_all
from diagnostics.cli.progress import Bar
from diagnostics.cli.running import Plan
from diagnostics.cli.running_each import run_each
from diagnostics.cli.say import say
from diagnostics.cli.since_clean import with_earlier
from diagnostics.cli.telling import Teller
from diagnostics.exit_codes import of_several
from diagnostics.report import watched
from diagnostics.report.present import Paper, present
from diagnostics.state import folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.notify.settings import Settings
    from diagnostics.report.record import Report


def source_of(plan: Plan) -> str:
    """Name a configuration, wherever it is named from."""
    source = str(Path(plan.config.source).resolve()) if plan.config.source else ""
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def lock_of(plan: Plan, environ: Mapping[str, str]) -> Path:
    """Give the lock of a configuration: two rounds of one file must not overlap, those of two files may."""
    return folder(environ) / f"watch-{source_of(plan)}.lock"


def wait_a_little(at_most: timedelta) -> None:
    """Wait for a random time, so that many machines do not ask at the same second."""
    time.sleep(secrets.SystemRandom().uniform(0, at_most.total_seconds()))


def watch_once(plan: Plan, shown: Presentation, settings: Settings) -> int:
    """Look at every target once, keep and tell it; give the exit code: the first that is not 0 in the order 130, 1, 3.

    Args:
        plan: what to run.
        shown: how to show and keep it.
        settings: whom to tell what changed.

    Raises:
        ConfigError: if nothing could be looked at, or a file cannot be written; the bundles are kept.
    """
    with Bar(sys.stderr) as bar:
        runs = run_each(replace(plan, progress=bar.told))
    runs = tuple(with_earlier(run, plan.catalogue, plan.environ) for run in runs)
    named = shown.sharing.runs(runs) if shown.sharing else runs
    reports = tuple(report_of(run, plan, shown) for run in named)
    remarks = [
        remark
        for run, each, report in zip(runs, named, reports, strict=True)
        for remark in keep(run, each, report, plan, shown)
    ]
    try:
        write_rounds(reports, shown.outputs)
    finally:
        if shown.save:
            teller = Teller(
                plan=plan, settings=settings, source=source_of(plan), say=remarks.append
            )
            teller.end(runs, own_reports(runs, reports, plan, shown), shown.history)
        for remark in dict.fromkeys(remarks):
            say(f"ajo-doctor: {remark}")
        say(watched.counted(reports))
    return of_several(report.exit_code for report in reports)


def write_rounds(reports: Sequence[Report], outputs: Outputs) -> None:
    """Write to every place: as text a line for each target, in every other form the reports themselves.

    Raises:
        ConfigError: if a file cannot be written; all others are.
    """

    def drawn(output: Output) -> str:
        if output.form == TEXT:
            return watched.render(reports, color=output.is_colored)
        return present(reports, output.form, Paper(max_size=outputs.max_size))

    write_all(outputs, drawn)
