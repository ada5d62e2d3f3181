"""Run small checks without a cloud."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from diagnostics.check import Check, Look
from diagnostics.evidence import Seen
from diagnostics.offline import OfflineLook
from diagnostics.outcome import Reading
from diagnostics.permission import Permission
from diagnostics.runner import read
from tests.support.small import NOW, TARGET, Pipe, Water

READ = Permission("arm", "Microsoft.KeyVault/vaults/read", "Reader", "/subscriptions/s")


def look_at(seen: Seen) -> Look:
    return OfflineLook(TARGET, seen, (), "nothing is asked here")


def run(*checks: Check[Any], deadline_s: float = 30.0, **options: object) -> dict[str, Reading]:
    readings = asyncio.run(read(checks, TARGET, look_at, deadline_s=deadline_s, **options))
    assert [reading.check for reading in readings] == sorted(check.id for check in checks)
    return {reading.check: reading for reading in readings}


def waiting_for(event: Callable[[], asyncio.Event]) -> Callable[[Look], Any]:
    async def probe(_: Look) -> Water:
        await event().wait()
        return Water(observed_at=NOW)

    return probe


def waiting_for_pipe(event: asyncio.Event) -> Callable[[Look], Any]:
    async def probe(_: Look) -> Pipe:
        await event.wait()
        return Pipe(observed_at=NOW)

    return probe
