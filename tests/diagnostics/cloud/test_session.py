from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from diagnostics.adobe_names import ImsOrg
from diagnostics.cloud import connections
from diagnostics.cloud.session import Session
from diagnostics.clouds import ADOBE
from diagnostics.errors import ConfigError
from diagnostics.evidence import Seen
from diagnostics.names import KeyUri, ObjectId
from diagnostics.targets import Target, Topology
from tests.support.cloud import OBJECT, SECRET, TENANT, Anything, Asked, Place, Says, caught
from tests.support.cloud_ids import ACCOUNT, VAULT
from tests.support.tls import write_authority

TARGET = Target(
    name="t",
    topology=Topology.OWN_ACCOUNT,
    topology_reason="",
    account=ACCOUNT,
    key_uri=KeyUri("kv-ajo.vault.azure.net", "k"),
)


CHALLENGE = (
    'Bearer authorization="https://login.windows.net/{}", resource="https://vault.azure.net"'
)


def everything(asked: Asked) -> Says | None:
    if asked.host == "login.microsoftonline.com":
        return None
    if asked.host.endswith(".vault.azure.net") and not asked.token:
        return Says(401, {}, headers={"WWW-Authenticate": CHALLENGE.format(TENANT)})
    return Says(body={"id": "x", "recoveryId": "x", "value": []})


def test_two_targets_share_one_reading(place: Place) -> None:
    place.server.handler = everything

    async def work(session: Session) -> Anything:
        looks = [session.look(TARGET, Seen()) for _ in range(3)]
        await asyncio.gather(*(look.arm.vault(VAULT) for look in looks))
        await asyncio.gather(*(look.msgraph.service_principal(ObjectId(OBJECT)) for look in looks))

    place.run(work)
    assert len(place.server.to("management.azure.com")) == 1
    assert len(place.server.to("graph.microsoft.com")) == 1


def test_the_second_who_asks_is_told_of_its_own_permission(place: Place) -> None:
    from diagnostics.permission import Permission

    place.server.handler = lambda asked: (
        None if asked.host == "login.microsoftonline.com" else Says(403, {})
    )
    mine = Permission("arm", "My/own/read", "My Role")

    async def work(session: Session) -> Anything:
        look = session.look(TARGET, Seen())
        await caught(look.arm.vault(VAULT))
        return await caught(look.arm.get(str(VAULT), "2026-02-01", permission=mine))

    assert place.run(work).permissions == (mine,)
    assert len(place.server.to("management.azure.com")) == 1


def test_warming_opens_connections_without_a_token(place: Place) -> None:
    place.server.handler = everything

    async def work(session: Session) -> Anything:
        await session.warm(TARGET)
        asked, opened = list(place.server.asked), place.server.connections
        look = session.look(TARGET, Seen())
        await asyncio.gather(
            look.arm.vault(VAULT), look.arm.account(ACCOUNT), look.entra.sign_in()
        )
        await look.cosmos.read_account("https://cosmos-ajo.documents.azure.com/")
        return asked, opened

    asked, opened = place.run(work)
    assert {request.path.rpartition("/")[2] for request in asked} == {"token"}
    assert len(asked) == 2
    assert {"kv-ajo.vault.azure.net", "management.azure.com"} <= set(place.resolved)
    # one more for the token of the Cosmos DB account at most: everything else had its connection
    assert place.server.connections <= opened + 1


@pytest.mark.parametrize("topology", [Topology.NO_CUSTOMER_KEY, Topology.OWN_ACCOUNT])
def test_warming_for_adobes_side_opens_its_connections_and_asks_for_no_token(
    place: Place, topology: Topology
) -> None:
    target = replace(TARGET, topology=topology, ims_org=ImsOrg("A1B2@AdobeOrg"))
    place.environ["AJO_DOCTOR_ADOBE_CLIENT_SECRET"] = "canary-adobe"
    place.run(lambda session: session.warm(target))
    hosts = {ADOBE.ims, ADOBE.status, ADOBE.platform}
    assert hosts <= set(place.resolved)
    is_azure_looked_at = topology is Topology.OWN_ACCOUNT
    assert ("management.azure.com" in place.resolved) is is_azure_looked_at
    assert [asked.host for asked in place.server.asked if asked.host in hosts] == []
    assert bool(place.server.asked) is is_azure_looked_at


