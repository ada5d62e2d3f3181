"""SQL that turns one file's columns into the one form that all questions are asked of.

Times become milliseconds since 1970, texts are trimmed, and what identifies a person or a message becomes a hash: an address
is never selected, only what stands behind its @. A value that cannot be read becomes NULL, and its row's `bad` says which
field it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from diagnostics.delays.columns import BY_NAME, FIELDS, Holds, Leaf, Mapped

# Columns of the one form, in this order.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("id", "UBIGINT"),  # hash of `_id`
    ("ts", "BIGINT"),  # the event
    ("req", "BIGINT"),  # the request
    ("att", "BIGINT"),  # the first attempt to send
    ("sto", "BIGINT"),  # the optimised send time
    ("is_sto", "BOOLEAN"),
    ("is_test", "BOOLEAN"),
    ("status", "VARCHAR"),  # lower case
    ("domain", "VARCHAR"),  # lower case
    ("ip", "VARCHAR"),
    ("campaign", "VARCHAR"),
    ("channel", "VARCHAR"),
    ("mtype", "VARCHAR"),
    ("wave", "VARCHAR"),
    ("retries", "INTEGER"),
    ("ftype", "VARCHAR"),  # lower case
    ("xcode", "VARCHAR"),  # six digits
    ("mk", "UBIGINT"),  # hash of what identifies the message
    ("ek", "UBIGINT"),  # hash of the execution's id
    ("nodes", "STRUCT(c VARCHAR, s BIGINT, e BIGINT)[]"),
    ("bad", "INTEGER"),  # bit n: field n of FIELDS is there and cannot be read
)
_ZONED = r"'(?:[Zz]|[+-]\d\d:?\d\d)\s*$'"
_SECONDS_END, _MILLIS_END, _MICROS_END = 1e11, 1e14, 1e17
_MOST_NODES = 64
_JSON_NODES = '\'[{"componentName":"VARCHAR","serviceGroup":"VARCHAR","startTime":"VARCHAR","endTime":"VARCHAR"}]\''


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes its times, as a sample showed."""

    divisor: float = 0.0  # of numbers: to milliseconds; 0 = texts or real times
    is_clean: bool = (
        False  # its texts are as they should be: names are looked at when they are few
    )


def quoted(name: str) -> str:
    """Write an identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Write a text."""
    return "'" + text.replace("'", "''") + "'"


def reference(leaf: Leaf) -> str:
    """Write a column, or a member of a struct."""
    return ".".join(quoted(part) for part in leaf.path)


def is_naive(leaf: Leaf) -> bool:
    """Tell whether the column's own type has no zone."""
    return leaf.type.startswith(("TIMESTAMP", "DATETIME", "DATE")) and "ZONE" not in leaf.type


def zoned(leaf: Leaf) -> str:
    """Write the condition that a text ends in a zone."""
    return f"regexp_matches({reference(leaf)}, {_ZONED})"


def divisor_of(largest: float) -> float:
    """Tell from the largest number of a column what its unit is; give what divides it to milliseconds."""
    for end, divisor in ((_SECONDS_END, 0.001), (_MILLIS_END, 1.0), (_MICROS_END, 1e3)):
        if largest < end:
            return divisor
    return 1e6


def value(leaf: Leaf, holds: Holds, style: Style | None = None) -> str:
    """Write how a column is read as what its field holds."""
    ref = reference(leaf)
    is_text = leaf.type == "VARCHAR"
    if style is not None and style.is_clean:
        return f"lower({ref})" if holds in (Holds.DOMAIN, Holds.STATUS) else ref
    match holds:
        case Holds.TIME:
            return _time(ref, leaf, style or Style())
        case Holds.NUMBER:
            return f"try_cast({ref} AS INTEGER)"
        case Holds.FLAG:
            return ref if leaf.type == "BOOLEAN" else f"try_cast({ref} AS BOOLEAN)"
        case Holds.DOMAIN | Holds.ADDRESS:
            return _domain(
                ref if is_text else f"{ref}::VARCHAR", is_address=holds is Holds.ADDRESS
            )
        case Holds.NODES:
            return _nodes(ref, leaf)
        case Holds.STATUS:
            return f"nullif(lower(trim({ref}::VARCHAR)), '')"
        case Holds.IP:
            return f"CASE WHEN regexp_full_match({ref}::VARCHAR, '[0-9A-Fa-f.:]{{3,45}}') THEN {ref}::VARCHAR END"
        case _:
            return f"nullif({ref}{'' if is_text else '::VARCHAR'}, '')"


