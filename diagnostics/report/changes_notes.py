"""What a report says where no change explains a cause: which log would have shown it, or why none does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from diagnostics.changes.change import ChangeLog
from diagnostics.changes.logs import LogSeen, LogState
from diagnostics.changes.rule import Elsewhere, Trace, Tracing
from diagnostics.changes.weigh import Weighed, Weight
from diagnostics.diagnosis.cause import RankedCause
from diagnostics.outcome import Run


def notes(
    run: Run,
    weighed: Sequence[Weighed],
    causes: Iterable[tuple[RankedCause, Trace | None]],
    logs: Sequence[LogSeen],
    tracing: Tracing,
) -> Iterator[str]:
    """Say of each cause that no change explains which log would have shown it, or why none does.

    Args:
        run: what was looked at.
        weighed: every change, with what it explains.
        causes: each with what it leaves in logs in this run; None = nothing is known of that.
        logs: how looking at each log went.
        tracing: says what stands in logs of somebody else.
    """
    for ranked, trace in causes:
        if trace is None or _is_told(ranked, weighed, Weight.EXPLAINS):
            continue
        if trace.untraced:
            yield f"{ranked.cause.title}: no log that is read here shows who did it: {trace.untraced}."
        elif _is_told(ranked, weighed, Weight.MAY):
            yield from _alike(ranked, weighed)
        else:
            yield from _would_show(ranked, trace, logs, tracing.elsewhere(run.target, trace))
    if run.earlier:
        yield f"Compared with the clean run of {run.earlier.started_at:%Y-%m-%d %H:%M} UTC."
        if run.earlier.not_seen:
            names = ", ".join(run.earlier.not_seen)
            yield f"Not compared, because only one of the two runs saw it: {names}."


def _is_told(ranked: RankedCause, weighed: Iterable[Weighed], weight: Weight) -> bool:
    return any(_is_of(each, ranked, weight) for each in weighed)


def _is_of(weighed: Weighed, ranked: RankedCause, weight: Weight) -> bool:
    ids = {cause.cause.id for cause in weighed.causes}
    return weighed.weight is weight and ranked.cause.id in ids


def _alike(ranked: RankedCause, weighed: Iterable[Weighed]) -> Iterator[str]:
    """Say of changes that the log tells alike that nothing in it tells them apart: the order is that of time alone."""
    may = [each.change for each in weighed if _is_of(each, ranked, Weight.MAY)]
    if any(each.values for each in may):
        return
    if len(may) > 1 and len({each.log for each in may}) == 1:
        yield (
            f"{ranked.cause.title}: the {may[0].log.value} shows {len(may)} changes that may be it, and does not say"
            " what each of them changed: whoever made them knows."
        )


def _would_show(
    ranked: RankedCause, trace: Trace, logs: Sequence[LogSeen], elsewhere: Elsewhere | None
) -> Iterator[str]:
    title, states = ranked.cause.title, {each.log: each for each in logs}
    strange: frozenset[ChangeLog] = elsewhere.logs if elsewhere else frozenset()
    named = [log for log in {rule.log: None for rule in trace.rules} if log not in strange]
    if elsewhere and not named:
        yield f"{title}: no log of yours shows who did it: {elsewhere.says}."
        return
    read = [log for log in named if log in states and states[log].state is LogState.READ]
    unread = [log for log in named if log not in read]
    besides = f" {elsewhere.says[0].upper()}{elsewhere.says[1:]}." if elsewhere else ""
    is_whole = all(states[log].is_whole for log in read)
    if unread:
        ruled_out = _rules_out(read, is_whole=is_whole)
        yield f"{title}: {_either(unread)} would show who did it; {_was(unread)} not read.{ruled_out}{besides}"
        return
    says = f"{title}: {_either(read)} would show who did it"
    if is_whole:
        before = f"it happened before, or was never otherwise{_beyond(trace)}"
        yield f"{says}, and shows nothing of it in the time that was read: {before}.{besides}"
    else:
        yield f"{says}, and shows nothing of it as far as it was read, which was not all.{besides}"


def _rules_out(read: Sequence[ChangeLog], *, is_whole: bool) -> str:
    """Say of the logs that were read that it does not stand there."""
    if not read:
        return ""
    names = " and ".join(f"the {log.value}" for log in read)
    show = "shows" if len(read) == 1 else "show"
    so_far = "" if is_whole else f" as far as {_was(read)} read, which was not all"
    return f" {names[0].upper()}{names[1:]} {show} nothing of it{so_far}."


def _beyond(trace: Trace) -> str:
    return f", {trace.beyond}" if trace.beyond else ""


def _either(logs: Sequence[ChangeLog]) -> str:
    return " or ".join(f"the {log.value}" for log in logs)


def _was(logs: Sequence[ChangeLog]) -> str:
    return "it was" if len(logs) == 1 else "they were"
