"""A world that cannot be is refused with one sentence; one that is merely broken is not."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from diagnostics.errors import ConfigError
from diagnostics.simulator import directory, ids, resources
from diagnostics.simulator.contradictions import contradictions, must_hold_together
from diagnostics.simulator.reading import props
from diagnostics.simulator.scenarios import SCENARIOS, compose, make_world
from diagnostics.simulator.world import World
from diagnostics.simulator.worldfile import dump, load
from diagnostics.simulator.worlds import WORLDS, build

_NOBODYS_ROLE = "00000000-0000-4000-8000-0000000000ff"


def without(key: str) -> Callable[[World], None]:
    return lambda world: world.documents.pop(key.lower())


def unknown_role(world: World) -> None:
    resources.assign(world, ids.VAULT_ID, _NOBODYS_ROLE, ids.IDENTITY_OID)


def unknown_data_role(world: World) -> None:
    resources.assign_data_role(
        world, ids.ACCOUNT_ID, _NOBODYS_ROLE, ids.CALLER_OID, ids.ACCOUNT_ID
    )


def another_id(world: World) -> None:
    world.need(ids.VAULT_ID)["id"] = ids.OTHER_VAULT_ID


def another_object_id(world: World) -> None:
    world.need(directory.principal_key(ids.IDENTITY_OID))["id"] = ids.BILLING_OID


def key_deleted_and_there(world: World) -> None:
    world.put(f"{ids.VAULT_ID}/deletedkeys/{ids.KEY}", {"deletedDate": 0})


def vault_deleted_and_there(world: World) -> None:
    place = f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.KeyVault/locations/{ids.LOCATION}"
    key = f"{place}/deletedVaults/{ids.VAULT}"
    world.put(key, {"id": key, "name": ids.VAULT})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without(ids.KEY_ID), "lies in no key"),
        (without(ids.VAULT_ID), "lies in no vault"),
        (without(ids.ACCOUNT_ID), "lies in no account"),
        (unknown_role, "gives a role that nobody defined"),
        (unknown_data_role, "gives a data-plane role that the account does not define"),
        (another_id, "holds a document whose id is"),
        (another_object_id, "holds a document whose id is"),
        (key_deleted_and_there, "a key of that name is there"),
        (vault_deleted_and_there, "a vault of that name is there"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(
    change: Callable[[World], None], words: str
) -> None:
    world = build("own-account")
    change(world)
    with pytest.raises(ConfigError, match="contradicts itself") as caught:
        must_hold_together(world)
    assert words in caught.value.problem
    assert "\n" not in caught.value.problem
    assert caught.value.do


@pytest.mark.parametrize("name", list(WORLDS))
def test_every_base_world_holds_together(name: str) -> None:
    assert list(contradictions(build(name))) == []


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=lambda scenario: scenario.name)
def test_no_fault_makes_a_world_that_cannot_be(scenario) -> None:  # noqa: ANN001
    assert list(contradictions(make_world(scenario))) == []


@pytest.mark.parametrize(
    "change",
    [
        without(ids.IDENTITY_ID),
        without(directory.principal_key(ids.IDENTITY_OID)),
        lambda world: props(world.need(ids.ACCOUNT_ID)).update(defaultIdentity="Undefined"),
    ],
)
def test_what_is_merely_broken_is_no_contradiction(change: Callable[[World], None]) -> None:
    world = build("own-account")
    change(world)
    must_hold_together(world)


def test_a_file_that_takes_the_vault_and_leaves_its_keys_is_refused() -> None:
    text = json.dumps({"schema": 1, "base": "own-account", "documents": {ids.VAULT_ID: None}})
    with pytest.raises(ConfigError, match="lies in no vault") as caught:
        load(text, "world.json")
    assert caught.value.source == "world.json"


def test_a_saved_world_with_faults_is_read_back() -> None:
    world = compose("own-account", ("key-soft-deleted", "vault-soft-deleted"))
    assert load(dump(world), "saved.json").documents == world.documents


def test_a_campaign_lies_under_its_own_id() -> None:
    world = build("adobe-managed")
    world.put("adobe:/campaigns/x", {"campaignId": "y"})
    assert list(contradictions(world)) == ["adobe:/campaigns/x holds a document whose id is y"]
