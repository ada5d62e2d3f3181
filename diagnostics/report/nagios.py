"""The report as a monitoring plugin's answer, for Nagios, Icinga and their kin: one line, numbers, more lines.

The word says what the exit code says: 0 is OK, 1 CRITICAL or WARNING by the worst finding, all else UNKNOWN. Below
--fail-on is OK. A pipe ends the text, so none stands in it.
Sources: Monitoring Plugins development guidelines, 2.1 to 2.6; Nagios Core 4, "Plugin API" (8 KB are read, 4 KB by NRPE).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from diagnostics.report import escape
from diagnostics.report.point import alone
from diagnostics.report.record import Report
from diagnostics.report.summary import summary
from diagnostics.report.wording import ended
from diagnostics.report.wrap import cut

_NAME = "AJO-DOCTOR"
# As Monitoring Plugins compare states: what is broken goes before what is not known.
_STATES = ("CRITICAL", "WARNING", "UNKNOWN", "OK")
_FIRST_LINE = 200  # columns of the sentence: a list of services shows about so many
_ALL = 4000  # bytes
_LONG = "(shortened; `ajo-doctor report` has all)"


def state(report: Report) -> str:
    """Give the word of one run."""
    if report.exit_code == 0:
        return "OK"
    if report.exit_code != 1:
        return "UNKNOWN"
    if report.verification and report.verification.verdict == "not-yet-effective":
        return "WARNING"
    counting = [view.severity for view in report.findings if not view.suppressed]
    return "CRITICAL" if "critical" in counting or not counting else "WARNING"


def render(reports: Sequence[Report]) -> str:
    """Draw the reports of one run as one answer: of several targets the worst state, and a line for each."""
    ranked = sorted(reports, key=lambda report: _STATES.index(state(report)))
    worst = ranked[0]
    said = _shortened(f"{_name(worst)}: {in_short(worst)}", _FIRST_LINE) + _others(ranked[1:])
    first = f"{_NAME} {state(worst)} - {said} | {' '.join(_numbers(reports))}"
    return "\n".join(_fitting([first, *(line for each in ranked for line in _more(each))])) + "\n"


def _others(more: Sequence[Report]) -> str:
    """Say how many targets stand behind the worst one, and how many of these are in trouble too."""
    if not more:
        return ""
    bad = sum(state(report) != "OK" for report in more)
    said = f"{bad} not OK" if bad else "all OK"
    return f" (+{len(more)} target{'s' * (len(more) != 1)}, {said})"


def _name(report: Report) -> str:
    return f"SIMULATED {report.target}" if report.simulated else report.target


def in_short(report: Report) -> str:
    """Name the cause, which fits into a message on a telephone; whatever has none says its sentence."""
    if report.verification or not report.causes:
        return ended(report.sentence)
    first = report.causes[0]
    return f"{ended(first.title)} {'Our' if first.turn == 'ours' else first.turn} turn."


def _more(report: Report) -> Iterator[str]:
    yield _text(
        f"[{state(report)}] {_name(report)}, {report.started_at}: {ended(report.sentence)}"
    )
    for point in summary(report)[2:]:
        if point.names_people:
            continue
        yield _text(f"  {point.label}: {alone(point.text)}")
        if point.command:
            yield f"    {_command(point.command.sh)}"


def _command(line: str) -> str:
    """Give a command as it is run, or say why it cannot stand here: half of a command would be worse than none."""
    if "|" in line:
        return "(a command with a pipe: see `ajo-doctor report`)"
    if escape.plain(line) != line:
        return "(a command with signs that do not show: see `ajo-doctor report`)"
    return line


def _numbers(reports: Sequence[Report]) -> Iterator[str]:
    """Count over all targets, so that a graph stays the same graph when one is added: 'label'=value;warn;crit;min;max."""
    found = [view for report in reports for view in report.findings]
    severities = [view.severity for view in found if not view.suppressed]
    statuses = [check.status for report in reports for check in report.checks]
    opened = [view for report in reports for view in report.open]
    needed = sum(view.required and not view.accepted for view in opened)
    yield f"critical={severities.count('critical')};;0;0"
    yield f"warning={severities.count('warning')};0;;0"
    yield f"suppressed={len(found) - len(severities)};;;0"
    yield f"open={len(opened)};;;0"
    yield f"open_required={needed};;;0"
    yield f"checks={len(statuses)};;;0"
    yield f"checks_ok={statuses.count('ok')};;;0"
    yield f"duration={_took(reports):.3f}s;;;0"
    yield f"targets={len(reports)};;;0"
    yield from (f"clock_{code}={left}s" for code, left in sorted(_clocks(reports).items()))


def _clocks(reports: Iterable[Report]) -> dict[str, int]:
    """Give for each code that counts the seconds until the first of its clocks runs out, at the time of the run."""
    left: dict[str, int] = {}
    for report in reports:
        began = datetime.fromisoformat(report.started_at)
        for view in report.findings:
            for clock in () if view.suppressed else view.clocks:
                seconds = int((datetime.fromisoformat(clock.at) - began).total_seconds())
                left[view.code] = min(seconds, left.get(view.code, seconds))
    return left


def _took(reports: Sequence[Report]) -> float:
    """Give the seconds from the first beginning to the last end: targets are looked at side by side."""
    began = min(datetime.fromisoformat(report.started_at) for report in reports)
    finished = max(datetime.fromisoformat(report.finished_at) for report in reports)
    return max(0.0, (finished - began).total_seconds())  # a clock that was set back meanwhile


def _text(text: str) -> str:
    return escape.plain(text).replace("|", "/")


def _shortened(text: str, columns: int) -> str:
    visible = _text(text)
    short = cut(visible, columns - 1)
    return visible if short == visible else f"{short.rstrip()}…"


def _fitting(lines: list[str]) -> Iterator[str]:
    """Give whole lines, as many as are read at the other end."""
    room = _ALL - len(_LONG)
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            yield _LONG
            return
        yield line
