"""The sentences of a verification."""

from __future__ import annotations

import re

from diagnostics.outcome import Run
from diagnostics.report.record import Report
from diagnostics.report.verified_record import VerificationView
from diagnostics.report.wording import ended, headline, when, without_sources
from diagnostics.report.wording import sentence as capital
from diagnostics.targets import Target, Topology
from diagnostics.verifying import Verdict, Verification

_SHORT = 110  # characters


def taken_over(report: Report, view: VerificationView) -> tuple[str, ...]:
    """Name the checks whose answer is that of the last run; what had nothing to answer then is none of them."""
    answered = {check.id for check in report.checks if check.status != "skipped"}
    return tuple(check for check in view.carried if check in answered)


def sentence(said: Verification, report: Report, before: Run) -> str:
    """Say in one sentence how it stands."""
    return _by_call(said) if said.is_by_call else _by_reading(said, report, before)


def _by_reading(said: Verification, report: Report, before: Run) -> str:
    was = _was(said)
    match said.verdict:
        case Verdict.REPAIRED:
            return f"No longer so: {was}. What the last run found was read again, and is well."
        case Verdict.NOT_YET:
            if not said.gone:
                return "A change is on its way, and its effect is not there yet."
            return f"{_gone(said)}, and its effect is not there yet."
        case Verdict.STILL:
            return _broken(said, report)
        case Verdict.ELSE:
            return (
                f"{_gone(said)}. {_broken(said, report)}" if said.gone else _broken(said, report)
            )
        case Verdict.NOT_VISIBLE if said.only_told:
            return f"{was} was told by a pasted text alone: whether it is over cannot be seen from here."
        case Verdict.NOT_VISIBLE:
            return f"{_gone(said)} on our side; whether calls work again cannot be seen from here."
        case Verdict.CANNOT_TELL:
            gone = f"{_gone(said)}, but what" if said.gone else "What"
            return (
                f"{gone} must be seen to call it repaired could not be seen: this is no all-clear."
            )
        case Verdict.NOTHING:
            seen = (
                ", and what it could not see is seen now"
                if report.started_at != _began(before)
                else ""
            )
            return f"The last run found nothing broken{seen}."


def _by_call(said: Verification) -> str:
    was = _was(said)
    gone = f"{_gone(said)} on our side" if said.gone else f"{was} is not seen any more"
    match said.verdict:
        case Verdict.REPAIRED:
            return (
                f"No longer so: {was}. Journey Optimizer accepted a test call: calls work again."
            )
        case Verdict.NOT_YET:
            return f"{gone}, but a test call still fails for the same reason: the effect is not there yet."
        case Verdict.STILL:
            return f"A test call still fails, though nothing broken is seen on our side any more: {was} is not over."
        case Verdict.ELSE:
            return "A test call was refused for a reason that nothing read here shows."
        case _:
            return f"{gone}, but the test call gave no answer that proves anything: this is no all-clear."


def _began(run: Run) -> str:
    return run.started_at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _was(said: Verification) -> str:
    titles = [f'"{cause.cause.title}"' for cause in said.before]
    return " and ".join(titles) or "what the last run found"


def _gone(said: Verification) -> str:
    titles = [f'"{cause.cause.title}"' for cause in said.gone]
    verb = "is" if len(titles) < 2 else "are"  # noqa: PLR2004 - one title is "is"
    return f"{' and '.join(titles) or 'What the last run found'} {verb} repaired"


def _broken(said: Verification, report: Report) -> str:
    causes = said.still or said.new
    if not causes:
        return report.sentence
    rest = len(said.gone)
    count = f" {rest} of {len(said.before)} causes are repaired." if said.still and rest else ""
    return f"{causes[0].sentence}{count}"


def shows(target: Target) -> tuple[str, ...]:
    """Say what would prove it, where nothing that can be read from here does."""
    if target.topology is Topology.OWN_ACCOUNT:
        return (
            "a successful call by whoever got the error",
            "no further error of this kind in its log",
        )
    trigger = "one successful trigger of the campaign, to a test recipient (verify --trigger PAYLOAD sends one)"
    adobe = "Adobe Customer Care, who see the account: give them the hand-off packet below"
    if target.topology is Topology.NO_CUSTOMER_KEY:
        return trigger, adobe
    who = target.application or "Adobe's application"
    vault = target.key_uri.vault_name if target.key_uri else "the vault"
    audit = (
        f"a successful wrap or unwrap by application {who} after the repair in the audit log of vault {vault}"
        " (diagnostic log AuditEvent, if it is switched on)"
    )
    return trigger, audit, adobe


def short(text: str) -> str:
    """Leave out where a line of evidence was read, and the end of a long one: for where little room is."""
    line = re.sub(r" \([^()]*\)$", "", text)
    return line if len(line) <= _SHORT else f"{line[:_SHORT].rpartition(' ')[0]} …"


def due_line(report: Report, view: VerificationView) -> str:
    """Say by when who follows; what only shows elsewhere is marked."""
    parts = [
        f"{due.what} by {when(due.at, report.zone)}{'' if due.seen_here else ' (shows elsewhere)'}"
        for due in view.due
    ]
    return ended("; ".join(parts)) if parts else ""


def escalate_line(report: Report, view: VerificationView) -> str:
    """Say when and to whom to go."""
    text = capital(without_sources(view.escalate))
    if not view.escalate_at:
        return text
    whom = (
        text.partition(": ")[2] or text
    )  # when to escalate stands before the colon, and here as an instant
    moment = when(view.escalate_at, report.zone)
    return (
        f"NOW, due since {moment}: {whom}"
        if view.overdue
        else f"At {moment}, if not before: {whom}"
    )


def since_line(report: Report, view: VerificationView) -> str:
    """Say since when it is repaired, and who says so."""
    if not view.repaired_since:
        return ""
    how = "as told" if view.repaired_since_told else "first seen"
    is_seen = view.repaired_since_told or any(cause.gone for cause in view.before)
    word = "repaired" if is_seen else "on its way"
    return f"{word} since {when(view.repaired_since, report.zone)} ({how})"


def incident(report: Report, view: VerificationView) -> tuple[str, ...]:
    """Give the three lines for the incident channel."""
    mark = "SIMULATED " if report.simulated else ""
    first = f"{mark}{report.target}, {when(report.started_at, report.zone)}: {headline(report)}: {report.sentence}"
    if view.verdict in ("still-broken", "something-else-broken") and report.incident:
        return (first, *report.incident[1:])
    proof = view.proofs[0] if view.proofs else None
    second = (
        f"Proof: {proof.code} {proof.now} (before: {proof.before})."
        if proof
        else "Proof: none needed."
    )
    last = " ".join(
        part
        for part in (
            f"Due: {due_line(report, view)}" if view.verdict != "repaired" and view.due else "",
            f"Escalate: {escalate_line(report, view)}" if view.escalate else "",
        )
        if part
    )
    if last or view.verdict != "cannot-tell":
        return first, second, last or "Nothing further to do."
    opened = report.open[0] if report.open else None
    return (
        first,
        second,
        f"Next: {ended(opened.do or opened.reason)}" if opened else "Next: look again.",
    )
