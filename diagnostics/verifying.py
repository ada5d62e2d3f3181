"""Was the repair effective? Two runs in, one verdict out; pure, so that a replay says the same.

Time enters as the end of the second run. Waiting times are the documented ones that the repair carries.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from diagnostics.diagnosis.cause import RankedCause
from diagnostics.exit_codes import FOUND, INCOMPLETE, OK, is_incomplete
from diagnostics.finding import Finding, Severity, Step
from diagnostics.report.build import Judged
from diagnostics.verifying_proof import Proof, proofs


class Verdict(StrEnum):
    """The seven answers; the exit code of each stands in `EXIT_CODES`."""

    REPAIRED = "repaired"
    NOT_YET = "not-yet-effective"  # the thing itself is repaired, its symptom is still there
    STILL = "still-broken"  # the same cause
    ELSE = "something-else-broken"  # another cause, which the first may have hidden
    NOT_VISIBLE = "effect-not-visible"  # nothing is left to see from here, and that is no proof
    CANNOT_TELL = "cannot-tell"  # something that must be seen was not
    NOTHING = "nothing-to-verify"  # the last run found nothing, and nothing is open now


EXIT_CODES = {
    Verdict.REPAIRED: OK,
    Verdict.NOTHING: OK,
    Verdict.NOT_YET: FOUND,
    Verdict.STILL: FOUND,
    Verdict.ELSE: FOUND,
    Verdict.NOT_VISIBLE: INCOMPLETE,
    Verdict.CANNOT_TELL: INCOMPLETE,
}
# What further waiting cannot change, or changes only by further work.
DECIDED = frozenset({Verdict.REPAIRED, Verdict.NOTHING, Verdict.ELSE, Verdict.NOT_VISIBLE})


@dataclass(frozen=True, slots=True)
class Due:
    """By when somebody follows the repair."""

    what: str
    at: datetime  # aware, UTC
    is_seen_here: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What became of one run's findings."""

    verdict: Verdict
    before: tuple[RankedCause, ...]  # causes of the last run at or above the line that was drawn
    gone: tuple[RankedCause, ...]  # of these: not found any more, and not only told by a text
    still: tuple[RankedCause, ...]  # of now: causes that the last run had too
    new: tuple[RankedCause, ...]  # of now: causes that it had not
    left: tuple[Finding, ...]  # symptoms of what is gone that are still there
    proofs: tuple[Proof, ...]
    only_told: bool  # what was broken was told by a text alone: nothing here could be seen broken or repaired
    since: datetime | None  # first seen repaired, or as told; None = not seen repaired
    due: tuple[Due, ...] = ()  # the first: by when callers are served
    escalate_at: datetime | None = None
    is_overdue: bool = False


