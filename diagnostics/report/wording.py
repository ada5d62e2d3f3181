"""Short forms that text and Markdown share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from diagnostics.evidence import Status
from diagnostics.report import escape
from diagnostics.report.record import CauseView, FindingView, LoggedView, OpenView, Report, Zone
from diagnostics.report.repair_record import Command, HolderView, StepView
from diagnostics.report.verified_record import VerificationView

_HEADLINES = {
    "broken": "BROKEN",
    "incomplete": "NOT ALL SEEN",
    "clean": "NO FAULT FOUND",
    "interrupted": "INTERRUPTED",
}
_VERDICTS = {
    "repaired": "REPAIRED",
    "not-yet-effective": "NOT YET EFFECTIVE",
    "still-broken": "STILL BROKEN",
    "something-else-broken": "SOMETHING ELSE IS BROKEN",
    "cannot-tell": "CANNOT TELL",
    "nothing-to-verify": "NOTHING TO VERIFY",
}
_LOGIN = {
    "may": "This login may run it.",
    "may not": "This login may not.",
    "cannot tell": "Cannot tell whether this login may.",
}
SUPPRESSED = "SUPPRESSED"
WARNING = "WARNING"
FOUND = "FOUND"
TO_THE_REPAIR = "What to do: the repair above."
WITH_YOUR_NAMES = "Commands (put your own names where <…> stands)"
_PROGRAMS = ("az", "curl", "nslookup")
_STATUSES = {status.value for status in Status}
_PLACES = {
    "managementgroups": "management group",
    "subscriptions": "subscription",
    "resourcegroups": "resource group",
    "vaults": "vault",
    "keys": "key",
    "databaseaccounts": "account",
}


def headline(report: Report) -> str:
    """Say in a word how it stands.

    Only what is critical breaks calls; what is below the line that the user drew is still not "no fault".
    """
    if report.verification:
        return _verdict(report.verification)
    if report.triage and report.verdict == "broken" and not report.findings:
        return FOUND  # in logs, and whose it is remains to be seen
    found = {view.severity for view in report.findings if not view.suppressed}
    if report.verdict in ("broken", "clean") and "critical" not in found and "warning" in found:
        return WARNING
    if report.verdict == "clean" and any(_hides(view) for view in report.findings):
        return SUPPRESSED
    return _HEADLINES[report.verdict]


def _hides(view: FindingView) -> bool:
    return view.suppressed is not None and view.severity != "info"


def _verdict(verified: VerificationView) -> str:
    if verified.verdict == "not-yet-effective" and verified.overdue:
        return "NOT EFFECTIVE, OVERDUE"
    if verified.verdict == "effect-not-visible":
        return "NOT VISIBLE" if verified.sides == "told" else "REPAIRED HERE"
    return _VERDICTS[verified.verdict]


def when(text: str, zone: Zone) -> str:
    """Write an instant in UTC and in the local time of the run."""
    moment = datetime.fromisoformat(text).astimezone(UTC)
    utc = f"{moment:%Y-%m-%d %H:%M} UTC"
    if not zone.offset_minutes:
        return utc
    local = moment.astimezone(timezone(timedelta(minutes=zone.offset_minutes)))
    day = "" if local.date() == moment.date() else f"{local:%Y-%m-%d} "
    return f"{utc} ({day}{local:%H:%M} {zone.name})"


def sentence(text: str) -> str:
    """Begin and end a sentence; what begins with an identifier keeps its letters."""
    first = text.split(" ", 1)[0].rstrip(",;:.")
    if first in _PROGRAMS:
        return text  # a line to paste: neither a capital nor a full stop belongs to it
    return ended(text[:1].upper() + text[1:] if first.isalpha() else text)


def ended(text: str) -> str:
    """End a sentence."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def is_text_only(report: Report) -> bool:
    """Tell whether nothing was read but the text that was pasted."""
    return bool(report.pasted) and ("requests", "0") in report.environment


def given(report: Report) -> str:
    """Name the section on what was recognised, by where it stood."""
    return (
        "The logged errors" if any(view.logged for view in report.pasted) else "The pasted error"
    )


def logged(view: LoggedView) -> str:
    """Say how often and when an error stands in logs."""
    often = f"Stands {view.count} times" if view.count > 1 else "Stands once"
    times = dict.fromkeys(at for at in (view.first, view.last) if at)
    plain = [at.replace("T", " ").removesuffix("Z") for at in times]
    when = f", {' to '.join(plain)} UTC" if plain else ", without a time"
    return f"{often}{when}; first {view.where}"


def reads(command: Command) -> bool:
    """Tell whether a command of the Azure command line changes nothing."""
    words = set(command.argv)
    return bool(words & {"show", "list", "list-deleted"}) or {"rest", "get"} <= words


def confidence(cause: CauseView) -> str:
    """Say how sure, on what, and what would change it."""
    grounds = sentence(f"confidence {cause.confidence}, from {', '.join(cause.explains)}")
    if cause.confidence_reason:
        grounds += f" {sentence(cause.confidence_reason)}"
    return f"{grounds} {change(cause)}"


