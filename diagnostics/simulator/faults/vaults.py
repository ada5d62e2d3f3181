"""Step 3, the vault: what somebody did to it, its network or its name."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import ids, resources, roles, wire
from diagnostics.simulator.clock import days_ago
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import (
    BOTH,
    STAGING,
    holder_of,
    put_staging,
    set_vault,
    take_roles,
    the_vault,
)
from diagnostics.simulator.reading import part, props, text
from diagnostics.simulator.world import Doc, World

_RETENTION_DAYS = 90
_ADOBE = ("adobe-managed",)


def _soft_deleted(world: World) -> None:
    """Put the vault aside with its keys, as a deletion does."""
    vault = the_vault(world)
    record: Doc = {
        "id": f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.KeyVault/locations/{ids.LOCATION}"
        f"/deletedVaults/{ids.VAULT}",
        "name": ids.VAULT,
        "type": "Microsoft.KeyVault/deletedVaults",
        "properties": {
            "vaultId": text(vault, "id"),
            "location": ids.LOCATION,
            "tags": vault.get("tags") or {},
            "deletionDate": days_ago(2),
            "scheduledPurgeDate": days_ago(2 - _RETENTION_DAYS),
            "purgeProtectionEnabled": True,
        },
        "x-document": vault,
        "x-children": _taken_out(world),
    }
    world.put(text(record, "id"), record)


def _gone(world: World) -> None:
    _taken_out(world)


def _taken_out(world: World) -> dict[str, Doc]:
    """Take the vault and its keys out, deleted ones too.

    Role assignments at the vault vanish with it, and recovering it does not bring them back (Azure Key Vault
    soft-delete overview, read 2026-11-23).
    """
    the_vault(world)
    world.remove(ids.VAULT_ID)
    keys = {
        key: document
        for kind in ("keys", "deletedkeys")
        for key, document in world.under(f"{ids.VAULT_ID}/{kind}/")
    }
    for key, _ in list(world.under(f"{ids.VAULT_ID}/")):
        world.remove(key)
    return keys


def _moved_away(world: World) -> None:
    """Move the vault and its keys to another subscription of the tenant; its role assignments stay behind and go.

    Source: Azure Key Vault, moving a vault to another subscription, read 2026-11-23: roles must be given anew.
    """
    put_staging(world)
    vault, keys = the_vault(world), _taken_out(world)
    home = ids.VAULT_ID.replace(ids.SUBSCRIPTION, STAGING)
    moved = {**vault, "id": home}
    world.put(home, moved)
    for key, document in keys.items():
        tail = key.removeprefix(ids.VAULT_ID.lower())
        world.put(home + tail, {**document, "id": home + tail})
    resources.assign(world, home, roles.CRYPTO_SERVICE_ENCRYPTION_USER, holder_of(world))


def _unresolved(world: World) -> None:
    host = f"{ids.VAULT}.{world.cloud.vault_suffix}"
    wire.fail(world, "vault-name", "dns", host=host)


def _network(
    *, bypass: str = "AzureServices", default: str = "Deny", public: str = "Enabled", ends: int = 0
) -> Callable[[World], None]:
    def apply(world: World) -> None:
        fields = props(the_vault(world))
        part(fields, "networkAcls").update({"bypass": bypass, "defaultAction": default})
        fields["publicNetworkAccess"] = public
        if ends:
            fields["privateEndpointConnections"] = [private_endpoint(n) for n in range(ends)]

    return apply


def private_endpoint(number: int) -> Doc:
    """Return one private endpoint of the vault."""
    name = f"pe-{ids.VAULT}-{number}"
    return {
        "id": f"{ids.VAULT_ID}/privateEndpointConnections/{name}",
        "properties": {
            "privateEndpoint": {
                "id": f"{ids.VAULT_GROUP_ID}/providers/Microsoft.Network/privateEndpoints/{name}"
            },
            "privateLinkServiceConnectionState": {
                "status": "Approved",
                "actionsRequired": "None",
            },
            "provisioningState": "Succeeded",
        },
    }


def _without_adobes_address(world: World) -> None:
    part(props(the_vault(world)), "networkAcls")["ipRules"] = [{"value": "203.0.113.0/24"}]


def _policy_model(world: World) -> None:
    """The grant moved along, so that the key stays usable: only the model is wrong."""
    who = holder_of(world)
    take_roles(world)
    set_vault(
        enableRbacAuthorization=False,
        accessPolicies=[
            resources.access_policy(who, ("get", "wrapKey", "unwrapKey")),
            resources.access_policy(ids.CALLER_OID, ("get", "list")),
        ],
    )(world)


_FAULTS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    ("vault-soft-deleted", "Somebody deleted the vault two days ago.", BOTH, _soft_deleted),
    ("vault-gone", "The vault was deleted and purged, or never made.", BOTH, _gone),
    (
        "vault-in-another-subscription",
        "Somebody moved the vault to a subscription that the login does not see.",
        BOTH,
        _moved_away,
    ),
    (
        "vault-name-unresolved",
        "The vault's name does not resolve any more.",
        BOTH,
        _unresolved,
    ),
    (
        "vault-in-another-tenant",
        "Somebody moved the vault to another tenant.",
        BOTH,
        set_vault(tenantId=ids.OTHER_TENANT),
    ),
    (
        "firewall-without-bypass",
        "Somebody shut the vault's firewall and took the trusted services' bypass away.",
        BOTH,
        _network(bypass="None"),
    ),
    (
        "private-endpoint-only",
        "Somebody left only a private endpoint open at the vault.",
        BOTH,
        _network(bypass="None", public="Disabled", ends=1),
    ),
    (
        "vault-in-perimeter",
        "Somebody put the vault into a network security perimeter.",
        BOTH,
        set_vault(publicNetworkAccess="SecuredByPerimeter"),
    ),
    (
        "vault-public-access-off",
        "Somebody switched the vault's public network access off.",
        BOTH,
        _network(bypass="None", public="Disabled"),
    ),
    (
        "soft-delete-off",
        "The vault was made without soft delete.",
        BOTH,
        set_vault(enableSoftDelete=False, enablePurgeProtection=None),
    ),
    (
        "purge-protection-off",
        "The vault was made without purge protection.",
        BOTH,
        set_vault(enablePurgeProtection=None),
    ),
    (
        "adobe-address-not-allowed",
        "Somebody took Adobe's address out of the vault's firewall.",
        _ADOBE,
        _without_adobes_address,
    ),
    (
        "access-policy-model",
        "Somebody switched the vault from Azure RBAC to access policies.",
        _ADOBE,
        _policy_model,
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in _FAULTS
)
