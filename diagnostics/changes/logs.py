"""Which logs were looked at for changes, how that went, and how each is read or collected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from diagnostics.changes.change import ChangeLog, ChangesRead
from diagnostics.changes.rule import LogHelp
from diagnostics.finding import Unknown
from diagnostics.outcome import Reading
from diagnostics.records import record

# The checks that read them, whoever offers them.
CHECKS = {
    ChangeLog.ACTIVITY: "audit.activity_log",
    ChangeLog.ENTRA: "audit.directory",
    ChangeLog.VAULT: "audit.vault",
    ChangeLog.ADOBE: "audit.adobe",
}
_DENIED = ("Denied", "NotSignedIn")


class LogState(StrEnum):
    """How looking at one log went."""

    READ = "read"
    NOT_PERMITTED = "not permitted"
    NOT_COLLECTED = "not collected"
    NOT_ASKED = "not asked"
    NO_ANSWER = "did not answer"


@record(frozen=True, slots=True, kw_only=True)
class LogSeen:
    """One log, and how looking at it went."""

    log: ChangeLog
    state: LogState
    detail: str
    do: str  # how to read or collect it, or the rest of it; empty = it was read
    is_whole: bool = True  # all of it that was asked for was read


def records_of(readings: Iterable[Reading]) -> tuple[ChangesRead, ...]:
    """Give what was read of logs."""
    found = (reading.evidence for reading in readings)
    return tuple(each for each in found if isinstance(each, ChangesRead))


def is_collected(record: ChangesRead) -> bool:
    """Tell whether the log is written and was read; a log may say itself that it is not."""
    return not (getattr(record, "not_collected", "") or _not_read(record))


def seen_logs(readings: Sequence[Reading], helps: Iterable[LogHelp]) -> tuple[LogSeen, ...]:
    """Say of each log how looking at it went, in the order of the logs."""
    records = {record.log: record for record in records_of(readings)}
    known = {help_.log: help_ for help_ in helps}
    by_check = {reading.check: reading for reading in readings}
    return tuple(
        _of_record(records[log], known.get(log))
        if log in records
        else _of_reading(log, by_check.get(check), known.get(log))
        for log, check in CHECKS.items()
    )


def _not_read(record: ChangesRead) -> str:
    said: object = getattr(record, "not_read", "")
    return said if isinstance(said, str) else ""


def _of_record(record: ChangesRead, help_: LogHelp | None) -> LogSeen:
    do = str(getattr(record, "do", "")) or (help_.do if help_ else "")
    why = str(getattr(record, "not_collected", ""))
    if why:
        return LogSeen(log=record.log, state=LogState.NOT_COLLECTED, detail=why, do=do)
    if why := _not_read(record):
        return LogSeen(log=record.log, state=LogState.NO_ANSWER, detail=why, do=do)
    count = len(record.changes)
    parts = [
        f"{record.since:%Y-%m-%d %H:%M} to {record.until:%Y-%m-%d %H:%M} UTC",
        f"{count} change{'' if count == 1 else 's'} on the way",
    ]
    if record.cut:
        parts.append("there are more than were read")
    left = _left(record)
    return LogSeen(
        log=record.log,
        state=LogState.READ,
        detail="; ".join((*parts, *left)),
        do=str(getattr(record, "do", "")),
        is_whole=not (left or record.cut),
    )


def _left(record: ChangesRead) -> tuple[str, ...]:
    said: object = getattr(record, "not_read", ())
    return tuple(str(each) for each in said) if isinstance(said, tuple) else ()  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _of_reading(log: ChangeLog, reading: Reading | None, help_: LogHelp | None) -> LogSeen:
    do, shows = (help_.do, help_.shows) if help_ else ("", "")
    if reading is None:
        return LogSeen(
            log=log, state=LogState.NOT_ASKED, detail=f"it shows {shows}" if shows else "", do=do
        )
    if reading.unknown:
        return _of_unknown(log, reading.unknown, do)
    detail = reading.not_applicable or reading.crash
    state = LogState.NOT_ASKED if reading.not_applicable else LogState.NO_ANSWER
    return LogSeen(log=log, state=state, detail=detail, do=do)


def _of_unknown(log: ChangeLog, unknown: Unknown, do: str) -> LogSeen:
    is_denied = unknown.error in _DENIED or (not unknown.error and unknown.permissions)
    state = LogState.NOT_PERMITTED if is_denied else LogState.NO_ANSWER
    return LogSeen(log=log, state=state, detail=unknown.reason, do=unknown.do or do)
