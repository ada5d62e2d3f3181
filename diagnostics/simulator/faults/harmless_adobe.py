"""Odd but healthy: Adobe's side."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import ids
from diagnostics.simulator.adobe_surroundings import campaign as another
from diagnostics.simulator.adobe_surroundings import sandbox
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.adobe_campaign import campaign, scheduled, suppress
from diagnostics.simulator.faults.adobe_provider import incident
from diagnostics.simulator.faults.adobe_token import WORLDS
from diagnostics.simulator.world import World

_DRAFT = "5f0c1c52-0000-4000-8000-0000000000a2"
_TEN_YEARS = 3650


def _dates_do_not_count(world: World) -> None:
    scheduled(start=-3, end=30, counts=False)(world)


def _draft_beside(world: World) -> None:
    live = world.need(f"adobe:/campaigns/{ids.CAMPAIGN}")
    draft = {**another(ids.CAMPAIGN, "password-reset"), "versionId": _DRAFT, "status": "DRAFT"}
    live["draftVersionId"] = _DRAFT
    live["x-versions"] = [
        {name: value for name, value in each.items() if not name.startswith("x-")}
        for each in (live, draft)
    ]


def _another_product(world: World) -> None:
    incident(world, "Adobe Commerce")


def _over(world: World) -> None:
    incident(world, "Adobe Journey Optimizer", began=9, ended=8)


def _many_sandboxes(world: World) -> None:
    for number in range(12):
        world.put(
            f"adobe:/sandboxes/dev-{number}",
            sandbox(f"dev-{number}", state="active" if number else "failed"),
        )


def _allowed(world: World) -> None:
    suppress(world, ids.TEST_RECIPIENT, list_type="allowed")


_FAULTS: tuple[tuple[str, str, Callable[[World], None]], ...] = (
    (
        "campaign-dates-not-enabled",
        "The campaign has dates long past, and neither counts.",
        _dates_do_not_count,
    ),
    (
        "campaign-with-a-draft",
        "Somebody works on a draft beside the campaign's live version.",
        _draft_beside,
    ),
    (
        "campaign-ends-in-ten-years",
        "The campaign started a minute ago and ends in ten years.",
        scheduled(start=0.0007, end=-_TEN_YEARS),
    ),
    (
        "campaign-status-in-lower-case",
        "The campaign's state is written in lower case.",
        campaign(status="live"),
    ),
    ("incident-of-another-product", "Adobe has an incident elsewhere.", _another_product),
    ("incident-over", "Adobe had an incident last week.", _over),
    (
        "many-sandboxes",
        "The organization has many sandboxes, one of them failed.",
        _many_sandboxes,
    ),
    ("test-recipient-allowed", "The test recipient is on the list of the allowed.", _allowed),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=WORLDS, apply=apply) for name, title, apply in _FAULTS
)
