"""A session that ends while its connections are being opened leaves no socket behind."""

from __future__ import annotations

import asyncio
import gc
import warnings

from diagnostics.cloud.session import Session, SessionOptions
from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from diagnostics.target_fields import target_of

LATENCY_S = 0.05
MOMENTS = 40


def test_whenever_it_ends_every_socket_is_closed() -> None:
    target = target_of("own", {"account": ids.ACCOUNT_ID, "tenant": ids.TENANT})

    async def ended_after(seconds: float, options: SessionOptions) -> None:
        async with Session(options) as session:
            session.warm(target)
            await asyncio.sleep(seconds)

    with Simulator(make_world(SCENARIOS["healthy@own-account"]), latency_s=LATENCY_S) as simulator:
        options = SessionOptions(
            environ={**simulator.environ(), "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential"},
            proxy=simulator.proxy_url,
            ca=simulator.ca_file,
            expected=(target,),
        )
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always", ResourceWarning)
            for moment in range(MOMENTS):
                asyncio.run(ended_after(LATENCY_S + moment / 400, options))
            gc.collect()
    left = [each for each in said if "transport" in str(each.message)]
    assert not left, [str(each.message) for each in left]
