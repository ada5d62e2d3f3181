"""Look, decide, wait, look again; then keep and show what was seen."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics import state
from diagnostics.bundle import dump
from diagnostics.catalogue import Catalogue
from diagnostics.cli.outputs import PRINTED, Outputs, write_reports
from diagnostics.cli.progress import Bar
from diagnostics.cli.remembering import remember
from diagnostics.cli.running import Plan, Stop, judge, run_all
from diagnostics.cli.say import say
from diagnostics.cli.verify_pause import Pause
from diagnostics.cli.verify_plan import Baseline, Work
from diagnostics.errors import ConfigError
from diagnostics.exit_codes import OK, exit_code, of_several
from diagnostics.finding import Severity
from diagnostics.history.entry import entry_of
from diagnostics.history.kept import Entry
from diagnostics.outcome import Run
from diagnostics.report.clean import clean_verified
from diagnostics.report.record import Report
from diagnostics.report.verified import Verified, verified
from diagnostics.state import Since
from diagnostics.verifying import Verdict
from diagnostics.verifying_record import Recheck

if TYPE_CHECKING:
    from diagnostics.cli.sharing import Sharing


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How to show and keep it."""

    outputs: Outputs = PRINTED
    sharing: Sharing | None = None
    save: bool = True
    bundle: Path | None = None


def verify_all(
    work: Work, shown: Shown, *, wait: timedelta | None, repaired_at: datetime | None
) -> int:
    """Verify every target; give the exit code: the first that is not 0 in the order 130, 1, 3.

    Args:
        work: what is verified.
        shown: how to show and keep it.
        wait: how long to look again at most; None = one look.
        repaired_at: when it was repaired, as told; None = when it was first seen so.

    Raises:
        ConfigError: if a run looked at a simulated environment and the other one did not, or a file cannot be written.
    """
    told = Since(repaired_at, is_told=True) if repaired_at else None
    made = _until_decided(work, wait, told, save=shown.save)
    shared = {name: _shared(each, shown.sharing) for name, each in made.items()}
    reports = tuple(
        report_of(*shared[name], work.plan.catalogue, work.fail_on)
        if shown.sharing
        else clean_verified(each)
        for name, each in made.items()
    )
    remarks = [
        remark
        for name, each in made.items()
        for remark in _keep(each, name, work, shown, shared[name])
    ]
    if shown.save:
        remember(_entries(made.values()), os.environ, remarks.append)
    try:
        write_reports(reports, shown.outputs)
    finally:
        for remark in remarks:
            say(remark)
    return of_several(report.exit_code for report in reports)


def _until_decided(
    work: Work, wait: timedelta | None, told: Since | None, *, save: bool
) -> Mapping[str, Verified]:
    """Look at every target that is undecided, until none is, the time is over, or the user ends it."""
    made: dict[str, Verified] = {}
    with Pause(sys.stderr, wait or timedelta(0)) as pause:
        while True:
            undecided = [
                name for name in work.baselines if name not in made or not made[name].is_decided
            ]
            looked = _look(work, undecided, made, told, save=save)
            is_ended = any(each.now.run.interrupted for each in looked.values())
            # A look that was cut off says less than the whole one before it.
            made = {**looked, **made} if is_ended else {**made, **looked}
            if is_ended or all(each.is_decided for each in made.values()):
                break
            if not pause.take(_worst(made)):
                is_ended = pause.pressed
                break
    return {name: _ended(each) for name, each in made.items()} if is_ended else made


def _worst(made: Mapping[str, Verified]) -> str:
    open_ones = [each.verification.verdict for each in made.values() if not each.is_decided]
    return open_ones[0].value.replace("-", " ") if open_ones else ""


def _ended(each: Verified) -> Verified:
    return replace(each, recheck=replace(each.recheck, interrupted=True))


def _look(
    work: Work,
    names: list[str],
    made: Mapping[str, Verified],
    told: Since | None,
    *,
    save: bool,
) -> dict[str, Verified]:
    """Look once at the named targets."""
    is_whole = work.plan.acting is not None  # a test call is sent whatever the last run said
    clean = {name for name in names if not is_whole and _is_clean(work.baselines[name])}
    runs = {name: work.baselines[name].judged.run for name in clean}
    targets = tuple(each for each in work.plan.config.targets if each.name in set(names) - clean)
    if targets:
        runs |= {run.target.name: run for run in _run(work.plan, targets)}
    looked: dict[str, Verified] = {}
    for name in names:
        looks = made[name].recheck.looks + 1 if name in made else 1
        each = _decided(work, name, runs[name], told, looks)
        looked[name] = each
        if save and name not in clean:
            _remember(each, name, work.baselines[name])
    return looked


