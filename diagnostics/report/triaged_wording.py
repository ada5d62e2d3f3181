"""What a search through logs says, in sentences that text and Markdown share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone

from diagnostics.report.record import Zone
from diagnostics.report.triaged import size, what_is_read
from diagnostics.report.triaged_record import AccessView, RowView, TriageView, TurnView
from diagnostics.report.wording import ended, sentence

TITLE = "What the logs say"
GO_ON = "Go on"
ROWS = 15  # that a person is shown; machines get all
TURNS = 3
LEFT_OUT = 10
_TELLING = 1_000_000  # bytes; of less, the start alone would be measured
_NOTHING_PROVED = (
    "It does not prove what was changed, nor that it was changed then: a token that was given before lives on for about"
    " an hour, and what these logs do not hold is not seen."
)
_SILENT = (
    "This vault refused it nowhere in these logs: where Entra ID gives no token (4000), or the vault is not reached, no"
    " request arrives there that could be logged."
)


def title(view: TriageView) -> str:
    """Name the search and its outcome."""
    bad = sum(row.count for row in view.rows if not row.harmless)
    if bad:
        return f"{TITLE}: {_many(bad, 'error')}"
    if not view.bytes and view.left_out:
        return f"{TITLE}: nothing could be read"
    return f"{TITLE}: nothing, they are empty" if _is_empty(view) else f"{TITLE}: no known error"


def _is_empty(view: TriageView) -> bool:
    return not view.bytes and not view.left_out and what_is_read(view.inputs) == "file"


def moment(at: str, zone: Zone) -> str:
    """Write an instant to the second, in UTC and in the local time of the run."""
    when = datetime.fromisoformat(at).astimezone(UTC)
    utc = f"{_plain(when)} UTC"
    if not zone.offset_minutes:
        return utc
    try:
        local = when.astimezone(timezone(timedelta(minutes=zone.offset_minutes)))
    except OverflowError:  # a log may say the year 1
        return utc
    day = "" if local.date() == when.date() else f"{local.date()} "
    return f"{utc} ({day}{local:%H:%M:%S} {zone.name})"


def short(at: str, *, year: bool) -> str:
    """Write an instant for a column of the table."""
    text = _plain(datetime.fromisoformat(at))
    return text if year else text[5:]


def _plain(when: datetime) -> str:
    return when.replace(tzinfo=None).isoformat(" ", "seconds")


def years(view: TriageView) -> set[str]:
    """Give the years in which hits lie."""
    return {at[:4] for row in view.rows for at in (row.first, row.last) if at}


def answers(view: TriageView, zone: Zone) -> Iterator[tuple[str, str]]:
    """Give what was asked, label and sentence: since when, and until when all was well."""
    onset = view.onset
    if onset:
        where = f" on {onset.account}" if onset.account else ""
        only = " Only from --since on: it may have begun before that." if view.since else ""
        yield "Onset", f"{moment(onset.at, zone)}: first {onset.code}{where}, {onset.where}.{only}"
    yield from _before(view, zone)
    if view.go_on:
        yield (
            "Go on",
            "with the command at the end of this page: it asks the cloud for the cause.",
        )


def _before(view: TriageView, zone: Zone) -> Iterator[tuple[str, str]]:
    if not view.turns:
        if view.onset:
            yield "Last good", _no_audit(view)
        return
    # Whom the vault serves as before says something only where nobody lost it.
    lost = [turn for turn in view.turns if turn.first_refused or not turn.good_after]
    shown = lost[:TURNS] or view.turns[:1]
    for turn in shown:
        yield "Last good", _turn(turn, zone)
    more = len(view.turns) - len(shown)
    if more:
        others = _many(more, "more identity", "more identities")
        yield "Last good", f"{others} used a key; --format json has all."


def _no_audit(view: TriageView) -> str:
    of = "of the vaults that the errors name, " if view.audit_records else ""
    ended_at = ", ".join(view.audit_stopped_at)
    stopped = f" (not searched to its end: {ended_at})" if ended_at else ""
    return (
        f"not known: {of}no wrap or unwrap of a key was found{stopped}. Give the vault's audit log (AuditEvent) as a file"
        " too, to learn when the key was last used and who was refused."
    )


def _turn(turn: TurnView, zone: Zone) -> str:
    who = f"{turn.identity or 'somebody'} at {turn.vault or 'a vault'}"
    parts = [_last_good(turn, who, zone)]
    refused = turn.first_refused
    if refused:
        parts.append(
            f"First refused after that: {_access(refused, zone)}, {_many(turn.refused, 'time')} in all."
        )
        if turn.good_after and _is_later(turn.good_after, refused):
            parts.append(
                f"It was served again after that, at last {_access(turn.good_after, zone)}."
            )
        parts.append(_NOTHING_PROVED)
    elif turn.good_after:
        parts.append(
            f"It is still served after the onset ({_access(turn.good_after, zone)}): it is another one than the account's,"
            " or the key is not what fails."
        )
    elif turn.last_good:
        parts += [_SILENT, _NOTHING_PROVED]
    return " ".join(parts)


def _is_later(one: AccessView, other: AccessView) -> bool:
    return datetime.fromisoformat(one.at) > datetime.fromisoformat(other.at)


def _last_good(turn: TurnView, who: str, zone: Zone) -> str:
    if turn.last_good is None:
        return f"none of {who} was found before the onset."
    gap = f", {duration(turn.gap_s)} before the onset" if turn.gap_s is not None else ""
    return f"{_access(turn.last_good, zone)} by {who}{gap}."


def _access(access: AccessView, zone: Zone) -> str:
    told = access.status if access.status is not None else access.result
    return f"{access.operation} {moment(access.at, zone)} ({told}), {access.where}"


def duration(seconds: int) -> str:
    """Write a length of time by its two largest parts."""
    rest = seconds
    parts: list[str] = []
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        count, rest = divmod(rest, length)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2]) or "0 s"


def remarks(view: TriageView) -> Iterator[str]:
    """Say what must be known about the numbers."""
    if _is_empty(view) and not view.hits:
        yield "Nothing was there to be searched: this is no all-clear. See whether anything writes this log."
    if view.hits and not view.ambiguous:
        yield "No hit is ambiguous."
    elif view.ambiguous:
        share = 100 * view.ambiguous / view.hits
        yield f"{view.ambiguous} of {view.hits} ({share:.1f} %) are ambiguous: two signals disagree in them."
    if view.without_time:
        limits = " They may lie outside --since and --until." if view.since or view.until else ""
        yield (
            f"{_many(view.without_time, 'hit')} without a time, first {view.without_time_at}: counted, but in no minute"
            f" and not for the onset.{limits}"
        )
    if view.zone_assumed:
        yield f"{_many(view.zone_assumed, 'hit')} whose time names no zone, first {view.zone_assumed_at}: taken as UTC."
    if view.outside:
        yield f"{_many(view.outside, 'more hit')} outside --since and --until: counted nowhere."
    if view.minutes_per_step > 1:
        yield f"The logs span too long for single minutes: counted per {duration(60 * view.minutes_per_step)}."
    if any(row.rest for row in view.rows):
        yield "More combinations of account, vault and identity than can be told apart: the others are summed up per error."


def left_out(view: TriageView) -> Iterator[str]:
    """Name what could not be read."""
    for each in view.left_out[:LEFT_OUT]:
        yield f"{each.where}: {sentence(each.reason)} Do: {sentence(each.do)}"
    more = len(view.left_out[LEFT_OUT:]) + view.left_out_more
    if more:
        yield f"and {more} more; --format json lists up to {len(view.left_out)}."


def effort(view: TriageView) -> str:
    """Say how much was read, and how fast."""
    is_telling = view.bytes >= _TELLING and view.seconds
    speed = f" ({size(int(view.bytes / view.seconds))}/s)" if is_telling else ""
    back = (
        f"; looking back for the last good access: {size(view.audit_bytes)} in {view.audit_seconds:.1f} s"
        if view.audit_bytes
        else ""
    )
    return f"{_many(view.files, what_is_read(view.inputs))}, {size(view.bytes)} in {view.seconds:.1f} s{speed}{back}"


def more_rows(rows: Sequence[RowView]) -> str:
    """Count the rows that are not shown, and their hits."""
    hits = _many(sum(row.count for row in rows), "hit")
    return f"{_many(len(rows), 'more row')}, {hits}"


def row_name(row: RowView) -> str:
    """Name an error and what becomes of it."""
    said = (
        "no error"
        if row.harmless
        else " ".join(part for part in (row.finding, row.certainty) if part)
    )
    return f"{row.code}\n{said}"


def row_where(row: RowView) -> str:
    """Name where and to whom it happened, one a line."""
    if row.rest:
        return "(all others)"
    parts = (row.account, row.vault, f"by {row.identity}" if row.identity else "")
    return "\n".join(part for part in parts if part) or "(names nothing)"


def span(view: TriageView) -> str:
    """Say over which time the minutes go, and how high."""
    most = max((each.count for each in view.minutes), default=0)
    first, last = view.minutes[0].at, view.minutes[-1].at
    per = "minute" if view.minutes_per_step == 1 else duration(60 * view.minutes_per_step)
    return f"Hits per {per}, {_plain(datetime.fromisoformat(first))[:16]} to {_plain(datetime.fromisoformat(last))[:16]} UTC, at most {most}:"


def series(view: TriageView, row: RowView | None = None) -> list[int]:
    """Give the counts of every step from the first hit to the last, those without one too.

    Bounded: steps are added up where there are more than a line could show.
    """
    if not view.minutes:
        return []
    begin = datetime.fromisoformat(view.minutes[0].at)
    end = datetime.fromisoformat(view.minutes[-1].at)
    step = timedelta(minutes=view.minutes_per_step)
    steps = (end - begin) // step + 1
    wide = min(steps, MOST_STEPS)
    counts = [0] * wide
    for each in row.minutes if row else view.minutes:
        counts[(datetime.fromisoformat(each.at) - begin) // step * wide // steps] += each.count
    return counts


MOST_STEPS = 2000


def closing(view: TriageView) -> Iterator[str]:
    """Say what the logs do not name."""
    yield from (ended(note) for note in view.notes)


def _many(count: int, noun: str, several: str = "") -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {several or noun + 's'}"
