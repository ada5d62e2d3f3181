"""Known ends as a calendar: an event for each, which moves when it is taken in again.

An event's UID is made of target, code and subject, and not of the day or the words: whoever takes in the file of a later
run, or subscribes to it, sees the same event on its new day. `SEQUENCE` rises with the time of the run.
Source: RFC 5545: 3.1 (lines of at most 75 octets, CRLF), 3.3.11 (escaping), 3.6 (at least one component), 3.6.1, 3.6.6,
3.8.4.7 (UID), 3.8.7.4 (SEQUENCE); RFC 7986, 5.3 (a UID that names nobody).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from diagnostics.report import escape
from diagnostics.report.dates_record import DateView
from diagnostics.report.record import Report
from diagnostics.report.wording import ended

_LINE = 75  # octets, without the line break
_UNTIL = " until"
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # SEQUENCE is a number of 31 bits: minutes since then
_UTC_ZONE = (  # a calendar holds at least one component, and one without ends has no event
    *("BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
    *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"),
)


def render(reports: Sequence[Report]) -> str:
    """Draw the ends of several targets as one calendar; lines end in CRLF."""
    events = [line for report in reports for line in _events(report)]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//ajo-doctor//{reports[0].version if reports else ''}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *(events or _UTC_ZONE),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def folded(line: str) -> Iterator[str]:
    """Break a line into parts of at most 75 octets, never inside a character; all but the first begin with a space."""
    part, room = "", _LINE
    for char in line:
        size = len(char.encode())
        if size > room:
            yield part
            part, room = " ", _LINE - 1
        part += char
        room -= size
    yield part


def text(said: str) -> str:
    """Write a text as a value; what cannot be seen is made visible first."""
    return "\\n".join(_escaped(escape.plain(line)) for line in said.split("\n"))


def _escaped(line: str) -> str:
    for char in "\\;,":
        line = line.replace(char, f"\\{char}")
    return line


def _events(report: Report) -> Iterator[str]:
    began = datetime.fromisoformat(report.started_at)
    stamp = f"{began:%Y%m%dT%H%M%SZ}"
    sequence = max(0, (began - _EPOCH) // timedelta(minutes=1))
    for uid, each in _named(report):
        mark = "SIMULATED " if report.simulated else ""
        yield "BEGIN:VEVENT"
        yield f"UID:{uid}"
        yield f"DTSTAMP:{stamp}"
        yield f"SEQUENCE:{sequence}"
        yield f"DTSTART:{datetime.fromisoformat(each.at):%Y%m%dT%H%M%SZ}"
        yield f"SUMMARY:{text(f'{mark}{_title(each.what)} ({report.target})')}"
        yield f"DESCRIPTION:{text(_description(report, each, began))}"
        yield f"CATEGORIES:{text('ajo-doctor')},{text(each.code)}"
        yield "TRANSP:TRANSPARENT"  # nobody is busy by it
        yield from _alarm(report, each)
        yield "END:VEVENT"


def _alarm(report: Report, each: DateView) -> Iterator[str]:
    if report.warn_days:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{text(each.what)}"
        yield f"TRIGGER:-P{report.warn_days}D"
        yield "END:VALARM"


def _title(what: str) -> str:
    """Say in an event's name what ends at its time."""
    return f"Last moment: {what.removesuffix(_UNTIL)}" if what.endswith(_UNTIL) else what


def _description(report: Report, each: DateView, began: datetime) -> str:
    at = f"{datetime.fromisoformat(each.at):%Y-%m-%d %H:%M} UTC"
    lines = [
        ended(f"{each.what} {at}, as read {began:%Y-%m-%d %H:%M} UTC"),
        f"Subject: {each.subject}",
        f"Target: {report.target}",
        f"Kind: {each.code}; what to do: ajo-doctor explain {each.code}, or {each.runbook}",
    ]
    lines += ["Suppressed: somebody answers for it."] if each.suppressed else []
    return "\n".join(lines)


def _named(report: Report) -> Iterable[tuple[str, DateView]]:
    """Give each end its UID; of two ends of one kind and subject the later has a number."""
    times: dict[tuple[str, str], int] = {}
    for each in report.dates:
        place = (each.code, each.subject.casefold())
        times[place] = times.get(place, 0) + 1
        parts = (report.target, *place, str(times[place]), str(report.simulated))
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
        yield f"{digest}@ajo-doctor", each
