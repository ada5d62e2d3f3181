"""Text files parsed once and kept in the one form; and which rows and values of a file could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from diagnostics.delays.believe import Belief
from diagnostics.delays.columns import FIELDS, Holds
from diagnostics.delays.engine import Engine
from diagnostics.delays.files import Form, Source
from diagnostics.delays.normal import bad_sql, literal
from diagnostics.delays.places import first_bad
from diagnostics.delays.record import Remark
from diagnostics.delays.remarks import left_out
from diagnostics.delays.tables import Table

_EXPORT_AGAIN = "export the file again; the first one is named"
_REFUSED = {
    "TOO MANY COLUMNS": "hold more values than the header names columns",
    "MISSING COLUMNS": "hold fewer values than the header names columns",
    "INVALID ENCODING": "are not UTF-8",
    "UNQUOTED VALUE": "have a quote that does not end",
    "LINE SIZE OVER MAXIMUM": "are too long",
}
_NOTHING = ("id", "ts", "req", "att", "status", "mk", "ek")


def kept(
    opened: Table, inner: str, number: int | str, engine: Engine, belief: Belief
) -> tuple[Path, list[Remark]]:
    """Parse a text file; give what keeps its rows, and what could not be read."""
    target = engine.folder / f"rows_{number}.parquet"
    engine.rows(
        f"COPY (SELECT {inner} FROM {opened.relation}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION lz4)"
    )
    rows = f"read_parquet({literal(str(target))})"
    remarks = [
        *_refused(opened.source, number, engine),
        *_blank(opened.source, rows, engine),
        *_values(opened.source, belief, engine.rows(_counted(rows, "bad"))),
    ]
    return target, remarks


def unread(opened: Table, belief: Belief, engine: Engine) -> Iterator[Remark]:
    """Say which values of a Parquet file could not be read; columns of the right type are not looked at."""
    bad = bad_sql(belief.fit, belief.styles)
    if bad != "0":
        yield from _values(
            opened.source, belief, engine.rows(_counted(opened.relation, f"({bad})::INTEGER"))
        )


def _counted(relation: str, bad: str) -> str:
    return f"SELECT bad, count(*) FROM (SELECT {bad} AS bad FROM {relation}) WHERE bad <> 0 GROUP BY 1 ORDER BY 1"


def _refused(source: Source, number: int | str, engine: Engine) -> Iterator[Remark]:
    """Say which rows of a CSV did not fit its header."""
    if source.form is not Form.CSV or not source.head:
        return
    rows = engine.rows(
        f"SELECT error_type::VARCHAR, count(DISTINCT line), min(line) FROM refused_{number} GROUP BY 1 ORDER BY 3"
    )
    for kind, count, line in rows:
        text = f"{count} row(s) {_REFUSED.get(kind, 'cannot be read as CSV')}; they are left out."
        yield left_out(source.name, text, _EXPORT_AGAIN, line=int(line))


def _blank(source: Source, rows: str, engine: Engine) -> Iterator[Remark]:
    """Say how many lines gave nothing at all."""
    nothing = " AND ".join(f"{name} IS NULL" for name in _NOTHING)
    count = engine.rows(f"SELECT count(*) FROM {rows} WHERE bad = 0 AND {nothing}")[0][0]
    if count and source.form is not Form.CSV:
        text = f"{count} line(s) are no JSON object of this dataset; they are left out."
        yield left_out(source.name, text, _EXPORT_AGAIN, line=first_bad(source, None, Holds.TEXT))


def _values(source: Source, belief: Belief, counts: list[tuple[int, int]]) -> Iterator[Remark]:
    by_field: Counter[int] = Counter()
    for bits, count in counts:
        for at in range(len(FIELDS)):
            by_field[at] += count * (bits >> at & 1)
    for at, count in sorted(by_field.items()):
        if count:
            which = FIELDS[at]
            leaf = belief.fit.fields[which.name][0]
            yield left_out(
                source.name,
                f"{count} value(s) of column {leaf.shown} are not {which.holds.value}; they count as empty.",
                "correct or export them again; the first one is named",
                line=first_bad(source, leaf, which.holds, is_number=leaf in belief.styles),
            )
