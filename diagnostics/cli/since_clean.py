"""What is different from the last clean run of a target: the only trace where no log may be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from diagnostics import state
from diagnostics.catalogue import Catalogue
from diagnostics.changes.difference import since
from diagnostics.changes.side import Side
from diagnostics.cli.judged import judge
from diagnostics.cli.saved import read_saved
from diagnostics.errors import ConfigError
from diagnostics.exit_codes import OK, exit_code
from diagnostics.finding import Severity
from diagnostics.outcome import Run
from diagnostics.report.build import Judged
from diagnostics.targets import Target

# What makes two targets one; what is not read through these is how it is looked at.
_SAME = (
    *("topology", "cloud", "tenant", "account", "key_uri", "application"),
    *("ims_org", "sandbox", "campaign"),
)


def with_earlier(run: Run, catalogue: Catalogue, environ: Mapping[str, str]) -> Run:
    """Keep in a run what is different from the last clean one of its target, so that a replay says the same.

    A run that is clean itself, a target that was clean never, or not on this machine, and a bundle that this version
    cannot read, leave the run as it is: this is a help, and nothing hangs on it.
    """
    path = state.latest_clean(run.target.name, environ)
    if path is None or run.interrupted:
        return run
    now = judge(run, catalogue, Severity.WARNING)
    if _is_clean(now):
        return run
    try:
        clean = read_saved(path, catalogue).run
    except ConfigError:
        return run
    if not _is_same(clean.target, run.target) or clean.simulated != run.simulated:
        return run
    before = judge(clean, catalogue, Severity.WARNING)
    texts = frozenset(check.id for check in catalogue.checks if check.repeats_text)
    return replace(run, earlier=since(_side(before), _side(now), catalogue.tracing, texts=texts))


def _side(judged: Judged) -> Side:
    return Side(run=judged.run, outcomes=judged.outcomes, diagnosis=judged.diagnosis)


def _is_clean(judged: Judged) -> bool:
    run = judged.run
    code = exit_code(
        judged.outcomes,
        fail_on=judged.fail_on,
        interrupted=run.interrupted,
        today=run.started_at.date(),
    )
    return code == OK


def _is_same(one: Target, other: Target) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _SAME)
