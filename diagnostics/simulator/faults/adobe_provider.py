"""Adobe's side, where Adobe acts: the set-up of the customer's key, the health of its service, its incidents."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import ids
from diagnostics.simulator.clock import epoch_days_ago
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.adobe_token import WORLDS
from diagnostics.simulator.faults.identity import disable_principal
from diagnostics.simulator.reading import part
from diagnostics.simulator.world import World

_MANAGED = ("adobe-managed",)


def _config(status: str) -> Callable[[World], None]:
    def apply(world: World) -> None:
        world.need(f"adobe:/byok/config/{ids.CMK_CONFIG}")["status"] = status

    return apply


def _another_application(world: World) -> None:
    registration = world.need("adobe:/byok/app-registration")
    registration["applicationId"] = "33333333-cccc-4000-8000-0000000000f5"


def _another_region(world: World) -> None:
    world.need(f"adobe:/sandboxes/{ids.SANDBOX}")["region"] = "NLD2"
    world.need(f"adobe:/orgs/{ids.ORG}")["region"] = "nld2"


def _unhealthy(world: World) -> None:
    world.need("sim:/adobe")["health"] = 503


def _feed_refused(world: World) -> None:
    world.need("sim:/adobe")["outage"] = {"status": 403}


def incident(
    world: World, product: str, *, began: float = 0.1, ended: float | None = None
) -> None:
    """Publish an incident of a product, in days ago; None = it goes on."""
    events = part(world.need("adobe:/status/events"), "incidentEvent")
    at = epoch_days_ago(began)
    history = {
        str(at): {
            "status": "Opened",
            "severity": "Major",
            "customerImpact": "Some",
            "operationsImpact": "Availability",
            "messageTime": at,
            "messageType": "Canned",
            "previousStatus": "None",
            "previousSeverity": "None",
            "previousCustomerImpact": "None",
            "previousOperationsImpact": "None",
            "showEnvironment": False,
            "locationImpact": {"serviceRegions": ["1"], "serviceEnvironments": ["1"]},
        }
    }
    entry = {"id": "503487", "name": product, "startedOn": at, "history": history}
    if ended is not None:
        entry["endedOn"] = epoch_days_ago(ended)
    part(events, "incidents")["11111"] = {"id": "11111", "products": {"503487": entry}}


def _incident(world: World) -> None:
    incident(world, "Adobe Journey Optimizer")


_FAULTS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "cmk-config-failed",
        "Adobe's set-up of the customer's key failed.",
        _MANAGED,
        _config("FAILED"),
    ),
    (
        "cmk-config-running",
        "Adobe is still rolling the customer's key out.",
        _MANAGED,
        _config("UPDATE_EXISTING_RESOURCES"),
    ),
    (
        "cmk-config-of-a-new-state",
        "Adobe gives the set-up a state that no page explains.",
        _MANAGED,
        _config("PENDING_APPROVAL"),
    ),
    (
        "registration-differs",
        "Adobe uses another application for the key than is configured.",
        _MANAGED,
        _another_application,
    ),
    (
        "region-differs",
        "The sandbox lies in another region than is configured.",
        _MANAGED,
        _another_region,
    ),
    ("ajo-unhealthy", "Journey Optimizer itself is not well.", WORLDS, _unhealthy),
    ("status-feed-refused", "Adobe's page of incidents refuses programs.", WORLDS, _feed_refused),
    ("provider-incident", "Adobe has an incident of Journey Optimizer.", WORLDS, _incident),
    (
        "profile-store-revoked",
        "Somebody disabled the service principal of Adobe's application: the profile store lost its key.",
        _MANAGED,
        disable_principal,
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in _FAULTS
)
