"""The difference of two runs: causes and findings that came and went, what is different, what cannot be seen any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from diagnostics.changes.change import Change, ChangesRead
from diagnostics.changes.different import Difference, Sort, Turn
from diagnostics.changes.earlier import EarlierRun
from diagnostics.changes.findings import Findings
from diagnostics.changes.questions import questions, unseen
from diagnostics.changes.read_differently import Pairs, is_partly_unseen, turned
from diagnostics.changes.rule import Tracing
from diagnostics.changes.side import Side
from diagnostics.changes.weigh import Scene, weigh
from diagnostics.evidence import Evidence
from diagnostics.finding import Finding
from diagnostics.outcome import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two runs side by side."""

    differences: tuple[Difference, ...]  # the worst first
    same: tuple[str, ...]  # ids of checks that answered in both, and alike
    not_seen: tuple[str, ...]  # ids of checks that were asked, or answered, in one of them alone
    unseen: tuple[str, ...]  # ids of checks that were asked in both and answered in neither


def compare(
    before: Side, now: Side, tracing: Tracing, *, texts: frozenset[str] = frozenset()
) -> Compared:
    """Compare two runs.

    Args:
        before: the one.
        now: the other.
        tracing: how evidence is spoken of.
        texts: ids of checks that repeat a text that the user gave: another text is no change of anything.
    """
    was, is_ = _answers(before.run, texts), _answers(now.run, texts)
    both = sorted(set(was) & set(is_))
    findings = Findings(before.outcomes, now.outcomes, frozenset(both))
    found = [
        *_causes(before, now, findings),
        *findings.differences(),
        *turned(Pairs(both, was, is_), before, now, findings, tracing),
        *questions(before, now),
    ]
    ranks = _ranks(found, now, tracing)
    differences = tuple(sorted(_merged(found), key=lambda each: _place(each, ranks)))
    told = {line.partition(":")[0] for each in differences for line in each.evidence}
    partly = {id_ for id_ in both if is_partly_unseen(was[id_], is_[id_], tracing)}
    asked = {each.check for side in (before, now) for each in side.run.readings} - texts
    return Compared(
        differences=differences,
        same=tuple(id_ for id_ in both if id_ not in told | partly),
        not_seen=tuple(sorted((asked - set(both) - _apart(before, now)) | (partly - told))),
        unseen=unseen(before, now),
    )


def since(
    before: Side, now: Side, tracing: Tracing, *, texts: frozenset[str] = frozenset()
) -> EarlierRun:
    """Give what is different from an earlier run as changes, to be kept in the later one and weighed with those of logs."""
    found = compare(before, now, tracing, texts=texts)
    return EarlierRun(
        started_at=before.run.started_at,
        changes=tuple(dict.fromkeys(each.change for each in found.differences if each.change)),
        not_seen=found.not_seen,
    )


def _merged(found: Iterable[Difference]) -> Iterator[Difference]:
    """Say once what stands in several places of the evidence: a role is the principal's own and one at the key."""
    alike: dict[tuple[object, ...], Difference] = {}
    for each in found:
        key = (each.turn, each.sort, each.what, each.subject, each.before, each.after)
        known = alike.get(key)
        evidence = (*known.evidence, *each.evidence) if known else each.evidence
        alike[key] = replace(known or each, evidence=tuple(dict.fromkeys(evidence)))
    yield from alike.values()


def _ranks(found: Iterable[Difference], now: Side, tracing: Tracing) -> dict[Change, int]:
    """Order what is different for the worse by how much of the diagnosis it explains."""
    changes = [each.change for each in found if each.change and each.turn is Turn.WORSE]
    scene = Scene(
        causes=now.diagnosis.causes,
        traces=tracing.traces,
        on_path=tracing.on_path(now.run.target, now.run.seen),
        onset=None,
        looked_at=now.run.finished_at,
    )
    return {each.change: rank for rank, each in enumerate(weigh(changes, scene))}


def _place(
    each: Difference, ranks: Mapping[Change, int]
) -> tuple[int, int, int, int, str, str, str]:
    rank = ranks.get(each.change, 0) if each.change else 0
    return (each.turn, each.sort, rank, -each.severity, each.what, each.subject, repr(each))


def _answers(run: Run, texts: frozenset[str]) -> dict[str, Evidence]:
    """Give what was read by check; what logs say of changes is no state, and a text is no reading."""
    return {
        reading.check: reading.evidence
        for reading in run.readings
        if reading.evidence is not None
        and not isinstance(reading.evidence, ChangesRead)
        and reading.check not in texts
    }


def _apart(before: Side, now: Side) -> frozenset[str]:
    """Name the checks that answered in neither run, or of which the question arose in neither."""
    quiet = [
        {each.check for each in side.run.readings if each.evidence is None}
        for side in (before, now)
    ]
    logs = {
        each.check
        for side in (before, now)
        for each in side.run.readings
        if isinstance(each.evidence, ChangesRead)
    }
    return frozenset((quiet[0] & quiet[1]) | logs)


def _causes(before: Side, now: Side, findings: Findings) -> Iterator[Difference]:
    was = {each.cause.id: each for each in before.diagnosis.causes}
    is_ = {each.cause.id: each for each in now.diagnosis.causes}
    for id_ in sorted(set(is_) - set(was)):
        is_new = findings.any_came(is_[id_].explains)
        yield Difference(
            turn=Turn.WORSE if is_new else Turn.OTHER,
            sort=Sort.CAUSE,
            what=f"{'New cause' if is_new else 'Cause, not seen in the other run'}: {is_[id_].sentence}",
            subject=id_,
            before="",
            after=is_[id_].cause.title,
            evidence=_codes(is_[id_].explains),
        )
    for id_ in sorted(set(was) - set(is_)):
        is_gone = findings.any_went(was[id_].explains)
        yield Difference(
            turn=Turn.BETTER if is_gone else Turn.UNKNOWN,
            sort=Sort.CAUSE,
            what=f"{'No cause any more' if is_gone else 'Cause, not seen any more'}: {was[id_].sentence}",
            subject=id_,
            before=was[id_].cause.title,
            after="",
            evidence=_codes(was[id_].explains),
        )


def _codes(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.kind.code for finding in findings)) or ("the diagnosis",)
