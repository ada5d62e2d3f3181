"""What text and Markdown say alike of changes: which are shown, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from diagnostics.changes.spans import span
from diagnostics.records import record
from diagnostics.report.changes_record import ChangesView, ChangeView, LogView
from diagnostics.report.record import CauseView, Report, Zone
from diagnostics.report.wording import ended, sentence, when

TITLE = "What changed"
TIMELINE = "Timeline"
_MORE = 3  # after the first
_STORY = 3  # moments: one change and the look are told already
_READ = "read"
_EXPLAINS = "explains"


@record(frozen=True, slots=True, kw_only=True)
class Told:
    """What a report says of changes: texts, not drawn."""

    first: ChangeView | None
    more: tuple[ChangeView, ...]
    rest: str  # how many are not shown; empty = none
    notes: tuple[str, ...]
    read: tuple[LogView, ...]
    unread: tuple[LogView, ...]


def told(report: Report) -> Told | None:
    """Choose what is shown; None = nothing: nobody asked, or nothing was found and nothing changed."""
    view = report.changes
    if view is None or not (report.causes or report.unexplained or _telling(view)):
        return None
    telling = _telling(view)
    return Told(
        first=telling[0] if telling else None,
        more=telling[1 : 1 + _MORE],
        rest=_rest(len(view.changes), min(len(telling), 1 + _MORE)),
        notes=view.notes,
        read=tuple(each for each in view.logs if each.state == _READ),
        unread=tuple(each for each in view.logs if each.state != _READ),
    )


def _telling(view: ChangesView) -> tuple[ChangeView, ...]:
    return tuple(each for each in view.changes if each.weight != "beside it")


def _rest(count: int, shown: int) -> str:
    """Say how many changes are not shown, and what of them."""
    left = count - shown
    if not left:
        return ""
    many = f"{left} {'change' if left == 1 else 'changes'}"
    if not shown:
        return f"{many} on the way: none explains what was found. The JSON report lists them."
    return f"{left} more {'stands' if left == 1 else 'stand'} in the JSON report."


def at_a_glance(report: Report, cause: CauseView) -> str:
    """Say when a cause came about and by whom; empty where nothing explains it, or several changes may.

    Args:
        report: whose changes tell.
        cause: the one that the first page is about.
    """
    said = told(report)
    mine = (
        [each for each in _telling(report.changes) if cause.id in each.causes]
        if report.changes
        else []
    )
    if said is None or not mine or said.first is not mine[0]:
        return ""
    first, perhaps = mine[0], ""
    if first.weight != _EXPLAINS:
        if len(mine) > 1:
            return ""
        perhaps = "perhaps "
    return sentence(f"{perhaps}{_since(first, report)}")


def _since(view: ChangeView, report: Report) -> str:
    """Say how long before the run, and by whom."""
    if not view.at:
        return "between the clean run and this one"
    by = f"by {view.who}" if view.who else "the log does not say by whom"
    age = datetime.fromisoformat(report.started_at) - datetime.fromisoformat(view.at)
    if age <= timedelta(0):
        return f"while this run looked, {by}"
    return f"{span(age)} before this run, {by}"


def event(view: ChangeView, zone: Zone) -> str:
    """Say when, who and what."""
    at = when(view.at, zone) if view.at else "between the two runs"
    who = f", by {view.who}" if view.who else ""
    return f"{at}{who}: {ended(view.what)}"


def grounds(view: ChangeView) -> str:
    """Say what it explains and why."""
    explains = f"{view.weight} {', '.join(view.explains)}" if view.explains else view.weight
    return f"{explains[0].upper()}{explains[1:]} ({view.log}): {view.because}"


def log_line(view: LogView) -> str:
    """Say how looking at a log went."""
    detail = f": {view.detail}" if view.detail else ""
    return f"The {view.log}, {view.state}{detail}"


def to_read(view: LogView) -> str:
    """Introduce how a log is read, or what of it was not; empty = there is nothing to do."""
    if not view.do:
        return ""
    return "To read the rest:" if view.state == _READ else "To read it:"


def points(report: Report) -> Iterator[tuple[str, str]]:
    """Give the timeline, instant and words; empty where it would only repeat the one change above it."""
    sorts = [each.sort for each in report.timeline]
    if report.changes is None or "change" not in sorts or len(sorts) < _STORY:
        return
    for each in report.timeline:
        mark = "" if each.sort == "change" else f"[{each.sort}] "
        yield when(each.at, report.zone), f"{mark}{each.what}"
