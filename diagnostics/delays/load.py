"""Brings files of any form into the one form that all questions are asked of, and says what could not be read.

Parquet stays where it is and is read column by column; text is parsed once and kept as Parquet in the engine's own folder,
without addresses. What does not hold what its name says is left out and told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diagnostics.delays.columns import BY_NAME, FIELDS, TELLING, Holds, Leaf, Mapped, mapped
from diagnostics.delays.engine import Engine
from diagnostics.delays.files import Form, NoRows, Source, recognised, salvaged
from diagnostics.delays.normal import (
    CHECKED,
    COLUMNS,
    Style,
    divisor_of,
    filled,
    is_naive,
    literal,
    reference,
    selected,
    value,
    zoned,
)
from diagnostics.delays.places import first_bad
from diagnostics.delays.record import Remark
from diagnostics.delays.tables import Table, table

_SAMPLE = 20_000  # rows that are looked at before a column is believed
_LEAST_FITTING = 0.5  # of what a column holds must be what its name says
_EXPECTED = (
    "an export of the feedback dataset, with timestamp and messageDeliveryfeedback.feedbackStatus"
)
_STATUSES = "'sent','delay','bounce','error','exclude','duplicate','denylist','delivered','read','unknown','out_of_band','async_bounce'"


@dataclass(slots=True)
class Loaded:
    """What was opened."""

    selects: list[str] = field(default_factory=list[str])  # in the one form, to be joined
    remarks: list[Remark] = field(default_factory=list[Remark])
    columns: dict[str, str] = field(
        default_factory=dict[str, str]
    )  # by field, as the file calls it
    assumed_utc: bool = False
    watch: Any = None


def load(paths: tuple[str, ...], engine: Engine) -> Loaded:
    """Open all files; what cannot be opened becomes a remark."""
    loaded = Loaded()
    same: dict[str, list[str]] = {}
    for number, path in enumerate(paths):
        for select, of in _opened(path, number, engine, loaded):
            same.setdefault(select, []).append(of)
    for select, files in same.items():
        loaded.selects.append(
            select.replace("{files}", ", ".join(literal(each) for each in files))
        )
    return loaded


def left_out(path: str, text: str, do: str, line: int | None = None) -> Remark:
    """Say that something is not in the answer."""
    return Remark(path=path, line=line, text=text, do=do, left_out=True)


def _opened(path: str, number: int, engine: Engine, loaded: Loaded) -> Iterator[tuple[str, str]]:
    """Open one file: give its select with `{files}` where the file stands, and the file."""
    import duckdb

    try:
        source = recognised(path)
        yield from _select(source, number, engine, loaded)
    except NoRows as error:
        loaded.remarks.append(left_out(path, f"{error}", f"give {_EXPECTED}"))
    except OSError as error:
        loaded.remarks.append(
            left_out(path, f"the file cannot be read: {error.strerror}", "check its permissions")
        )
    except duckdb.Error as error:
        loaded.remarks.append(left_out(path, _reason(error), "export it again, or copy it whole"))


def _reason(error: Exception) -> str:
    """Say what DuckDB found, without any of the file's content."""
    text = str(error)
    known = {
        "No magic bytes": "the file is cut off: a Parquet file ends with its index, and this one does not",
        "magic bytes": "this is not a whole Parquet file",
        "maximum_object_size": "a line is longer than 64 MB",
        "GZIP": "the gzip stream is damaged",
        "gzip": "the gzip stream is damaged",
        "Out of Memory": "the memory given is too little for it",
    }
    return next(
        (said for part, said in known.items() if part in text),
        f"the file cannot be read ({type(error).__name__})",
    )


def _select(
    source: Source, number: int, engine: Engine, loaded: Loaded
) -> Iterator[tuple[str, str]]:
    opened = table(source, engine, number)
    found = mapped(opened.leaves)
    if not any(name in found.fields for name in TELLING):
        seen = ", ".join(leaf.shown for leaf in opened.leaves[:5])
        raise NoRows(
            f"no column of the feedback dataset is in it (its first columns: {seen[:120]})"
        )
    loaded.remarks += [
        Remark(path=source.path, line=1, text=f"{note}.", do="", left_out=True)
        for note in opened.notes
    ]
    fit, styles = _believed(opened, found, engine, loaded)
    for name, leaves in fit.fields.items():
        loaded.columns.setdefault(name, leaves[0].shown)
    if fit.nodes:
        loaded.columns.setdefault("nodes", next(iter(fit.nodes[min(fit.nodes)].values())).shown)
    inner = selected(fit, styles)
    if source.form is Form.PARQUET:
        yield f"SELECT {inner} FROM read_parquet([{{files}}])", source.path
    else:
        kept = _kept(opened, inner, number, engine, loaded, fit)
        yield "SELECT * FROM read_parquet([{files}])", str(kept)