def _time(ref: str, leaf: Leaf, style: Style) -> str:
    if leaf.type.startswith(("TIMESTAMP", "DATETIME", "DATE")):
        return f"epoch_ms({ref})"
    if style.divisor:
        number = f"try_cast({ref} AS DOUBLE)"
        return f"(CASE WHEN isfinite({number}) AND abs({number}) < 1e18 THEN ({number} / {style.divisor!r})::BIGINT END)"
    return f"epoch_ms(try_cast({ref}::VARCHAR AS TIMESTAMPTZ))"


def _domain(ref: str, *, is_address: bool) -> str:
    """Cut out what stands behind the last @; what is no domain then is nothing."""
    inside = f"split_part({ref}, '@', -1)"
    if not is_address:
        inside = f"CASE WHEN contains({ref}, '@') THEN {inside} ELSE {ref} END"
    cut = f"lower(trim({inside}))"
    needs = f"contains({ref}, '@') AND " if is_address else ""
    return (
        f"CASE WHEN {needs}contains({cut}, '.') AND NOT regexp_matches({cut}, '[^\\w.-]') AND length({cut}) < 254"
        f" THEN {cut} END"
    )


def _nodes(ref: str, leaf: Leaf) -> str:
    if leaf.type == "VARCHAR":
        ref = f"CASE WHEN json_valid({ref}) THEN from_json({ref}, {_JSON_NODES}) END"
        kind = "VARCHAR"
    else:
        kind = leaf.type
    start, end = (_node_time(f"x.{name}", kind) for name in ("startTime", "endTime"))
    return f"list_transform({ref}, lambda x: struct_pack(c := x.componentName, s := {start}, e := {end}))"


def _node_time(ref: str, kind: str) -> str:
    if "TIMESTAMP" in kind:
        return f"epoch_ms({ref})"
    return f"epoch_ms(try_cast({ref}::VARCHAR AS TIMESTAMPTZ))"


def selected(mapped: Mapped, styles: dict[Leaf, Style]) -> str:
    """Write the select list of the one form."""
    read = _Reader(mapped, styles)
    parts = {
        "id": _hashed(read.text("id")),
        "ts": read.field("seen_at"),
        "req": read.field("requested_at"),
        "att": read.field("attempted_at"),
        "sto": read.field("optimized_for"),
        "is_sto": read.is_optimized(),
        "is_test": f"coalesce({read.field('is_test')}, false)",
        "status": read.field("status"),
        "domain": read.any("domain", "address"),
        "ip": read.field("outbound_ip"),
        "campaign": read.field("campaign"),
        "channel": read.field("channel"),
        "mtype": read.field("message_type"),
        "wave": read.field("wave"),
        "retries": read.field("retries"),
        "ftype": f"lower({read.field('failure_type')})",
        "xcode": f"nullif(regexp_extract({read.text('exclusion')}, '\\d{{6}}'), '')",
        "mk": _hashed(read.any("message", "request", "execution")),
        "ek": _hashed(read.text("execution")),
        "nodes": read.nodes(),
        "bad": read.bad(),
    }
    return ", ".join(f"({parts[name]})::{kind} AS {name}" for name, kind in COLUMNS)


HASHED = ("id", "message", "request", "execution", "exclusion")
CLEANABLE = frozenset({Holds.DOMAIN, Holds.STATUS, Holds.IP, Holds.TEXT})


