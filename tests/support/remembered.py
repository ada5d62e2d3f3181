"""Runs as the history keeps them, and how a history is opened by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from diagnostics.history.kept import CRITICAL, Entry, Noticed

BEGAN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)
CHECK = "keyvault.key"


def a_finding(
    code: str = "KV101",
    subject: str = "https://kv/keys/k",
    *checks: str,
    severity: str = "critical",
) -> Noticed:
    return Noticed(
        code=code,
        subject=subject,
        severity=severity,
        title="The key is disabled",
        checks=checks or (CHECK,),
    )


def an_entry(
    turn: int,
    *noticed: Noticed,
    target: str = "own",
    marks: Mapping[str, str] | None = None,
    exit_code: int | None = None,
    cause: str = "",
    simulated: bool = False,
) -> Entry:
    """A run, ten minutes after the one before it."""
    said = {CHECK: CRITICAL if noticed else ".", "entra.principal": "."}
    code = (1 if noticed else 0) if exit_code is None else exit_code
    return Entry(
        target=target,
        simulated=simulated,
        at=BEGAN + turn * TEN_MINUTES,
        took_ms=900,
        command="watch",
        mark={0: ".", 1: "C", 3: "?", 130: "/"}[code],
        exit_code=code,
        cause=cause,
        sentence="as it is",
        marks=said if marks is None else marks,
        noticed=noticed,
    )