def _believed(
    opened: Table, found: Mapped, engine: Engine, loaded: Loaded
) -> tuple[Mapped, dict[Leaf, Style]]:
    """Look at the first rows: a column that does not hold what its name says is left out."""
    leaves = [(name, leaf) for name, each in found.fields.items() for leaf in each]
    flat = [(f"nodes[{at}]", leaf) for at, each in found.nodes.items() for leaf in each.values()]
    styles = _styles(opened, [*leaves, *flat], engine)
    asked = [(name, leaf) for name, leaf in leaves if _is_asked(name, leaf)]
    if not asked:
        loaded.assumed_utc |= any(is_naive(leaf) for _, leaf in leaves)
        return found, styles
    counts = engine.rows(_sampled(opened, asked, styles))[0]
    wrong: list[str] = []
    naive: list[str] = []
    for at, (name, leaf) in enumerate(asked):
        there, fits, with_zone = counts[3 * at : 3 * at + 3]
        if there and fits < there * _LEAST_FITTING:
            wrong.append(name)
            loaded.remarks.append(_lying(opened.source, name, leaf, styles, there - fits))
        elif BY_NAME[name].holds is Holds.TIME and there > with_zone:
            naive.append(leaf.shown)
    if naive:
        loaded.assumed_utc = True
        loaded.remarks.append(_naive(opened.source, naive))
    return found.without(wrong), styles


def _is_asked(name: str, leaf: Leaf) -> bool:
    holds = BY_NAME[name].holds
    return (
        holds in CHECKED
        or holds is Holds.STATUS
        or (holds is Holds.NODES and leaf.type == "VARCHAR")
    )


def _styles(opened: Table, leaves: list[tuple[str, Leaf]], engine: Engine) -> dict[Leaf, Style]:
    """Find the unit of times that are numbers, or texts that are numbers."""
    times = [
        leaf
        for name, leaf in leaves
        if (name.startswith("nodes[") and "time" in leaf.shown.lower())
        or (name in BY_NAME and BY_NAME[name].holds is Holds.TIME)
    ]
    numbers = [leaf for leaf in times if not leaf.type.startswith(("TIMESTAMP", "DATE"))]
    if not numbers:
        return {}
    parts = ", ".join(
        f"max(abs(try_cast({reference(leaf)} AS DOUBLE))) FILTER (isfinite(try_cast({reference(leaf)} AS DOUBLE)))"
        for leaf in numbers
    )
    row = engine.rows(f"SELECT {parts} FROM (SELECT * FROM {opened.relation} LIMIT {_SAMPLE})")[0]
    return {
        leaf: Style(divisor_of(float(largest)))
        for leaf, largest in zip(numbers, row, strict=True)
        if largest
    }


def _sampled(opened: Table, asked: list[tuple[str, Leaf]], styles: dict[Leaf, Style]) -> str:
    parts: list[str] = []
    for name, leaf in asked:
        holds = BY_NAME[name].holds
        read = value(leaf, holds, styles.get(leaf))
        if holds is Holds.STATUS:
            read = f"CASE WHEN {read} IN ({_STATUSES}) THEN 1 END"
        there = filled(leaf)
        with_zone = (
            f"count(*) FILTER ({there} AND {zoned(leaf)})"
            if holds is Holds.TIME and leaf.type == "VARCHAR" and leaf not in styles
            else "0"
            if is_naive(leaf)
            else f"count(*) FILTER ({there})"
        )
        parts.append(
            f"count(*) FILTER ({there}), count(*) FILTER ({there} AND ({read}) IS NOT NULL), {with_zone}"
        )
    needed = ", ".join(dict.fromkeys(f'"{leaf.path[0]}"' for _, leaf in asked))
    return (
        f"SELECT {', '.join(parts)} FROM (SELECT {needed} FROM {opened.relation} LIMIT {_SAMPLE})"
    )


def _lying(source: Source, name: str, leaf: Leaf, styles: dict[Leaf, Style], wrong: int) -> Remark:
    holds = BY_NAME[name].holds
    return left_out(
        source.path,
        f"column {leaf.shown} does not hold what its name says: {wrong} of its first values are not {holds.value}; the column is left out.",
        "export it again with the right header, or correct the column's name",
        line=first_bad(source, leaf, holds, is_number=leaf in styles),
    )


