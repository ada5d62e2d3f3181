"""What was read differently in two runs, and whether that is for the worse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from diagnostics.changes.described import Described
from diagnostics.changes.different import Difference, Sort, Turn
from diagnostics.changes.evidence_words import change_of, words_of
from diagnostics.changes.findings import Findings
from diagnostics.changes.rule import Fate, Tracing
from diagnostics.changes.side import Side
from diagnostics.changes.structure import Differing, differing
from diagnostics.changes.weigh import Scene, Weight, weigh
from diagnostics.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Pairs:
    """What was read in both runs."""

    checks: Sequence[str]
    before: Mapping[str, Evidence]  # by check
    now: Mapping[str, Evidence]

    @property
    def reversed(self) -> Pairs:
        """Give them the other way round."""
        return Pairs(self.checks, self.now, self.before)


def turned(
    pairs: Pairs, before: Side, now: Side, findings: Findings, tracing: Tracing
) -> Iterator[Difference]:
    """Give what was read differently.

    It went the way of its check's findings. What explains a cause that came is for the worse too, wherever it was read;
    what would have explained one that is gone, had it gone the other way, is for the better.
    """
    worse = {
        _key(each) for each in _explaining(read_differently(pairs, tracing), before, now, tracing)
    }
    back = _explaining(read_differently(pairs.reversed, tracing), now, before, tracing)
    better = {_key(each, is_reversed=True) for each in back}
    for each in read_differently(pairs, tracing):
        turn = findings.turn(each.evidence[0].partition(":")[0])
        if turn is Turn.OTHER and (_key(each) in worse) != (_key(each) in better):
            turn = Turn.WORSE if _key(each) in worse else Turn.BETTER
        yield Difference(
            turn=turn,
            sort=Sort.EVIDENCE,
            what=each.what,
            subject=each.subject,
            before=each.before,
            after=each.after,
            evidence=each.evidence,
            change=each.change,
        )


def read_differently(pairs: Pairs, tracing: Tracing) -> tuple[Difference, ...]:
    """Give what was read differently, with no opinion on it."""
    return tuple(
        each
        for check in pairs.checks
        if type(pairs.before[check]) is type(pairs.now[check])
        for each in _of_record(check, pairs.before[check], pairs.now[check], tracing)
    )


def is_partly_unseen(before: Evidence, now: Evidence, tracing: Tracing) -> bool:
    """Tell whether one of two records could not be read whole."""
    if type(before) is not type(now):
        return True
    found = _differing(before, now, tracing, _said(now, tracing))
    return any(not each.is_seen for each in found)


def _of_record(
    check: str, before: Evidence, now: Evidence, tracing: Tracing
) -> Iterator[Difference]:
    said = _said(now, tracing)
    seen = [each for each in _differing(before, now, tracing, said) if each.is_seen]
    for each in _telling(seen, before, now, said):
        change = change_of(each, before, now, said)
        yield Difference(
            turn=Turn.OTHER,
            sort=Sort.EVIDENCE,
            what=words_of(each, before, now, said),
            subject=change.subject,
            before=each.before,
            after=each.after,
            evidence=(f"{check}: {type(now).__name__}.{each.path}",),
            change=change,
        )


def _said(record: Evidence, tracing: Tracing) -> Described | None:
    return next((each for each in tracing.described if each.record is type(record)), None)


def _differing(
    before: Evidence, now: Evidence, tracing: Tracing, said: Described | None
) -> tuple[Differing, ...]:
    absent = {each.field: each.absent for each in said.sayings} if said else {}
    found = differing(before, now, tracing.fleeting, absent)
    return tuple(each for each in found if each.before != each.after or not each.is_seen)


def _telling(
    seen: Sequence[Differing], before: Evidence, now: Evidence, said: Described | None
) -> Sequence[Differing]:
    """Say of a thing that went or came that it did, and not that each of its properties did."""
    whole = [
        each
        for each in seen
        if each.item is None and change_of(each, before, now, said).operation != Fate.CHANGED.value
    ]
    return whole or seen


def _explaining(
    found: Sequence[Difference], before: Side, now: Side, tracing: Tracing
) -> tuple[Difference, ...]:
    """Give what explains a cause that the later run has and the earlier one has not."""
    old = {each.cause.id for each in before.diagnosis.causes}
    scene = Scene(
        causes=[each for each in now.diagnosis.causes if each.cause.id not in old],
        traces=tracing.traces,
        on_path=tracing.on_path(now.run.target, now.run.seen),
        onset=None,
        looked_at=now.run.finished_at,
    )
    changes = [each.change for each in found if each.change]
    telling = {each.change for each in weigh(changes, scene) if each.weight is Weight.EXPLAINS}
    return tuple(each for each in found if each.change in telling)


def _key(each: Difference, *, is_reversed: bool = False) -> tuple[object, ...]:
    values = (each.after, each.before) if is_reversed else (each.before, each.after)
    return (each.evidence, *values)
