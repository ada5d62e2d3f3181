"""All adapters of one session, put together; importing this loads the SDKs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.adobe_login import adobe_login
from diagnostics.cloud.adobe_rooms import AdobeRooms
from diagnostics.cloud.adobe_sign_in import AdobeSignIn
from diagnostics.cloud.arm import ArmAdapter
from diagnostics.cloud.audit import AuditAdapter
from diagnostics.cloud.authorization import AuthorizationAdapter
from diagnostics.cloud.candidates import Surroundings, narrowed
from diagnostics.cloud.connections import Connections
from diagnostics.cloud.cosmos import CosmosAdapter
from diagnostics.cloud.credentials import Tokens
from diagnostics.cloud.entra import EntraAdapter
from diagnostics.cloud.gate import Gate
from diagnostics.cloud.keyvault import KeyVaultAdapter
from diagnostics.cloud.limiter import AT_A_TIME, MANY_AT_A_TIME
from diagnostics.cloud.loganalytics import LogAnalyticsAdapter
from diagnostics.cloud.msgraph import GraphAdapter
from diagnostics.cloud.names import NamesAdapter
from diagnostics.cloud.network import Proxy, Resolver
from diagnostics.cloud.ports import Authorization
from diagnostics.cloud.reader import Shared
from diagnostics.cloud.scrub import OwnSecrets
from diagnostics.cloud.transport import Transport
from diagnostics.cloud.wide_arm import WideArm
from diagnostics.cloud.wide_authorization import WideAuthorization
from diagnostics.clouds import Cloud
from diagnostics.names import ObjectId

if TYPE_CHECKING:
    from diagnostics.cloud.session import SessionOptions


@dataclass(frozen=True, slots=True)
class Rooms:
    """One adapter per API, and what they share."""

    gate: Gate
    connections: Connections
    shared: Shared
    entra: EntraAdapter
    arm: ArmAdapter
    msgraph: GraphAdapter
    authorization: Authorization
    keyvault: KeyVaultAdapter
    cosmos: CosmosAdapter
    names: NamesAdapter
    adobe: AdobeRooms
    logs: LogAnalyticsAdapter
    audit: AuditAdapter

    @classmethod
    def build(
        cls,
        options: SessionOptions,
        connections: Connections,
        authority: str,
        proxy: Proxy | None,
        resolver: Resolver,
    ) -> Rooms:
        """Put everything together inside a running event loop.

        Args:
            options: of the session.
            connections: what all clients share; its gate is theirs.
            authority: host that issues our tokens.
            proxy: how the network is reached, with its password.
            resolver: of names.

        Raises:
            ConfigError: if a variable of the environment cannot be used.
        """
        cloud, now, limit_s = options.cloud, options.now, options.request_timeout_s
        sign_in = options.adobe or AdobeSignIn(adobe_login(options.environ))
        shared = _shared(options, connections, authority, proxy, sign_in)
        transport, tokens = shared.transport, shared.tokens
        logs = LogAnalyticsAdapter(shared, cloud)
        entra = EntraAdapter(tokens, cloud, skew=lambda: transport.skew_s(authority), now=now)
        arm, authorization = _arm_and_roles(shared, cloud, entra, options)
        return cls(
            gate=connections.gate,
            connections=connections,
            shared=shared,
            entra=entra,
            arm=arm,
            msgraph=GraphAdapter(shared, cloud),
            authorization=authorization,
            keyvault=KeyVaultAdapter(
                shared,
                cloud,
                # Of many vaults hardly one is asked: its connection is opened when it is.
                lambda host: None if options.is_wide else connections.begin(host, limit_s),
            ),
            cosmos=CosmosAdapter(shared, cloud, now=now),
            names=NamesAdapter(
                resolver,
                proxy,
                shared.memory,
                now=now,
                limit_s=limit_s,
                known=cloud.authority,
            ),
            adobe=AdobeRooms(transport, shared.memory, sign_in, now),
            logs=logs,
            audit=AuditAdapter(shared, cloud, logs),
        )

    async def close(self) -> None:
        """Stop what is still asked and close all connections."""
        await self.shared.memory.close()
        await self.adobe.sign_in.memory.close()
        await self.shared.tokens.close()
        await self.connections.close()


def _arm_and_roles(
    shared: Shared, cloud: Cloud, entra: EntraAdapter, options: SessionOptions
) -> tuple[ArmAdapter, Authorization]:
    """Put together how Resource Manager is asked: of few targets thing by thing, of many by lists."""
    if not options.is_wide:
        arm = ArmAdapter(shared, cloud)
        return arm, AuthorizationAdapter(shared, cloud, arm, now=options.now)

    async def read() -> ObjectId:
        return (await entra.sign_in()).object_id

    async def own() -> ObjectId:
        return await shared.memory.once("own", read)

    wide = WideArm(shared, cloud)
    narrow = AuthorizationAdapter(shared, cloud, wide, now=options.now)
    return wide, WideAuthorization(narrow, wide, shared.memory, own)


def _shared(
    options: SessionOptions,
    connections: Connections,
    authority: str,
    proxy: Proxy | None,
    sign_in: AdobeSignIn,
) -> Shared:
    """Put together what all adapters have in common: the transport, which knows our secrets, and our login."""
    left_out = narrowed(options.environ)
    login = sign_in.login
    secrets = OwnSecrets((*_secrets(options, proxy), login.secret, login.token))
    transport = Transport(
        connections.gate,
        connections,
        now=options.now,
        request_timeout_s=options.request_timeout_s,
        secrets=secrets,
        at_a_time=MANY_AT_A_TIME if options.is_wide else AT_A_TIME,
    )
    around = Surroundings(
        options.environ, options.cloud, authority, transport, options.tenant, secrets=secrets
    )
    return Shared(transport, Tokens(around, left_out))


# What azure-identity takes secrets from (its environment variables page, read 2026-11-23).
_SECRET_VARIABLES = (
    "AZURE_CLIENT_SECRET",
    "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    "IDENTITY_HEADER",
    "MSI_SECRET",
)


def _secrets(options: SessionOptions, proxy: Proxy | None) -> tuple[str, ...]:
    """Name the secrets that are known before anything is asked; tokens come as they are given."""
    named = (options.environ.get(name, "") for name in _SECRET_VARIABLES)
    return (*named, *(proxy.passwords if proxy else ()))
