"""Runs the probes of vault and key through the real clients, against the simulator."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib import import_module

from checks.cosmos.facts import KeyLocation
from checks.keyvault import configured_key, key, vault, vault_name, vault_network
from diagnostics import (
    Check,
    Denied,
    Evidence,
    KeyUri,
    NotApplicable,
    ResourceId,
    Seen,
    SubscriptionId,
    Target,
    Topology,
    Unknown,
)
from diagnostics.cloud.network import mapped_resolver
from diagnostics.cloud.session import Session
from diagnostics.simulator import ids
from diagnostics.simulator.callers import ADDRESS
from diagnostics.simulator.consequences import cmk_status
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import ADOBE_ADDRESS, build, key_uri
from tests.checks.keyvault.situations import a_place, an_account
from tests.support.serving import options_of, serving

Change = Callable[[World], None]
PROBED = (vault, vault_name, vault_network, key)


@cache
def faults() -> dict[str, Change]:
    modules = (
        import_module(f"diagnostics.simulator.faults.{name}") for name in ("keys", "vaults")
    )
    return {fault.id: fault.apply for module in modules for fault in module.FAULTS}


def target_in(world: World, **fields: object) -> Target:
    adobe = world.name == "adobe-managed"
    target = Target(
        name=world.name,
        cloud=world.cloud,
        topology=Topology.ADOBE_MANAGED if adobe else Topology.OWN_ACCOUNT,
        topology_reason="set by the test",
        account=None if adobe else ResourceId.parse(ids.ACCOUNT_ID),
        key_uri=KeyUri.parse(key_uri(world)),
        subscription=SubscriptionId.parse(ids.SUBSCRIPTION),
    )
    return replace(target, **fields)


class Probed:
    """What the probes read, what the judges say, and what was asked."""

    def __init__(self, records: list[Evidence]) -> None:
        self.records = records
        self.codes: list[str] = []
        self.idle: dict[str, str] = {}
        self.denied: dict[str, Denied] = {}
        self.paths: list[str] = []
        self.hosts: list[str] = []

    @property
    def seen(self) -> Seen:
        return Seen(self.records)


def probed(name: str, *changes: Change, direct: bool = False, **fields: object) -> Probed:
    world = build(name)
    for change in changes:
        change(world)
    target = target_in(world, **fields)
    uri = target.key_uri
    assert uri is not None
    location = KeyLocation(
        observed_at=a_place().observed_at,
        key_uri=uri,
        origin="the test",
        is_managed_hsm=configured_key.is_managed_hsm(uri),
        is_of_cloud=configured_key.is_of_cloud(uri, target.cloud),
    )
    result = Probed([location, a_place()])
    account = world.get(ids.ACCOUNT_ID)
    if target.account and account:
        status = (cmk_status(world, account) or "").strip()
        result.records.append(an_account(tenant=None, cmk_status=status))
    with serving(world) as simulator:
        asyncio.run(_probe(simulator, target, result, direct=direct))
        assert simulator.crashes == []
        asked = [entry for entry in simulator.log if entry.method == "GET"]
        result.paths = [entry.path for entry in asked if "/oauth2/" not in entry.path]
        result.hosts = [entry.host for entry in asked]
    return result


async def _probe(simulator: Simulator, target: Target, result: Probed, *, direct: bool) -> None:
    directly = {"proxy": None, "resolver": mapped_resolver(simulator.resolve)} if direct else {}
    async with Session(options_of(simulator, **directly)) as session:
        for module in PROBED:
            await _one(session, target, module.CHECK, result)


async def _one(session: Session, target: Target, check: Check[Evidence], result: Probed) -> None:
    if any(kind not in result.seen for kind in check.needs):
        return
    try:
        said = await check.probe(session.look(target, result.seen, ()))
    except Denied as error:
        result.denied[check.id] = error
        return
    if isinstance(said, NotApplicable):
        result.idle[check.id] = said.reason
        return
    assert type(said) is check.provides
    result.records.append(said)
    for verdict in check.judge(said, result.seen):
        assert not isinstance(verdict, NotApplicable)
        assert verdict.kind in check.kinds
        result.codes.append(verdict.kind.code + "?" * isinstance(verdict, Unknown))


BEHIND_A_PROXY = "KV213?"  # the name could not be tried


def let_us_in(world: World) -> None:
    rules = world.need(ids.VAULT_ID)["properties"]["networkAcls"]
    rules["ipRules"] = [*rules["ipRules"], {"value": f"{ADDRESS}/32"}]


def shut_us_out(world: World) -> None:
    rules = world.need(ids.VAULT_ID)["properties"]["networkAcls"]
    rules |= {"defaultAction": "Deny", "ipRules": [{"value": ADOBE_ADDRESS}]}


def without(*actions: str) -> Change:
    """Take single actions out of every role of the caller's on the control plane."""

    def apply(world: World) -> None:
        for path, document in list(world.under("/")):
            if "/roledefinitions/" in path and "permissions" in document["properties"]:
                for block in document["properties"]["permissions"]:
                    block["notActions"] = [*block["notActions"], *actions]

    return apply
