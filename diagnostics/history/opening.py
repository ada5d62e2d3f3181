"""Opens the history's file: makes it, brings it up to date, and says what to do with one that cannot be used.

The journal is SQLite's rollback journal, synced: a run that is killed in the middle of a write is undone when the file is
opened next. (A write-ahead log would be two more files beside it, and does not work on a network's file system.)

Sources: SQLite documentation, "Database File Format" 1.3 (the header), "Atomic Commit In SQLite", "Result and Error Codes".
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from diagnostics.errors import ConfigError
from diagnostics.history.schema import APPLICATION, STEPS, VERSION

NAME = "history.db"
_BUSY_S = 15.0  # how long another process may write
_MAGIC = b"SQLite format 3\x00"
_VERSION_AT, _APPLICATION_AT, _HEADER = 60, 68, 100
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Damaged(Exception):
    """The file is no database, or not a whole one."""


@contextmanager
def opened(
    place: Path, steps: tuple[tuple[str, ...], ...] = STEPS
) -> Generator[sqlite3.Connection]:
    """Open the file, made or brought up to date.

    Args:
        place: the file; its folder exists.
        steps: of the schema.

    Raises:
        ConfigError: if it was written by a newer version, belongs to another program, or cannot be opened.
        Damaged: if it is no database, or is found not to be whole while it is used.
        sqlite3.Error: for anything else while it is used: the disk is full, another process does not let go.
    """
    _refuse(place, len(steps))
    connection: sqlite3.Connection | None = None
    try:
        _make_private(place)
        connection = sqlite3.connect(place, timeout=_BUSY_S, isolation_level=None)
        _bring_up_to_date(connection, place, steps)
        yield connection
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) in _DAMAGED:
            raise Damaged(str(error)) from None
        raise
    finally:
        if connection is not None:
            connection.close()


@contextmanager
def writing(connection: sqlite3.Connection) -> Generator[None]:
    """Make what is written in the block one change: all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _refuse(place: Path, version: int) -> None:
    """Look at the header before SQLite does, which could write even where it only reads."""
    try:
        with place.open("rb") as file:
            header = file.read(_HEADER)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unusable(place, error.strerror or str(error)) from None
    if not header:
        return  # made, and nothing written yet
    if not header.startswith(_MAGIC) or len(header) < _HEADER:
        raise Damaged("the file does not begin as a database does")
    found = int.from_bytes(header[_VERSION_AT : _VERSION_AT + 4], "big")
    owner = int.from_bytes(header[_APPLICATION_AT : _APPLICATION_AT + 4], "big")
    if owner not in (0, APPLICATION):
        raise _unusable(place, "it is a database of another program")
    if found > version:
        raise ConfigError(
            f"the history was written by a newer version of this program (schema {found}); it was left as it is",
            expected=f"schema {version} or older",
            do="update this program, or set AJO_DOCTOR_STATE to another folder",
            source=str(place),
        )


def _unusable(place: Path, why: str) -> ConfigError:
    return ConfigError(
        f"the history cannot be used: {why}",
        source=str(place),
        do="check the file's permissions, or set AJO_DOCTOR_STATE to another folder",
    )


def _make_private(place: Path) -> None:
    try:
        os.close(os.open(place, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise _unusable(place, error.strerror or str(error)) from None


def _bring_up_to_date(
    connection: sqlite3.Connection, place: Path, steps: tuple[tuple[str, ...], ...]
) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    if _pragma(connection, "user_version") >= len(steps):
        return
    with writing(connection):
        version = _pragma(connection, "user_version")  # another process may have been faster
        is_ours = _pragma(connection, "application_id") == APPLICATION
        if not is_ours and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise _unusable(place, "it is a database of another program")
        for step in steps[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {max(version, len(steps))}")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


__all__ = ["NAME", "VERSION", "Damaged", "opened", "writing"]
