"""The report of a verification: that of its run, with the verdict and its grounds before everything else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from diagnostics.diagnosis.cause import RankedCause
from diagnostics.exit_codes import INTERRUPTED
from diagnostics.report import views
from diagnostics.report.build import Judged, build
from diagnostics.report.call_view import call_lines, call_view, resend
from diagnostics.report.record import Report, StepState
from diagnostics.report.verified_record import (
    BeforeView,
    CallView,
    DueView,
    ProofView,
    VerificationView,
)
from diagnostics.report.verified_wording import (
    incident,
    sentence,
    shows,
    since_line,
    taken_over,
)
from diagnostics.report.wording import headline
from diagnostics.triggering.record import TestCall
from diagnostics.verifying import EXIT_CODES, Verdict, Verification, verify
from diagnostics.verifying_proof import State
from diagnostics.verifying_record import Recheck

WAIT = "2h"  # what the printed command waits: until the guide says to ask for support
_VERDICTS = {INTERRUPTED: "interrupted", 0: "clean", 1: "broken", 3: "incomplete"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Two judged runs, and what pure reasoning made of them."""

    before: Judged
    now: Judged
    recheck: Recheck
    verification: Verification

    @property
    def is_decided(self) -> bool:
        """Tell whether further waiting can change nothing."""
        return self.verification.is_decided


def verified(before: Judged, now: Judged, recheck: Recheck, texts: frozenset[str]) -> Verified:
    """Decide what became of a run's findings.

    Args:
        before: the last run, judged.
        now: the run of now, judged.
        recheck: what was known before it.
        texts: ids of checks that repeat a text.
    """
    decided = verify(before, now, since=recheck.since, is_told=recheck.is_told, texts=texts)
    return Verified(before=before, now=now, recheck=recheck, verification=decided)


def build_verified(made: Verified) -> Report:
    """Make the report of one verification."""
    verification, recheck = made.verification, made.recheck
    report = build(made.now)
    view = _view(made)
    is_interrupted = report.interrupted or recheck.interrupted
    code = INTERRUPTED if is_interrupted else EXIT_CODES[verification.verdict]
    said = sentence(made.verification, report, recheck.before)
    if is_interrupted:
        said = f"Ended by you. {said}"
    report = replace(
        report,
        interrupted=is_interrupted,
        exit_code=code,
        verdict=_VERDICTS[code],
        sentence=said,
        verification=view,
        steps=tuple(_tested(step, view.call) if view.call else step for step in report.steps),
    )
    return replace(report, incident=incident(report, view), handoff=_handoff(report, view))


_STATES = {"accepted": "ok", "nothing": "open"}  # of step 4, by what a test call showed


def _tested(step: StepState, call: CallView) -> StepState:
    """Say of the fourth step what a test call showed."""
    if step.number != "4":
        return step
    how = "accepted" if call.accepted else f"answered {call.status or 'nothing'}"
    detail = f"the test call was {how}" if call.accepted else f"the test call was {how}: no proof"
    return replace(step, state=_STATES.get(call.showed, "found"), detail=detail)


def _handoff(report: Report, view: VerificationView) -> tuple[tuple[str, str], ...]:
    """Add to the packet what whoever reads it asks first after a repair."""
    lines = [("after a repair", f"{headline(report)}: {report.sentence}")]
    since = since_line(report, view)
    if since:
        lines.append(("time of the repair", since))
    lines += [
        ("before and now", f"{each.code} {each.before} / {each.now}") for each in view.proofs
    ]
    if view.call:
        lines += call_lines(view.call)
    carried = taken_over(report, view)
    if carried:
        lines.append(("not looked at again", f"since {view.last_run_at}: {', '.join(carried)}"))
    return (*report.handoff, *lines)