def change(cause: CauseView) -> str:
    """Say which open questions could overturn a cause; why they are open stands once, among the open questions."""
    checks = " or ".join(_check_in(each) for each in cause.could_change)
    return (
        f"An answer to {checks} could change it."
        if checks
        else "No open question could change it."
    )


def _check_in(reason: str) -> str:
    """Take the check's id out of "check keyvault.key is open: …"."""
    words = reason.partition(":")[0].split()
    return next((word for word in words if "." in word), " ".join(words))


def who(step: StepView, *, short: bool = False) -> str:
    """Say who may run a step: the role, this login, and who else holds it.

    Args:
        step: what is to be run.
        short: name places by their last part only.
    """
    held = "; ".join(_holder(each, step.role, short=short) for each in step.holders)
    holders = f"Held by {held}." if held else step.holders_unseen
    parts = (sentence(step.role), _LOGIN[step.this_login], holders)
    return " ".join(part for part in parts if part)


def _holder(holder: HolderView, role: str, *, short: bool) -> str:
    where = f"at {place(holder.scope) if short else holder.scope}"
    through = "" if holder.role == role else f"{holder.role} "
    return f"{holder.who} ({through}{where})"


def place(scope: str) -> str:
    """Name a scope of Azure by its last part."""
    above, _, name = scope.strip("/").rpartition("/")
    kind = above.rpartition("/")[2]
    return f"{_PLACES.get(kind.lower(), kind)} {name}" if kind else scope or "/"


def needed_first(step: StepView) -> Iterator[str]:
    """Say which values a step needs, and where they come from; the variable's name is the same in both shells."""
    for each in step.inputs:
        if each.is_set:
            yield f"Uses {each.name}, {each.what}, which step {each.from_step} sets: stay in the same shell."
            continue
        line = f"{each.name}='{each.example}'"
        printed = f" (step {each.from_step} prints it)" if each.from_step else ""
        yield f"First set {each.name}, {each.what}{printed}: in sh {line}, in PowerShell ${line}, with your value."


def without_sources(text: str) -> str:
    """Leave out what stands in parentheses: where it was read stands further below."""
    return re.sub(r" \([^()]*\)", "", text)


def open_question(question: OpenView) -> str:
    """Say why a question stayed open and what would answer it."""
    parts = [sentence(question.reason)]
    if question.permissions:
        parts.append(f"Needs: {' or '.join(question.permissions)}.")
    if question.do and not line_of(question):
        parts.append(f"Do: {sentence(question.do)}")
    if question.accepted:
        parts.append(f"Accepted: {question.accepted}.")
    return " ".join(parts)


def line_of(question: OpenView) -> Command | None:
    """Give what would answer a question where that is a line to paste, which must not be broken."""
    if question.do.partition(" ")[0] not in _PROGRAMS:
        return None
    line = escape.plain(question.do)
    return Command(argv=(), sh=line, powershell=line)


def clocks(report: Report) -> tuple[str, ...]:
    """Collect what runs out, the earliest first, and how long is left."""
    found = {(clock.at, clock.what) for cause in report.causes for clock in cause.clocks}
    found |= {(clock.at, clock.what) for view in report.findings for clock in view.clocks}
    return tuple(
        f"{what} {when(at, report.zone)}, {_left(at, report.started_at)}"
        for at, what in sorted(found)
    )


def _left(at: str, now: str) -> str:
    left = datetime.fromisoformat(at) - datetime.fromisoformat(now)
    if left <= timedelta(0):
        return "over"
    if left < timedelta(days=2):
        hours = left // timedelta(hours=1)
        return f"{hours} hour{'s' * (hours != 1)} left" if hours else "less than 1 hour left"
    return f"{left.days} days left"


def label_of(report: Report) -> str:
    """Name the run in one line: what, where, when."""
    mark = "SIMULATED " if report.simulated else ""
    topology = "" if report.topology == report.target else f" ({report.topology})"
    return f"{mark}target {report.target}{topology}, {when(report.started_at, report.zone)}"


def span(report: Report) -> str:
    """Say when the run began and how long it took."""
    began, ended = map(datetime.fromisoformat, (report.started_at, report.finished_at))
    seconds = (ended - began) // timedelta(seconds=1)
    return f"looked at {when(report.started_at, report.zone)}, for {seconds} s"


def dependents(report: Report) -> dict[str, tuple[OpenView, ...]]:
    """Group the questions that only wait for another one by the check they wait for."""
    waiting: dict[str, list[OpenView]] = {}
    for question in report.open:
        if question.waits_for:
            waiting.setdefault(question.waits_for, []).append(question)
    return {check: tuple(questions) for check, questions in waiting.items()}


def counted(report: Report) -> str:
    """Say how the checks ended and what they found."""
    by_status = [f"{n} {name}" for name, n in report.counts if name in _STATUSES]
    by_severity = [f"{n} {name}" for name, n in report.counts if name not in _STATUSES]
    return f"checks: {', '.join(by_status)}; findings: {', '.join(by_severity)}"
