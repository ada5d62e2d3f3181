"""Lets DuckDB write feedback rows and the caller's log: any number, out of core, the same seed giving the same rows.

The engine's hash decides what is drawn, so another version of it may draw otherwise.
"""

# ruff: noqa: S608 - the same; the file's name is quoted

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import ConfigError
from diagnostics.simulator import delay_sql
from diagnostics.simulator.delay_columns import Form, selection
from diagnostics.simulator.delay_sql import Draw
from diagnostics.simulator.log_story import Story

if TYPE_CHECKING:
    import duckdb

FORMS = {
    ".parquet": Form.PARQUET,
    ".csv": Form.CSV,
    ".jsonl": Form.JSON,
    ".ndjson": Form.JSON,
    ".json": Form.JSON,
}
_OPTIONS = {
    Form.PARQUET: "FORMAT parquet, COMPRESSION zstd",
    Form.CSV: "FORMAT csv, HEADER",
    Form.JSON: "FORMAT json",
}
_SAMPLE = 200_000  # calls that are tried to see how many rows a call gives
_POLL_S = 0.2

Watch = Callable[[float], None]  # percent done


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The file that is asked for."""

    path: Path
    form: Form
    separator: str = "."
    without: tuple[str, ...] = ()


class Engine:
    """DuckDB in a process of its own memory: a context manager.

    Raises:
        ConfigError: if DuckDB is not installed.
    """

    def __init__(self, memory: str = "") -> None:
        try:
            import duckdb
        except ImportError:
            raise ConfigError(
                "DuckDB is not installed, which writes these files",
                do="install it: pip install 'ajo-doctor[delays]'",
            ) from None
        self._con: duckdb.DuckDBPyConnection = duckdb.connect()
        self._con.execute("SET TimeZone = 'UTC'")
        self._con.execute("SET enable_progress_bar = true")
        self._con.execute("SET enable_progress_bar_print = false")
        if memory:
            self._con.execute(f"SET memory_limit = '{memory}'")

    def close(self) -> None:
        """Let go of the memory."""
        self._con.close()

    def number(self, query: str) -> int:
        """Return the one number that a query gives."""
        row = self._con.execute(query).fetchone()
        return int(row[0]) if row else 0

    def copy(self, query: str, path: Path, form: Form, watch: Watch) -> int:
        """Write a query's rows to a file and return their number; an interrupt leaves no file.

        Raises:
            ConfigError: if the file cannot be written.
            KeyboardInterrupt: if somebody stopped it.
        """
        import duckdb

        target = str(path).replace("'", "''")
        done: list[int] = []
        failed: list[Exception] = []

        def run() -> None:
            try:
                done.append(self.number(f"COPY ({query}) TO '{target}' ({_OPTIONS[form]})"))
            except duckdb.Error as error:
                failed.append(error)

        worker = threading.Thread(target=run, name="writer")
        worker.start()
        try:
            while worker.is_alive():
                worker.join(_POLL_S)
                watch(self._con.query_progress())
        except KeyboardInterrupt:
            self._con.interrupt()
            worker.join()
            path.unlink(missing_ok=True)
            raise
        if failed:
            raise ConfigError(
                f"the file cannot be written: {str(failed[0]).splitlines()[0]}",
                do="choose another place, or more memory (--memory)",
                source=str(path),
            )
        return done[0]


def sized(engine: Engine, draw: Draw, rows: int) -> Draw:
    """Return the draw with so many calls that they give about so many rows: within one in a hundred."""
    guess = replace(draw, calls=rows)
    for _ in range(2):
        step = max(1, guess.calls // _SAMPLE)
        query = delay_sql.events(guess, only=f"i % {step} = 0")
        given = engine.number(f"SELECT count(*) FROM ({query})") * step
        if not given:
            raise ConfigError(
                "no call of this time gives a row: the fault stops them all",
                do="let --from lie before the fault (--at)",
                source="--from",
            )
        guess = replace(draw, calls=max(1, round(guess.calls * rows / given)))
    return guess


def write_rows(engine: Engine, draw: Draw, export: Export, watch: Watch) -> int:
    """Write the feedback rows and return their number."""
    chosen = selection(export.form, export.separator, export.without)
    query = f"SELECT {chosen} FROM ({delay_sql.events(draw)})"
    return engine.copy(query, export.path, export.form, watch)


def write_calls(engine: Engine, draw: Draw, story: Story, path: Path, watch: Watch) -> int:
    """Write the caller's log and return its number of calls: what Adobe answered each.

    A call that is refused has a status and the error's code; while the caller's own store fails it does not call.
    """
    good = delay_sql.accepted(draw)
    refusal = story.after.call
    failing = story.after.store is not None or refusal is not None
    at = "strftime(make_timestamp(requested * 1000), '%Y-%m-%dT%H:%M:%S.%gZ')"
    refused = (refusal.status, refusal.name) if refusal else (0, "")
    columns = (
        f'{at} AS "at"',
        f"CASE WHEN {good} THEN 202 ELSE {refused[0]} END AS status",
        f'CASE WHEN {good} THEN execution END AS "executionId"',
        f'CASE WHEN {good} THEN {at} END AS "createdAt"',
        "'rq-' || i AS \"requestId\"",
        'campaign AS "campaignId"',
        f"CASE WHEN NOT {good} THEN {_quoted(refused[1])} END AS error",
    )
    which = f" WHERE {good}" if failing and refusal is None else ""
    query = f"SELECT {', '.join(columns)} FROM ({delay_sql.calls(draw)}){which}"
    return engine.copy(query, path, form_of(path, "--caller-log"), watch)


def form_of(path: Path, source: str) -> Form:
    """Return the form that a file's name asks for.

    Raises:
        ConfigError: if it asks for none that can be written.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise ConfigError(
            f"{path.suffix or 'no ending'!r} is no form that can be written",
            expected=f"a name that ends with {_listed(tuple(FORMS))}",
            source=f"{source} {path}",
        )
    return form


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + f" or {names[-1]}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
