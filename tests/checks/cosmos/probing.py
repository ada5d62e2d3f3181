"""Runs the probes of account, key URI, token and data plane through the real clients, against the simulator."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from checks.cosmos import account, data_plane, key_uri, token
from diagnostics import (
    AppId,
    Check,
    Evidence,
    NotApplicable,
    ObjectId,
    ResourceId,
    Seen,
    SignIn,
    Target,
    TenantId,
    Topology,
    Unknown,
)
from diagnostics.cloud.session import Session
from diagnostics.simulator import ids
from diagnostics.simulator.faults import FAULTS as ALL_FAULTS
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.checks.keyvault.situations import NOW, a_place
from tests.support.serving import options_of, serving

Change = Callable[[World], None]
PROBED: tuple[Check, ...] = (account.CHECK, key_uri.CHECK, token.CHECK, data_plane.CHECK)
FAULTS: dict[str, Change] = {name: fault.apply for name, fault in ALL_FAULTS.items()}


def a_login() -> SignIn:
    return SignIn(
        observed_at=NOW,
        credential="environment (client secret)",
        passed_over=(),
        tenant=TenantId(ids.TENANT),
        object_id=ObjectId(ids.CALLER_OID),
        app_id=AppId(ids.CALLER_APP),
        user_name=None,
        is_user=False,
        is_guest=None,
    )


def target_in(world: World) -> Target:
    return Target(
        name=world.name,
        cloud=world.cloud,
        topology=Topology.OWN_ACCOUNT,
        topology_reason="set by the test",
        tenant=TenantId(ids.TENANT),
        account=ResourceId.parse(ids.ACCOUNT_ID),
    )


class Probed:
    """What was read, what the judges said, and what was asked of the services."""

    def __init__(self) -> None:
        self.records: list[Evidence] = [a_place(), a_login()]
        self.codes: list[str] = []
        self.idle: dict[str, str] = {}
        self.asked: list[str] = []

    @property
    def seen(self) -> Seen:
        return Seen(self.records)

    def take(self, check: Check, said: object) -> None:
        if isinstance(said, NotApplicable):
            self.idle[check.id] = said.reason
            return
        assert type(said) is check.provides
        self.records.append(said)
        for verdict in check.judge(said, self.seen):
            assert verdict.kind in check.kinds
            self.codes.append(verdict.kind.code + "?" * isinstance(verdict, Unknown))


def probed(base: str, *changes: Change | str, **fields: object) -> Probed:
    world = build(base)
    for change in changes:
        (FAULTS[change] if isinstance(change, str) else change)(world)
    result = Probed()
    target = replace(target_in(world), **fields)
    with serving(world) as simulator:

        async def read() -> None:
            async with Session(options_of(simulator)) as session:
                for check in PROBED:
                    if all(kind in result.seen for kind in check.needs):
                        look = session.look(target, result.seen, ())
                        result.take(check, await check.probe(look))

        asyncio.run(read())
        assert simulator.crashes == []
        result.asked = [f"{one.method} {one.host}{one.path}" for one in simulator.log]
    return result
