"""What is opened before anything is asked: the sign-ins' hosts first, and no more connections than are used."""

from __future__ import annotations

import asyncio
import gc
import warnings
from dataclasses import replace

import pytest

from diagnostics.adobe_names import ImsOrg, Region
from diagnostics.cloud.ahead import connections_ahead
from diagnostics.cloud.connections import Connections
from diagnostics.cloud.session import Session
from diagnostics.clouds import ADOBE, PUBLIC
from diagnostics.names import KeyUri
from diagnostics.targets import Target, Topology
from tests.support.cloud import Anything, Place
from tests.support.cloud_ids import ACCOUNT

TARGET = Target(
    name="t",
    topology=Topology.OWN_ACCOUNT,
    topology_reason="",
    account=ACCOUNT,
    key_uri=KeyUri("kv-ajo.vault.azure.net", "k"),
)
BOTH = replace(TARGET, ims_org=ImsOrg("A1B2@AdobeOrg"), region=Region.NLD2)


def test_what_gives_tokens_comes_before_what_takes_them() -> None:
    ahead = connections_ahead(PUBLIC, PUBLIC.authority, [BOTH], is_login_ours=True)
    assert set(ahead.first) == {PUBLIC.authority, ADOBE.ims, ADOBE.status}
    assert set(ahead.then) == {
        *(PUBLIC.arm, PUBLIC.graph, ADOBE.platform, ADOBE.platform_nld2),
        *("kv-ajo.vault.azure.net", "cosmos-ajo.documents.azure.com"),
    }


def test_a_login_of_a_tool_and_a_host_of_another_cloud_are_left_alone() -> None:
    foreign = replace(TARGET, key_uri=KeyUri("kv.vault.azure.cn", "k"))
    ahead = connections_ahead(PUBLIC, PUBLIC.authority, [foreign], is_login_ours=False)
    assert ahead.first == {}
    assert "kv.vault.azure.cn" not in ahead.then


def test_where_adobe_holds_everything_no_host_of_azure_is_opened() -> None:
    target = replace(BOTH, topology=Topology.NO_CUSTOMER_KEY)
    ahead = connections_ahead(PUBLIC, PUBLIC.authority, [target], is_login_ours=True)
    assert {*ahead.first, *ahead.then} == {ADOBE.ims, ADOBE.status, ADOBE.platform}


def test_a_request_takes_the_connection_that_is_on_its_way(place: Place) -> None:
    async def work(session: Session) -> Anything:
        connections = session._rooms.connections  # noqa: SLF001
        connections.begin(PUBLIC.authority, 5.0, 2)
        tokens = session._rooms.shared.tokens  # noqa: SLF001
        scopes = (PUBLIC.arm_scope, PUBLIC.graph_scope)
        await asyncio.gather(*(tokens.token(scope) for scope in scopes))
        return place.server.connections

    assert place.run(work) == 2


def test_connections_that_lie_idle_are_counted(place: Place) -> None:
    async def work(session: Session) -> Anything:
        connections = session._rooms.connections  # noqa: SLF001
        await asyncio.wait(connections.begin(PUBLIC.arm, 5.0, 1))
        await asyncio.wait(connections.begin(PUBLIC.arm, 5.0, 3))
        await asyncio.wait(connections.begin(PUBLIC.arm, 5.0, 3))
        return place.server.connections

    assert place.run(work) == 3


def test_an_end_in_the_very_turn_that_a_connection_comes_leaves_none_open(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = asyncio.Event()
    monkeypatch.setattr(Connections, "_look_at", lambda *_: handed.set())

    async def work(session: Session) -> Anything:
        connections = session._rooms.connections  # noqa: SLF001
        begun = connections.begin(PUBLIC.arm, 5.0, 2)
        await handed.wait()
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            begun.clear()
            gc.collect()
        return [str(each.message) for each in said if "Unclosed" in str(each.message)]

    assert place.run(work) == []
