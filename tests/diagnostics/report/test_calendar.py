"""The calendar, read back by a parser that is not ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from diagnostics.finding import Deadline, Finding
from diagnostics.report import calendar
from diagnostics.report.build import build
from diagnostics.report.record import Report
from diagnostics.suppression import Suppression
from tests.support.reporting import NOW, ODD, a_run, an_outcome, judged

DAY = timedelta(days=1)
NASTY = 'a;b,c\\n\\d: "é" 鍵 \U0001f511 END:VEVENT'


def ends(days: int, subject: str = "k", what: str = "Key k expires") -> Finding:
    return ODD.found(subject, "odd", deadlines=(Deadline(what, NOW + days * DAY),))


def a_report(*findings: Finding, later: tuple[Finding, ...] = (), **run: object) -> Report:
    return build(judged(an_outcome(*findings, ahead=later), run=a_run(**run)))


def events(*reports: Report) -> list[Event]:
    drawn = calendar.render(reports)
    assert all(len(line.encode()) <= 75 for line in drawn.split("\r\n"))
    assert drawn.replace("\r\n", "").isprintable() or "\n" not in drawn.replace("\r\n", "")
    (parsed,) = Calendar.from_ical(drawn, multiple=True)
    assert parsed.errors == []
    assert (str(parsed["VERSION"]), str(parsed["METHOD"])) == ("2.0", "PUBLISH")
    found = [each for each in parsed.walk("VEVENT") if isinstance(each, Event)]
    assert all(each.errors == [] for each in found)
    return found


def test_an_event_for_each_end_near_or_far() -> None:
    soon, late = events(a_report(ends(9), later=(ends(400, "s"),)))
    assert soon.decoded("DTSTART") == NOW + 9 * DAY
    assert soon.decoded("DTSTART").tzinfo in (UTC, soon.decoded("DTSTART").tzinfo)
    assert late.decoded("DTSTART") == NOW + 400 * DAY
    assert str(soon["SUMMARY"]) == "Key k expires (mine)"
    assert "Subject: k\n" in str(soon["DESCRIPTION"])
    assert "ajo-doctor explain KV902" in str(soon["DESCRIPTION"])
    (alarm,) = soon.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(days=-30)


def test_taken_in_again_after_a_renewal_the_event_moves() -> None:
    later = NOW + 3 * DAY
    (before,) = events(a_report(ends(9)))
    (after,) = events(
        a_report(ends(365, "K", "Key K expires"), started_at=later, finished_at=later)
    )
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("DTSTAMP") == later
    assert after.decoded("DTSTART") == NOW + 365 * DAY


def test_the_last_moment_is_called_so() -> None:
    (only,) = events(a_report(ends(9, what="Key k can be recovered until")))
    assert str(only["SUMMARY"]) == "Last moment: Key k can be recovered (mine)"
    assert "can be recovered until 2026-03-23 23:30 UTC, as read 2026-03-14" in str(
        only["DESCRIPTION"]
    )


def test_no_two_events_have_one_uid() -> None:
    two = ODD.found(
        "k", "odd", deadlines=(Deadline("one", NOW + DAY), Deadline("two", NOW + 2 * DAY))
    )
    other = replace(a_report(ends(3)), target="other")
    found = events(a_report(two, ends(5, "s")), other, replace(other, simulated=True))
    assert len({str(each["UID"]) for each in found}) == len(found) == 5
    assert str(found[-1]["SUMMARY"]).startswith("SIMULATED ")


def test_without_an_end_it_is_still_a_calendar() -> None:
    assert events(a_report()) == []
    assert "BEGIN:VTIMEZONE" in calendar.render((a_report(),))


def test_no_alarm_where_no_warning_is_wanted_and_a_suppressed_end_says_so() -> None:
    said = Suppression(kind="KV902", subject="k", owner="us", reason="x", until=NOW.date())
    report = replace(a_report(replace(ends(9), suppressed=said)), warn_days=0)
    (only,) = events(report)
    assert only.walk("VALARM") == []
    assert "Suppressed" in str(only["DESCRIPTION"])


def test_a_hostile_name_stays_one_value() -> None:
    (only,) = events(a_report(ends(9, NASTY, f"Key {NASTY} expires")))
    assert "a;b,c" in str(only["SUMMARY"])
    assert "\U0001f511" in str(only["SUMMARY"])


@given(st.text(max_size=200))
def test_any_text_is_read_back_as_it_is_shown(said: str) -> None:
    from diagnostics.report import escape

    lines = said.split("\n")
    shown = "\n".join(map(escape.plain, lines))
    (only,) = Calendar.from_ical(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"
        + "\r\n".join(calendar.folded(f"SUMMARY:{calendar.text(said)}"))
        + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).walk("VEVENT")
    assert str(only["SUMMARY"]) == shown


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=300))
def test_folding_breaks_no_character_and_loses_none(line: str) -> None:
    parts = list(calendar.folded(line))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert all(part.startswith(" ") for part in parts[1:])


def test_the_same_bundle_gives_the_same_bytes() -> None:
    assert calendar.render((a_report(ends(9)),)) == calendar.render((a_report(ends(9)),))
    assert datetime.fromisoformat(a_report(ends(9)).dates[0].at) == NOW + 9 * DAY
