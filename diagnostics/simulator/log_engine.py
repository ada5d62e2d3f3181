"""Runs a Kusto query on a world's log tables, with duckdb-kql where it is installed.

It translates the query into SQL for DuckDB; what it cannot translate is answered 501, so a gap is loud.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from diagnostics.simulator import vault_log
from diagnostics.simulator.reading import entries, part, text
from diagnostics.simulator.world import Doc, World

_TYPES = {
    "string": "VARCHAR",
    "datetime": "TIMESTAMP",
    "dynamic": "JSON",
    "real": "DOUBLE",
    "int": "INTEGER",
    "long": "BIGINT",
    "bool": "BOOLEAN",
    "guid": "UUID",
}
_KUSTO = {
    "TIMESTAMP": "datetime",
    "BIGINT": "long",
    "HUGEINT": "long",
    "INTEGER": "int",
    "DOUBLE": "real",
    "BOOLEAN": "bool",
    "JSON": "dynamic",
    "UUID": "guid",
}
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
# What a term may not touch. DuckDB needs 20 ms to compile the class of all letters, and a query has hundreds of terms: every
# character beyond ASCII counts as a letter instead.
_LETTERS, _QUICK = r"[^\pL\pN]", r"[^0-9A-Za-z\x{80}-\x{10ffff}]"


class NoEngine(Exception):
    """The query cannot be run here; the text says why."""


class QueryRefused(Exception):
    """The service would refuse the query."""

    def __init__(self, message: str, *, is_syntax: bool) -> None:
        super().__init__(message)
        self.is_syntax = is_syntax


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query."""

    columns: list[Doc]  # name and type
    rows: list[list[Any]]  # JSON values
    partial: str  # why only a part was read; empty = all was


def run(world: World, workspace_id: str, query: str) -> Found:
    """Run a query on the tables of a workspace.

    Raises:
        NoEngine: without duckdb-kql, and for what it does not translate.
        QueryRefused: for a query that is wrong.
    """
    if find_spec("duckdb_kql") is None:
        raise NoEngine("queries of logs run with duckdb-kql, which is not installed")
    tables = [
        document
        for key, document in world.under(f"{workspace_id}/tables/")
        if re.search(rf"\b{re.escape(text(document, 'name'))}\b", query, re.IGNORECASE) and key
    ]
    more = {
        name: vault_log.rows(world, workspace_id, name)
        for name in (text(each, "name") for each in tables)
    }
    columns, rows = _executed(query, tables, more)
    partial = next((text(each, "x-partial") for each in tables if each.get("x-partial")), "")
    return Found(columns, rows, partial)


def _executed(
    query: str, tables: list[Doc], more: dict[str, list[Doc]]
) -> tuple[list[Doc], list[list[Any]]]:
    import duckdb
    import duckdb_kql

    connection = duckdb_kql.connect()
    try:
        schema = {
            text(each, "name"): _load(connection, each, more.get(text(each, "name"), []))
            for each in tables
        }
        answer = connection.execute(_translated(query, tuple(sorted(schema.items()))))
        described = answer.description or []
        rows = [[_json(cell) for cell in row] for row in answer.fetchall()]
    except duckdb_kql.KqlUnsupportedError as problem:
        raise NoEngine(f"duckdb-kql does not translate this query: {problem}") from None
    except duckdb_kql.KqlSyntaxError as problem:
        raise QueryRefused(str(problem), is_syntax=True) from None
    except (duckdb_kql.KqlError, duckdb.Error) as problem:
        raise QueryRefused(str(problem), is_syntax=False) from None
    finally:
        connection.close()
    named = [{"name": str(each[0]), "type": _kusto_type(str(each[1]))} for each in described]
    return named, rows


@lru_cache(maxsize=32)
def _translated(query: str, schema: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """Return the SQL of a query; parsing a long one takes seconds."""
    import duckdb_kql

    named = {name: list(columns) for name, columns in schema}
    return str(duckdb_kql.to_sql(query, named)).replace(_LETTERS, _QUICK)


def _load(connection: Any, table: Doc, more: list[Doc]) -> tuple[str, ...]:  # noqa: ANN401 - duckdb's connection
    """Make a table of a document and of rows that follow from the world; gives its columns."""
    columns = entries(part(part(table, "properties"), "schema"), "columns")
    named = [(text(each, "name"), _TYPES.get(text(each, "type"), "VARCHAR")) for each in columns]
    for name in (text(table, "name"), *(name for name, _ in named)):
        if not _IDENTIFIER.fullmatch(name):
            raise NoEngine(f"{name!r} is no name of a table or column")
    name = text(table, "name")
    declared = ", ".join(f'"{column}" {sort}' for column, sort in named)
    connection.execute(f'CREATE TABLE "{name}" ({declared})')
    rows = [*_rows(table), *more]
    if rows:
        # A column at once: DuckDB takes two milliseconds for a row, and an account uses its key hundreds of times a day.
        each = ", ".join(f"unnest(CAST(? AS {sort}[]))" for _, sort in named)
        columns_of = [[_cell(row.get(column), sort) for row in rows] for column, sort in named]
        connection.execute(f'INSERT INTO "{name}" SELECT {each}', columns_of)
    return tuple(column for column, _ in named)


def _rows(table: Doc) -> list[Doc]:
    return entries(table, "x-rows")


def _cell(value: Any, sort: str) -> Any:  # noqa: ANN401 - a JSON value
    """Give a value as DuckDB takes it; a string that is missing is empty, as in Kusto."""
    if sort == "VARCHAR":
        return "" if value is None else str(value)
    if sort == "JSON":
        return None if value is None else json.dumps(value)
    if sort == "TIMESTAMP" and isinstance(value, str):
        return datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
    return value


def _kusto_type(sort: str) -> str:
    return _KUSTO.get(sort.partition("(")[0], "string")


def _json(value: Any) -> Any:  # noqa: ANN401 - what DuckDB gives
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    if isinstance(value, bool | int | float | str) or value is None:
        return value
    return str(value)
