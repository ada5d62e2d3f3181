"""What was told, and what is still to be sent: kept in the history's file, in the same change as the runs.

So a run that is killed tells nothing twice and forgets nothing: what was decided is sent by the next round. Only the moment
between the sending and the note of it can send a message a second time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from diagnostics.history.store import History
from diagnostics.notify.message import Message
from diagnostics.notify.rules import State, Told

MOST = 200  # messages that wait for one address; of more the oldest are given up, and said


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One message for one address."""

    id: int
    message: Message
    tries: int  # that failed


def digest(address: str) -> str:
    """Name an address without saying it."""
    return hashlib.sha256(address.encode()).hexdigest()[:32]


def told_of(history: History, target: str, *, simulated: bool) -> Told:
    """Give what is remembered of a target; nothing yet = it was well."""
    row = history.connection.execute(
        "SELECT memory FROM told WHERE target = ?", (history.target(target, simulated=simulated),)
    ).fetchone()
    return _told(json.loads(row[0])) if row else Told()


def remember(history: History, target: str, told: Told, *, simulated: bool) -> None:
    """Write it over what was remembered."""
    memory = {
        "state": told.state,
        "keys": sorted(told.keys),
        "cause": told.cause,
        "at": told.at.isoformat() if told.at else None,
        "rounds": told.rounds,
        "marks": told.marks,
    }
    history.connection.execute(
        "INSERT OR REPLACE INTO told VALUES (?, ?)",
        (history.target(target, simulated=simulated), json.dumps(memory)),
    )


def put(history: History, source: str, addresses: Iterable[str], message: Message) -> None:
    """Leave a message for every address.

    Args:
        history: within a change that the caller began.
        source: whose it is: rounds of another configuration leave it alone.
        addresses: of Apprise.
        message: what to send.
    """
    for address in addresses:
        history.connection.execute(
            "INSERT INTO outbox (source, address, at, title, body, level) VALUES (?, ?, ?, ?, ?, ?)",
            (
                *(source, digest(address), round(message.at.timestamp() * 1_000_000)),
                *(message.title, message.body, message.level),
            ),
        )


def waiting(history: History, source: str, address: str) -> tuple[Waiting, ...]:
    """Give what is to be sent to an address, the oldest first."""
    rows = history.connection.execute(
        "SELECT id, at, title, body, level, tries FROM outbox WHERE source = ? AND address = ? ORDER BY id",
        (source, digest(address)),
    )
    return tuple(_waiting(*row) for row in rows)


def forget_others(history: History, source: str, addresses: Iterable[str]) -> None:
    """Give up what waits for addresses that are not configured any more."""
    known = {digest(address) for address in addresses}
    rows = history.connection.execute("SELECT id, address FROM outbox WHERE source = ?", (source,))
    for number, address in rows.fetchall():
        if address not in known:
            sent(history, number)


def give_up_the_oldest(history: History, source: str, address: str) -> int:
    """Keep the last messages of an address that takes none; give how many were given up."""
    done = history.connection.execute(
        "DELETE FROM outbox WHERE source = ? AND address = ? AND id NOT IN"
        " (SELECT id FROM outbox WHERE source = ? AND address = ? ORDER BY id DESC LIMIT ?)",
        (source, digest(address), source, digest(address), MOST),
    )
    return done.rowcount


def sent(history: History, number: int) -> None:
    """Take a message out."""
    history.connection.execute("DELETE FROM outbox WHERE id = ?", (number,))


def failed(history: History, number: int) -> None:
    """Count one more try."""
    history.connection.execute("UPDATE outbox SET tries = tries + 1 WHERE id = ?", (number,))


def _waiting(number: int, at: int, title: str, body: str, level: str, tries: int) -> Waiting:
    moment = datetime.fromtimestamp(at / 1_000_000, UTC)
    return Waiting(
        id=number, message=Message(at=moment, title=title, body=body, level=level), tries=tries
    )


def _told(memory: dict[str, Any]) -> Told:
    return Told(
        state=State(memory["state"]),
        keys=frozenset((code, subject) for code, subject in memory["keys"]),
        cause=memory["cause"],
        at=datetime.fromisoformat(memory["at"]) if memory["at"] else None,
        rounds=tuple(map(State, memory["rounds"])),
        marks=tuple(memory["marks"]),
    )
