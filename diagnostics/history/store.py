"""The history: what runs leave is added in one change, and read back by target."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from diagnostics.history.kept import Entry, Key, Noticed, Past, Standing
from diagnostics.history.opening import NAME, Damaged, opened, writing
from diagnostics.history.standing import stepped

T = TypeVar("T")
KEPT = 10_000  # runs of a target; ten weeks with one every ten minutes
_GONE = 20  # findings that are gone, of each target: the last ones
_SLACK = 200  # so many more before the oldest are forgotten: seldom, and then many at once
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FINDING = "code, subject, severity, title, checks, suppressed, since, last, unseen, gone"


def use(folder: Path, work: Callable[[History], T], say: Callable[[str], None]) -> T:
    """Open the history of a state folder, let it be used, and close it.

    A file that is damaged is set aside and said, and the work is done again on a new one.

    Args:
        folder: the state folder; made where it is missing.
        work: what to do with it; may be done twice.
        say: told where the damaged file lies now.

    Raises:
        ConfigError: if a newer version wrote it, or it cannot be opened.
        sqlite3.Error: if it cannot be written; nothing of the work was kept then.
        OSError: if the folder cannot be made, or a damaged file not be set aside.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = folder / NAME
    try:
        with opened(place) as connection:
            return work(History(connection))
    except Damaged as error:
        aside = place.with_name(f"{NAME}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")
        place.replace(aside)
        place.with_name(f"{NAME}-journal").unlink(missing_ok=True)
        say(f"the history was damaged ({error}) and begins anew; the old file: {aside}")
    with opened(place) as connection:
        return work(History(connection))


