"""What the ready query `vault-turn` says, in the form of a local look back: last served, first refused, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from diagnostics.triage.occurrence import Place
from diagnostics.triage.triaged import Access, Turn


def turns_in(
    rows: Iterable[Mapping[str, object]], workspace: str, vault_suffix: str
) -> tuple[Turn, ...]:
    """Read the rows of `vault-turn`; one turn a vault and application, the first refused first.

    A success after the first refusal is told as such, and not as the last good one.
    """
    refused = [row for row in rows if isinstance(row.get("FirstBad"), datetime)]
    bad: dict[tuple[str, str], list[Mapping[str, object]]] = {}
    for row in sorted(refused, key=lambda row: _at(row, "FirstBad")):
        vault, caller = row.get("Vault"), row.get("Caller")
        if isinstance(vault, str) and vault:
            bad.setdefault((vault, caller if isinstance(caller, str) else ""), []).append(row)
    return tuple(
        _turn(f"{vault}.{vault_suffix}", caller, found, workspace)
        for (vault, caller), found in bad.items()
    )


def _turn(vault: str, caller: str, rows: list[Mapping[str, object]], workspace: str) -> Turn:
    first = rows[0]
    refused = _access(first, "FirstBad", vault, caller, workspace)
    good = (
        _access(first, "LastGood", vault, caller, workspace)
        if isinstance(first.get("LastGood"), datetime)
        else None
    )
    is_after = good is not None and good.at > refused.at
    counts = [count for row in rows if isinstance(count := row.get("Refused"), int)]
    return Turn(
        vault=vault,
        identity=caller,
        last_good=None if is_after else good,
        first_refused=refused,
        refused=sum(counts),
        good_after=good if is_after else None,
    )


def _access(
    row: Mapping[str, object], which: str, vault: str, caller: str, workspace: str
) -> Access:
    is_good = which == "LastGood"
    status, code = row.get("Status"), row.get("Code")
    return Access(
        at=_at(row, which),
        place=Place(path=f"workspace {workspace}, the vault's audit log", offset=0),
        operation=str(row.get("OperationName") or ""),
        vault=vault,
        key_uri="",
        application=caller,
        principal="",
        status=None if is_good or not isinstance(status, int) else status,
        result="OK" if is_good else str(code or ""),
    )


def _at(row: Mapping[str, object], name: str) -> datetime:
    value = row[name]
    assert isinstance(value, datetime)  # noqa: S101 - only such rows come here
    return value
