"""Runs the probes of identity and place through the real clients, against the simulator."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from checks.cosmos.facts import AccountFacts, AttachedIdentity
from checks.doctor import caller_rights, signed_in
from checks.entra import (
    cmk_application,
    credentials_in_date,
    default_principal,
    federated_credential,
    key_vault_principal,
    principal_usable,
    registration,
    right_place,
    user_assigned_identity,
    workload_policy,
)
from diagnostics import (
    AppId,
    Check,
    DefaultIdentity,
    Denied,
    Evidence,
    KeyUri,
    Look,
    NotApplicable,
    ObjectId,
    Recognised,
    ResourceId,
    Seen,
    Target,
    TenantId,
    Topology,
    Unknown,
)
from diagnostics.cloud.session import Session
from diagnostics.simulator import ids
from diagnostics.simulator.consequences import cmk_status
from diagnostics.simulator.faults import FAULTS as ALL_FAULTS
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build, key_uri
from tests.checks.entra.situations import an_account
from tests.support.serving import options_of, serving

PROBED = (
    signed_in,
    right_place,
    default_principal,
    cmk_application,
    principal_usable,
    key_vault_principal,
    user_assigned_identity,
    registration,
    federated_credential,
    credentials_in_date,
    workload_policy,
    caller_rights,
)
E = TypeVar("E", bound=Evidence)
Change = Callable[[World], None]
FAULTS: dict[str, Change] = {name: fault.apply for name, fault in ALL_FAULTS.items()}


def account_in(world: World) -> AccountFacts:
    """What Resource Manager would say of the account, as the check of the account keeps it."""
    document = world.need(ids.ACCOUNT_ID)
    block, properties = document["identity"], document["properties"]
    text = properties["defaultIdentity"]
    system = block.get("principalId")
    return an_account(
        account=ResourceId.parse(document["id"]),
        key_uri_text=properties.get("keyVaultKeyUri"),
        default_identity_text=text,
        default_identity=DefaultIdentity.parse(text),
        tenant=TenantId.parse(block["tenantId"]) if block.get("tenantId") else None,
        cmk_status=(cmk_status(world, document) or "").strip() or None,
        identity_type=block["type"],
        system_principal_id=ObjectId.parse(system) if system else None,
        attached=tuple(
            AttachedIdentity(
                identity=ResourceId.parse(path),
                principal_id=ObjectId.parse(entry["principalId"]),
                client_id=AppId.parse(entry["clientId"]),
            )
            for path, entry in block.get("userAssignedIdentities", {}).items()
        ),
    )


def target_in(world: World, **fields: object) -> Target:
    adobe = world.name == "adobe-managed"
    return Target(
        **{
            "name": world.name,
            "cloud": world.cloud,
            "topology": Topology.ADOBE_MANAGED if adobe else Topology.OWN_ACCOUNT,
            "topology_reason": "set by the test",
            "tenant": TenantId.parse(ids.TENANT),
            "account": None if adobe else ResourceId.parse(ids.ACCOUNT_ID),
            "key_uri": KeyUri.parse(key_uri(world)),
            "vault": ResourceId.parse(ids.VAULT_ID),
            "application": AppId.parse(ids.ADOBE_APP) if adobe else None,
            **fields,
        }
    )


class Probed:
    """All that the probes said, and what the judges make of it."""

    def __init__(self) -> None:
        self.records: list[Evidence] = []
        self.idle: dict[str, str] = {}
        self.denied: dict[str, Denied] = {}
        self.codes: set[str] = set()

    def __getitem__(self, kind: type[E]) -> E:
        return Seen(self.records)[kind]


def probed(
    name: str, *changes: Change, pasted: tuple[Recognised, ...] = (), **fields: object
) -> Probed:
    world = build(name)
    for change in changes:
        change(world)
    with serving(world) as simulator:
        result = asyncio.run(_probe(simulator, target_in(world, **fields), pasted))
        assert simulator.crashes == []
    return result


async def _probe(simulator: Simulator, target: Target, pasted: tuple[Recognised, ...]) -> Probed:
    result = Probed()
    if target.account:
        result.records.append(account_in(simulator.world))
    async with Session(options_of(simulator)) as session:
        for module in PROBED:
            await _one(session.look(target, Seen(result.records), pasted), module.CHECK, result)
    return result


async def _one(look: Look, check: Check[Evidence], result: Probed) -> None:
    missing = [kind for kind in check.needs if kind not in look.seen]
    if missing or look.target.topology not in check.applies_to:
        result.idle[check.id] = "a need was not met"
        return
    try:
        said = await check.probe(look)
    except Denied as error:
        result.denied[check.id] = error
        return
    if isinstance(said, NotApplicable):
        result.idle[check.id] = said.reason
        return
    assert type(said) is check.provides
    result.records.append(said)
    seen = Seen(result.records)
    waiting = check.ahead(said, seen) if check.ahead else ()
    left = [(each.deadlines[0].at - said.observed_at, each) for each in waiting]
    soon = [each for days, each in left if timedelta(0) < days <= timedelta(days=30)]
    for verdict in (*check.judge(said, seen), *soon):
        if isinstance(verdict, NotApplicable):
            result.idle[check.id] = verdict.reason
            continue
        assert verdict.kind in check.kinds
        result.codes.add(verdict.kind.code + "?" * isinstance(verdict, Unknown))
