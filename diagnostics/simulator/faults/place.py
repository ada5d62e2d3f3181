"""Before step 1: what somebody did so that the login looks at the wrong place."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import directory, ids
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import BOTH, EVERY_TOPOLOGY
from diagnostics.simulator.reading import props, text
from diagnostics.simulator.world import Doc, World

_GUEST = "33333333-cccc-4000-8000-000000000051"
_GUEST_NAME = "noor.guest_fabrikam.example#EXT#@contoso.example"


def _caller(world: World) -> Doc:
    client_id = text(world.need("sim:/caller"), "client_id")
    return world.need(f"entra:/clients/{client_id}")


def _wrong_tenant(world: World) -> None:
    _caller(world).update(tenant=ids.OTHER_TENANT, object_id=ids.OTHER_TENANT_CALLER_OID)


def _configured_tenant(world: World) -> None:
    """The mistake stands in the configuration: nothing of the world changes."""


def _no_subscription(world: World) -> None:
    world.remove(ids.SUBSCRIPTION_ID)


def _guest(world: World) -> None:
    """A person of another directory signs in, and holds what the caller held."""
    client = _caller(world)
    former = text(client, "object_id")
    client["object_id"] = _GUEST
    client["x-claims"] = {
        "idtyp": "user",
        "acct": 1,
        "idp": f"https://sts.windows.net/{ids.OTHER_TENANT}/",
        "upn": _GUEST_NAME,
        "unique_name": "live.com#noor.guest@fabrikam.example",
        "name": "Noor Guest",
        "scp": " ".join(client["roles"]),
        "roles": None,
    }
    person = directory.person(_GUEST, "Noor Guest", _GUEST_NAME) | {"userType": "Guest"}
    world.put(f"graph:/{ids.TENANT}/users/{_GUEST}", person)
    for _, document in world.under("/subscriptions/"):
        fields = props(document)
        if text(fields, "principalId") == former:
            fields["principalId"] = _GUEST
            fields |= {"principalType": "User"} if "principalType" in fields else {}


_FAULTS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "login-in-wrong-tenant",
        "The login belongs to another tenant than the vault.",
        EVERY_TOPOLOGY,
        _wrong_tenant,
    ),
    (
        "configured-tenant-differs",
        "The configuration names another tenant than the login's and the vault's.",
        EVERY_TOPOLOGY,
        _configured_tenant,
    ),
    (
        "subscription-not-visible",
        "Somebody moved the subscription to where the login cannot see it.",
        BOTH,
        _no_subscription,
    ),
    ("guest-login", "A guest of another directory is signed in.", EVERY_TOPOLOGY, _guest),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in _FAULTS
)