def _view(made: Verified) -> VerificationView:
    said, recheck, run = made.verification, made.recheck, made.now.run
    about = next(iter(said.still or said.new), None)
    asked = tuple(sorted(recheck.asked))
    next_purpose, next_argv = _next(made)
    return VerificationView(
        verdict=said.verdict.value,
        sides=_sides(said),
        last_run_at=views.instant(recheck.before.started_at),
        cause=about.cause.id if about else "",
        before=tuple(_before(cause, said) for cause in said.before),
        proofs=_proofs(said),
        left=tuple(dict.fromkeys(finding.message for finding in said.left)),
        repaired_since=views.instant(said.since) if said.since else None,
        repaired_since_told=recheck.is_told and said.since is not None,
        due=tuple(_due(said)),
        escalate_at=views.instant(said.escalate_at) if said.escalate_at else None,
        escalate=_escalate(said),
        overdue=said.is_overdue,
        shows=shows(run.target) if said.verdict is Verdict.NOT_VISIBLE else (),
        asked=asked,
        carried=tuple(each.check for each in run.readings if each.check not in asked),
        looks=recheck.looks,
        next=views.command(next_argv),
        next_purpose=next_purpose,
        call=call_view(said.call, made.now.signatures) if said.call else None,
        by_call=said.is_by_call,
        resend=resend() if said.verdict is Verdict.REPAIRED else (),
    )


def _sides(said: Verification) -> str:
    if said.only_told:
        return "told"
    return "ours" if any(not due.is_seen_here for due in said.due) else "both"


def _before(cause: RankedCause, said: Verification) -> BeforeView:
    return BeforeView(
        id=cause.cause.id,
        title=cause.cause.title,
        sentence=cause.sentence,
        gone=cause in said.gone,
    )


def _proofs(said: Verification) -> tuple[ProofView, ...]:
    """Put the things themselves before their symptoms, and what is still there before what is gone."""
    own = {kind.code for cause in said.before for kind in cause.cause.requires}
    first = State.THERE if said.verdict is Verdict.STILL else State.GONE
    ordered = sorted(
        said.proofs, key=lambda proof: (proof.state is not first, proof.code not in own)
    )
    return tuple(
        ProofView(
            code=proof.code,
            check=proof.check,
            subject=proof.subject,
            before=proof.before,
            now=proof.now,
            state=proof.state.value,
        )
        for proof in ordered
    )


def _due(said: Verification) -> list[DueView]:
    return [
        DueView(
            what=due.what, at=views.instant(due.at), seen_here=due.is_seen_here, source=due.source
        )
        for due in said.due
    ]


def _escalate(said: Verification) -> str:
    is_left_to_others = said.verdict is Verdict.STILL and said.is_by_call
    if not is_left_to_others and said.verdict not in (Verdict.NOT_YET, Verdict.NOT_VISIBLE):
        return ""
    causes = said.gone or said.before
    return causes[0].repair.escalate if causes else ""


def _next_by_call(
    verdict: Verdict, call: TestCall, recheck: Recheck
) -> tuple[str, tuple[str, ...]]:
    """Say what to run after a call that is no proof; another call is never more than offered."""
    if verdict is Verdict.CANNOT_TELL:
        return "", ()
    if verdict is Verdict.NOT_YET and call.payload != "-":
        argv = (*recheck.verify_argv, "--trigger", call.payload)
        return "Wait, and change nothing meanwhile. Then send one more test call:", argv
    return "Read what the answer says. This looks at everything:", recheck.diagnose_argv


def _next(made: Verified) -> tuple[str, tuple[str, ...]]:
    """Say what to run next; a repair's own commands go before it."""
    said, recheck = made.verification, made.recheck
    if said.is_by_call and said.call and said.verdict is not Verdict.REPAIRED:
        return _next_by_call(said.verdict, said.call, recheck)
    match said.verdict:
        case Verdict.REPAIRED:
            return "Nothing. One look at everything ends it:", recheck.diagnose_argv
        case Verdict.NOT_YET if said.is_overdue:
            return "Escalate now. This looks again meanwhile:", recheck.verify_argv
        case Verdict.NOT_YET:
            argv = (*recheck.verify_argv, "--wait", WAIT)
            return "Wait, and change nothing meanwhile. This looks until it works:", argv
        case Verdict.NOT_VISIBLE | Verdict.NOTHING:
            return "", ()
        case _:
            return "After the repair:", recheck.verify_argv
