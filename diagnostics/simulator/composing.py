"""Several faults in one world: in an order in which each keeps its effect, or one clear message.

Nothing about pairs is written down. Each fault is applied alone, and what it changes is its effect: a value for each field
of each document, wherever the document lies (a deletion puts documents aside, it does not lose them). Two faults go
together if in some order both effects hold; what hides another is therefore applied after it. They exclude each other
if in both orders one undoes the other, or if one changes nothing that the other does not change alike.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any, cast

from diagnostics.errors import ConfigError
from diagnostics.simulator import past, past_noise
from diagnostics.simulator.clock import stopped
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.reading import part, text
from diagnostics.simulator.world import Doc, World

Leaves = dict[tuple[str, str], object]  # (document's key, path in it) → value

_A_PAIR = 2
_PLACE = "@place"
_HERE, _ASIDE, _ABSENT = "here", "put aside", "absent"
_ALSO_FITS = ((_HERE, _ASIDE), (_ASIDE, _ABSENT))
_PUT_ASIDE = ("x-document", "x-children", "x-versions")
_OF_A_DELETION = ("@odata.type", "deletedDateTime")


def inject(world: World, fault: str) -> None:
    """Apply one fault by its id.

    Raises:
        LookupError: if there is none (a KeyError), or the world lacks what it changes.
    """
    FAULTS[fault].apply(world)
    world.faults.append(fault)


def apply_all(world: World, names: Sequence[str], at: datetime | None = None) -> None:
    """Apply faults in the order that works, whatever order they are given in; the logs tell of them.

    Args:
        world: is changed.
        names: of the faults.
        at: aware: when they happen, where the documents do not say; None = forty minutes ago.

    Raises:
        ConfigError: if there is no fault of a name, one does not fit the world, or two exclude each other; names them.
    """
    wanted = _sorted(names)
    with stopped():
        order = _in_order(world, wanted) if len(wanted) > 1 else _fitting(world, wanted)
        moment = past.fault_moment(at)
        if names:
            past_noise.lay_before(world, moment)
        for name in order:
            with past.told(world, name, moment):
                inject(world, name)
        if names:
            past_noise.lay_after(world, moment)


def _fitting(world: World, alone: list[str]) -> list[str]:
    """Return what was given: one fault or none, whose effect nothing can undo, so only that it fits is asked.

    Raises:
        ConfigError: if it does not.
    """
    for name in alone:
        _injected(world, name)
    return alone


def _in_order(world: World, wanted: list[str]) -> list[str]:
    """Return several faults in the order in which each keeps its effect.

    Raises:
        ConfigError: if one does not fit the world, or two exclude each other.
    """
    before = _leaves(world)
    effects = {name: _effect(world, name, before) for name in wanted}
    order = _ordered(world, wanted, effects)
    if len(wanted) == _A_PAIR:
        return order  # tried already
    result = _after(world, order)
    if result is None or not all(_holds(effect, result) for effect in effects.values()):
        raise ConfigError(
            f"the faults {_listed(wanted)} exclude each other: no order keeps the effect of all",
            expected="faults that can be true at once",
            field="faults",
        )
    return order


def known(name: str) -> str:
    """Return the id of a fault.

    Raises:
        ConfigError: if there is none of that name.
    """
    if name not in FAULTS:
        near = get_close_matches(name, FAULTS, n=3)
        raise ConfigError(
            f"there is no fault {name!r}",
            expected=" or ".join(near) or "a name of `ajo-doctor simulate --list`",
            field="faults",
        )
    return name


def _sorted(names: Sequence[str]) -> list[str]:
    """Return each name once, in the catalogue's order, so that the given order decides nothing."""
    given = {known(name) for name in names}
    return [name for name in FAULTS if name in given]


def _injected(world: World, name: str) -> World:
    """Return a copy of the world with one fault in it."""
    copy = world.copy()
    try:
        inject(copy, name)
    except LookupError:
        raise ConfigError(
            f"the fault {name!r} does not fit the world {world.name!r}: it lacks what the fault changes",
            expected=f"one of the worlds {', '.join(FAULTS[name].worlds)}",
            field="faults",
        ) from None
    return copy


def _effect(world: World, name: str, before: Leaves) -> Leaves:
    after = _leaves(_injected(world, name))
    return {
        place: after.get(place, _ABSENT)
        for place in {**before, **after}
        if before.get(place, _ABSENT) != after.get(place, _ABSENT)
    }


