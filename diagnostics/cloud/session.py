"""One session: one login, one pool of connections, one memory, for all targets of a run in one cloud."""

from __future__ import annotations

import asyncio
import logging
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.adobe_names import Endpoint
from diagnostics.cloud.adobe_ports import AdobeStatus, Ajo, Ims, Platform
from diagnostics.cloud.network import Resolver, proxy_from, system_resolver, trust
from diagnostics.cloud.ports import Arm, Authorization, Cosmos, Entra, Graph, KeyVault, Names
from diagnostics.clouds import ADOBE, PUBLIC, Cloud
from diagnostics.delays.told import DelaysTold
from diagnostics.errors import LookError
from diagnostics.evidence import Seen
from diagnostics.names import TenantId
from diagnostics.outcome import LedgerEntry
from diagnostics.targets import Target, Topology
from diagnostics.triage.recognised import Recognised

if TYPE_CHECKING:
    from diagnostics.cloud.ims import AdobeSignIn
    from diagnostics.cloud.rooms import Rooms
    from diagnostics.cloud.trigger import Sent

_PACKAGES = ("azure-identity", "azure-core", "azure-mgmt-authorization", "azure-cosmos", "aiohttp")
# About as many readings of each begin at once in an ordinary run.
_ARM_AHEAD, _GRAPH_AHEAD, _ADOBE_AHEAD = 9, 3, 6


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOptions:
    """What the user's surroundings and flags say; nothing is read from the process behind their back.

    One exception: the developer's tools and the managed identity endpoint, once `environ` lets them be tried, are
    run by azure-identity in the process's own environment.
    """

    cloud: Cloud = PUBLIC
    environ: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    proxy: str | None = field(default=None, repr=False)
    ca: Path | None = None  # trusted beside the system's authorities
    request_timeout_s: float = (
        10.0  # one request with its retries; also each connection and each read
    )
    now: Callable[[], datetime] = _utc_now  # aware, UTC
    resolver: Resolver | None = None  # None = the system's
    tenant: TenantId | None = None  # asked of the developer's tools
    adobe: AdobeSignIn | None = (
        None  # shared by the sessions of a run; None = what `environ` gives
    )


@dataclass(frozen=True, slots=True)
class SessionLook:
    """What the probes of one target get."""

    target: Target
    seen: Seen
    pasted: tuple[Recognised, ...]
    entra: Entra
    arm: Arm
    msgraph: Graph
    authorization: Authorization
    keyvault: KeyVault
    cosmos: Cosmos
    names: Names
    ims: Ims
    ajo: Ajo
    platform: Platform
    adobe_status: AdobeStatus
    clock: Callable[[], datetime]
    delays: DelaysTold | None = None

    def now(self) -> datetime:
        """The instant, aware, UTC."""
        return self.clock()


