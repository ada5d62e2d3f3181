"""Asks a workspace: how much there is, then each table in turn, then one record of each error that was found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diagnostics.cli.triage_workspace import WorkspaceAsked
from diagnostics.errors import ConfigError, LookError, NotSignedIn
from diagnostics.log_tables import AZKV_AUDIT_LOGS, AZURE_DIAGNOSTICS
from diagnostics.triage import kql
from diagnostics.triage.counted import Counted, counted_in, occurrences, samples_in
from diagnostics.triage.kql_ready import ready
from diagnostics.triage.kql_tables import Source
from diagnostics.triage.occurrence import LeftOut, Place
from diagnostics.triage.recognised import Recognised, Signature
from diagnostics.triage.tally import Tally
from diagnostics.triage.triaged import Turn
from diagnostics.triage.vault_turns import turns_in

if TYPE_CHECKING:
    from diagnostics.cloud.session import Session
    from diagnostics.outcome import LedgerEntry

_GRACE_S = 15  # the answer's way back, beyond the engine's own limit
_GB = 1e9
_NARROW = "narrow the window with --since and --until"
_AUDITS = {AZURE_DIAGNOSTICS.name, AZKV_AUDIT_LOGS.name}
_MOST_MOMENTS = 200  # of which records are fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What a table holds in the window."""

    rows: int
    bytes: int


@dataclass(slots=True)
class WorkspaceFound:
    """How the search of a workspace ended; filled table by table, so that an interrupted one has its part."""

    tally: Tally
    amounts: dict[str, Amount] = field(default_factory=dict[str, Amount])
    read: list[str] = field(default_factory=list[str])  # tables that answered
    turns: tuple[Turn, ...] = ()  # when the vault last served, and first refused
    cpu_s: float = 0.0  # what the engine spent, as far as it says
    ledger: tuple[LedgerEntry, ...] = ()
    is_simulated: bool = False
    interrupted: bool = False

    @property
    def bytes(self) -> int:
        """Count the bytes of the tables that were read."""
        return sum(self.amounts[name].bytes for name in self.read)


def run_workspace(
    asked: WorkspaceAsked,
    signatures: Sequence[Signature],
    tally: Tally,
    tell: Callable[[str], None],
) -> WorkspaceFound:
    """Search a workspace; what one table refuses is left out, and the others answer.

    Args:
        asked: which, from when until when, how much at most.
        signatures: what is looked for.
        tally: takes what is found and what is left out.
        tell: shows a line of progress.

    Raises:
        ConfigError: if the window holds more than is allowed, or the client is not installed.
    """
    found = WorkspaceFound(tally)
    asyncio.run(_search(asked, signatures, found, tell))
    return found


async def _search(
    asked: WorkspaceAsked,
    signatures: Sequence[Signature],
    found: WorkspaceFound,
    tell: Callable[[str], None],
) -> None:
    from diagnostics.cloud.session import Session, SessionOptions

    options = SessionOptions(
        cloud=asked.cloud,
        environ=asked.environ,
        proxy=asked.proxy,
        ca=asked.ca,
        request_timeout_s=asked.wait_s + _GRACE_S,
    )
    async with Session(options) as session:
        try:
            await _estimate(session, asked, found, tell)
            for source in asked.sources:
                if source.table.name in found.amounts:
                    await _table(session, asked, source, signatures, found)
            await _look_back(session, asked, found)
        except asyncio.CancelledError:
            found.interrupted = True
        except LookError as refused:
            _leave_out(found, asked, "all tables", refused.reason, _what_helps(refused))
        finally:
            found.ledger, found.is_simulated = session.ledger(), session.is_simulated