def _naive(source: Source, columns: list[str]) -> Remark:
    return Remark(
        path=source.path,
        line=2 if source.form is Form.CSV else 1 if source.form is Form.LINES else None,
        text=f"times without a zone in {', '.join(columns)}: taken as UTC.",
        do="export them with a zone (…Z) if they are not UTC",
        left_out=False,
    )


def _kept(
    opened: Table, inner: str, number: int, engine: Engine, loaded: Loaded, fit: Mapped
) -> Path:
    """Parse a text file once, and keep it in the one form."""
    target = engine.folder / f"rows_{number}.parquet"
    source = opened.source
    try:
        _copied(opened.relation, inner, target, engine)
    except Exception as error:
        if not source.packed == "gzip" or not _is_about_the_stream(error):
            raise
        whole = engine.folder / f"salvaged_{number}"
        lines = salvaged(source, whole)
        relation = opened.relation.replace(literal(source.path), literal(str(whole)))
        relation = relation.replace(f", compression='{source.packed}'", "")
        _copied(relation, inner, target, engine)
        whole.unlink()
        loaded.remarks.append(
            left_out(
                source.path,
                f"the gzip stream is cut off or damaged; the {lines} whole lines before that are answered.",
                "copy or export the file again",
                line=lines + 1,
            )
        )
    loaded.remarks += _refused(source, number, engine)
    loaded.remarks += _unread(source, target, engine, fit)
    return target


def _is_about_the_stream(error: Exception) -> bool:
    import duckdb

    return isinstance(error, duckdb.Error) and not isinstance(error, duckdb.OutOfMemoryException)


def _copied(relation: str, inner: str, target: Path, engine: Engine) -> None:
    engine.rows(
        f"COPY (SELECT {inner} FROM {relation}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION lz4)"
    )


def _refused(source: Source, number: int, engine: Engine) -> Iterator[Remark]:
    """Say which rows of a CSV did not fit its header."""
    if source.form is not Form.CSV or not source.head:
        return
    said = {
        "TOO MANY COLUMNS": "hold more values than the header names columns",
        "MISSING COLUMNS": "hold fewer values than the header names columns",
        "INVALID ENCODING": "are not UTF-8",
        "UNQUOTED VALUE": "have a quote that does not end",
        "LINE SIZE OVER MAXIMUM": "are too long",
    }
    rows = engine.rows(
        f"SELECT error_type::VARCHAR, count(DISTINCT line), min(line) FROM refused_{number} GROUP BY 1 ORDER BY 3"
    )
    for kind, count, line in rows:
        yield left_out(
            source.path,
            f"{count} row(s) {said.get(kind, 'cannot be read as CSV')}; they are left out.",
            "export the file again; the first one is named",
            line=int(line),
        )


def _unread(source: Source, target: Path, engine: Engine, fit: Mapped) -> Iterator[Remark]:
    """Say how many rows were nothing at all, and which values could not be read."""
    names = ", ".join(name for name, _ in COLUMNS if name not in ("bad", "is_test"))
    kept = f"read_parquet({literal(str(target))})"
    blank = (
        engine.rows(f"SELECT count(*) FROM {kept} WHERE coalesce({names}) IS NULL")
        if False
        else (
            engine.rows(
                f"SELECT count(*) FROM {kept} WHERE bad = 0 AND "
                + " AND ".join(
                    f"{name} IS NULL" for name in ("id", "ts", "req", "att", "status", "mk", "ek")
                )
            )
        )
    )
    if blank[0][0] and source.form is not Form.CSV:
        yield left_out(
            source.path,
            f"{blank[0][0]} line(s) are no JSON object of this dataset; they are left out.",
            "export the file again; the first one is named",
            line=first_bad(source, None, Holds.TEXT),
        )
    for bits, count in engine.rows(
        f"SELECT bad, count(*) FROM {kept} WHERE bad <> 0 GROUP BY 1 ORDER BY 1"
    ):
        for at, each in enumerate(FIELDS):
            if bits >> at & 1:
                leaf = fit.fields[each.name][0]
                yield left_out(
                    source.path,
                    f"{count} value(s) of column {leaf.shown} are not {each.holds.value}; they count as empty.",
                    "correct or export them again; the first one is named",
                    line=first_bad(source, leaf, each.holds),
                )
