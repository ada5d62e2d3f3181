"""From needs and wants to an order: who provides what, and who waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from typing import Any

from diagnostics.check import Check
from diagnostics.errors import CatalogueError
from diagnostics.evidence import Evidence
from diagnostics.targets import Target

AnyCheck = Check[Any]


def providers(checks: Iterable[AnyCheck]) -> dict[type[Evidence], AnyCheck]:
    """Tell which check provides each type of evidence.

    Raises:
        CatalogueError: if two of them provide the same type: one type, one meaning.
    """
    found: dict[type[Evidence], AnyCheck] = {}
    for check in sorted(checks, key=lambda check: check.id):
        other = found.setdefault(check.provides, check)
        if other is not check:
            raise CatalogueError(
                f"{other.id} and {check.id} both provide {check.provides.__name__}:"
                " each type of evidence has one provider"
            )
    return found


def waits_for(
    check: AnyCheck, provided: dict[type[Evidence], AnyCheck], target: Target | None = None
) -> dict[type[Evidence], AnyCheck]:
    """Tell by type which checks this one waits for: the providers of its needs, then of its wants.

    Args:
        check: the one that waits.
        provided: who provides what.
        target: None = any; a target may spare it the wants.
    """
    is_spared = target is not None and check.wants_nothing_if(target)
    kinds = check.needs if is_spared else (*check.needs, *check.wants)
    return {kind: provided[kind] for kind in kinds if kind in provided}


def ordered(checks: Iterable[AnyCheck]) -> tuple[AnyCheck, ...]:
    """Put checks in an order in which each comes after those it waits for; ties by id, so always the same.

    Raises:
        CatalogueError: if checks wait for each other in a circle, or two provide the same type.
    """
    checks = tuple(checks)
    by_id = {check.id: check for check in checks}
    provided = providers(checks)
    graph = {
        check.id: {other.id for other in waits_for(check, provided).values()} for check in checks
    }
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError as error:
        # graphlib names each node before the one that waits for it
        circle = " needs or wants ".join(reversed(error.args[1]))
        raise CatalogueError(f"checks wait for each other in a circle: {circle}") from None
    order: list[AnyCheck] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += [by_id[name] for name in ready]
        sorter.done(*ready)
    return tuple(order)
