"""Which checks wait for which: needs and wants, held against each other."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from typing import Any

from diagnostics.check import Check
from diagnostics.errors import CatalogueError
from diagnostics.evidence import Evidence

AnyCheck = Check[Any]


def providers(checks: Iterable[AnyCheck]) -> dict[type[Evidence], AnyCheck]:
    """Name the check that provides each type of evidence.

    Raises:
        CatalogueError: if two checks of one topology provide the same type.
    """
    found: dict[type[Evidence], AnyCheck] = {}
    for check in checks:
        other = found.setdefault(check.provides, check)
        if other is not check:
            raise CatalogueError(
                f"{check.id} and {other.id} both provide {check.provides.__name__} in one topology"
            )
    return found


def ordered(checks: Iterable[AnyCheck]) -> tuple[AnyCheck, ...]:
    """Put every check after those whose evidence it needs or wants.

    Raises:
        CatalogueError: for a cycle, or two providers of one type.
    """
    chosen = tuple(checks)
    provider = providers(chosen)
    by_id = {check.id: check for check in chosen}
    graph = {
        check.id: [provider[kind].id for kind in (*check.needs, *check.wants) if kind in provider]
        for check in chosen
    }
    try:
        return tuple(by_id[name] for name in TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise CatalogueError(
            f"checks wait for each other in a circle: {' → '.join(error.args[1])}"
        ) from None
