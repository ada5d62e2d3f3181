"""Whether a column holds what its name says: looked at in the first rows before anything is concluded from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from diagnostics.delays.columns import BY_NAME, STATUSES, Holds, Leaf, Mapped
from diagnostics.delays.engine import Engine
from diagnostics.delays.files import Form, Source
from diagnostics.delays.normal import (
    CHECKED,
    CLEANABLE,
    HASHED,
    Style,
    divisor_of,
    filled,
    is_naive,
    literal,
    quoted,
    reference,
    value,
    zoned,
)
from diagnostics.delays.places import first_bad
from diagnostics.delays.record import Remark
from diagnostics.delays.remarks import left_out
from diagnostics.delays.tables import Table

_SAMPLE = 20_000  # rows
_LEAST_FITTING = 0.5  # of what a column holds must be what its name says
_KNOWN = ", ".join(literal(each) for each in sorted(STATUSES))

Asked = list[tuple[str, Leaf]]  # field, column


@dataclass(slots=True)
class Belief:
    """What is believed of one file."""

    fit: Mapped
    styles: dict[Leaf, Style]
    remarks: list[Remark] = field(default_factory=list[Remark])
    assumed_utc: bool = False


def believed(opened: Table, found: Mapped, engine: Engine) -> Belief:
    """Look at the first rows: a column that does not hold what its name says is left out."""
    leaves = [(name, leaf) for name, each in found.fields.items() for leaf in each]
    flat = [("node", leaf) for each in found.nodes.values() for leaf in each.values()]
    belief = Belief(found, _styles(opened, [*leaves, *flat], engine))
    asked = [(name, leaf) for name, leaf in leaves if _is_asked(name, leaf)]
    if asked:
        _weigh(opened, asked, belief, engine)
    if opened.source.form is Form.PARQUET:
        belief.styles.update(_clean(opened, belief.fit, engine))
    return belief


def _clean(opened: Table, fit: Mapped, engine: Engine) -> dict[Leaf, Style]:
    """Find texts that need no care in every row, because the first rows need none: names are looked at once more anyway."""
    leaves = [
        (BY_NAME[name].holds, leaf)
        for name, each in fit.fields.items()
        for leaf in each
        if BY_NAME[name].holds in CLEANABLE and leaf.type == "VARCHAR" and name not in HASHED
    ]
    if not leaves:
        return {}
    style = Style(is_clean=True)
    parts = ", ".join(
        f"count(*) FILTER (({value(leaf, holds)}) IS DISTINCT FROM ({value(leaf, holds, style)}))"
        for holds, leaf in leaves
    )
    row = engine.rows(f"SELECT {parts} FROM (SELECT * FROM {opened.relation} LIMIT {_SAMPLE})")[0]
    return {leaf: style for (_, leaf), other in zip(leaves, row, strict=True) if not other}


def _is_asked(name: str, leaf: Leaf) -> bool:
    holds = BY_NAME[name].holds
    is_list_in_text = holds is Holds.NODES and leaf.type == "VARCHAR"
    return holds in CHECKED or holds is Holds.STATUS or is_list_in_text


def _styles(opened: Table, leaves: Asked, engine: Engine) -> dict[Leaf, Style]:
    """Find the unit of times that are numbers, or texts that are numbers."""
    numbers = [
        leaf
        for name, leaf in leaves
        if _holds_time(name, leaf) and not leaf.type.startswith(("TIMESTAMP", "DATE"))
    ]
    if not numbers:
        return {}
    read = [f"try_cast({reference(leaf)} AS DOUBLE)" for leaf in numbers]
    parts = ", ".join(f"max(abs({each})) FILTER (isfinite({each}))" for each in read)
    row = engine.rows(f"SELECT {parts} FROM (SELECT * FROM {opened.relation} LIMIT {_SAMPLE})")[0]
    return {
        leaf: Style(divisor_of(float(largest)))
        for leaf, largest in zip(numbers, row, strict=True)
        if largest
    }


def _holds_time(name: str, leaf: Leaf) -> bool:
    if name == "node":
        return leaf.shown.lower().endswith("time")
    return BY_NAME[name].holds is Holds.TIME


def _weigh(opened: Table, asked: Asked, belief: Belief, engine: Engine) -> None:
    counts = engine.rows(_sampled(opened, asked, belief.styles))[0]
    wrong: list[str] = []
    naive: list[str] = []
    for at, (name, leaf) in enumerate(asked):
        there, fits, with_zone = counts[3 * at : 3 * at + 3]
        if there and fits < there * _LEAST_FITTING:
            wrong.append(name)
            belief.remarks.append(_lying(opened.source, name, leaf, belief.styles, there - fits))
        elif BY_NAME[name].holds is Holds.TIME and there > with_zone:
            naive.append(leaf.shown)
    if naive:
        belief.assumed_utc = True
        belief.remarks.append(_naive(opened.source, naive))
    belief.fit = belief.fit.without(wrong)


def _sampled(opened: Table, asked: Asked, styles: dict[Leaf, Style]) -> str:
    parts: list[str] = []
    for name, leaf in asked:
        read = value(leaf, BY_NAME[name].holds, styles.get(leaf))
        if BY_NAME[name].holds is Holds.STATUS:
            read = f"CASE WHEN {read} IN ({_KNOWN}) THEN 1 END"
        there = filled(leaf)
        parts += [
            f"count(*) FILTER ({there})",
            f"count(*) FILTER ({there} AND ({read}) IS NOT NULL)",
            _zones(name, leaf, styles),
        ]
    needed = ", ".join(dict.fromkeys(quoted(leaf.path[0]) for _, leaf in asked))
    return (
        f"SELECT {', '.join(parts)} FROM (SELECT {needed} FROM {opened.relation} LIMIT {_SAMPLE})"
    )


def _zones(name: str, leaf: Leaf, styles: dict[Leaf, Style]) -> str:
    """Write how many values have a zone; a number counts from 1970 in UTC."""
    if is_naive(leaf):
        return "0"
    is_text = BY_NAME[name].holds is Holds.TIME and leaf.type == "VARCHAR" and leaf not in styles
    return f"count(*) FILTER ({filled(leaf)}{f' AND {zoned(leaf)}' if is_text else ''})"


def _lying(source: Source, name: str, leaf: Leaf, styles: dict[Leaf, Style], wrong: int) -> Remark:
    holds = BY_NAME[name].holds
    return left_out(
        source.name,
        f"column {leaf.shown} does not hold what its name says: {wrong} of its first values are not {holds.value}; the column is"
        " left out.",
        "export it again with the right header, or correct the column's name",
        line=first_bad(source, leaf, holds, is_number=leaf in styles),
    )


def _naive(source: Source, columns: list[str]) -> Remark:
    first_row = {Form.CSV: 2, Form.LINES: 1}
    return Remark(
        path=source.name,
        line=first_row.get(source.form),
        text=f"times without a zone in {', '.join(columns)}: taken as UTC.",
        do="export them with a zone (…Z) if they are not UTC",
        left_out=False,
    )
