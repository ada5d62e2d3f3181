"""The report of a comparison: two runs, what is different between them, and what limits the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from diagnostics.changes.difference import Compared, compare
from diagnostics.changes.different import Difference, Sort, Turn
from diagnostics.changes.side import Side
from diagnostics.exit_codes import FOUND, INCOMPLETE, OK
from diagnostics.report.build import Judged, build
from diagnostics.report.compared_record import (
    SCHEMA,
    ComparedReport,
    DifferenceView,
    SideView,
)
from diagnostics.version import __version__

_TURNS = {
    Turn.WORSE: "worse",
    Turn.UNKNOWN: "unknown",
    Turn.OTHER: "different",
    Turn.BETTER: "better",
}
_SORTS = {
    Sort.CAUSE: "cause",
    Sort.EVIDENCE: "evidence",
    Sort.FINDING: "finding",
    Sort.CHECK: "check",
}
# What makes two targets one, and how it is called.
_SAME_TARGET = (
    *("topology", "cloud", "tenant", "account", "key_uri", "application", "ims_org"),
    *("sandbox", "campaign"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One judged run, and where it came from."""

    judged: Judged
    source: str

    @property
    def side(self) -> Side:
        """Give what is compared."""
        judged = self.judged
        return Side(run=judged.run, outcomes=judged.outcomes, diagnosis=judged.diagnosis)


def compared(before: Source, now: Source, texts: frozenset[str]) -> ComparedReport:
    """Compare two runs and say it.

    Args:
        before: the one.
        now: the other.
        texts: ids of checks that repeat a text that the user gave.
    """
    found = compare(before.side, now.side, now.judged.tracing, texts=texts)
    remarks = tuple(_remarks(before, now))
    return ComparedReport(
        schema=SCHEMA,
        version=__version__,
        exit_code=_exit_code(found, before, now),
        verdict=_verdict(found),
        sentence=_sentence(found),
        before=_side(before),
        now=_side(now),
        remarks=remarks,
        differences=tuple(_difference(each) for each in found.differences),
        same=found.same,
        not_seen=found.not_seen,
        unseen=found.unseen,
    )


def _side(source: Source) -> SideView:
    report = build(source.judged)
    return SideView(
        source=source.source,
        target=report.target,
        topology=report.topology,
        started_at=report.started_at,
        verdict=report.verdict,
        sentence=report.sentence,
        simulated=report.simulated,
        interrupted=report.interrupted,
    )


def _difference(each: Difference) -> DifferenceView:
    return DifferenceView(
        turn=_TURNS[each.turn],
        sort=_SORTS[each.sort],
        what=each.what,
        subject=each.subject,
        before=each.before,
        after=each.after,
        evidence=each.evidence,
    )


def _exit_code(found: Compared, before: Source, now: Source) -> int:
    """Tell 1 for what got worse, 3 for what cannot be seen any more, else 0."""
    if any(each.turn is Turn.WORSE for each in found.differences):
        return FOUND
    lost = any(each.turn is Turn.UNKNOWN and each.required for each in found.differences)
    cut_off = now.judged.run.interrupted and not before.judged.run.interrupted
    return INCOMPLETE if lost or cut_off else OK


def _verdict(found: Compared) -> str:
    turns = {each.turn for each in found.differences}
    worst = min(turns, default=None)
    return "same" if worst is None else _TURNS[worst]


def _sentence(found: Compared) -> str:
    count = {turn: sum(each.turn is turn for each in found.differences) for turn in Turn}
    parts = [
        f"{count[turn]} {words}"
        for turn, words in (
            (Turn.WORSE, "for the worse"),
            (Turn.UNKNOWN, "not seen any more"),
            (Turn.OTHER, "otherwise different"),
            (Turn.BETTER, "for the better"),
        )
        if count[turn]
    ]
    alike = f"{_many(len(found.same), 'check')} answered alike in both runs"
    silent = f", {_many(len(found.unseen), 'check')} in neither" if found.unseen else ""
    if not parts:
        return f"{alike}{silent}."
    return f"{_many(len(found.differences), 'difference')}: {', '.join(parts)}; {alike}{silent}."


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _remarks(before: Source, now: Source) -> Iterator[str]:
    was, is_ = before.judged.run, now.judged.run
    if was.simulated != is_.simulated:
        one, other = ("first", "second") if was.simulated else ("second", "first")
        yield (
            f"The {one} run looked at a simulated environment, the {other} at a real one:"
            " nothing below is a change of one of them."
        )
    differing = [
        f"{name.replace('_', ' ')} {_named(was.target, name)} and {_named(is_.target, name)}"
        for name in _SAME_TARGET
        if str(getattr(was.target, name)).casefold() != str(getattr(is_.target, name)).casefold()
    ]
    if differing:
        yield f"The two runs looked at different targets: {'; '.join(differing)}."
    if was.started_at > is_.started_at:
        yield "The first run is the later one: what is said below went the other way in time."
    for word, run in (("first", was), ("second", is_)):
        if run.interrupted:
            yield f"The {word} run was ended before it was through: what it did not reach is not seen."
    packs = [dict(run.environment).get("packs", "") for run in (was, is_)]
    if packs[0] != packs[1]:
        yield f"The runs were made with other packs: {packs[0] or 'none'} and {packs[1] or 'none'}."


def _named(target: object, name: str) -> str:
    value: object = getattr(target, name)
    if value is None:
        return "(none)"
    return str(getattr(value, "name", value)) if name == "cloud" else str(value)
