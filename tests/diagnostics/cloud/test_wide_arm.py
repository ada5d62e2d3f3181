"""What a subscription lists in full answers as the thing's own reading does, and nothing is taken from a list that lacks it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from diagnostics.cloud.session import Session, SessionOptions
from diagnostics.document import Document
from diagnostics.errors import LookError
from diagnostics.evidence import Seen
from diagnostics.names import ResourceId, SubscriptionId
from diagnostics.simulator import ids, resources, roles
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World
from tests.support.serving import serving

GONE = tuple(f"{each}-gone" for each in (ids.ACCOUNT_ID, ids.VAULT_ID, ids.IDENTITY_ID))
ASKED = (
    ids.ACCOUNT_ID,
    ids.ACCOUNT_ID.upper(),
    ids.VAULT_ID,
    ids.OTHER_VAULT_ID,
    ids.IDENTITY_ID,
    *GONE,
)
NAMES = (ids.VAULT, ids.VAULT.upper(), "kv-gone")
OWN = {"databaseaccounts": "account", "vaults": "vault", "userassignedidentities": "identity"}


def options_of(simulator: Simulator, *, is_wide: bool) -> SessionOptions:
    environ = {**simulator.environ(), "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential"}
    return SessionOptions(
        environ=environ, proxy=simulator.proxy_url, ca=simulator.ca_file, is_wide=is_wide
    )


async def answers(options: SessionOptions) -> dict[str, object]:
    async with Session(options) as session:
        arm: Any = session.look(None, Seen()).arm  # type: ignore[arg-type]
        things = [ResourceId.parse(each) for each in ASKED]
        asked = {
            str(each): getattr(arm, OWN[each.type.lower().rpartition("/")[2]])(each)
            for each in things
        }
        where = SubscriptionId.parse(ids.SUBSCRIPTION)
        asked |= {name: arm.find_vault(where, name) for name in NAMES}
        said = await asyncio.gather(*asked.values(), return_exceptions=True)
    return {name: plainly(answer) for name, answer in zip(asked, said, strict=True)}


def plainly(answer: object) -> object:
    if isinstance(answer, LookError):
        return type(answer).__name__, answer.status, [each.name for each in answer.permissions]
    if isinstance(answer, Document):
        return json.dumps(answer.data, sort_keys=True)
    assert answer is None or isinstance(answer, ResourceId), answer
    return answer and answer.folded


def lessened(world: World, scope: str) -> World:
    """Let the caller read at a scope only, so that the subscription's lists are refused."""
    for key, document in list(world.under("/")):
        if "/roleassignments/" in key and document["properties"]["principalId"] == ids.CALLER_OID:
            world.remove(key)
    resources.assign(world, scope, roles.READER, ids.CALLER_OID)
    return world


@pytest.mark.parametrize("scope", [ids.SUBSCRIPTION_ID, ids.VAULT_GROUP_ID, ids.ACCOUNT_ID])
@pytest.mark.parametrize(
    "name", ["healthy@own-account", "service-principal-disabled@own-account-policies"]
)
def test_a_list_says_what_the_thing_itself_says(name: str, scope: str) -> None:
    with serving(lessened(make_world(SCENARIOS[name]), scope)) as simulator:
        narrow = asyncio.run(answers(options_of(simulator, is_wide=False)))
        simulator.log.clear()
        wide = asyncio.run(answers(options_of(simulator, is_wide=True)))
        asked = [entry.path for entry in simulator.log if entry.path.startswith("/subscriptions")]
        assert simulator.crashes == []
    assert wide == narrow
    own = {path.lower() for path in asked if "resourcegroups" in path.lower()}
    if scope == ids.SUBSCRIPTION_ID:
        assert own == {each.lower() for each in GONE}


def test_an_entry_without_its_properties_is_read_by_itself() -> None:
    world = make_world(SCENARIOS["healthy@own-account"])
    whole = world.need(ids.VAULT_ID).pop("properties")
    with serving(world) as simulator:

        async def work() -> Document:
            async with Session(options_of(simulator, is_wide=True)) as session:
                arm = session.look(None, Seen()).arm  # type: ignore[arg-type]
                await arm.vault(ResourceId.parse(ids.OTHER_VAULT_ID))
                world.need(ids.VAULT_ID)["properties"] = whole
                return await arm.vault(ResourceId.parse(ids.VAULT_ID))

        found = asyncio.run(work())
    assert found.part("properties") is not None


def test_a_list_too_long_to_be_worth_it_is_left() -> None:
    world = make_world(SCENARIOS["healthy@own-account"])
    vault = world.need(ids.VAULT_ID)
    for number in range(700):
        name = f"{ids.VAULT_ID}-{number}"
        world.put(name, {**vault, "id": name, "name": f"{ids.VAULT}-{number}"})
    with serving(world) as simulator:
        wide = asyncio.run(answers(options_of(simulator, is_wide=True)))
        pages = [
            entry for entry in simulator.log if entry.path.endswith("Microsoft.KeyVault/vaults")
        ]
    assert len(pages) == 5
    assert ids.VAULT in str(wide[ids.VAULT_ID])
