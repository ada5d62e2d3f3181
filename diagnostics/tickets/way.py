"""How the network is reached on the way to a ticket system."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.cloud.network import Proxy, Trusted


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How the network is reached."""

    context: Trusted
    proxy: Proxy | None = None
    limit_s: float = 30.0  # of one request, from its first byte to the last one of its answer
    most_bytes: int = (
        32 * 1024 * 1024
    )  # of one answer; a page of a hundred comments is at most some megabytes
