"""The tables of the history, one step a version; a step that was released is never changed, a new one is added.

A run is one row: how its checks ended is a string with one character a check, in the order of a list that many runs
share. So ten thousand runs of a hundred targets are a million short rows, and the last ones of a target lie together.
Instants are microseconds since 1970, UTC.
"""

from __future__ import annotations

APPLICATION = 0x616A6F64  # "ajod": whose file it is (SQLite, PRAGMA application_id)

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE target (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            simulated INTEGER NOT NULL,
            runs INTEGER NOT NULL DEFAULT 0,
            UNIQUE (name, simulated))""",
        "CREATE TABLE checks (id INTEGER PRIMARY KEY, names TEXT NOT NULL UNIQUE)",
        """CREATE TABLE run (
            target INTEGER NOT NULL REFERENCES target (id),
            at INTEGER NOT NULL,
            took_ms INTEGER NOT NULL,
            command TEXT NOT NULL,
            mark TEXT NOT NULL,
            exit_code INTEGER NOT NULL,
            cause TEXT NOT NULL,
            sentence TEXT NOT NULL,
            checks INTEGER NOT NULL REFERENCES checks (id),
            marks TEXT NOT NULL,
            PRIMARY KEY (target, at)) WITHOUT ROWID""",
        """CREATE TABLE finding (
            id INTEGER PRIMARY KEY,
            target INTEGER NOT NULL REFERENCES target (id),
            code TEXT NOT NULL,
            subject TEXT NOT NULL,
            severity TEXT NOT NULL,
            title TEXT NOT NULL,
            checks TEXT NOT NULL,
            suppressed INTEGER NOT NULL,
            since INTEGER NOT NULL,
            last INTEGER NOT NULL,
            unseen INTEGER,
            gone INTEGER)""",
        "CREATE UNIQUE INDEX finding_standing ON finding (target, code, subject) WHERE gone IS NULL",
        "CREATE INDEX finding_gone ON finding (target, gone) WHERE gone IS NOT NULL",
    ),
    (
        # What was told of a target, as JSON: only the rules of telling read it, and no query does.
        "CREATE TABLE told (target INTEGER PRIMARY KEY REFERENCES target (id), memory TEXT NOT NULL)",
        # What is still to be sent, one row an address; the address itself may be secret, so its digest stands here.
        """CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            address TEXT NOT NULL,
            at INTEGER NOT NULL,
            title TEXT NOT NULL,
            body TEXT NOT NULL,
            level TEXT NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0)""",
    ),
)
VERSION = len(STEPS)
