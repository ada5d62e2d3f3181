"""Key Vault in Resource Manager: vaults, deleted vaults, keys and their versions."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.simulator import arm
from diagnostics.simulator.arm import GROUP, SUBSCRIPTION, VAULT, arm_route
from diagnostics.simulator.callers import arm_error
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.world import World, served

_PROVIDER = "/providers/Microsoft.KeyVault"


def _vaults(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    """List vaults, or Managed HSMs: the path's last segment says which."""
    prefix, _, kind = request.path.lower().rpartition("/providers/")
    return arm.listed(request, arm.of_type(world, prefix, kind))


def _deleted_vaults(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    prefix = f"/subscriptions/{groups['s']}{_PROVIDER}/locations/".lower()
    found = [doc for key, doc in world.under(prefix) if "/deletedvaults/" in key]
    return arm.listed(request, found)


def _deleted_vault(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    document = world.get(request.path)
    if document is not None:
        return Answer(body=served(document))
    return arm_error(
        404,
        "DeletedVaultNotFound",
        f"The specified deleted vault '{groups['name']}' does not exist.",
    )


def _no_hsms(_world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    return arm.listed(request, [])


def _keys(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    vault, _, tail = request.path.lower().partition("/keys")
    if world.get(vault) is None:
        return arm.missing(world, vault, groups)
    if tail and world.get(f"{vault}/keys/{groups['key']}") is None:
        return arm.missing(world, request.path.rpartition("/")[0], groups)
    return arm.listed(request, arm.children(world, request.path))


_KEYS = "Microsoft.KeyVault/vaults/keys"
_DELETED = "Microsoft.KeyVault/deletedVaults/read"
_PLACED = f"{SUBSCRIPTION}{_PROVIDER}/locations/{{location}}/deletedVaults/{{name}}"
_RECORDED = "recorded: azure-cli test_keyvault_softdelete and test_backup_encryption (2023-02-01)"
_SPEC = "specification: getKey.json and listKeyVersions.json (2023-07-01)"
ROUTES = (
    arm_route(
        "GET", VAULT, arm.read_one, action="Microsoft.KeyVault/vaults/read", source=_RECORDED
    ),
    *(
        arm_route(
            "GET",
            f"{where}{_PROVIDER}/{kind}",
            _vaults,
            action=f"Microsoft.KeyVault/{kind}/read",
            scope=where,
            source="specification: listVaultBySubscription.json (2023-07-01)",
        )
        for where in (SUBSCRIPTION, GROUP)
        for kind in ("vaults", "managedHSMs")
    ),
    arm_route(
        "GET",
        f"{SUBSCRIPTION}{_PROVIDER}/deletedVaults",
        _deleted_vaults,
        action=_DELETED,
        scope=SUBSCRIPTION,
        source=_RECORDED,
    ),
    arm_route(
        "GET",
        _PLACED,
        _deleted_vault,
        action="Microsoft.KeyVault/locations/deletedVaults/read",
        scope=SUBSCRIPTION,
        source=_RECORDED,
    ),
    arm_route(
        "GET",
        f"{SUBSCRIPTION}{_PROVIDER}/deletedManagedHSMs",
        _no_hsms,
        action="Microsoft.KeyVault/deletedManagedHsms/read",
        scope=SUBSCRIPTION,
        source="request of azure-cli 2.91 (keyvault list-deleted); no world has one",
    ),
    *(
        arm_route("GET", VAULT + tail, handler, action=action, source=_SPEC)
        for tail, handler, action in (
            ("/keys", _keys, f"{_KEYS}/read"),
            ("/keys/{key}", arm.read_one, f"{_KEYS}/read"),
            ("/keys/{key}/versions", _keys, f"{_KEYS}/versions/read"),
            ("/keys/{key}/versions/{version}", arm.read_one, f"{_KEYS}/versions/read"),
        )
    ),
)
