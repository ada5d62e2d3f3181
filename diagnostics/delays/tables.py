"""What can stand behind FROM for one file, and the columns in it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from diagnostics.delays.columns import FIELDS, Leaf, fold
from diagnostics.delays.engine import Engine
from diagnostics.delays.files import Form, NoRows, Source
from diagnostics.delays.normal import literal, quoted

_DELIMITERS = ",;\t|"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NODE = "STRUCT(componentName VARCHAR, serviceGroup VARCHAR, startTime VARCHAR, endTime VARCHAR)[]"
_LONGEST_OBJECT = 64 * 1024 * 1024  # bytes of one JSON object
_PREFIX = ("_experience", "customerJourneyManagement")


@dataclass(frozen=True, slots=True)
class Table:
    """One file as SQL reads it."""

    source: Source
    relation: str  # behind FROM; may hold `{rejects}`, a name for the table of refused rows
    leaves: tuple[Leaf, ...]
    notes: tuple[str, ...] = ()  # what is odd about its columns


def table(source: Source, engine: Engine, number: int | str) -> Table:
    """Open one file.

    Args:
        source: the file.
        engine: where.
        number: of the file in this run, for names of tables.

    Raises:
        NoRows: if it holds no rows.
        duckdb.Error: if DuckDB cannot read it.
    """
    if source.form is Form.PARQUET:
        return parquet((source.path,), engine, source)
    if source.form is Form.CSV:
        return _csv(source, engine, number)
    return _json(source)


def parquet(paths: tuple[str, ...], engine: Engine, source: Source) -> Table:
    """Read files of the same columns at once."""
    listed = ", ".join(literal(path) for path in paths)
    relation = f"read_parquet([{listed}])"
    return Table(source, relation, tuple(_leaves(engine.described(relation))))


def _leaves(members: Iterable[tuple[str, Any]], above: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Flatten structs; a list of structs is one leaf."""
    for name, kind in members:
        path = (*above, name)
        if kind.id == "struct":
            yield from _leaves(kind.children, path)
        else:
            yield Leaf(path, "VARCHAR" if kind.id in ("varchar", "enum") else str(kind))


def _csv(source: Source, engine: Engine, number: int | str) -> Table:
    head, encoding = _text(source.head)
    if not head:  # packed in a way that only DuckDB reads
        sniffed = f"read_csv({literal(source.path)}, all_varchar=true, header=true)"
        names = [name for name, _ in engine.described(sniffed)]
        return Table(source, sniffed, tuple(Leaf((name,), "VARCHAR") for name in names))
    delimiter = max(_DELIMITERS, key=head.partition("\n")[0].count)
    names = next(csv.reader(io.StringIO(head), delimiter=delimiter), list[str]())
    unique = _unique([name.strip() for name in names])
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in unique)
    compressed = f", compression='{source.packed}'" if source.packed else ""
    relation = (
        f"read_csv({literal(source.path)}, auto_detect=false, header=true, delim={literal(delimiter)}, quote='\"',"
        f" escape='\"', encoding='{encoding}', columns={{{columns}}}, store_rejects=true, rejects_limit=1000000,"
        f" rejects_table='refused_{number}', rejects_scan='refused_scan_{number}'{compressed})"
    )
    twice = [name for name in unique if name not in names]
    notes = (
        (f"the header names {len(twice)} column(s) twice; the first of each counts",)
        if twice
        else ()
    )
    return Table(source, relation, tuple(Leaf((name,), "VARCHAR") for name in unique), notes)


def _text(head: bytes) -> tuple[str, str]:
    encoding = "utf-16" if head.startswith(_UTF16) else "utf-8"
    text = head.decode("utf-16" if encoding == "utf-16" else "utf-8-sig", errors="replace")
    return text.replace("\r\n", "\n"), encoding


