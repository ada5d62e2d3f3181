"""Stand-in until the simulator composes itself."""

from __future__ import annotations

from itertools import permutations

from diagnostics.errors import ConfigError
from diagnostics.simulator.scenarios import SCENARIOS
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.worlds import build


def leaves(value, path=()):
    if isinstance(value, dict):
        for k, v in value.items():
            yield from leaves(v, (*path, k))
        if not value:
            yield path, "{}"
    elif isinstance(value, list):
        yield path, repr(value)
    else:
        yield path, value


def flat(world):
    return {p: v for key, doc in world.documents.items() for p, v in leaves(doc, (key,))}


def same(a, b):
    if a == b:
        return True
    if (
        isinstance(a, (int, float))
        and isinstance(b, (int, float))
        and not isinstance(a, bool)
        and not isinstance(b, bool)
    ):
        return a > 1e9 and abs(a - b) < 3600
    return isinstance(a, str) and isinstance(b, str) and a[:13] == b[:13] and a[:2] == "20"


def made(name, faults):
    world = build(name)
    for each in faults:
        FAULTS[each].apply(world)
        world.faults.append(each)
    return world


_MISSING = object()
_ALONE = {}


def alone(name, fault):
    if (name, fault) not in _ALONE:
        base = flat(build(name))
        world = made(name, (fault,))
        now = flat(world)
        change = {
            p: now.get(p, _MISSING)
            for p in {*base, *now}
            if not same(base.get(p, _MISSING), now.get(p, _MISSING))
        }
        _ALONE[name, fault] = change, set(world.documents)
    return _ALONE[name, fault]


def survives(name, fault, both, docs):
    change, _ = alone(name, fault)
    for path, value in change.items():
        if value is _MISSING:
            if path in both:
                return False
        elif path[0] in docs and not same(both.get(path, _MISSING), value):
            return False
    return True


def compose(name, faults):
    for f in faults:
        if name not in FAULTS[f].worlds:
            raise ConfigError("world")
    for order in permutations(faults):
        try:
            world = made(name, order)
        except (LookupError, AttributeError):
            continue
        both = flat(world)
        if not all(survives(name, f, both, world.documents) for f in faults):
            continue
        base = flat(build(name))
        change = {
            p for p in {*base, *both} if not same(base.get(p, _MISSING), both.get(p, _MISSING))
        }
        union = set()
        for f in faults:
            c = set(alone(name, f)[0])
            if c and c == change and all(alone(name, g)[0] for g in faults):
                break
        else:
            return world
    raise ConfigError("exclusive: " + " + ".join(faults))