async def _estimate(
    session: Session, asked: WorkspaceAsked, found: WorkspaceFound, tell: Callable[[str], None]
) -> None:
    """Ask how much the window holds, tell it, and go no further where it is too much."""
    window = asked.window
    answer = await session.query_logs(
        asked.workspace, kql.estimate(asked.sources, window), wait_s=asked.wait_s
    )
    for row in answer.rows:
        name, rows, size = row.get("Table"), row.get("Rows"), row.get("Bytes")
        if isinstance(name, str) and isinstance(rows, int) and rows:
            amount = Amount(rows=rows, bytes=size if isinstance(size, int) else 0)
            found.amounts[name] = amount
            tell(f"{name}: {rows:,} records, {amount.bytes / _GB:.3f} GB")
    if answer.partial:
        _leave_out(found, asked, "the estimate", answer.partial)
    total = sum(each.bytes for each in found.amounts.values())
    if total > asked.most_bytes:
        raise ConfigError(
            f"the window holds {total / _GB:.1f} GB in {len(found.amounts)} tables",
            expected=f"at most {asked.most_bytes / _GB:g} GB",
            do=f"{_NARROW}, or allow more with --most-gb",
            source="--workspace",
        )


async def _table(
    session: Session,
    asked: WorkspaceAsked,
    source: Source,
    signatures: Sequence[Signature],
    found: WorkspaceFound,
) -> None:
    """Count the errors of one table, and fetch one record of each."""
    name = source.table.name
    text = kql.counting((source,), signatures, asked.window, asked.cloud)
    try:
        answer = await session.query_logs(asked.workspace, text, wait_s=asked.wait_s)
    except NotSignedIn:
        raise
    except LookError as refused:
        _leave_out(found, asked, name, refused.reason)
        return
    found.read.append(name)
    found.cpu_s += answer.cpu_s or 0.0
    if answer.partial:
        _leave_out(found, asked, name, f"the workspace answered in part: {answer.partial}")
    if len(answer.rows) >= kql.MOST_ROWS:
        _leave_out(found, asked, name, f"only the first {kql.MOST_ROWS:,} rows were answered")
    counted = counted_in(answer.rows)
    samples = await _samples(session, asked, source, signatures, counted)
    for each, times in occurrences(counted, samples, signatures, asked.workspace):
        found.tally.add(each, times)


async def _look_back(session: Session, asked: WorkspaceAsked, found: WorkspaceFound) -> None:
    """Ask the vault's audit log who was last served and first refused, where the window holds one and an error."""
    if not (_AUDITS & found.amounts.keys() and found.tally.result().hits):
        return
    (query,) = (each for each in ready(asked.window) if each.name == "vault-turn")
    try:
        answer = await session.query_logs(asked.workspace, query.text, wait_s=asked.wait_s)
    except LookError as refused:
        _leave_out(found, asked, "the vault's audit log", refused.reason)
        return
    found.turns = turns_in(answer.rows, asked.workspace, asked.cloud.vault_suffix)


async def _samples(
    session: Session,
    asked: WorkspaceAsked,
    source: Source,
    signatures: Sequence[Signature],
    counted: Sequence[Counted],
) -> dict[tuple[str, bool], Recognised]:
    """Fetch one record of each error, from the instants where it first stood; without it the count still stands."""
    first: dict[tuple[str, bool], Counted] = {}
    for each in counted:
        first.setdefault((each.signature_id, each.is_ambiguous), each)
    if not first:
        return {}
    moments = [each.first for each in first.values()][:_MOST_MOMENTS]
    named = {name for name, _ in first}
    chosen = [each for each in signatures if each.id in named]
    text = kql.sampling(source, chosen, moments, asked.cloud)
    try:
        answer = await session.query_logs(asked.workspace, text, wait_s=asked.wait_s)
    except LookError:
        return {}
    return samples_in(answer.rows, signatures)


def _leave_out(
    found: WorkspaceFound, asked: WorkspaceAsked, name: str, reason: str, do: str = _NARROW
) -> None:
    place = Place(path=f"workspace {asked.workspace}, {name}", offset=0)
    found.tally.leave_out(LeftOut(place=place, reason=reason, do=do))


def _what_helps(refused: LookError) -> str:
    if refused.permissions:
        needed = " or ".join(str(each) for each in refused.permissions)
        return f"have {needed} given to this login, or paste the queries of --kql into the portal"
    return "check the workspace's id, the login and --cloud; or paste the queries of --kql into the portal"
