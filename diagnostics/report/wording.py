"""Short forms that text and Markdown share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from diagnostics.report.record import CauseView, OpenView, Report, StepView, Zone

HEADLINES = {
    "broken": "BROKEN",
    "incomplete": "NOT ALL SEEN",
    "clean": "NO FAULT FOUND",
    "interrupted": "INTERRUPTED",
}


def when(text: str, zone: Zone) -> str:
    """Write an instant in UTC and in the local time of the run."""
    moment = datetime.fromisoformat(text).astimezone(UTC)
    utc = f"{moment:%Y-%m-%d %H:%M} UTC"
    if not zone.offset_minutes:
        return utc
    local = moment.astimezone(timezone(timedelta(minutes=zone.offset_minutes)))
    day = "" if local.date() == moment.date() else f"{local:%Y-%m-%d} "
    return f"{utc} ({day}{local:%H:%M} {zone.name})"


def confidence(cause: CauseView) -> str:
    """Say how sure, on what, and what would change it."""
    grounds = f"confidence {cause.confidence}, from {', '.join(cause.explains)}"
    if cause.confidence_reason:
        grounds += f"; {cause.confidence_reason}"
    if cause.could_change:
        return f"{grounds}. It could change: {'; '.join(cause.could_change)}"
    return f"{grounds}. No open question could change it"


def who(step: StepView) -> str:
    """Say who may run a step: the role, this login, and who else holds it."""
    login = {
        "may": "This login may run it.",
        "may not": "This login may not.",
        "cannot tell": "Whether this login may: cannot tell.",
    }[step.this_login]
    holders = f" Held by: {'; '.join(step.holders)}." if step.holders else ""
    return f"{step.role}. {login}{holders}"


def open_question(question: OpenView) -> str:
    """Say why a question stayed open and what would answer it."""
    parts = [question.reason.rstrip(".") + "."]
    if question.permissions:
        parts.append(f"Needs: {' or '.join(question.permissions)}.")
    if question.do:
        parts.append(f"Do: {question.do}")
    if question.accepted:
        parts.append(f"Accepted: {question.accepted}.")
    return " ".join(parts)


def clocks(report: Report) -> tuple[tuple[str, str], ...]:
    """Collect what runs out, the earliest first."""
    found = {(clock.at, clock.what) for cause in report.causes for clock in cause.clocks}
    found |= {(clock.at, clock.what) for view in report.findings for clock in view.clocks}
    return tuple((what, when(at, report.zone)) for at, what in sorted(found))


def label_of(report: Report) -> str:
    """Name the run in one line: what, where, when."""
    mark = "SIMULATED, " if report.simulated else ""
    return (
        f"{mark}target {report.target}, {report.topology}, {when(report.started_at, report.zone)}"
    )
