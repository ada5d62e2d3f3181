"""The doctor's own troubles: what keeps it from looking, while the environment is healthy."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import wire
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import OWN
from diagnostics.simulator.reading import text
from diagnostics.simulator.world import World


def _expired_secret(world: World) -> None:
    client_id = text(world.need("sim:/caller"), "client_id")
    world.need(f"entra:/clients/{client_id}")["x-secretExpired"] = True


def _throttled(world: World) -> None:
    details = {"status": 429, "retry_after": 1, "message": "Too many requests"}
    wire.fail(world, "throttled", "status", host=world.cloud.graph, details=details)


def _intercepted(world: World) -> None:
    wire.fail(world, "intercepted", "intercept")


def _graph(what: str) -> Callable[[World], None]:
    """Plant a failure at Microsoft Graph."""
    return lambda world: wire.fail(world, what, what, host=world.cloud.graph)


_FAULTS: tuple[tuple[str, str, Callable[[World], None]], ...] = (
    ("no-credential", "The client secret of the login has expired.", _expired_secret),
    (
        "tls-intercepted",
        "A company proxy opens every connection and signs with its own authority.",
        _intercepted,
    ),
    (
        "throttled",
        "Microsoft Graph throttles every request.",
        _throttled,
    ),
    ("unreachable", "Microsoft Graph cannot be reached from here.", _graph("refuse")),
    ("timed-out", "Microsoft Graph does not answer.", _graph("hang")),
    (
        "unexpected-answer",
        "A portal answers with a page of HTML in place of Microsoft Graph.",
        _graph("html"),
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=OWN, apply=apply) for name, title, apply in _FAULTS
)