def cleaned(name: str, kind: str) -> str:
    """Write how a name of groups is looked at once more: what is no domain or address is not shown."""
    if kind == "domain":
        return _domain(name, is_address=False)
    if kind == "ip":
        return value(Leaf((name,), "VARCHAR"), Holds.IP)
    return f"nullif({name}, '')"


def bad_sql(mapped: Mapped, styles: dict[Leaf, Style]) -> str:
    """Write which fields of a row hold something that cannot be read; "0" = nothing of the file can be wrong."""
    return _Reader(mapped, styles).bad()


def _hashed(expression: str) -> str:
    return (
        "NULL"
        if expression == "NULL"
        else f"CASE WHEN {expression} IS NOT NULL THEN hash({expression}) END"
    )


class _Reader:
    """Writes the expressions of one file's fields."""

    def __init__(self, mapped: Mapped, styles: dict[Leaf, Style]) -> None:
        self._mapped = mapped
        self._styles = styles

    def field(self, name: str) -> str:
        return self.any(name)

    def text(self, name: str) -> str:
        return self.any(name)

    def any(self, *names: str) -> str:
        """Write the first of these fields that is filled."""
        parts = [
            value(leaf, BY_NAME[name].holds, self._styles.get(leaf))
            for name in names
            for leaf in self._mapped.fields.get(name, ())
        ]
        if not parts:
            return "NULL"
        return parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"

    def is_optimized(self) -> str:
        """Write whether the send time is optimised: where it does not say so, an optimised send time does."""
        if "optimized_for" not in self._mapped.fields:
            return self.field("is_optimized")
        return f"coalesce({self.field('is_optimized')}, {self.field('optimized_for')} IS NOT NULL)"

    def nodes(self) -> str:
        if "nodes" in self._mapped.fields or not self._mapped.nodes:
            return self.any("nodes")
        items = ", ".join(self._flat_nodes())
        return f"list_filter(list_value({items}), lambda x: x.c IS NOT NULL)"

    def _flat_nodes(self) -> Iterator[str]:
        for at in sorted(self._mapped.nodes)[:_MOST_NODES]:
            members = self._mapped.nodes[at]
            name = members.get("componentname")
            times = [
                value(members[each], Holds.TIME, self._styles.get(members[each]))
                if each in members
                else "NULL::BIGINT"
                for each in ("starttime", "endtime")
            ]
            if name:
                shown = f"nullif({reference(name)}::VARCHAR, '')"
                yield f"struct_pack(c := {shown}, s := {times[0]}, e := {times[1]})"

    def bad(self) -> str:
        """Write which fields hold something that cannot be read; columns of the right type cannot be wrong."""
        bits = [
            f"CASE WHEN {filled(leaf)} AND ({value(leaf, each.holds, self._styles.get(leaf))}) IS NULL THEN {1 << at} ELSE 0 END"
            for at, each in enumerate(FIELDS)
            if each.holds in CHECKED
            for leaf in self._mapped.fields.get(each.name, ())
            if _may_fail(leaf, each.holds)
        ]
        return " | ".join(f"({bit})" for bit in bits) or "0"


CHECKED = frozenset({Holds.TIME, Holds.NUMBER, Holds.FLAG, Holds.DOMAIN, Holds.ADDRESS, Holds.IP})


def filled(leaf: Leaf) -> str:
    """Write the condition that a column holds something."""
    ref = reference(leaf)
    return (
        f"({ref} IS NOT NULL AND {ref} <> '')" if leaf.type == "VARCHAR" else f"{ref} IS NOT NULL"
    )


def _may_fail(leaf: Leaf, holds: Holds) -> bool:
    right = {Holds.TIME: ("TIMESTAMP", "DATETIME"), Holds.FLAG: ("BOOLEAN",)}
    if holds is Holds.NUMBER:
        return leaf.type not in ("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT")
    if holds in (Holds.DOMAIN, Holds.ADDRESS, Holds.IP):
        return (
            leaf.type != "VARCHAR"
        )  # its content is looked at in the sample; a row may have none
    return not leaf.type.startswith(right[holds])
