"""Counts rows, copies and tests, and says which rows count; a damaged file is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diagnostics.delays import aggregates as sql
from diagnostics.delays.engine import Engine
from diagnostics.delays.intervals import milliseconds
from diagnostics.delays.load import Loaded, without_damaged
from diagnostics.delays.question import NothingRead, Question
from diagnostics.delays.record import Filled, Remark
from diagnostics.delays.remarks import left_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What was counted before anything is timed; instants are milliseconds since 1970, UTC."""

    read: int
    copies: int
    tests: int
    outside: int
    first: int | None
    last: int | None
    filled: tuple[Filled, ...]


def sound_head(question: Question, engine: Engine, loaded: Loaded) -> Head:
    """Count; where a file proves damaged in its middle, count again without it."""
    import duckdb

    try:
        return _head(question, engine, loaded)
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except duckdb.Error:
        question.on_step("looking for the damaged file")
        if not without_damaged(loaded, engine):
            raise
        if not loaded.selects:
            raise NothingRead(tuple(loaded.remarks)) from None
        return _head(question, engine, loaded)


def _head(question: Question, engine: Engine, loaded: Loaded) -> Head:
    """Count rows, copies and tests, and say which rows count from here on."""
    question.on_step("counting rows, copies and tests")
    engine.rows(sql.union(loaded.selects))
    where = sql.window(
        milliseconds(question.since), milliseconds(question.until), question.campaign
    )
    read, copies, tests, outside, first, last, contrary, *filled = engine.rows(sql.profile(where))[
        0
    ]
    if contrary:
        loaded.remarks.append(_contrary(question.paths, contrary))
    if copies:
        for each in sql.twice():
            engine.rows(each)
    engine.rows(sql.events(where, has_copies=bool(copies)))
    return Head(
        read=read,
        copies=copies,
        tests=tests,
        outside=outside,
        first=first,
        last=last,
        filled=tuple(_filled(loaded, filled, read)),
    )


def _filled(loaded: Loaded, counts: Iterable[int], read: int) -> Iterator[Filled]:
    for name, count in zip(sql.FILLED, counts, strict=True):
        column = loaded.columns.get(name) or (
            loaded.columns.get("address", "") if name == "domain" else ""
        )
        yield Filled(field=name, column=column, share=round(count / read, 6) if read else 0.0)


def _contrary(paths: tuple[str, ...], count: int) -> Remark:
    return left_out(
        ", ".join(paths[:3]),
        f"{count} row(s) say that something was sent before it was asked for: these times are not used.",
        "see whether all times of the export have the same zone",
    )