def test_warming_a_dead_network_raises_nothing(place: Place) -> None:
    place.settings["proxy"] = "http://127.0.0.1:9"
    assert place.run(lambda s: s.warm(TARGET)) is None


def test_leaving_early_leaves_nothing_behind(place: Place) -> None:
    arrived = asyncio.Event()

    def silent(_: Asked) -> Says:
        arrived.set()
        return Says(hang=True)

    place.server.handler = silent

    async def work(session: Session) -> Anything:
        session.warm(TARGET)
        reading = asyncio.create_task(session.look(TARGET, Seen()).arm.vault(VAULT))
        await arrived.wait()
        return reading

    reading = place.run(work)
    assert reading.cancelled()


def test_the_ledger_tells_every_request_and_no_secret(place: Place) -> None:
    place.server.handler = everything

    async def work(session: Session) -> Anything:
        look = session.look(TARGET, Seen())
        await look.arm.vault(VAULT)
        await look.keyvault.deleted_key(KeyUri("kv-ajo.vault.azure.net", "k"))
        await look.cosmos.read_account("https://cosmos-ajo.documents.azure.com/")
        return session.ledger()

    ledger = place.run(work)
    assert len(ledger) == len(place.server.asked)
    assert [(entry.verb, entry.api) for entry in ledger][:2] == [
        ("POST", "Microsoft Entra ID"),
        ("GET", "Azure Resource Manager"),
    ]
    assert {entry.status for entry in ledger} == {200, 401}  # the vault asks for a token first
    assert all(entry.duration_ms >= 0 for entry in ledger)
    assert SECRET not in repr(ledger)
    assert "canary" not in repr(ledger)
    assert "eyJ" not in repr(ledger)


def test_options_and_look_show_no_secret(place: Place) -> None:
    place.settings["proxy"] = "http://me:canary@127.0.0.1:9"

    async def work(session: Session) -> Anything:
        return repr(place.options()), repr(session.environment())

    shown = "".join(place.run(work))
    assert SECRET not in shown
    assert "canary" not in shown
    assert "http://127.0.0.1:9 (from --proxy)" in shown


def test_an_ordinary_cloud_is_not_simulated(place: Place) -> None:
    async def work(session: Session) -> Anything:
        await session.look(TARGET, Seen()).entra.sign_in()
        return session.is_simulated

    assert place.run(work) is False


def test_the_simulators_authority_is_recognised(place: Place, tmp_path: Path) -> None:
    hosts = ["login.microsoftonline.com"]
    place.ca_file, place.certificate = write_authority(tmp_path, connections.SIMULATOR_CA, hosts)

    async def work(session: Session) -> Anything:
        before = session.is_simulated
        await session.look(TARGET, Seen()).entra.sign_in()
        return before, session.is_simulated

    assert place.run(work) == (False, True)


@pytest.mark.parametrize("settings", [{"proxy": "socks5://x:1"}, {"ca": "/nowhere.pem"}])
def test_options_that_cannot_be_used_are_told_at_once(
    place: Place, settings: dict[str, Anything]
) -> None:
    place.settings |= settings
    with pytest.raises(ConfigError):
        place.run(lambda s: s.look(TARGET, Seen()).entra.sign_in())


def test_the_ports_and_the_session_load_no_sdk() -> None:
    program = (
        "import sys, diagnostics.cloud.ports, diagnostics.cloud.session\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'azure', 'aiohttp', 'cryptography'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