def _unique(names: list[str]) -> list[str]:
    """Number names that occur again, or that are empty, as DuckDB wants them different."""
    seen: set[str] = set()
    out: list[str] = []
    for at, name in enumerate(names):
        shown = name or f"column{at}"
        while shown.lower() in seen:
            shown += f" again {at}"
        seen.add(shown.lower())
        out.append(shown)
    return out


def _json(source: Source) -> Table:
    """Declare every field as text in the layout that the first objects show: nothing then fails for its type."""
    seen = _paths(source)
    tree: dict[str, Any] = {}
    for path, is_list in _wanted(seen):
        here = tree
        for part in path[:-1]:
            inner = here.setdefault(part, {})
            if not isinstance(inner, dict):
                break
            here = cast("dict[str, Any]", inner)
        else:
            here.setdefault(path[-1], _NODE if is_list else "VARCHAR")
    columns = ", ".join(f"{literal(name)}: {literal(_type(kind))}" for name, kind in tree.items())
    form = "array" if source.form is Form.ARRAY else "newline_delimited"
    compressed = f", compression='{source.packed}'" if source.packed else ""
    errors = "" if source.form is Form.ARRAY else ", ignore_errors=true"
    relation = (
        f"read_json({literal(source.path)}, format='{form}', columns={{{columns}}}{errors},"
        f" maximum_object_size={_LONGEST_OBJECT}{compressed})"
    )
    return Table(source, relation, tuple(_declared(tree)))


def _type(kind: Any) -> str:  # noqa: ANN401 - a type's name, or members
    if isinstance(kind, str):
        return kind
    members = cast("dict[str, Any]", kind)
    return (
        f"STRUCT({', '.join(f'{quoted(name)} {_type(inner)}' for name, inner in members.items())})"
    )


def _declared(tree: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[Leaf]:
    for name, kind in tree.items():
        if isinstance(kind, str):
            yield Leaf((*above, name), kind)
        else:
            yield from _declared(cast("dict[str, Any]", kind), (*above, name))


def _paths(source: Source) -> dict[tuple[str, ...], bool]:
    """Give the paths of the values in the file's first objects; True = a list."""
    text, _ = _text(source.head)
    paths: dict[tuple[str, ...], bool] = {}
    if source.form is Form.ARRAY:
        text = text.lstrip()[1:]
    decoder = json.JSONDecoder()
    for line in [text] if source.form is Form.ARRAY else text.split("\n"):
        try:
            found, _ = decoder.raw_decode(line.strip())
        except ValueError:
            continue
        if isinstance(found, dict):
            paths |= dict(_inside(cast("dict[str, Any]", found)))
    if not paths and source.head:
        raise NoRows("no line of its beginning is a JSON object")
    return paths


def _inside(
    value: dict[str, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], bool]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _inside(cast("dict[str, Any]", inner), (*above, name))
        else:
            yield (*above, name), isinstance(inner, list)


def _wanted(seen: dict[tuple[str, ...], bool]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Give the paths that are fields: those seen, and the others where the layout would have them."""
    known = {fold((path,)) for each in FIELDS for path in each.paths}
    known |= {fold((name,)) for each in FIELDS for name in each.also}
    prefixes = (fold(_PREFIX), fold(_PREFIX[1:]))
    for path, is_list in seen.items():
        folded = fold(path)
        if folded in known or any(
            folded.startswith(prefix)
            and (folded[len(prefix) :] in known or "processingnodes" in folded)
            for prefix in prefixes
        ):
            yield path, is_list
    if not seen or any(path[0] == _PREFIX[0] for path in seen):
        spelled = _spelling(seen)
        for each in FIELDS:
            for named in each.paths:
                if named.startswith("_") or named == "timestamp":
                    yield (named,), False
                elif not named.endswith("feedbackStatus.value"):
                    parts = [spelled.get(part.lower(), part) for part in named.split(".")]
                    yield (*_PREFIX, *parts), each.name == "nodes"


def _spelling(seen: dict[tuple[str, ...], bool]) -> dict[str, str]:
    """Give each part's spelling as the file has it."""
    return {part.lower(): part for path in seen for part in path}
