"""Was the repair effective? Two runs in, one verdict out; pure, so that a replay says the same.

Time enters as the end of the second run. Waiting times are the documented ones that the repair carries.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import datetime
from enum import StrEnum

from diagnostics.diagnosis.cause import RankedCause
from diagnostics.exit_codes import FOUND, INCOMPLETE, OK, is_incomplete
from diagnostics.finding import Finding, Severity
from diagnostics.outcome import Outcome
from diagnostics.records import record
from diagnostics.report.build import Judged
from diagnostics.triggering.record import TestCall
from diagnostics.verifying_call import Showed, showed
from diagnostics.verifying_found import (
    is_awaited,
    is_effect_seen,
    is_only_told,
    is_there,
    loose,
    passes,
    weighty,
)
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
_NEEDS_SOMEBODY = frozenset({"Denied", "NotSignedIn"})  # names of errors that no waiting answers


@record(frozen=True, slots=True)
class Due:
    """By when somebody follows the repair."""

    what: str
    at: datetime  # aware, UTC
    is_seen_here: bool
    source: str


@record(frozen=True, slots=True, kw_only=True)
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
    is_decided: bool = False  # further waiting changes nothing
    call: TestCall | None = None  # what was sent to try it
    is_by_call: bool = False  # what was read alone would give another verdict


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
        now: the run of now, judged; what was not asked again is taken over in it. A test call in it counts.
        since: when it was first seen repaired, or as told; None = not before this run.
        is_told: by the user, who may know of a change whose effect is all that can be read.
        texts: ids of checks that repeat a text: what they said of an earlier text is not seen now.
    """
    scene = _Scene.of(before, now, texts, since if is_told else None)
    read = scene.verdict()
    is_gone = read in (Verdict.REPAIRED, Verdict.NOT_YET, Verdict.NOT_VISIBLE)
    is_seen = is_gone and not scene.only_told
    began = since or (scene.first_seen(before) if is_seen else None)
    due, escalate_at = scene.clocks(began)
    call = now.run.test_call
    verdict = scene.with_call(read, showed(call), due) if call else read
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
        is_decided=verdict in DECIDED or scene.is_stuck(verdict, now.outcomes),
        call=call,
        is_by_call=verdict is not read,
    )


@record(frozen=True, slots=True, kw_only=True)
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
        then, current = weighty(before), weighty(now)
        absent = tuple(cause for cause in then if not is_there(cause, now))
        heard = tuple(cause for cause in absent if is_only_told(cause.explains, before, texts))
        known = {cause.cause.id for cause in then}
        moment = now.run.finished_at
        passing = tuple(
            cause
            for cause in current
            if passes(cause, absent, known)
            or (cause.cause.id in known and is_awaited(cause, told_at, moment))
        )
        rest = [cause for cause in current if cause not in passing]
        loose_then, loose_now = loose(before), loose(now)
        codes = {finding.kind.code for finding in loose_then}
        told = [cause in heard for cause in then]
        told += [is_only_told((finding,), before, texts) for finding in loose_then]
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
            is_visible=not any(told) and is_effect_seen(absent),
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

    def with_call(self, verdict: Verdict, call: Showed, due: tuple[Due, ...]) -> Verdict:
        """Join what a test call showed with what was read.

        What is read as broken stays so: a token that was given before may still serve a call. What was not seen stays
        unseen beside a call that works, and does not hide one that fails.
        """
        if verdict in (Verdict.STILL, Verdict.ELSE):
            return verdict
        if call is Showed.ACCEPTED:
            return Verdict.REPAIRED if verdict is Verdict.NOT_VISIBLE else verdict
        if call is Showed.NOTHING:
            return Verdict.NOT_YET if verdict is Verdict.NOT_YET else Verdict.CANNOT_TELL
        if call is Showed.REFUSED or self.was_clean:
            return Verdict.ELSE
        is_on_its_way = call is Showed.THE_KEY and any(self.moment < each.at for each in due)
        return Verdict.NOT_YET if is_on_its_way else Verdict.STILL

    def is_stuck(self, verdict: Verdict, outcomes: Iterable[Outcome]) -> bool:
        """Tell whether nothing is on its way, and what is not seen waits for a right or a login."""
        errors = {
            each.error for outcome in outcomes if outcome.is_required for each in outcome.unknowns
        }
        is_waiting = bool(
            errors - _NEEDS_SOMEBODY - {""}
        )  # "": it waits for another check's answer
        return verdict is Verdict.CANNOT_TELL and not self.passing and not is_waiting

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