def _run(plan: Plan, targets: tuple[object, ...]) -> tuple[Run, ...]:
    chosen = replace(plan.config, targets=targets)  # type: ignore[arg-type]
    with Bar(sys.stderr) as bar:
        return run_all(replace(plan, config=chosen, progress=bar.update, stop=Stop()))


def _is_clean(baseline: Baseline) -> bool:
    judged = baseline.judged
    run, today = judged.run, judged.run.started_at.date()
    code = exit_code(
        judged.outcomes, fail_on=judged.fail_on, interrupted=run.interrupted, today=today
    )
    return code == OK


def _decided(work: Work, name: str, run: Run, told: Since | None, looks: int) -> Verified:
    baseline = work.baselines[name]
    before = baseline.judged.run
    if run.simulated != before.simulated and run is not before:
        raise ConfigError(
            "the run to compare with looked at a simulated environment, this one did not"
            if before.simulated
            else "this run looked at a simulated environment, the one to compare with did not",
            do="run `ajo-doctor diagnose` where you verify",
            source=str(baseline.path),
        )
    since = told or state.repaired_since(name, baseline.data, os.environ)
    recheck = Recheck(
        before=before,
        asked=() if run is before else tuple(sorted(work.plan.again[name].asked)),
        since=since.at if since else None,
        is_told=bool(since and since.is_told),
        looks=looks,
        verify_argv=work.verify_argv,
        diagnose_argv=work.diagnose_argv,
    )
    now = judge(run, work.plan.catalogue, work.fail_on)
    return verified(baseline.judged, now, recheck, texts_of(work.plan.catalogue, run))


def texts_of(catalogue: Catalogue, run: Run) -> frozenset[str]:
    """Name the checks that repeat a text."""
    checks = catalogue.checks_for(run.target.topology)
    return frozenset(check.id for check in checks if check.repeats_text)


def _remember(each: Verified, name: str, baseline: Baseline) -> None:
    """Keep since when it is repaired; what is broken again starts anew, unless the user said when.

    A test call that fails does not make our side broken again: its clock goes on.
    """
    said, recheck = each.verification, each.recheck
    since = Since(said.since, recheck.is_told) if said.since else None
    if said.verdict is Verdict.STILL and not (recheck.is_told or said.is_by_call):
        since = None
    try:
        state.keep_since(name, baseline.data, since, os.environ)
    except OSError as error:
        say(f"the time of repair could not be kept: {error}")


def _shared(each: Verified, sharing: Sharing | None) -> tuple[Run, Recheck]:
    """Give what may be shown of a verification."""
    run, recheck = each.now.run, each.recheck
    return sharing.verification(run, recheck) if sharing else (run, recheck)


def _keep(
    each: Verified, name: str, work: Work, shown: Shown, told: tuple[Run, Recheck]
) -> Iterator[str]:
    """Keep the bundle; a place that cannot be written costs the bundle, not the report."""
    if each.now.run is each.before.run or not (shown.save or shown.bundle):
        return
    data = dump(each.now.run, work.plan.catalogue, each.recheck)
    try:
        if shown.bundle is not None:
            shared = dump(told[0], work.plan.catalogue, told[1]) if shown.sharing else data
            state.write_private(shown.bundle, shared)
            yield f"bundle written to {shown.bundle}"
        if shown.save:
            place = state.save_verification(data, name, environ=os.environ)
            yield f"compared with: {work.baselines[name].path}"
            yield f"bundle kept: {place}"
    except OSError as error:
        yield f"the bundle could not be kept: {error}"


def _entries(made: Iterable[Verified]) -> Iterator[Entry]:
    """Give what the history keeps: what was looked at now."""
    for each in made:
        if each.now.run is not each.before.run:
            yield entry_of(clean_verified(each), "verify", each.now.run.started_at)


def report_of(run: Run, recheck: Recheck, catalogue: Catalogue, fail_on: Severity) -> Report:
    """Draw a kept verification again: pure, so it says what it said."""
    before = judge(recheck.before, catalogue, fail_on)
    now = judge(run, catalogue, fail_on)
    return clean_verified(verified(before, now, recheck, texts_of(catalogue, run)))
