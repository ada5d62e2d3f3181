"""Every scenario: a base world with one fault or none, and what a correct diagnosis of it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from diagnostics.simulator import ids, past, past_noise
from diagnostics.simulator.composing import apply_all, inject
from diagnostics.simulator.expectations import PASTED_ONLY, expected_of
from diagnostics.simulator.expectations.answer import CLEAN, Expected
from diagnostics.simulator.fault import Fault, Scenario
from diagnostics.simulator.faults import FAULTS, HARMLESS, ON_ADOBES_SIDE
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import WORLDS, build

__all__ = ["DERIVED", "SCENARIOS", "compose", "inject", "make_world", "target_fields"]

DERIVED = "derived"  # the pasted text follows from the world; empty where all works
_HEALTHY = Expected((), "", CLEAN)
_ADOBE = "adobe-managed"
_OF_ADOBE = (_ADOBE, "no-customer-key")
_BOTH_SIDES = (
    f"healthy@{_ADOBE}",
    "healthy@no-customer-key",
    f"service-principal-disabled@{_ADOBE}",
)
_ADOBE_FIELDS: dict[str, object] = {
    "ims_org": ids.ORG,
    "client_id": ids.ADOBE_CLIENT,
    "sandbox": ids.SANDBOX,
    "campaign": ids.CAMPAIGN,
    "endpoint": "unitary",
    "cmk_config": ids.CMK_CONFIG,
    "test_recipients": [ids.TEST_RECIPIENT],
}


def make_world(scenario: Scenario) -> World:
    """Return a fresh world with the scenario's faults in it.

    Raises:
        KeyError: if a world of that name does not exist.
        ConfigError: if its faults do not exist or exclude each other.
    """
    return compose(scenario.world, scenario.faults)


def compose(world_name: str, faults: Sequence[str], at: datetime | None = None) -> World:
    """Return a fresh world with several faults in it, applied in the order in which each keeps its effect.

    Args:
        world_name: the base world.
        faults: their ids.
        at: aware: when they happened; None = forty minutes ago.

    Raises:
        KeyError: if there is no world of that name.
        ConfigError: if there is no fault of a name, one does not fit the world, or two exclude each other; names them.
    """
    world = build(world_name)
    apply_all(world, faults, at)
    past_noise.lay_around(world, past.fault_moment(at))
    return world


def target_fields(scenario: Scenario) -> dict[str, object]:
    """Return the configuration's fields with which a user would describe that environment."""
    adobes = _ADOBE_FIELDS if is_on_both_sides(scenario) else {}
    return {**azure_fields(scenario.world), **adobes, **scenario.config}


def is_on_both_sides(scenario: Scenario) -> bool:
    """Tell whether the user of that environment also names Adobe's side; most name Azure's alone."""
    return scenario.name in _BOTH_SIDES or not ON_ADOBES_SIDE.isdisjoint(scenario.faults)


def azure_fields(name: str) -> dict[str, object]:
    """Return the fields by which a user would describe the Azure side of a base world."""
    cloud = WORLDS[name][1]
    fields: dict[str, object] = {"tenant": ids.TENANT, "cloud": cloud.name}
    if name == "no-customer-key":
        return {**fields, "topology": name}
    if name == _ADOBE:
        return {
            **fields,
            "key_uri": f"https://{ids.VAULT}.{cloud.vault_suffix}/keys/{ids.KEY}",
            "application": ids.ADOBE_APP,
            "subscription": ids.SUBSCRIPTION,
        }
    return {**fields, "account": ids.ACCOUNT_ID}


def _healthy() -> Iterator[Scenario]:
    for name in WORLDS:
        yield Scenario(
            name=f"healthy@{name}",
            title="Nothing is wrong.",
            world=name,
            exit_code=CLEAN,
            pasted=DERIVED if name in _OF_ADOBE else "",
        )


def _of(fault: Fault) -> Iterator[Scenario]:
    for world in fault.worlds:
        expected = _HEALTHY if fault.id in HARMLESS else expected_of(fault.id, world)
        yield Scenario(
            name=fault.id if world == fault.worlds[0] else f"{fault.id}@{world}",
            title=fault.title,
            world=world,
            faults=(fault.id,),
            cause=expected.cause,
            kinds=expected.kinds,
            exit_code=expected.exit_code,
            pasted=DERIVED if _is_pasted(fault.id, world) else "",
            config=dict(expected.config),
        )


def _is_pasted(fault: str, world: str) -> bool:
    """Where the account is Adobe's, the log's text is the only sight of it; there is none while all works."""
    return fault in PASTED_ONLY or world in _OF_ADOBE


SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario
    for source in (_healthy(), *(_of(fault) for fault in FAULTS.values()))
    for scenario in source
}
