"""The doctor's own troubles: what keeps it from looking, while the environment is healthy."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import wire
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import BOTH, EVERY_TOPOLOGY, OWN
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


def _login(number: int) -> Callable[[World], None]:
    """Let Entra refuse the login every token, with that number."""

    def apply(world: World) -> None:
        client_id = text(world.need("sim:/caller"), "client_id")
        world.need(f"entra:/clients/{client_id}")["x-refused"] = {"*": number}

    return apply


def _graph(what: str) -> Callable[[World], None]:
    """Plant a failure at Microsoft Graph."""
    return lambda world: wire.fail(world, what, what, host=world.cloud.graph)


# Of the reference's token-endpoint codes, one of each sort that is about whoever looks (the catalogue names the others).
_LOGINS = (
    ("login-disabled", "Somebody disabled the application that the login uses.", 7000112),
    (
        "login-secret-wrong",
        "The login carries the id of its secret in place of the value.",
        7000215,
    ),
    ("login-certificate-wrong", "The login's certificate is not the registered one.", 700027),
    ("login-not-in-tenant", "The login's application is not in the tenant.", 700016),
    ("login-without-consent", "Nobody consented to what the login asks for.", 65001),
    ("login-blocked-by-policy", "A Conditional Access policy blocks the login.", 53003),
    ("login-needs-second-factor", "The login must be completed with a second factor.", 50076),
    ("login-user-disabled", "The user who signs in is disabled.", 50057),
    ("login-too-old", "The login is too old and must be renewed.", 700082),
    ("login-tenant-unknown", "The login's tenant does not exist in this cloud.", 90002),
    ("login-of-another-cloud", "The login's tenant lives in another national cloud.", 900382),
    ("login-not-assigned", "The login is not assigned to the application.", 50105),
    ("token-service-busy", "Entra's token service is busy.", 90033),
)
_FAULTS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "no-credential",
        "The client secret of the login has expired.",
        EVERY_TOPOLOGY,
        _expired_secret,
    ),
    (
        "tls-intercepted",
        "A company proxy opens every connection and signs with its own authority.",
        EVERY_TOPOLOGY,
        _intercepted,
    ),
    ("throttled", "Microsoft Graph throttles every request.", BOTH, _throttled),
    ("unreachable", "Microsoft Graph cannot be reached from here.", BOTH, _graph("refuse")),
    ("timed-out", "Microsoft Graph does not answer.", BOTH, _graph("hang")),
    (
        "unexpected-answer",
        "A portal answers with a page of HTML in place of Microsoft Graph.",
        BOTH,
        _graph("html"),
    ),
    *((name, title, OWN, _login(number)) for name, title, number in _LOGINS),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in _FAULTS
)
