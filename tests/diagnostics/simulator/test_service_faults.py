from __future__ import annotations

import copy

import pytest

from diagnostics.simulator.consequences import account_of, campaign_error, revoked
from diagnostics.simulator.expectations import PASTED_ONLY
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults import FAULTS as BY_ID
from diagnostics.simulator.faults import harmless
from diagnostics.simulator.worlds import WORLDS, build

WITHOUT_A_CHANGE = "configured-tenant-differs"  # the mistake stands in the configuration
FAULTS: list[Fault] = [fault for fault in BY_ID.values() if fault.id != WITHOUT_A_CHANGE]
PAIRS = [(fault, name) for fault in FAULTS for name in fault.worlds]


@pytest.mark.parametrize(("fault", "name"), PAIRS, ids=[f"{one.id}@{name}" for one, name in PAIRS])
def test_a_fault_applies_to_its_worlds_and_changes_documents_only(fault: Fault, name: str) -> None:
    assert name in WORLDS
    world = build(name)
    before = copy.deepcopy(world.documents)
    fault.apply(world)
    assert world.documents != before
    assert (world.name, world.faults) == (name, [])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.id)
def test_a_fault_of_a_copy_leaves_the_world_alone(fault: Fault) -> None:
    world = build(fault.worlds[0])
    before = copy.deepcopy(world.documents)
    one, two = world.copy(), world.copy()
    fault.apply(one)
    fault.apply(two)
    assert world.documents == before, "a copy shares nothing with its world"
    assert one.documents.keys() == two.documents.keys()


@pytest.mark.parametrize("fault", harmless.FAULTS, ids=lambda one: one.id)
def test_what_is_odd_but_healthy_stops_nothing(fault: Fault) -> None:
    for name in fault.worlds:
        world = build(name)
        fault.apply(world)
        account = account_of(world)
        assert account is not None
        assert revoked(world, account) is None
        assert (campaign_error(world) == "") == (fault.id not in PASTED_ONLY)


def test_names_are_slugs_and_unique_and_titles_are_sentences() -> None:
    names = [fault.id for fault in FAULTS]
    assert len(names) == len(set(names))
    for fault in FAULTS:
        assert fault.id == fault.id.lower().replace(" ", "-")
        assert fault.title.endswith(".")
        assert fault.title[0].isupper()


def test_two_faults_of_different_sorts_go_together() -> None:
    by_name = {fault.id: fault for fault in FAULTS}
    world = build("own-account")
    for name in ("key-disabled", "key-access-missing", "cosmos-firewall", "paged-assignments"):
        by_name[name].apply(world)
    account = account_of(world)
    assert account is not None
    state = revoked(world, account)
    assert state is not None
    assert state.code == 4018
