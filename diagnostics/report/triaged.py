"""From a search through logs to what a report says of it: chooses and orders; draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from diagnostics.exit_codes import FOUND, INCOMPLETE, INTERRUPTED, OK
from diagnostics.finding import Severity
from diagnostics.outcome import Outcome, Run
from diagnostics.repair import quote_powershell, quote_sh
from diagnostics.report.triaged_record import (
    AccessView,
    GoOnView,
    LeftOutView,
    MinuteView,
    OnsetView,
    RowView,
    TriageView,
    TurnView,
)
from diagnostics.triage.logged import place_text
from diagnostics.triage.occurrence import Place
from diagnostics.triage.onset import is_bad
from diagnostics.triage.recognised import Signature
from diagnostics.triage.triaged import Access, Command, Minutes, Row, Triage, Turn

Signatures = Mapping[str, Signature]


def view(triage: Triage, signatures: Signatures) -> TriageView:
    """Show a search."""
    sums, onset, back = triage.tallied, triage.onset, triage.looked_back
    return TriageView(
        inputs=triage.inputs,
        since=_instant(triage.since),
        until=_instant(triage.until),
        hits=sums.hits,
        rows=tuple(_row(row, signatures) for row in sums.rows),
        minutes=_minutes(sums.minutes),
        minutes_per_step=sums.minutes_per_step,
        ambiguous=sums.ambiguous,
        without_time=sums.without_time,
        without_time_at=_place(sums.without_time_at),
        zone_assumed=sums.zone_assumed,
        zone_assumed_at=_place(sums.zone_assumed_at),
        outside=sums.outside,
        first=_instant(sums.first),
        last=_instant(sums.last),
        onset=OnsetView(
            at=_exactly(onset.at),
            where=place_text(onset.place),
            code=_code(onset.signature_id, signatures),
            account=onset.account,
        )
        if onset
        else None,
        turns=tuple(_turn(turn, onset.at if onset else None) for turn in back.turns),
        audit_records=back.records,
        audit_bytes=back.bytes,
        audit_seconds=round(back.seconds, 3),
        audit_stopped_at=tuple(map(place_text, back.stopped_at)),
        left_out=tuple(
            LeftOutView(where=place_text(each.place), reason=each.reason, do=each.do)
            for each in sums.left_out
        ),
        left_out_more=sums.left_out_more,
        files=triage.files,
        bytes=triage.bytes,
        seconds=round(triage.seconds, 3),
        go_on=tuple(map(_command, triage.go_on.commands)),
        notes=triage.go_on.notes,
    )


def exit_code_of(
    run: Run, outcomes: tuple[Outcome, ...], fail_on: Severity, signatures: Signatures
) -> int:
    """Tell how a search ended: what was asked is what stands in the logs, and no cloud was looked at.

    An error that becomes no finding counts as a warning: what it means depends on whose it is.
    """
    triage = run.triage
    assert triage is not None  # noqa: S101 - asked of a search alone
    if run.interrupted:
        return INTERRUPTED
    is_found = any(finding.counts(fail_on) for outcome in outcomes for finding in outcome.findings)
    if is_found or (fail_on <= Severity.WARNING and _nameless(triage, signatures)):
        return FOUND
    return OK if triage.tallied.is_whole and not _is_empty(triage) else INCOMPLETE


def _is_empty(triage: Triage) -> bool:
    """Tell whether no byte was there to be searched: a log that nobody writes, or a pipe whose other end failed."""
    return what_is_read(triage.inputs) == "file" and not triage.bytes and not triage.tallied.hits


def sentence_of(triage: Triage, code: int, signatures: Signatures) -> str:
    """Say in a sentence what a search found that became no finding."""
    amount = f"{_many(triage.files, what_is_read(triage.inputs))}, {size(triage.bytes)}"
    bad = [row for row in triage.tallied.rows if is_bad(row, signatures)]
    if code == INTERRUPTED and not bad:
        return f"The search was ended before it was through; nothing known was found in {amount}."
    if bad:
        first = bad[0].recognised
        signature = signatures.get(first.signature_id)
        title = signature.title if signature else first.category
        return f"The logs say {_many(bad[0].count, 'time')}: {title}."
    left = len(triage.tallied.left_out) + triage.tallied.left_out_more
    if left:
        return f"No known error was found in what could be read ({amount}), but {_many(left, 'thing')} could not be read: this is no all-clear."
    if _is_empty(triage):
        return f"Nothing was there to be searched ({amount}): this is no all-clear. See whether anything writes this log."
    return f"No known error was found in {amount}."


def _nameless(triage: Triage, signatures: Signatures) -> list[Row]:
    return [
        row for row in triage.tallied.rows if is_bad(row, signatures) and not row.recognised.kind
    ]


def what_is_read(inputs: tuple[str, ...]) -> str:
    """Name what was searched, as a noun: a workspace has tables."""
    return "table" if inputs and inputs[0].startswith("workspace ") else "file"


def size(count: int) -> str:
    """Write an amount of bytes as people say it, in powers of ten."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return _many(count, "byte")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _row(row: Row, signatures: Signatures) -> RowView:
    said = row.recognised
    signature = signatures.get(said.signature_id)
    return RowView(
        signature=said.signature_id,
        code=_code(said.signature_id, signatures) or said.code,
        title=signature.title if signature else said.category,
        finding=said.kind,
        harmless=not is_bad(row, signatures),
        certainty=said.certainty.value,
        account=row.account,
        vault=row.vault,
        identity=row.identity,
        count=row.count,
        ambiguous=row.ambiguous,
        first=_instant(row.first),
        last=_instant(row.last),
        first_at=place_text(row.first_place),
        last_at=place_text(row.last_place),
        minutes=_minutes(row.minutes),
        rest=row.is_rest,
    )


def _code(signature_id: str, signatures: Signatures) -> str:
    """Write a code as its service does."""
    signature = signatures.get(signature_id)
    if signature is None:
        return ""
    if signature_id.startswith("entra.") and signature.code:
        return f"AADSTS{signature.code}"
    return signature.code or next(iter(signature.names), signature_id)


def _turn(turn: Turn, onset: datetime | None) -> TurnView:
    good = turn.last_good
    known = (turn.last_good, turn.first_refused, turn.good_after)
    return TurnView(
        vault=turn.vault,
        key_uri=next((each.key_uri for each in known if each and each.key_uri), ""),
        identity=turn.identity,
        last_good=_access(good),
        first_refused=_access(turn.first_refused),
        refused=turn.refused,
        good_after=_access(turn.good_after),
        gap_s=(onset - good.at) // timedelta(seconds=1) if onset and good else None,
    )


def _access(access: Access | None) -> AccessView | None:
    if access is None:
        return None
    return AccessView(
        at=_exactly(access.at),
        where=place_text(access.place),
        operation=access.operation,
        status=access.status,
        result=access.result,
    )


def _minutes(minutes: Minutes) -> tuple[MinuteView, ...]:
    return tuple(MinuteView(at=_exactly(at), count=count) for at, count in minutes)


def _command(command: Command) -> GoOnView:
    return GoOnView(
        purpose=command.purpose,
        argv=command.argv,
        sh=quote_sh(command.argv),
        powershell=quote_powershell(command.argv),
    )


def _place(place: Place | None) -> str:
    return place_text(place) if place else ""


def _exactly(at: datetime) -> str:
    return f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _instant(at: datetime | None) -> str | None:
    return _exactly(at) if at else None
