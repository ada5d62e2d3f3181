"""Runs the probes of permissions through the real clients, against the simulator."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from checks.cosmos.facts import KeyLocation
from checks.entra.facts import DefaultPrincipal, Presence, PrincipalFacts, RightPlace, Role
from checks.keyvault.facts import AccessPolicy
from diagnostics import (
    AppId,
    KeyUri,
    ObjectId,
    ResourceId,
    Seen,
    SubscriptionId,
    Target,
    TenantId,
    Topology,
)
from diagnostics.cloud.session import Session
from diagnostics.simulator import ids
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.world import World
from tests.checks.rbac.situations import NOW, a_vault
from tests.support.serving import options_of, serving

Change = Callable[[World], None]
PRINCIPALS = {
    "own-account": ids.IDENTITY_OID,
    "own-account-policies": ids.IDENTITY_OID,
    "own-account-system": ids.SYSTEM_OID,
    "own-account-first-party": ids.COSMOS_OID,
    "adobe-managed": ids.ADOBE_OID,
}


def nothing(_: World) -> None:
    """Leave the world as it is."""


def fault(name: str) -> Change:
    return FAULTS[name].apply


def may_not_read_groups(world: World) -> None:
    client = world.need(f"entra:/clients/{ids.CALLER_APP}")
    client["roles"] = []


def a_policy(entry: dict) -> AccessPolicy:
    bound = entry.get("applicationId")
    return AccessPolicy(
        tenant=TenantId.parse(entry["tenantId"]),
        object_id=ObjectId.parse(entry["objectId"]),
        application=AppId.parse(bound) if bound else None,
        keys=tuple(word.lower() for word in entry["permissions"].get("keys", ())),
    )


def known(world: World) -> Seen:
    """What the other checks would have read of this world."""
    principal = ObjectId(PRINCIPALS[world.name])
    document = world.need(f"graph:/{ids.TENANT}/serviceprincipals/{principal}")
    vault = world.need(ids.VAULT_ID)["properties"]
    return Seen(
        (
            DefaultPrincipal(
                observed_at=NOW,
                role=Role.USER_ASSIGNED,
                identity_kind=None,
                object_id=principal,
                app_id=AppId.parse(document["appId"]),
                identity=ResourceId.parse(ids.IDENTITY_ID),
                is_attached=True,
                tenant=None,
            ),
            PrincipalFacts(
                observed_at=NOW,
                presence=Presence.PRESENT,
                object_id=principal,
                app_id=AppId.parse(document["appId"]),
                display_name=document["displayName"],
                account_enabled=True,
                is_disabled=None,
                disabled_by_microsoft=None,
                principal_type="",
                owner_tenant=None,
                credentials=(),
                deleted_at=None,
            ),
            KeyLocation(
                observed_at=NOW,
                key_uri=KeyUri("kv-ajo.vault.azure.net", ids.KEY),
                origin="",
                is_managed_hsm=False,
                is_of_cloud=True,
            ),
            a_vault(
                *map(a_policy, vault.get("accessPolicies") or ()),
                rbac=vault.get("enableRbacAuthorization"),
                vault=ResourceId.parse(ids.VAULT_ID),
                tenant=TenantId.parse(vault["tenantId"]),
            ),
            RightPlace(
                observed_at=NOW,
                token_tenant=TenantId(ids.TENANT),
                target_tenant=TenantId(ids.TENANT),
                subscription=SubscriptionId(ids.SUBSCRIPTION),
                subscription_visible=True,
                subscription_tenant=TenantId(ids.TENANT),
                is_guest=False,
            ),
        )
    )


def the_target(**more: str) -> Target:
    return Target(
        name="production",
        topology=Topology.OWN_ACCOUNT,
        topology_reason="set in the configuration",
        tenant=TenantId(ids.TENANT),
        account=ResourceId.parse(ids.ACCOUNT_ID),
        **more,
    )


def look_at(world: World, probe: Callable, seen: Seen, target: Target | None = None) -> object:
    with serving(world) as simulator:

        async def read() -> object:
            async with Session(options_of(simulator)) as session:
                return await probe(session.look(target or the_target(), seen, ()))

        return asyncio.run(read())
