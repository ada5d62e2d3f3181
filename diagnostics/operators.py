"""Who an operator is: the names that evidence gives to those who run the systems, and which no recipient has."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, get_args, get_type_hints

from diagnostics.records import field_names

# Fields of evidence that name an operator: a person or a group that runs the systems, never a recipient.
OPERATOR_FIELDS = frozenset(
    {"user_name", "who", "login", "changed_by", "created_by", "updated_by", "owner"}
)
PARSED = {"diagnostics.names", "diagnostics.adobe_names"}  # identifiers: no text of anybody's
_PLAIN = (str, int, float, date, Enum, type(None), type(...))


def operators_of(records: Iterable[object]) -> frozenset[str]:
    """Find the names of operators in evidence: the texts in fields that name one."""
    return frozenset(name for record in records for name in _operators(record))


def _operators(value: object) -> Iterator[str]:
    rest: list[Any] = [value]
    while rest:
        each = rest.pop()
        if issubclass(each.__class__, tuple):
            kinds = {kind for kind in set(map(type, each)) if _can_name(kind)}
            rest += [item for item in each if item.__class__ in kinds] if kinds else ()
            continue
        operators, others = _fields(each.__class__)
        rest += [getattr(each, name) for name in others]
        for name in operators:
            if isinstance(found := getattr(each, name), str):
                yield found


@cache
def _fields(kind: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:  # noqa: ANN401 - a type
    """Name the fields of a record that name an operator, and those in which such a record can stand."""
    names = field_names(kind)
    hints = _hints(kind) if names else {}
    return (
        tuple(name for name in names if name in OPERATOR_FIELDS),
        tuple(name for name in names if _can_name(hints.get(name, Any))),
    )


@cache
def _can_name(declared: Any) -> bool:  # noqa: ANN401 - a type, or what stands for one
    """Tell whether an operator can be named in a value of a type: what is looked for is in few of thousands of records.

    A record of a declared type is of that very type, as `diagnostics.codec` makes sure; but for one that has heirs.
    """
    rest, seen = [declared], set[Any]()
    while rest:
        kind = rest.pop()
        if kind in seen or kind is ...:
            continue
        seen.add(kind)
        if inner := get_args(kind):
            rest += inner
        elif not issubclass(kind.__class__, type):
            return True
        elif not (issubclass(kind, _PLAIN) or kind.__module__ in PARSED):
            names = field_names(kind)
            if not names or kind.__subclasses__() or not OPERATOR_FIELDS.isdisjoint(names):
                return True
            rest += _hints(kind).values()
    return False


def _hints(kind: type[Any]) -> dict[str, Any]:
    """Give the declared types of a record's fields; Any where one cannot be found while the program runs."""
    try:
        return get_type_hints(kind)
    except (NameError, TypeError):
        return {field.name: Any for field in dataclasses.fields(kind)}
