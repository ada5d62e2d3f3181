"""One session: one login, one pool of connections, one memory, for all targets of a run in one cloud."""

from __future__ import annotations

import asyncio
import logging
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.adobe_names import Endpoint
from diagnostics.cloud.adobe_ports import AdobeStatus, Ajo, Ims, Platform
from diagnostics.cloud.ahead import connections_ahead
from diagnostics.cloud.asked import Asked
from diagnostics.cloud.audit_ports import AuditLogs
from diagnostics.cloud.authority import authority_host, local_token_endpoints
from diagnostics.cloud.gate import Gate
from diagnostics.cloud.network import Resolver, proxy_from, system_resolver, trust
from diagnostics.cloud.ports import Arm, Authorization, Cosmos, Entra, Graph, KeyVault, Names
from diagnostics.clouds import PUBLIC, Cloud
from diagnostics.delays.told import DelaysTold
from diagnostics.errors import LookError
from diagnostics.evidence import Seen
from diagnostics.names import TenantId
from diagnostics.outcome import LedgerEntry
from diagnostics.targets import Target, Topology
from diagnostics.triage.recognised import Recognised

if TYPE_CHECKING:
    from diagnostics.cloud.adobe_sign_in import AdobeSignIn
    from diagnostics.cloud.connections import Connections
    from diagnostics.cloud.loganalytics import LogAnswer
    from diagnostics.cloud.rooms import Rooms
    from diagnostics.cloud.trigger import Sent

_PACKAGES = ("azure-identity", "azure-core", "azure-mgmt-authorization", "azure-cosmos", "aiohttp")
_BREATH_S = 0.02  # about what the handshakes of the first wave take
_SIGNS_IN_ITSELF = ("AZURE_TENANT_ID", "AZURE_CLIENT_ID")  # a login of the environment


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
    expected: tuple[Target, ...] = ()  # connections to their hosts are opened while the SDKs load
    is_wide: bool = (
        False  # read roles and the list of vaults once a subscription: for many targets
    )
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
    audit: AuditLogs
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
            ConfigError: if the proxy, the authorities' file or the environment's token service cannot be used.
        """
        self._options = options
        self._resolver = options.resolver or system_resolver
        self._proxy = proxy_from(options.proxy, options.environ)
        self._authority = authority_host(options.environ, options.cloud)
        self._trusted = trust(options.ca)
        self._connections: Connections | None = None
        self._open: Rooms | None = None
        self._warming: list[asyncio.Task[None]] = []
        self._azure_level = logging.NOTSET

    async def __aenter__(self) -> Session:
        """Load the SDKs and build the clients; meanwhile connections to the expected hosts are opened.

        Raises:
            ConfigError: if a variable of the environment cannot be used.
        """
        options = self._options
        from diagnostics.cloud.connections import Connections

        gate = Gate(options.cloud, local_token_endpoints(options.environ))
        self._connections = Connections(self._trusted, self._proxy, self._resolver, gate)
        try:
            if options.expected:
                self._warming.append(asyncio.create_task(self._connect(options.expected)))
            # In a thread: what is being connected meanwhile must be able to go on.
            rooms = await asyncio.to_thread(import_module, "diagnostics.cloud.rooms")
            build: Callable[..., Rooms] = rooms.Rooms.build
            self._open = build(
                options, self._connections, self._authority, self._proxy, self._resolver
            )
        except BaseException:
            await self._stop_warming()
            await self._connections.close()
            raise
        # azure-identity prints a warning for each credential that fails; which one failed and why is our report's.
        azure = logging.getLogger("azure")
        self._azure_level = azure.level
        azure.setLevel(logging.CRITICAL + 1)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop what is still asked and close all connections; the ledger stays readable."""
        await self._stop_warming()
        await self._rooms.close()
        logging.getLogger("azure").setLevel(self._azure_level)

    async def _stop_warming(self) -> None:
        for task in self._warming:
            task.cancel()
        await asyncio.gather(*self._warming, return_exceptions=True)

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
            audit=rooms.audit,
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
        cloud = self._options.cloud
        is_keyed = not targets or any(
            each.topology is not Topology.NO_CUSTOMER_KEY for each in targets
        )
        task = asyncio.create_task(
            self._warm(targets, (cloud.arm_scope, cloud.graph_scope) if is_keyed else ())
        )
        self._warming.append(task)
        return task

    async def _warm(self, targets: tuple[Target, ...], scopes: tuple[str, ...]) -> None:
        await asyncio.gather(
            self._connect(targets),
            *(self._fetch(scope) for scope in scopes),
            self._load(targets),
        )

    async def _load(self, targets: tuple[Target, ...]) -> None:
        """Load what is needed behind the first answers, while these are on their way."""
        from diagnostics.cloud.sdk import AUTHORIZATION_SDK, COSMOS_SDK, loaded

        keyed = [each for each in targets if each.topology is not Topology.NO_CUSTOMER_KEY]
        if keyed:
            await loaded(AUTHORIZATION_SDK)
        if any(each.account for each in keyed):
            await loaded(COSMOS_SDK)

    async def _connect(self, targets: tuple[Target, ...]) -> None:
        """Open what is missing of the connections ahead: the urgent ones, and then the rest."""
        options, connections = self._options, self._connections
        assert connections is not None, "the session is not entered"  # noqa: S101 - a caller's bug
        is_ours = all(options.environ.get(name) for name in _SIGNS_IN_ITSELF)
        ahead = connections_ahead(options.cloud, self._authority, targets, is_login_ours=is_ours)
        first = self._begin(connections, ahead.first)
        # Their handshakes shall fall into the wait for the tokens: neither before the token requests nor beside the answers.
        await asyncio.sleep(_BREATH_S)
        opening = (*first, *self._begin(connections, ahead.then))
        if opening:
            await asyncio.wait(opening)

    def _begin(
        self, connections: Connections, hosts: Mapping[str, int]
    ) -> tuple[asyncio.Task[None], ...]:
        limit_s = self._options.request_timeout_s
        return tuple(
            task
            for host, number in hosts.items()
            for task in connections.begin(host, limit_s, number)
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

    async def query_logs(self, workspace: str, text: str, *, wait_s: int) -> LogAnswer:
        """Run one query of a workspace's logs.

        Raises:
            ConfigError: if the client for it is not installed.
            LookError: if there is no answer.
        """
        return await self._rooms.logs.query(workspace, text, wait_s=wait_s)

    def ledger(self, asked: Asked | None = None) -> tuple[LedgerEntry, ...]:
        """Return every request that was sent or refused so far.

        Args:
            asked: of one run, which `asked.begin` began; None = of all targets of the session.
        """
        return self._rooms.shared.transport.ledger.entries(asked)

    def slowed(self) -> str:
        """Name a service that asked to slow down a moment ago; empty = none did."""
        return self._rooms.shared.transport.slowed()

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


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
