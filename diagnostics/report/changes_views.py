"""Who changed what, as a report shows it: weighed against the causes, with the logs that were read or would have told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from diagnostics.changes.change import Change
from diagnostics.changes.logs import CHECKS, LogSeen, LogState, is_collected, records_of, seen_logs
from diagnostics.changes.onset import first_error
from diagnostics.changes.rule import Trace, Tracing
from diagnostics.changes.timeline import Moment, timeline
from diagnostics.changes.weigh import Scene, Weighed, weigh
from diagnostics.changes.wording import before_and_after, sentence
from diagnostics.diagnosis.cause import Diagnosis, RankedCause
from diagnostics.outcome import Outcome, Run
from diagnostics.report import views
from diagnostics.report.changes_notes import notes
from diagnostics.report.changes_record import ChangesView, ChangeView, LogView, MomentView


def of_run(
    run: Run, outcomes: Sequence[Outcome], diagnosis: Diagnosis, tracing: Tracing
) -> tuple[ChangesView | None, tuple[MomentView, ...]]:
    """Show the changes of a run and its timeline; no view where nothing was found that somebody could have changed.

    A search through logs asks nobody; where a look found something, the view says which log would have told, also where
    none was asked.
    """
    records = [each for each in records_of(run.readings) if is_collected(each)]
    logs = seen_logs(run.readings, tracing.logs(run.target, run.seen))
    asked = any(each.state is not LogState.NOT_ASKED for each in logs)
    weighed = weigh(_all_changes(run), _scene(run, diagnosis, tracing))
    moments = tuple(moment(each) for each in timeline(run, outcomes, weighed))
    is_look = any(each.check in CHECKS.values() for each in run.readings)
    is_due = bool(diagnosis.causes) and is_look and run.triage is None
    if not (asked or run.earlier or is_due):
        return None, moments
    traces = {trace.cause: trace for trace in _traces(run, tracing)}
    causes = [(ranked, traces.get(ranked.cause.id)) for ranked in diagnosis.causes]
    since = [each.since for each in records] + ([run.earlier.started_at] if run.earlier else [])
    view = ChangesView(
        since=views.instant(min(since, default=run.started_at)),
        until=views.instant(max((each.until for each in records), default=run.started_at)),
        changes=tuple(change(each) for each in weighed),
        logs=tuple(_log(each) for each in logs if _concerns(each, weighed, causes)),
        notes=tuple(notes(run, weighed, causes, logs, tracing)),
    )
    return view, moments


def moment(each: Moment) -> MomentView:
    """Show one point of the timeline."""
    return MomentView(
        at=views.instant(each.at), sort=each.sort.value, what=each.what, subject=each.subject
    )


def change(weighed: Weighed) -> ChangeView:
    """Show one change."""
    said = weighed.change
    before, after = before_and_after(said)
    codes = dict.fromkeys(
        finding.kind.code for cause in weighed.causes for finding in cause.explains
    )
    return ChangeView(
        at=views.instant(said.at) if said.at else "",
        log=said.log.value,
        operation=said.operation,
        what=sentence(said),
        subject=said.subject,
        who=said.who,
        before=before,
        after=after,
        explains=tuple(codes),
        causes=tuple(cause.cause.id for cause in weighed.causes),
        weight=weighed.weight.words,
        because=weighed.because,
    )


def _all_changes(run: Run) -> Iterator[Change]:
    for record in records_of(run.readings):
        yield from record.changes
    if run.earlier:
        yield from run.earlier.changes


def _scene(run: Run, diagnosis: Diagnosis, tracing: Tracing) -> Scene:
    began = first_error(run)
    return Scene(
        causes=diagnosis.causes,
        traces=_traces(run, tracing),
        on_path=tracing.on_path(run.target, run.seen),
        onset=began.at if began else None,
        looked_at=run.finished_at,
    )


def _traces(run: Run, tracing: Tracing) -> tuple[Trace, ...]:
    seen = run.seen
    return tuple(trace.of(seen) for trace in tracing.traces)


def _log(seen: LogSeen) -> LogView:
    return LogView(log=seen.log.value, state=seen.state.value, detail=seen.detail, do=seen.do)


def _concerns(
    seen: LogSeen,
    weighed: Iterable[Weighed],
    causes: Iterable[tuple[RankedCause, Trace | None]],
) -> bool:
    """Leave out a log that nobody asked and that would have shown nothing of what was found."""
    if seen.state is not LogState.NOT_ASKED:
        return True
    logs = {rule.log for _, trace in causes if trace for rule in trace.rules}
    return seen.log in logs or any(each.change.log is seen.log for each in weighed)
