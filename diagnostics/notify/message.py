"""The words of a notification: what changed, the verdict, and the first thing to do. Pure.

Operators read it, so names stand as they are; the report that it is drawn from is redacted, so no secret does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from diagnostics.history.kept import Key, Standing
from diagnostics.notify.rules import FLAPS, SETTLED, WINDOW, News
from diagnostics.quoting import sh
from diagnostics.report import escape
from diagnostics.report.nagios import in_short
from diagnostics.report.record import FindingView, Report
from diagnostics.report.summary import summary
from diagnostics.report.wording import headline
from diagnostics.report.wrap import cut

_IN_FULL = 10  # targets of one message that are told in full
_FINDINGS = 5  # of one target
_TITLE = 120  # columns
_WORDS = {
    News.FOUND: "found",
    News.ANOTHER_CAUSE: "another cause",
    News.RECOVERED: "recovered",
    News.SUPPRESSED: "suppressed, nothing else that counts",
    News.CANNOT_SEE: "cannot be seen",
    News.SEEN_AGAIN: "seen again, all well",
    News.FLAPPING: "flapping",
    News.SETTLED: "settled",
    News.REMINDER: "still so",
}
_GOOD = frozenset({News.RECOVERED, News.SEEN_AGAIN, News.SUPPRESSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One target that there is something to tell of."""

    report: Report
    news: News
    new: frozenset[Key] = frozenset()
    standing: tuple[Standing, ...] = ()  # of the target, whether told of or not


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent, once for a round."""

    at: datetime  # aware, UTC
    title: str
    body: str
    level: str  # "failure", "warning", "success" or "info": Apprise's types


def message(items: Sequence[Item], at: datetime) -> Message:
    """Put what there is to tell of one round into one message.

    Args:
        items: at least one.
        at: when the round ended.
    """
    first = items[0]
    title = (
        f"{_name(first.report)}: {_WORDS[first.news]}: {in_short(first.report)}"
        if len(items) == 1
        else f"{len(items)} targets: {_counted(items)}"
    )
    parts = ["\n".join(_said(item)) for item in items[:_IN_FULL]]
    if items[_IN_FULL:]:
        rest = ", ".join(
            f"{_name(item.report)} ({_WORDS[item.news]})" for item in items[_IN_FULL:]
        )
        parts.append(f"And {len(items) - _IN_FULL} more: {rest}")
    return Message(
        at=at,
        title=_cut(f"ajo-doctor: {title}"),
        body="\n\n".join((*parts, f"Round of {at:%Y-%m-%d %H:%M} UTC.")),
        level=_level(items),
    )


def _level(items: Collection[Item]) -> str:
    if all(item.news in _GOOD for item in items):
        return "success"
    is_grave = any(
        view.severity == "critical" and not view.suppressed
        for item in items
        for view in item.report.findings
    )
    return "failure" if is_grave else "warning"


def _counted(items: Sequence[Item]) -> str:
    words = [_WORDS[item.news] for item in items]
    return ", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(words))


def _said(item: Item) -> Iterator[str]:
    report = item.report
    yield f"{_name(report)}: {_WORDS[item.news].upper()}"
    yield f"{headline(report)}: {escape.plain(report.sentence)}"
    if item.news is News.FLAPPING:
        yield (
            f"It changed {FLAPS} times within {WINDOW} rounds. Nothing more is told of it"
            f" until {SETTLED} rounds in a row are alike."
        )
    yield from _findings(item)
    yield from _todo(report)
    name = sh(("ajo-doctor", "report", "latest", "--target", report.target))
    yield f"More: {name}"


def _findings(item: Item) -> Iterator[str]:
    since = {each.noticed.key: each for each in item.standing}
    # In the order of the report, the worst first; what could not be looked for comes last.
    views = {(view.code, view.subject): view for view in item.report.findings}
    ranks = {key: rank for rank, key in enumerate(views)}
    order = sorted(since, key=lambda key: (key not in item.new, ranks.get(key, len(ranks)), key))
    for key in order[:_FINDINGS]:
        yield _finding(since[key], views.get(key), is_new=key in item.new)
    if len(order) > _FINDINGS:
        yield f"- and {len(order) - _FINDINGS} more"


def _finding(each: Standing, view: FindingView | None, *, is_new: bool) -> str:
    noticed = each.noticed
    new = "new: " if is_new else ""
    seen = "" if view else ", could not be looked for now"
    said = f"- {new}{noticed.code} {noticed.title}: {noticed.subject} (since {each.since:%Y-%m-%d %H:%M} UTC{seen})"
    return escape.plain(said)


def _todo(report: Report) -> Iterator[str]:
    """Give the first thing to do, as the report's first page has it, with its command."""
    if report.exit_code == 0:
        return
    for point in summary(report)[2:]:
        if point.label in ("Do now", "Who", "Open"):
            yield f"{point.label}: {escape.plain(point.text)}"
        if point.label == "Do now" and point.command:
            yield f"    {point.command.sh}"


def _name(report: Report) -> str:
    name = escape.plain(report.target)
    return f"SIMULATED {name}" if report.simulated else name


def _cut(title: str) -> str:
    visible = escape.plain(title)
    short = cut(visible, _TITLE - 1)
    return visible if short == visible else f"{short.rstrip()}…"
