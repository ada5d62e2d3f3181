"""Writes to vaults through Resource Manager: settings, access policies, recovery.

Sources: requests of azure-cli 2.91 (a PUT of the whole document, or the narrower PATCH and accessPolicies/add) and the
statuses it accepts (200 or 201, never 202); recorded recovery of azure-cli test_keyvault_softdelete.
"""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.simulator import arm
from diagnostics.simulator.arm import VAULT, arm_route
from diagnostics.simulator.callers import arm_caller, arm_error, require
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.key_state import deleted_vault
from diagnostics.simulator.propagation import followed
from diagnostics.simulator.reading import entries, part, props, text
from diagnostics.simulator.world import Doc, World, served

_READ_ONLY = {"provisioningState", "vaultUri", "privateEndpointConnections"}
_GRANT = "Microsoft.Authorization/roleAssignments/write"


def _put(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    if world.get(request.path.rpartition("/providers/")[0]) is None:
        return arm.group_not_found(groups["g"])
    if text(part(request.json(), "properties"), "createMode") == "recover":
        return _recover(world, request, groups)
    if world.get(request.path) is None and deleted_vault(world, groups["vault"]):
        return arm_error(
            409,
            "ConflictError",
            f"A vault with the same name already exists in deleted state. You need to either recover or "
            f"purge existing key vault '{groups['vault']}'.",
        )
    return _write(world, request, world.get(request.path) or _new(world, request, groups))


def _without_idle_rules(document: Doc) -> None:
    """Leave out network rules that shut nobody out, as the service does with a new vault's (recorded)."""
    rules = part(document, "properties", "networkAcls")
    if text(rules, "defaultAction").lower() == "allow" and not entries(rules, "ipRules"):
        props(document).pop("networkAcls", None)


def _patch(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    document = world.get(request.path)
    if document is None:
        return arm.missing(world, request.path, groups)
    return _write(world, request, document)


def _write(world: World, request: Request, document: Doc) -> Answer:
    body = request.json()
    changes = {
        name: value
        for name, value in part(body, "properties").items()
        if name not in _READ_ONLY and value is not None
    }
    if _switches_model(document, changes):
        refusal = require(world, request, _GRANT, request.path)
        if refusal:
            return refusal
    if (
        props(document).get("enablePurgeProtection")
        and changes.get("enablePurgeProtection") is False
    ):
        return arm_error(
            400,
            "BadRequest",
            'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for '
            "a vault is an irreversible action.",
        )
    after = arm.merged(document, {"properties": changes})
    after["tags"] = body.get("tags", document.get("tags", {}))
    _sign(world, request, after)
    if world.get(request.path) is None:
        _without_idle_rules(after)
    with followed(world):
        world.put(request.path, after)
    return Answer(body=served(after))


def _sign(world: World, request: Request, document: Doc) -> None:
    """Note who changed a vault, and when."""
    caller = arm_caller(world, request)
    if isinstance(caller, Answer):
        return
    name, kind = caller.name, "User" if caller.name != caller.object_id else "Application"
    now = server_now(world).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    changed = {"lastModifiedBy": name, "lastModifiedByType": kind, "lastModifiedAt": now}
    created = {"createdBy": name, "createdByType": kind, "createdAt": now}
    document["systemData"] = {**created, **part(document, "systemData"), **changed}


def _switches_model(document: Doc, changes: Doc) -> bool:
    """Changing the permission model also wants the right to give roles without restriction."""
    wanted = changes.get("enableRbacAuthorization")
    return wanted is not None and bool(wanted) != bool(
        props(document).get("enableRbacAuthorization")
    )


def _new(world: World, request: Request, groups: Mapping[str, str]) -> Doc:
    name = groups["vault"]
    asked = part(request.json(), "properties")
    # A model chosen at the creation is no change of model; the service shows none that was not chosen.
    model = {key: asked[key] for key in ("enableRbacAuthorization",) if key in asked}
    return {
        "id": request.path,
        "name": name,
        "type": "Microsoft.KeyVault/vaults",
        "location": text(request.json(), "location"),
        "tags": {},
        "systemData": {},
        "properties": {
            "accessPolicies": [],
            "enabledForDeployment": False,
            "vaultUri": f"https://{name.lower()}.{world.cloud.vault_suffix}/",
            "provisioningState": "Succeeded",
            "enableSoftDelete": True,
            "publicNetworkAccess": "Enabled",
            **model,
        },
    }


def _recover(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    record = deleted_vault(world, groups["vault"])
    if record is None:
        return arm_error(
            404,
            "DeletedVaultNotFound",
            f"The specified deleted vault '{groups['vault']}' does not exist.",
        )
    document = part(record, "x-document")
    _sign(world, request, document)
    with followed(world):
        world.remove(text(record, "id"))
        world.put(request.path, document)
        for key, child in part(record, "x-children").items():
            world.put(key, child)
    return Answer(body=served(document))


def _policies(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Add, replace or remove single policies: no race with a colleague's change."""
    vault_id, _, _ = request.path.rsplit("/", 2)
    document = world.get(vault_id)
    if document is None:
        return arm.missing(world, vault_id, groups)
    sent = entries(part(request.json(), "properties"), "accessPolicies")
    kept = [
        old
        for old in entries(props(document), "accessPolicies")
        if _key(old) not in map(_key, sent)
    ]
    old = {_key(one): one for one in entries(props(document), "accessPolicies")}
    added = {
        "add": [_joined(old.get(_key(one)), one) for one in sent],
        "replace": sent,
        "remove": [],
    }.get(groups["verb"].lower(), [])
    after = arm.merged(document, {"properties": {"accessPolicies": kept + added}})
    with followed(world):
        world.put(vault_id, after)
    body = {
        "id": f"{vault_id}/accessPolicies/",
        "type": "Microsoft.KeyVault/vaults/accessPolicies",
        "properties": {"accessPolicies": kept + added},
    }
    return Answer(body=body)


def _key(policy: Doc) -> tuple[str, ...]:
    return tuple(text(policy, name).lower() for name in ("tenantId", "objectId", "applicationId"))


def _joined(old: Doc | None, new: Doc) -> Doc:
    permissions: Doc = {}
    for kind in ("keys", "secrets", "certificates", "storage"):
        both = [*part(old, "permissions").get(kind, []), *part(new, "permissions").get(kind, [])]
        permissions[kind] = list({str(name).lower(): name for name in both}.values())
    return {**new, "permissions": permissions}


_AZ = "requests of azure-cli 2.91; vault recorded in test_keyvault_softdelete (2023-02-01)"
ROUTES = (
    arm_route("PUT", VAULT, _put, action="Microsoft.KeyVault/vaults/write", source=_AZ),
    arm_route("PATCH", VAULT, _patch, action="Microsoft.KeyVault/vaults/write", source=_AZ),
    arm_route(
        "PUT",
        VAULT + "/accessPolicies/{verb}",
        _policies,
        action="Microsoft.KeyVault/vaults/accessPolicies/write",
        scope=VAULT,
        source="from documentation: Vaults - Update Access Policy (2023-07-01)",
    ),
)