def verify(
    before: Judged,
    now: Judged,
    *,
    since: datetime | None,
    is_told: bool = False,
    texts: Set[str] = frozenset(),
) -> Verification:
    """Decide.

    Args:
        before: the last run, judged.
        now: the run of now, judged; what was not asked again is taken over in it.
        since: when it was first seen repaired, or as told; None = not before this run.
        is_told: by the user, who may know of a change whose effect is all that can be read.
        texts: ids of checks that repeat a text: what they said of an earlier text is not seen now.
    """
    scene = _Scene.of(before, now, texts, since if is_told else None)
    verdict = scene.verdict()
    is_gone = verdict in (Verdict.REPAIRED, Verdict.NOT_YET, Verdict.NOT_VISIBLE)
    is_seen = is_gone and not scene.only_told
    began = since or (scene.first_seen(before) if is_seen else None)
    due, escalate_at = scene.clocks(began)
    return Verification(
        verdict=verdict,
        before=scene.before,
        gone=scene.gone,
        still=scene.still,
        new=scene.new,
        left=scene.left,
        proofs=proofs(
            before.outcomes,
            now.outcomes,
            (before.run, now.run),
            min(now.fail_on, Severity.WARNING),
        ),
        only_told=scene.only_told,
        since=began,
        due=due,
        escalate_at=escalate_at,
        is_overdue=bool(escalate_at and scene.moment >= escalate_at),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """Everything that a verdict rests on."""

    before: tuple[RankedCause, ...]
    absent: tuple[RankedCause, ...]  # what each requires is not found now
    gone: tuple[RankedCause, ...]  # of these: those that more than a text told of
    still: tuple[RankedCause, ...]
    passing: tuple[RankedCause, ...]  # of now: symptoms on their way
    new: tuple[RankedCause, ...]
    loose_still: tuple[Finding, ...]  # explained by no cause, then and now
    loose_new: tuple[Finding, ...]
    is_open: bool
    was_clean: bool
    only_told: bool
    is_visible: bool
    moment: datetime

    @classmethod
    def of(cls, before: Judged, now: Judged, texts: Set[str], told_at: datetime | None) -> _Scene:
        """Sort what both runs found.

        Args:
            before: the last run.
            now: the run of now.
            texts: ids of checks that repeat a text.
            told_at: when it was repaired, as told by the user.
        """
        then, current = _weighty(before), _weighty(now)
        absent = tuple(cause for cause in then if not _is_there(cause, now))
        heard = tuple(cause for cause in absent if _is_told(cause.explains, before, texts))
        known = {cause.cause.id for cause in then}
        moment = now.run.finished_at
        passing = tuple(
            cause
            for cause in current
            if _passes(cause, absent, known)
            or (cause.cause.id in known and _is_awaited(cause, told_at, moment))
        )
        rest = [cause for cause in current if cause not in passing]
        loose_then, loose_now = _loose(before), _loose(now)
        codes = {finding.kind.code for finding in loose_then}
        told = [cause in heard for cause in then]
        told += [_is_told((finding,), before, texts) for finding in loose_then]
        today = now.run.started_at.date()
        return cls(
            before=then,
            gone=tuple(cause for cause in absent if cause not in heard),
            absent=absent,
            still=tuple(cause for cause in rest if cause.cause.id in known),
            passing=passing,
            new=tuple(cause for cause in rest if cause.cause.id not in known),
            loose_still=tuple(each for each in loose_now if each.kind.code in codes),
            loose_new=tuple(each for each in loose_now if each.kind.code not in codes),
            is_open=any(is_incomplete(outcome, today) for outcome in now.outcomes),
            was_clean=not then and not loose_then,
            only_told=bool(told) and all(told),
            is_visible=not any(told) and _is_effect_seen(absent),
            moment=moment,
        )

    def verdict(self) -> Verdict:
        """Take the worst that is certain; what is not seen goes before every good word."""
        if self.still or self.loose_still:
            return Verdict.STILL
        if self.new or self.loose_new:
            return Verdict.ELSE
        if self.is_open:
            return Verdict.CANNOT_TELL
        if self.was_clean:
            return Verdict.NOTHING
        if self.passing:
            return Verdict.NOT_YET
        if len(self.absent) < len(self.before):
            return Verdict.STILL  # found again, though another cause explains it now
        return Verdict.REPAIRED if self.is_visible else Verdict.NOT_VISIBLE

    def first_seen(self, before: Judged) -> datetime:
        """Give when it was seen repaired, if not earlier: now, or by the last run if that saw it on its way."""
        on_its_way = self.before and all(cause.repair.passes_by_itself for cause in self.before)
        return before.run.finished_at if on_its_way else self.moment

    @property
    def left(self) -> tuple[Finding, ...]:
        return tuple(dict.fromkeys(each for cause in self.passing for each in cause.explains))

    def clocks(self, began: datetime | None) -> tuple[tuple[Due, ...], datetime | None]:
        """Give the documented times of what is repaired, counted from when it was."""
        causes = self.absent or self.passing
        if began is None:
            return (), None
        waits = {wait.what: wait for cause in causes for wait in cause.repair.waits}
        due = tuple(
            Due(wait.what, began + wait.within, wait.is_seen_here, wait.source)
            for wait in waits.values()
        )
        after = [cause.repair.escalate_after for cause in causes]
        known = [span for span in after if span is not None]
        return due, began + min(known) if known else None


def _weighty(judged: Judged) -> tuple[RankedCause, ...]:
    """Give the causes that explain something at or above the line that the user drew."""
    return tuple(
        cause
        for cause in judged.diagnosis.causes
        if any(finding.severity >= judged.fail_on for finding in cause.explains)
    )


def _loose(judged: Judged) -> tuple[Finding, ...]:
    """Give the findings at or above the line that no cause explains."""
    explained = {_key(each) for cause in judged.diagnosis.causes for each in cause.explains}
    return tuple(
        finding
        for outcome in judged.outcomes
        for finding in outcome.findings
        if finding.severity >= judged.fail_on and _key(finding) not in explained
    )


def _key(finding: Finding) -> tuple[str, str]:
    return finding.kind.code, finding.subject.casefold()


def _itself(cause: RankedCause) -> set[str]:
    """Give the codes of the thing itself that were found."""
    required = {kind.code for kind in cause.cause.requires}
    return {each.kind.code for each in cause.explains if each.kind.code in required}


def _is_there(cause: RankedCause, now: Judged) -> bool:
    found = {each.kind.code for outcome in now.outcomes for each in outcome.findings}
    return bool(_itself(cause) & found)


def _passes(cause: RankedCause, gone: Iterable[RankedCause], known: Set[str]) -> bool:
    """Tell whether a cause of now is only what is left of one that is gone, or on its way by its own words."""
    if cause.repair.passes_by_itself:
        return bool(known)  # where nothing was broken before, it is something new
    if not cause.cause.is_fallback or cause.cause.id in known:
        return False
    explained = {
        kind.code for each in gone for kind in (*each.cause.requires, *each.cause.explains)
    }
    return _itself(cause) <= explained


def _is_awaited(cause: RankedCause, told_at: datetime | None, moment: datetime) -> bool:
    """Tell whether the time of a change that was told is not over, where only the effect of it can be read.

    What callers meet at the data plane is such: the network rules of an account work after some minutes.
    """
    itself = [each for each in cause.explains if each.kind in cause.cause.requires]
    if told_at is None or any(each.kind.step is not Step.RETEST for each in itself):
        return False
    return any(moment < told_at + wait.within for wait in cause.repair.waits[:1])


def _is_told(findings: Iterable[Finding], judged: Judged, texts: Set[str]) -> bool:
    """Tell whether what was found was told by a text and by nothing else."""
    mine = {_key(each) for each in findings}
    seen_by = {
        outcome.check
        for outcome in judged.outcomes
        for each in outcome.findings
        if _key(each) in mine
    }
    return seen_by <= texts


def _is_effect_seen(gone: Iterable[RankedCause]) -> bool:
    return all(wait.is_seen_here for cause in gone for wait in cause.repair.waits)
