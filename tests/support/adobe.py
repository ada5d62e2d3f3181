"""What tests of Adobe's side share: a target of it, a session against the simulator, tokens as IMS gives them."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from diagnostics.adobe_names import CampaignId, ClientId, Endpoint, ImsOrg, SandboxName
from diagnostics.cloud.session import Session, SessionLook, SessionOptions
from diagnostics.cloud.trigger import Sent
from diagnostics.evidence import Seen
from diagnostics.simulator import ids
from diagnostics.simulator.server import Simulator
from diagnostics.targets import Target, Topology

HOSTS_OF_ADOBE = (".adobe.io", ".adobelogin.com", ".adobe.com")
TARGET = Target(
    name="t",
    topology=Topology.NO_CUSTOMER_KEY,
    topology_reason="",
    ims_org=ImsOrg(ids.ORG),
    client_id=ClientId(ids.ADOBE_CLIENT),
    sandbox=SandboxName(ids.SANDBOX),
    campaign=CampaignId(ids.CAMPAIGN),
)
Work = Callable[[SessionLook], Awaitable[Any]]


def looking(
    simulator: Simulator,
    work: Work,
    target: Target | None = TARGET,
    environ: dict[str, str] | None = None,
) -> Any:
    """Run readings in one session of the simulated environment and give their answers."""

    async def all_of_it() -> Any:
        options = SessionOptions(
            cloud=simulator.world.cloud,
            environ=simulator.environ() if environ is None else environ,
            proxy=simulator.proxy_url,
            ca=simulator.ca_file,
        )
        async with Session(options) as session:
            return await work(session.look(target, Seen()))

    return asyncio.run(all_of_it())


def sending(simulator: Simulator, endpoint: Endpoint, body: bytes) -> Sent:
    """Send a test call, as `verify --trigger` does, and give what came of it."""

    async def all_of_it() -> Sent:
        options = SessionOptions(
            cloud=simulator.world.cloud,
            environ=simulator.environ(),
            proxy=simulator.proxy_url,
            ca=simulator.ca_file,
        )
        async with Session(options) as session:
            return await session.trigger(TARGET, endpoint, body, 65.0)

    return asyncio.run(all_of_it())


def adobe_jwt(
    age: timedelta = timedelta(minutes=1), lasts: timedelta = timedelta(days=1), **claims: object
) -> str:
    """Return a token in the form in which IMS gives them out; nobody signed it."""
    created = (datetime.now(UTC) - age).timestamp() * 1000
    payload = {
        "type": "access_token",
        "client_id": ids.ADOBE_CLIENT,
        "as": "ims-na1",
        "created_at": str(int(created)),
        "expires_in": str(int(lasts.total_seconds() * 1000)),
        "scope": "openid,AdobeID",
        **claims,
    }
    parts = ({"alg": "none"}, {key: value for key, value in payload.items() if value is not None})
    packed = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return b".".join([*packed, b"canary-signature-71fc"]).decode()