def _after(world: World, order: Sequence[str]) -> Leaves | None:
    """Return the state after these faults; None = one lacks what it changes."""
    copy = world.copy()
    try:
        for name in order:
            inject(copy, name)
    except LookupError:
        return None
    return _leaves(copy)


def _ordered(world: World, names: list[str], effects: dict[str, Leaves]) -> list[str]:
    """Sort so that of each pair the one comes first that must; the catalogue's order where either may."""
    before: dict[str, set[str]] = {name: set() for name in names}
    for one, other in itertools.combinations(names, 2):
        first, second = _pair(world, one, other, effects)
        if first == other:
            before[second].add(first)
    order: list[str] = []
    while rest := [name for name in names if name not in order]:
        free = [name for name in rest if before[name] <= set(order)]
        order += free[:1] or rest  # in a ring none is free: that no order works is found by trying
    return order


def _pair(world: World, one: str, other: str, effects: dict[str, Leaves]) -> tuple[str, str]:
    """Return two faults in an order in which both keep their effect.

    Raises:
        ConfigError: if there is none.
    """
    for idle, whole in ((one, other), (other, one)):
        if _is_part_of(effects[idle], effects[whole]):
            raise _exclusive(
                one, other, f"{idle!r} changes nothing that {whole!r} does not change alike"
            )
    for order in ((one, other), (other, one)):
        state = _after(world, order)
        if state is not None and all(_holds(effects[name], state) for name in order):
            return order
    raise _exclusive(
        one, other, "in either order one undoes the other, or takes away what it needs"
    )


def _is_part_of(idle: Leaves, whole: Leaves) -> bool:
    """Tell whether a fault that changes something changes nothing of its own."""
    missing = object()
    return bool(idle) and all(whole.get(place, missing) == want for place, want in idle.items())


def _exclusive(one: str, other: str, why: str) -> ConfigError:
    return ConfigError(
        f"the faults {one!r} and {other!r} exclude each other: {why}",
        expected="faults that can be true at once",
        do="leave one of them out",
        field="faults",
    )


def _holds(effect: Leaves, state: Leaves) -> bool:
    """Tell whether everything that a fault changes is so.

    What it made may have been put aside since, and what it would have put aside may have been gone before.
    """
    return all(
        (found := state.get(place, _ABSENT)) == wanted
        or (place[1] == _PLACE and (wanted, found) in _ALSO_FITS)
        or (found == _ABSENT and _is_gone(place[0], effect, state))
        for place, wanted in effect.items()
    )


def _is_gone(key: str, effect: Leaves, state: Leaves) -> bool:
    return effect.get((key, _PLACE)) == _ASIDE and (key, _PLACE) not in state


def _leaves(world: World) -> Leaves:
    """Return every value of every document, those put aside under the key they had."""
    found: Leaves = {}
    for key, document in world.documents.items():
        for home, one, place in _unpacked(key, document, _HERE):
            found[home, _PLACE] = place
            _put_values(found, home, one, "")
    return found


def _unpacked(key: str, document: Doc, place: str) -> Iterator[tuple[str, Doc, str]]:
    """Go through a document and those that it keeps: what a deletion of vault, key or directory object left."""
    kept: dict[str, Any] = {**part(document, "x-children"), **part(document, "x-versions")}
    if was := part(document, "x-document"):
        kept[text(was, "id").lower()] = was
    for name, one in kept.items():
        yield from _unpacked(name.lower(), cast("Doc", one), _ASIDE)
    own = {name: value for name, value in document.items() if name not in _PUT_ASIDE}
    if "/deleteditems/" in key:
        kind = text(own, "@odata.type").rpartition(".")[2].lower()
        key, place = key.replace("/deleteditems/", f"/{kind}s/"), _ASIDE
    yield key, {name: own[name] for name in own if name not in _OF_A_DELETION}, place


def _put_values(found: Leaves, home: str, value: Doc, path: str) -> None:
    for name, one in value.items():
        if one and isinstance(one, dict):
            _put_values(found, home, cast("Doc", one), f"{path}/{name}")
        else:
            found[home, f"{path}/{name}"] = one
    if not value:
        found[home, path] = value


def _listed(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names)
