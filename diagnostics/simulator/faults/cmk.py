"""Step 3: the account's own settings; with the vault's and the key's faults collected beside them."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import directory, ids, propagation, resources, worlds
from diagnostics.simulator.consequences import STATUS_TEXT
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults import keys, vaults
from diagnostics.simulator.faults.acting import (
    BOTH,
    OWN,
    perimeter,
    set_account,
    the_account,
    the_vault,
)
from diagnostics.simulator.faults.keys import rotate
from diagnostics.simulator.reading import part, props, text
from diagnostics.simulator.world import Doc, World

_NEW_TEXT = "Access to the configured customer managed key is being re-evaluated after a maintenance of the platform."


def _account_missing(world: World) -> None:
    account = text(the_account(world), "id").lower()
    for key in [key for key, _ in world.under(account)]:
        world.remove(key)
    world.remove(f"{STATUS_TEXT}{account}")
    for plane in (propagation.DATA_PLANE, propagation.STATUS):
        part(world.get(propagation.KEY), plane).pop(account, None)


def _unfit(world: World) -> None:
    """A system-assigned identity with a federated client: the service refuses the pair."""
    account = the_account(world)
    block = part(account, "identity")
    block |= {
        "type": "SystemAssigned,UserAssigned",
        "principalId": ids.SYSTEM_OID,
        "tenantId": ids.TENANT,
    }
    principal = directory.managed_identity_principal(
        ids.SYSTEM_OID, ids.SYSTEM_CLIENT, ids.ACCOUNT, ids.ACCOUNT_ID, explicit=False
    )
    world.put(directory.principal_key(ids.SYSTEM_OID), principal)
    props(account)["defaultIdentity"] = (
        f"SystemAssignedIdentity&FederatedClientId={ids.FEDERATED_APP}"
    )


def _uri(suffix: str) -> Callable[[World], None]:
    """Point the account at another address in the vault."""

    def apply(world: World) -> None:
        base = worlds.key_uri(world).rpartition("/keys/")[0]
        props(the_account(world))["keyVaultKeyUri"] = f"{base}{suffix}"

    return apply


def _nowhere(world: World) -> None:
    """Point the account at a vault that nobody ever made."""
    uri = worlds.key_uri(world).replace(ids.VAULT, "kv-nowhere")
    props(the_account(world))["keyVaultKeyUri"] = uri


def _another_cloud(world: World) -> None:
    uri = worlds.key_uri(world).replace(world.cloud.vault_suffix, "vault.azure.cn")
    props(the_account(world))["keyVaultKeyUri"] = uri


def _disabled_version(world: World) -> None:
    """The account is pinned to an old version, and somebody disabled that one long after the rotation."""
    rotate(world, rotated=200, disabled=3)
    _uri(f"/keys/{ids.KEY}/{ids.OLD_KEY_VERSION}")(world)


def _other_key(world: World) -> None:
    the_vault(world)
    resources.put_key(world, ids.VAULT_ID, f"{ids.KEY}-next", [ids.KEY_VERSION[::-1]])
    _uri(f"/keys/{ids.KEY}-next")(world)


def _hsm(world: World) -> None:
    name = "hsm-ajo"
    resource_id = f"{ids.VAULT_GROUP_ID}/providers/Microsoft.KeyVault/managedHSMs/{name}"
    uri = f"https://{name}.{world.cloud.hsm_suffix}/"
    document: Doc = {
        "id": resource_id,
        "name": name,
        "type": "Microsoft.KeyVault/managedHSMs",
        "location": ids.LOCATION,
        "sku": {"family": "B", "name": "Standard_B1"},
        "tags": {},
        "properties": {
            "tenantId": ids.TENANT,
            "hsmUri": uri,
            "enableSoftDelete": True,
            "enablePurgeProtection": True,
            "provisioningState": "Succeeded",
            "publicNetworkAccess": "Enabled",
        },
    }
    world.put(resource_id, document)
    props(the_account(world))["keyVaultKeyUri"] = f"{uri}keys/{ids.KEY}"


def _perimeter(world: World) -> None:
    """The account stands in an enforced perimeter whose outbound rules do not name the vault."""
    perimeter(world, outbound=[])


def _status(**told: object) -> Callable[[World], None]:
    return lambda world: world.put(f"{STATUS_TEXT}{text(the_account(world), 'id')}", dict(told))


_FAULTS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "account-missing",
        "Somebody deleted the account.",
        ("own-account", "own-account-without-key"),
        _account_missing,
    ),
    (
        "default-identity-undefined",
        "The account was restored and has an undefined default identity.",
        BOTH,
        set_account(defaultIdentity="Undefined"),
    ),
    (
        "cross-tenant-identity-unfit",
        "Somebody paired the federated client with the system-assigned identity.",
        ("own-account-federated",),
        _unfit,
    ),
    (
        "account-being-updated",
        "Somebody is changing the account right now.",
        OWN,
        set_account(provisioningState="Updating"),
    ),
    (
        "key-uri-malformed",
        "Somebody wrote the key's name where its address belongs.",
        BOTH,
        _uri(f"/{ids.KEY}"),
    ),
    (
        "key-uri-versioned",
        "Somebody pinned the account to one version of the key.",
        OWN,
        _uri(f"/keys/{ids.KEY}/{ids.KEY_VERSION}"),
    ),
    (
        "key-uri-differs",
        "Somebody pointed the account at another key than the configuration names.",
        OWN,
        _other_key,
    ),
    ("managed-hsm", "Somebody moved the key into a Managed HSM.", BOTH, _hsm),
    (
        "perimeter-blocks-outbound",
        "Somebody put the account into a network security perimeter without a way out to the vault.",
        BOTH,
        _perimeter,
    ),
    (
        "status-absent",
        "The account does not say the state of its key.",
        OWN,
        _status(absent=True),
    ),
    (
        "status-of-a-new-kind",
        "The service says a state that no documentation knows.",
        OWN,
        _status(text=_NEW_TEXT),
    ),
)
_NOWHERE: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "key-uri-names-no-vault",
        "Somebody pointed the account at a vault that never existed.",
        OWN,
        _nowhere,
    ),
    (
        "key-uri-names-no-key",
        "Somebody pointed the account at a key that never existed.",
        BOTH,
        _uri(f"/keys/{ids.KEY}-nowhere"),
    ),
    (
        "key-uri-names-no-version",
        "Somebody pinned the account to a version of the key that never existed.",
        OWN,
        _uri(f"/keys/{ids.KEY}/{'0' * 32}"),
    ),
    (
        "key-uri-names-disabled-version",
        "The account is pinned to an old version of the key, and somebody disabled that one.",
        OWN,
        _disabled_version,
    ),
    (
        "key-uri-of-another-cloud",
        "Somebody pointed the account at a vault of another cloud.",
        OWN,
        _another_cloud,
    ),
    (
        "default-identity-malformed",
        "Somebody wrote a name where the default identity's form belongs.",
        OWN,
        set_account(defaultIdentity=ids.IDENTITY),
    ),
)


def _made(
    rows: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...],
) -> tuple[Fault, ...]:
    return tuple(
        Fault(id=name, title=title, worlds=of, apply=apply) for name, title, of, apply in rows
    )


FAULTS = (*_made(_FAULTS), *vaults.FAULTS, *keys.FAULTS, *_made(_NOWHERE))