class History:
    """The open history."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use an open connection."""
        self.connection = connection

    def add(self, entries: Iterable[Entry]) -> None:
        """Keep runs, all or none of them."""
        with writing(self.connection):
            for entry in entries:
                self.keep(entry)

    def pasts(
        self, name: str | None = None, *, runs: int, with_checks: bool = True
    ) -> tuple[Past, ...]:
        """Give what is known of the targets, sorted by name.

        Args:
            name: of one target; None = all. Simulated and real ones of one name are two.
            runs: how many of the last ones.
            with_checks: how each check ended, too; of a hundred targets that is most of the work.
        """
        wanted = "" if name is None else "WHERE name = ?"
        rows = self.connection.execute(
            f"SELECT id, name, simulated FROM target {wanted} ORDER BY name, simulated",  # noqa: S608 - no value in it
            () if name is None else (name,),
        ).fetchall()
        return tuple(
            self._past(number, (target, bool(simulated)), runs, with_checks=with_checks)
            for number, target, simulated in rows
        )

    def standing(self, target: str, *, simulated: bool) -> tuple[Standing, ...]:
        """Give what stands at a target, the oldest first."""
        return tuple(self._standing(self.target(target, simulated=simulated)).values())

    def keep(self, entry: Entry) -> None:
        """Keep one run, within a change that the caller began."""
        target = self.target(entry.target, simulated=entry.simulated)
        (newest,) = self._one("SELECT MAX(at) FROM run WHERE target = ?", target)
        at = self._free(target, _stamp(entry.at))
        self.connection.execute(
            "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(target, at, entry.took_ms, entry.command, entry.mark, entry.exit_code),
                *(entry.cause, entry.sentence, self._checks(tuple(entry.marks))),
                "".join(entry.marks.values()),
            ),
        )
        # A run that began before one that is kept already says nothing of what stands now.
        if newest is None or at > newest:
            for each in stepped(self._standing(target), entry):
                self._keep(target, each)
        self._forget_the_oldest(target)

    def _free(self, target: int, at: int) -> int:
        """Give the instant, or the next one at which no run of the target began: none is written over another."""
        while self._one("SELECT 1 FROM run WHERE target = ? AND at = ?", target, at):
            at += 1
        return at

    def target(self, name: str, *, simulated: bool) -> int:
        """Give the number of a target, which is made where it is new."""
        found = self._one(
            "SELECT id FROM target WHERE name = ? AND simulated = ?", name, int(simulated)
        )
        if found is None:
            found = self._one(
                "INSERT INTO target (name, simulated) VALUES (?, ?) RETURNING id",
                name,
                int(simulated),
            )
        return int(found[0])

    def _checks(self, names: tuple[str, ...]) -> int:
        text = "\n".join(names)
        found = self._one("SELECT id FROM checks WHERE names = ?", text)
        if found is None:
            found = self._one("INSERT INTO checks (names) VALUES (?) RETURNING id", text)
        return int(found[0])

    def _standing(self, target: int) -> dict[Key, Standing]:
        rows = self.connection.execute(
            f"SELECT {_FINDING} FROM finding WHERE target = ? AND gone IS NULL ORDER BY since, id",  # noqa: S608
            (target,),
        )
        return {each.noticed.key: each for each in map(_standing_of, rows)}

    def _keep(self, target: int, each: Standing) -> None:
        """Write one finding over the row of the one that stands, or into a new one."""
        noticed = each.noticed
        values = (
            *(noticed.severity, noticed.title, "\n".join(noticed.checks), noticed.suppressed),
            *map(_stamp_or_none, (each.since, each.last, each.unseen, each.gone)),
        )
        updated = self.connection.execute(
            "UPDATE finding SET severity = ?, title = ?, checks = ?, suppressed = ?, since = ?, last = ?, unseen = ?, gone = ?"
            " WHERE target = ? AND code = ? AND subject = ? AND gone IS NULL",
            (*values, target, *noticed.key),
        )
        if not updated.rowcount:
            self.connection.execute(
                "INSERT INTO finding (severity, title, checks, suppressed, since, last, unseen, gone, target, code, subject)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, target, *noticed.key),
            )

    def _forget_the_oldest(self, target: int) -> None:
        (runs,) = self._one(
            "UPDATE target SET runs = runs + 1 WHERE id = ? RETURNING runs", target
        )
        if runs <= KEPT + _SLACK:
            return
        (oldest,) = self._one(
            "SELECT at FROM run WHERE target = ? ORDER BY at DESC LIMIT 1 OFFSET ?",
            target,
            KEPT - 1,
        )
        self.connection.execute("DELETE FROM run WHERE target = ? AND at < ?", (target, oldest))
        self.connection.execute(
            "DELETE FROM finding WHERE target = ? AND gone < ?", (target, oldest)
        )
        self.connection.execute("UPDATE target SET runs = ? WHERE id = ?", (KEPT, target))

    def _past(self, target: int, named: tuple[str, bool], runs: int, *, with_checks: bool) -> Past:
        name, simulated = named
        (kept,) = self._one("SELECT runs FROM target WHERE id = ?", target)
        (first,) = self._one("SELECT MIN(at) FROM run WHERE target = ?", target)
        rows = self.connection.execute(
            f"SELECT {_FINDING} FROM finding WHERE target = ? AND gone IS NOT NULL ORDER BY gone DESC LIMIT ?",  # noqa: S608
            (target, _GONE),
        )
        return Past(
            target=name,
            simulated=simulated,
            kept=kept,
            first=_instant(first),
            runs=tuple(self._runs(target, named, runs, with_checks=with_checks))[::-1],
            standing=tuple(self._standing(target).values()),
            gone=tuple(map(_standing_of, rows)),
        )

    def _runs(
        self, target: int, named: tuple[str, bool], most: int, *, with_checks: bool
    ) -> Iterator[Entry]:
        lists: dict[int, tuple[str, ...]] = {}
        rows = self.connection.execute(
            "SELECT at, took_ms, command, mark, exit_code, cause, sentence, checks, marks FROM run"
            " WHERE target = ? ORDER BY at DESC LIMIT ?",
            (target, most),
        ).fetchall()
        for at, took_ms, command, mark, exit_code, cause, sentence, checks, marks in rows:
            if with_checks and checks not in lists:
                (names,) = self._one("SELECT names FROM checks WHERE id = ?", checks)
                lists[checks] = tuple(names.split("\n")) if names else ()
            yield Entry(
                target=named[0],
                simulated=named[1],
                at=_EPOCH + at * _MICROSECOND,
                took_ms=took_ms,
                command=command,
                mark=mark,
                exit_code=exit_code,
                cause=cause,
                sentence=sentence,
                marks=dict(zip(lists[checks], marks, strict=True)) if with_checks else {},
            )

    def _one(self, statement: str, *values: object) -> Any:  # noqa: ANN401 - a row of SQLite's
        return self.connection.execute(statement, values).fetchone()


def _standing_of(row: tuple[Any, ...]) -> Standing:
    code, subject, severity, title, checks, suppressed, since, last, unseen, gone = row
    noticed = Noticed(
        code=code,
        subject=subject,
        severity=severity,
        title=title,
        checks=tuple(checks.split("\n")) if checks else (),
        suppressed=bool(suppressed),
    )
    return Standing(
        noticed=noticed,
        since=_EPOCH + since * _MICROSECOND,
        last=_EPOCH + last * _MICROSECOND,
        unseen=_instant(unseen),
        gone=_instant(gone),
    )


def _stamp(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _stamp_or_none(moment: datetime | None) -> int | None:
    return None if moment is None else _stamp(moment)


def _instant(stamp: int | None) -> datetime | None:
    return None if stamp is None else _EPOCH + stamp * _MICROSECOND