class Session:
    """The way to the cloud; use it as an asynchronous context manager. The SDKs are loaded on entering."""

    def __init__(self, options: SessionOptions) -> None:
        """Check the options.

        Raises:
            ConfigError: if the proxy or the authorities' file cannot be used.
        """
        self._options = options
        self._resolver = options.resolver or system_resolver
        self._proxy = proxy_from(options.proxy, options.environ)
        self._trusted = trust(options.ca)
        self._open: Rooms | None = None
        self._warming: list[asyncio.Task[None]] = []
        self._warmed: set[str] = set()
        self._azure_level = logging.NOTSET

    async def __aenter__(self) -> Session:
        """Load the SDKs and build the clients; opens no connection.

        Raises:
            ConfigError: if a variable of the environment cannot be used.
        """
        from diagnostics.cloud.rooms import Rooms

        self._open = Rooms.build(self._options, self._trusted, self._proxy, self._resolver)
        # azure-identity prints a warning for each credential that fails; which one failed and why is our report's.
        azure = logging.getLogger("azure")
        self._azure_level = azure.level
        azure.setLevel(logging.CRITICAL + 1)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop what is still asked and close all connections; the ledger stays readable."""
        for task in self._warming:
            task.cancel()
        await asyncio.gather(*self._warming, return_exceptions=True)
        await self._rooms.close()
        logging.getLogger("azure").setLevel(self._azure_level)

    def look(
        self,
        target: Target,
        seen: Seen,
        pasted: tuple[Recognised, ...] = (),
        delays: DelaysTold | None = None,
    ) -> SessionLook:
        """Return what the probes of a target get."""
        rooms = self._rooms
        adobe = rooms.adobe.of(target)
        return SessionLook(
            target=target,
            seen=seen,
            pasted=pasted,
            delays=delays,
            entra=rooms.entra,
            arm=rooms.arm,
            msgraph=rooms.msgraph,
            authorization=rooms.authorization,
            keyvault=rooms.keyvault,
            cosmos=rooms.cosmos,
            names=rooms.names,
            ims=adobe.ims,
            ajo=adobe.ajo,
            platform=adobe.platform,
            adobe_status=adobe.adobe_status,
            clock=self._options.now,
        )

    def warm(self, *targets: Target) -> asyncio.Task[None]:
        """Begin to open connections and to fetch the Azure tokens that every run needs; awaiting it is optional.

        No token goes over the connections, and nothing is raised: who needs what failed will be told. Where Adobe holds
        everything, nothing is read of Azure but who signed in; Adobe's token is asked for by the first who needs it.
        """
        cloud, hosts = self._options.cloud, list[str]()
        keyed = [each for each in targets if each.topology is not Topology.NO_CUSTOMER_KEY]
        is_keyed = bool(keyed) or not targets  # nobody named: what an ordinary run needs
        if is_keyed and cloud.arm not in self._warmed:
            hosts += [*[cloud.arm] * _ARM_AHEAD, *[cloud.graph] * _GRAPH_AHEAD]
        if any(each.ims_org for each in targets) and ADOBE.platform not in self._warmed:
            hosts += [ADOBE.ims, ADOBE.status, *[ADOBE.platform] * _ADOBE_AHEAD]
        hosts += [host for target in keyed for host in _hosts_of(target)]
        self._warmed |= set(hosts)
        task = asyncio.create_task(self._warm(hosts, is_keyed=is_keyed))
        self._warming.append(task)
        return task

    async def _warm(self, hosts: list[str], *, is_keyed: bool) -> None:
        cloud, rooms = self._options.cloud, self._rooms
        await asyncio.gather(
            *(self._fetch(scope) for scope in (cloud.arm_scope, cloud.graph_scope) if is_keyed),
            *(
                rooms.connections.open_ahead(host, self._options.request_timeout_s)
                for host in hosts
                if cloud.allows(host) or ADOBE.allows(host)
            ),
        )

    async def _fetch(self, scope: str) -> None:
        try:
            await self._rooms.shared.tokens.token(scope)
        except LookError:
            return  # remembered, and told to the first who asks

    async def trigger(
        self, target: Target, endpoint: Endpoint, body: bytes, timeout_s: float
    ) -> Sent:
        """Send one message through the campaign that the body names: the one thing of this program that acts.

        It is sent once, whatever is answered, and through a door of its own: no look has this method.

        Args:
            target: whose credential, organization and sandbox are used.
            endpoint: unitary or highthroughput.
            body: JSON that was checked.
            timeout_s: Adobe takes up to 60 s.

        Raises:
            LookError: if there is no token for it; nothing was sent then.
        """
        from diagnostics.cloud.trigger import act

        return await act(
            self._rooms,
            target,
            endpoint,
            body,
            timeout_s=timeout_s,
            surroundings=(self._trusted, self._proxy, self._resolver),
        )

    def ledger(self) -> tuple[LedgerEntry, ...]:
        """Return every request that was sent or refused so far."""
        return self._rooms.shared.transport.ledger.entries()

    @property
    def is_simulated(self) -> bool:
        """Tell whether the other end showed a certificate of the simulator."""
        return self._rooms.connections.is_simulated

    def environment(self) -> tuple[tuple[str, str], ...]:
        """Return what the report says of the surroundings: versions, cloud, proxy; nothing secret."""
        options, proxy = self._options, self._proxy
        return (
            ("python", platform.python_version()),
            *((name, _version(name)) for name in _PACKAGES),
            ("cloud", options.cloud.name),
            ("proxy", f"{proxy.shown} (from {proxy.source})" if proxy else "none"),
            ("authorities", f"the system's and {options.ca}" if options.ca else "the system's"),
        )

    @property
    def _rooms(self) -> Rooms:
        assert self._open is not None, "the session is not entered"  # noqa: S101 - a caller's bug
        return self._open


def _hosts_of(target: Target) -> list[str]:
    """Return the hosts of a target that are known before anything was read."""
    hosts = [target.key_uri.host] if target.key_uri else []
    if target.account:
        hosts.append(f"{target.account.name.lower()}.{target.cloud.cosmos_suffix}")
    return hosts


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
