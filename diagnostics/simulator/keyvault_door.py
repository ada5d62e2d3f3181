"""Who gets into a vault's data plane: the challenge, the firewall, the permission.

Sources: recorded 401 of Key Vault (AKV10000, WWW-Authenticate); the 403 bodies from documentation and public error
reports (ForbiddenByRbac: the Go client's text in many of them); the order of the checks is an inference.
"""

from __future__ import annotations

import ipaddress

from diagnostics.simulator import access
from diagnostics.simulator.callers import Caller, address, caller_of, claims_in
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.key_documents import Vaulted
from diagnostics.simulator.key_state import find_vault
from diagnostics.simulator.reading import entries, part, props, text
from diagnostics.simulator.tokens import is_expired
from diagnostics.simulator.world import Doc, World


def error(status: int, code: str, message: str, inner: str = "") -> Answer:
    """Answer as the data plane refuses; it writes `innererror` in lower case."""
    fields: Doc = {"code": code, "message": message}
    if inner:
        fields["innererror"] = {"code": inner}
    return Answer(status=status, body={"error": fields})


def name_is_held(place: Vaulted) -> Answer:
    """Refuse a name that a soft-deleted key still has."""
    return error(
        409,
        "Conflict",
        f"Key {place.key} is currently in a deleted but recoverable state, and its name cannot be reused; "
        "in this state, the key can only be recovered or purged.",
        "ObjectIsDeletedButRecoverable",
    )


def key_not_found(place: Vaulted, *, deleted: bool = False) -> Answer:
    """Say that the vault has no such key, or no such deleted one."""
    what = "Deleted Key not found" if deleted else "A key with (name/id)"
    message = (
        f"{what}: {place.key}"
        if deleted
        else f"{what} {place.key}{'/' + place.version if place.version else ''} was not found in this key "
        "vault. If you recently deleted this key you may be able to recover it using the correct recovery command."
    )
    return error(404, "KeyNotFound", message)


def vault_at(world: World, host: str) -> Doc:
    """Return the vault behind a host; empty where there is none."""
    return find_vault(world, host) or {}


def refused(world: World, request: Request, place: Vaulted, operation: str) -> Answer | None:
    """Refuse as the service would; None = come in."""
    if not place.vault:
        return error(404, "VaultNotFound", "The specified vault does not exist.")
    claims = claims_in(world, request)
    tenant = text(props(place.vault), "tenantId").lower()
    if claims is None:
        return _challenge(world, tenant, "AKV10000: Request is missing a Bearer or PoP token.")
    if is_expired(world, claims):
        return _challenge(world, tenant, "AKV10046: Unable to validate the token: it is expired.")
    audience = str(claims.get("aud", "")).rstrip("/").lower()
    if audience != world.cloud.vault_resource:
        return _challenge(
            world,
            tenant,
            f"AKV10022: Invalid audience. Expected {world.cloud.vault_resource}, found: {claims.get('aud')}.",
        )
    caller = caller_of(claims)
    if caller.tenant != tenant:
        return _challenge(
            world,
            tenant,
            f"AKV10032: Invalid issuer. Expected one of https://sts.windows.net/{tenant}/, "
            f"found {claims.get('iss')}.",
        )
    return firewall_refusal(world, place.vault) or permission_refusal(
        world, place, caller, operation
    )


def _challenge(world: World, tenant: str, message: str) -> Answer:
    body = {"error": {"code": "Unauthorized", "message": message}}
    header = (
        f'Bearer authorization="https://{world.cloud.authority}/{tenant}", '
        f'resource="{world.cloud.vault_resource}"'
    )
    return Answer(status=401, body=body, headers={"WWW-Authenticate": header})


def firewall_refusal(world: World, vault: Doc) -> Answer | None:
    """Refuse an address that the vault's network rules keep out."""
    fields, rules = props(vault), part(vault, "properties", "networkAcls")
    name = text(vault, "name")
    if text(fields, "publicNetworkAccess", "Enabled").lower() in (
        "disabled",
        "securedbyperimeter",
    ):
        return error(
            403,
            "Forbidden",
            "Public network access is disabled and request is not from a trusted service nor via an approved "
            f"private link.\r\nVault: {name};location={text(vault, 'location')}",
            "ForbiddenByConnection",
        )
    if text(rules, "defaultAction", "Allow").lower() == "allow":
        return None
    here = address(world)
    if any(_contains(text(rule, "value"), here) for rule in entries(rules, "ipRules")):
        return None
    ignored = (
        "caller was ignored because bypass is set to None"
        if text(rules, "bypass").lower() == "none"
        else "caller is not a trusted service"
    )
    return error(
        403,
        "Forbidden",
        f"Client address is not authorized and {ignored}.\r\nClient address: {here}\r\n"
        f"Vault: {name};location={text(vault, 'location')}",
        "ForbiddenByFirewall",
    )


def _contains(network: str, here: str) -> bool:
    try:
        return ipaddress.ip_address(here) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def permission_refusal(
    world: World, place: Vaulted, caller: Caller, operation: str
) -> Answer | None:
    """Refuse a caller that the vault's model in force does not let do this."""
    vault = place.vault
    if access.may_use_key(world, vault, caller.object_id, place.key, operation):
        return None
    who = f"appid={caller.app_id};oid={caller.object_id};iss=https://sts.windows.net/{caller.tenant}/"
    where = f"{text(vault, 'name')};location={text(vault, 'location')}"
    if props(vault).get("enableRbacAuthorization"):
        resource = f"{text(vault, 'id').lower()}/keys/{place.key}".rstrip("/")
        return error(
            403,
            "Forbidden",
            "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments "
            "or role definitions were changed recently, please observe propagation time.\r\n"
            f"Caller: {who}\r\nAction: '{access.DATA_ACTION_OF[operation.lower()]}'\r\nResource: '{resource}'\r\n"
            f"Assignment: (not found)\r\nDenyAssignmentId: null\r\nDecisionReason: null \r\nVault: {where}\r\n",
            "ForbiddenByRbac",
        )
    return error(
        403,
        "Forbidden",
        f"The user, group or application '{who}' does not have keys {operation} permission on key vault "
        f"'{where}'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287",
        "ForbiddenByPolicy",
    )
