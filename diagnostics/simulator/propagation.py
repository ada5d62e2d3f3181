"""What lags behind a change: the data plane and the status property go on believing the former state for a while.

Source, read 2026-11-23: CMK troubleshooting guide ("up to one hour" after a repair). The delay is divided by the world's
factor, so that a rehearsal of an hour takes a second; clocks, tokens and dates stay true.

`sim:/propagation` holds `factor` and, per plane, `{account id: {"code", "until"}}`; `until` null = does not end by itself.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from diagnostics.simulator.clock import server_now
from diagnostics.simulator.reading import part, text
from diagnostics.simulator.revocation import Revoked, revoked
from diagnostics.simulator.world import Doc, World

KEY = "sim:/propagation"
DATA_PLANE, STATUS = "data_plane", "status"
DOCUMENTED_S = 3600.0  # how long the guide asks to wait after a repair
FACTOR = 3600.0  # unless the world says otherwise: an hour becomes a second
_HEALTHY = "healthy"


def delay_s(world: World, documented_s: float = DOCUMENTED_S) -> float:
    """Return how long a change takes in this world."""
    factor = float((world.get(KEY) or {}).get("factor") or FACTOR)
    return documented_s / factor


def believe(
    world: World,
    account_id: str,
    plane: str,
    state: Revoked | None,
    until: float | None,
) -> None:
    """Let one plane go on believing a state; `until` in seconds since 1970 of the servers, None = for good."""
    document: Doc = world.get(KEY) or {"factor": FACTOR}
    world.put(KEY, document)
    code = _HEALTHY if state is None else state.code
    document.setdefault(plane, {})[account_id.lower()] = {"code": code, "until": until}


def seen(world: World, account: Doc, plane: str) -> Revoked | None:
    """Return the state as one plane sees it now: what it still believes, else what follows from the documents."""
    held = part(world.get(KEY), plane, text(account, "id").lower())
    until = held.get("until")
    if not held or (until is not None and float(until) <= server_now(world).timestamp()):
        return revoked(world, account)
    if held["code"] == _HEALTHY:
        return None
    return Revoked(held["code"], "a change is still under way")


@contextmanager
def followed(world: World) -> Generator[None]:
    """Run a write; every account whose state it changes keeps showing the former one for the delay."""
    before = {
        key: (doc, [seen(world, doc, plane) for plane in (DATA_PLANE, STATUS)])
        for key, doc in _accounts(world)
    }
    truth = {key: revoked(world, doc) for key, (doc, _) in before.items()}
    yield
    until = server_now(world).timestamp() + delay_s(world)
    for key, doc in _accounts(world):
        if key in truth and _code(truth[key]) != _code(revoked(world, doc)):
            for plane, state in zip((DATA_PLANE, STATUS), before[key][1], strict=True):
                believe(world, key, plane, state, until)


def _code(state: Revoked | None) -> int | str | None:
    return _HEALTHY if state is None else state.code


def _accounts(world: World) -> list[tuple[str, Doc]]:
    kind = "/providers/microsoft.documentdb/databaseaccounts/"
    return [
        (key, doc)
        for key, doc in world.under("/subscriptions/")
        if kind in key and "/" not in key.partition(kind)[2]
    ]
