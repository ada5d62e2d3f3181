"""Adobe's side, behind its gateway: what somebody did to sandbox, role, campaign and recipients."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import ids
from diagnostics.simulator.adobe_surroundings import moment, sandbox
from diagnostics.simulator.clock import epoch_days_ago
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.adobe_token import WORLDS
from diagnostics.simulator.reading import part
from diagnostics.simulator.world import Doc, World

_CAMPAIGN = f"adobe:/campaigns/{ids.CAMPAIGN}"
_SANDBOX = f"adobe:/sandboxes/{ids.SANDBOX}"
_INVALID: Doc = {
    "id": "66666666-eeee-4000-8000-0000000000a9",
    "errorSource": "SURFACE",
    "notifications": [
        {
            "title": "Channel configuration is not active",
            "message": "The channel configuration email-transactional is not active",
            "status": 400,
            "report": {"additionalContext": {"source": "SURFACE", "errorLevel": "ERROR"}},
        }
    ],
}


def campaign(**changes: object) -> Callable[[World], None]:
    """Change fields of the campaign."""
    return lambda world: world.need(_CAMPAIGN).update(changes)


def scheduled(
    start: float | None = None, end: float | None = None, *, counts: bool = True
) -> Callable[[World], None]:
    """Set the campaign's dates, in days ago (negative: ahead)."""

    def apply(world: World) -> None:
        schedule = part(world.need(_CAMPAIGN), "schedule")
        for name, days in (("start", start), ("end", end)):
            if days is not None:
                schedule[f"{name}Date"] = moment(days)
                schedule[f"{name}DateEnabled"] = counts

    return apply


def _state(status: str) -> Callable[[World], None]:
    """Bring the campaign and its channels into a state."""

    def apply(world: World) -> None:
        document = world.need(_CAMPAIGN)
        document["status"] = status
        for each in document["packages"]:
            each["status"] = status

    return apply


def _elsewhere(world: World) -> None:
    world.need(_CAMPAIGN)["x-sandbox"] = "dev"


def _sandbox_missing(world: World) -> None:
    world.need(_SANDBOX)
    world.remove(_SANDBOX)
    world.put("adobe:/sandboxes/prod-eu", sandbox("prod-eu"))


def _sandbox_state(world: World) -> None:
    world.need(_SANDBOX)["state"] = "resetting"


def _no_role(world: World) -> None:
    world.need(f"adobe:/credentials/{ids.ADOBE_CLIENT}")["permissions"] = []


def suppress(world: World, address: str, *, list_type: str = "client") -> None:
    """Put an address on a list, in the shape of the suppression API."""
    world.put(
        f"adobe:/suppression/addresses/{address}",
        {
            "id": "66666666-eeee-4000-8000-0000000000b1",
            "entity": {"type": "email", "entityValue": address},
            "suppressed": {"type": "HARD", "date": epoch_days_ago(4) * 1000},
            "creationDate": epoch_days_ago(4) * 1000,
            "lastModifiedDate": epoch_days_ago(4) * 1000,
            "status": "active",
            "listType": list_type,
            "client": {"imsOrgId": ids.ORG, "sandboxId": ids.SANDBOX},
            "bounceState": {"softCount": 0, "bounceEvents": []},
        },
    )


def _suppressed(world: World) -> None:
    suppress(world, ids.TEST_RECIPIENT)


_FAULTS: tuple[tuple[str, str, Callable[[World], None]], ...] = (
    ("sandbox-missing", "The sandbox was named otherwise.", _sandbox_missing),
    ("sandbox-inactive", "Somebody is resetting the sandbox.", _sandbox_state),
    ("adobe-role-missing", "Somebody took the credential out of its role.", _no_role),
    ("campaign-missing", "The campaign lies in another sandbox.", _elsewhere),
    ("campaign-draft", "Nobody activated the campaign.", _state("DRAFT")),
    ("campaign-stopped", "Somebody stopped the campaign.", _state("STOPPED")),
    (
        "campaign-of-a-new-state",
        "Adobe gives campaigns a state that no page explains.",
        _state("HIBERNATING"),
    ),
    ("campaign-not-started", "The campaign starts in three days.", scheduled(start=-3)),
    ("campaign-ended", "The campaign's end date was yesterday.", scheduled(end=1)),
    (
        "campaign-dates-contradict",
        "Somebody set the campaign's end before its start.",
        scheduled(start=-1, end=5),
    ),
    (
        "wrong-endpoint",
        "Callers use the endpoint for single messages; the campaign is for an audience.",
        campaign(category="Marketing"),
    ),
    (
        "endpoint-of-high-throughput",
        "Callers use the standard endpoint; the campaign is in high-throughput mode.",
        campaign(highThroughputMode=True),
    ),
    (
        "namespace-differs",
        "The campaign takes customer numbers, callers know addresses.",
        campaign(identityNamespace="crmid"),
    ),
    ("throttle-low", "Somebody throttled the delivery.", campaign(throttleRatePerSec=2)),
    (
        "validation-open",
        "A channel configuration that the campaign uses was switched off.",
        campaign(**{"x-validation": [_INVALID]}),
    ),
    (
        "test-recipient-suppressed",
        "The test recipient's mailbox bounced and was suppressed.",
        _suppressed,
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=WORLDS, apply=apply) for name, title, apply in _FAULTS
)
