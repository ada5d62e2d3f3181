"""No token of Azure goes to Adobe, none of Adobe's anywhere else: refused before a socket is opened."""

from __future__ import annotations

import pytest
from azure.core.rest import HttpRequest

from diagnostics.cloud.gate import ADOBE, ADOBE_STATUS, IMS, NOT_SENT, Gate
from diagnostics.cloud.session import Session
from diagnostics.clouds import ADOBE as HOSTS
from diagnostics.clouds import CLOUDS, PUBLIC, Cloud
from diagnostics.errors import Unexpected
from tests.support.cloud import Anything, Place, caught

OURS, AZURES = "an-access-token-of-adobe", "an-access-token-of-azure"
ALL = (HOSTS.ims, HOSTS.status, *HOSTS.gateways)


def gate(cloud: Cloud = PUBLIC) -> Gate:
    made = Gate(cloud)
    made.sides.is_adobes(OURS)
    return made


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=lambda cloud: cloud.name)
def test_adobes_hosts_belong_to_no_cloud_and_to_the_same_apis_in_each(cloud: Cloud) -> None:
    assert not any(cloud.allows(host) for host in ALL)
    apis = {HOSTS.ims: IMS, HOSTS.status: ADOBE_STATUS, **dict.fromkeys(HOSTS.gateways, ADOBE)}
    for host, api in apis.items():
        verb, path = ("POST", "/ims/token/v3") if api == IMS else ("GET", "/x")
        assert gate(cloud).pass_through(verb, f"https://{host}{path}")[1] == api


@pytest.mark.parametrize(
    ("verb", "url"),
    [
        ("GET", f"https://{HOSTS.ims}/ims/token/v3?client_secret=x"),
        ("POST", f"https://{HOSTS.ims}/ims/token/v3/more"),
        ("POST", f"https://{HOSTS.ims}/ims/exchange/jwt"),
        ("POST", f"https://{HOSTS.ims}/ims/revoke"),
        ("PUT", f"https://{HOSTS.ims}/ims/token/v3"),
        *(("POST", f"https://{host}/ims/token/v3") for host in (*HOSTS.gateways, HOSTS.status)),
        ("POST", f"https://{HOSTS.platform}/ajo/im/executions/unitary"),
        ("DELETE", f"https://{HOSTS.platform}/ajo/im/executions/schedules/1"),
        ("POST", f"https://{HOSTS.platform}/data/infrastructure/manager/customer/config"),
        ("GET", f"http://{HOSTS.platform}/ajo/im/health"),
        ("GET", f"https://{HOSTS.platform}:8443/ajo/im/health"),
        ("GET", "https://platform-stage.adobe.io/ajo/im/health"),
        ("GET", "https://cjm.adobe.io/imp/message"),
        ("GET", f"https://x.{HOSTS.platform}/"),
    ],
)
def test_everything_else_at_adobe_is_refused(verb: str, url: str) -> None:
    with pytest.raises(Unexpected) as told:
        gate().pass_through(verb, url)
    assert told.value.code == NOT_SENT


@pytest.mark.parametrize(
    "host", [PUBLIC.arm, PUBLIC.graph, "kv-ajo.vault.azure.net", HOSTS.status]
)
@pytest.mark.parametrize("name", ["Authorization", "x-anything"])
def test_a_token_of_adobes_goes_to_its_gateway_only(host: str, name: str) -> None:
    with pytest.raises(Unexpected, match="Adobe"):
        gate().pass_through("GET", f"https://{host}/x", {name: f"Bearer {OURS}"})
    assert gate().pass_through("GET", f"https://{HOSTS.platform}/x", bearer(OURS))[1] == ADOBE


@pytest.mark.parametrize("host", [*HOSTS.gateways, HOSTS.status])
def test_no_other_token_goes_to_adobe(host: str) -> None:
    with pytest.raises(Unexpected) as told:
        gate().pass_through("GET", f"https://{host}/x", bearer(AZURES))
    assert told.value.code == NOT_SENT
    assert AZURES not in str(vars(told.value))
    with pytest.raises(Unexpected):
        gate().pass_through("POST", f"https://{HOSTS.ims}/ims/token/v3", bearer(AZURES))


def test_the_transport_and_the_pool_below_it_are_locked_alike(place: Place) -> None:
    async def work(session: Session) -> Anything:
        transport = session._rooms.shared.transport  # noqa: SLF001 - what a pack could dig out
        pool = session._rooms.connections.session  # noqa: SLF001
        transport.know_adobes(OURS)
        there = HttpRequest("GET", f"https://{HOSTS.platform}/x", headers=bearer(AZURES))
        back = HttpRequest("GET", f"https://{PUBLIC.arm}/x", headers=bearer(OURS))
        told = [await caught(transport.send(there)), await caught(transport.send(back))]
        told += [
            await caught(
                pool.get(f"https://{HOSTS.platform}/x", headers=bearer(AZURES)).__aenter__()
            ),
            await caught(pool.get(f"https://{PUBLIC.arm}/x", headers=bearer(OURS)).__aenter__()),
        ]
        return told

    told = place.run(work)
    assert [each.code for each in told] == [NOT_SENT] * 4
    assert place.server.asked == []
    assert OURS not in repr(told)
    assert place.resolved == []
