"""A history of 100 targets with 10,000 runs each: how long it takes to be opened, shown, and written to.

`opened` is the file opened and one target's last 60 runs, what stands and what is gone read, in this process; the command is
`ajo-doctor history` as people call it, beside `--help`. The alternative is the same history with one row a check (which is what
one would write first), for ten targets, since it is forty times the rows.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from timing import medians, table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from diagnostics.history.kept import Entry, Noticed
from diagnostics.history.opening import NAME
from diagnostics.history.store import History, use

TARGETS, RUNS, CHECKS, REPEATS, WANTED_S = 100, 10_000, 40, 5, 0.3
BEGAN = datetime(2026, 9, 1, tzinfo=UTC)
TWO_DAYS, HOUR = 288, 6  # rounds
NAMES = tuple(f"service.check_{number:02}" for number in range(CHECKS))


def entries(target: str) -> Iterator[Entry]:
    """Ten weeks of rounds, with a finding for an hour every two days."""
    for turn in range(RUNS):
        is_bad = turn % TWO_DAYS < HOUR
        noticed = Noticed(
            code="KV101",
            subject=f"https://{target}.vault.azure.net/keys/k",
            severity="critical",
            title="The key is disabled",
            checks=NAMES[:1],
        )
        yield Entry(
            target=target,
            simulated=False,
            at=BEGAN + turn * timedelta(minutes=10),
            took_ms=900,
            command="watch",
            mark="C" if is_bad else ".",
            exit_code=int(is_bad),
            cause="key-disabled" if is_bad else "",
            sentence="The key is disabled" if is_bad else "All that was looked at is well",
            marks={name: "C" if is_bad and name == NAMES[0] else "." for name in NAMES},
            noticed=(noticed,) if is_bad else (),
        )


def fill(folder: Path) -> None:
    """One target by the program itself, the others as copies of its rows."""
    use(folder, lambda history: history.add(entries("t000")), print)

    def copy(history: History) -> None:
        for number in range(1, TARGETS):
            target = history.target(f"t{number:03}", simulated=False)
            for kind, first in (("run", ""), ("finding", "NULL, ")):
                names = [
                    row[1] for row in history.connection.execute(f"PRAGMA table_info({kind})")
                ]
                rest = ", ".join(name for name in names if name not in ("id", "target"))
                history.connection.execute(
                    f"INSERT INTO {kind} SELECT {first}{target}, {rest} FROM {kind} WHERE target = 1"
                )
            history.connection.execute("UPDATE target SET runs = ?", (RUNS,))

    use(folder, copy, print)


def seconds(work: Callable[[], object]) -> float:
    taken: list[float] = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def one_row_a_check(place: Path) -> Callable[[], object]:
    """The plain way: a table of outcomes with an index over target and time."""
    connection = sqlite3.connect(place)
    connection.execute("CREATE TABLE outcome (target TEXT, at INTEGER, name TEXT, mark TEXT)")
    for number in range(TARGETS // 10):
        rows = ((f"t{number:03}", turn, name, ".") for turn in range(RUNS) for name in NAMES)
        connection.executemany("INSERT INTO outcome VALUES (?, ?, ?, ?)", rows)
    connection.execute("CREATE INDEX by_target ON outcome (target, at)")
    connection.commit()
    connection.close()

    def read() -> object:
        opened = sqlite3.connect(place)
        try:
            return opened.execute(
                "SELECT * FROM outcome WHERE target = 't003' AND at > ?", (RUNS - 61,)
            ).fetchall()
        finally:
            opened.close()

    return read


def one_more(history: History) -> None:
    history.add(
        Entry(
            **{
                **{name: getattr(last, name) for name in Entry.__slots__},
                "at": datetime.now(UTC),
            }
        )
        for number in range(TARGETS)
        for last in [next(entries(f"t{number:03}"))]
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder)
        plain = one_row_a_check(folder / "plain.db")
        rows: list[tuple[object, ...]] = [
            (
                "opened, one target",
                megabytes(folder / NAME),
                seconds(
                    lambda: use(folder, lambda history: history.pasts("t003", runs=60), print)
                ),
                WANTED_S,
            ),
            (
                "opened, all targets",
                "",
                seconds(
                    lambda: use(
                        folder,
                        lambda history: history.pasts(None, runs=60, with_checks=False),
                        print,
                    )
                ),
                WANTED_S,
            ),
            ("a round of 100 added", "", seconds(lambda: use(folder, one_more, print)), ""),
            ("one row a check, 10 targets", megabytes(folder / "plain.db"), seconds(plain), ""),
        ]
        table(rows, ("what", "MB", "seconds", "at most"))
        print()
        program = [sys.executable, "-m", "diagnostics.cli"]
        os.environ["AJO_DOCTOR_STATE"] = str(folder)
        subprocess.run([*program, "history", "t003"], check=True, stdout=subprocess.DEVNULL)
        taken = medians(
            {
                "--help": [*program, "--help"],
                "history t003": [*program, "history", "t003"],
                "history (all)": [*program, "history"],
            }
        )
        table([(name, each) for name, each in taken.items()], ("command", "seconds"))


def megabytes(place: Path) -> str:
    return f"{place.stat().st_size / 1e6:.0f}"


if __name__ == "__main__":
    main()
