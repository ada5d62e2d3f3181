"""What Key Vault itself says when it refuses.

Sources, read 2026-11-23: Key Vault's page on REST error codes; public error reports (the
Managed HSM's from azure-cli issue 32719); the cross-tenant guide, case 1.1.
The words for expired keys are an inference from those for disabled ones. No recording of `ForbiddenByRbac`, `ForbiddenByPolicy` or `ForbiddenByFirewall` was found: from documentation.
"""

from __future__ import annotations

from checks.signatures import wording as w
from diagnostics import Signature

_PERMISSIONS = ("kv_rbac_denied", "kv_policy_denied", "kv_hsm_denied", "kv_no_token")


# What Key Vault calls them, in `error.code` or `innererror.code`.
_NAMES = {
    "rbac": ("ForbiddenByRbac",),
    "policy": ("ForbiddenByPolicy", "AccessDenied"),
    "firewall": ("ForbiddenByFirewall",),
    "connection": ("ForbiddenByConnection",),
    "key-not-found": ("KeyNotFound",),
    "key-disabled": ("KeyDisabled",),
    "key-expired": ("KeyExpired", "KeyNotYetValid"),
    "operation": ("KeyOperationNotAllowed",),
    "soft-deleted": ("ObjectIsDeletedButRecoverable",),
    "no-token": ("AKV10000", "AKV10022", "AKV10032"),
}


def _kv(
    name: str,
    category: str,
    title: str,
    stems: tuple[tuple[str, ...], ...],
    look_at: str,
    do: str,
    *commands: tuple[str, ...],
) -> Signature:
    return Signature(
        id=f"keyvault.{name}",
        code="",
        names=_NAMES.get(name, ()),
        category=category,
        title=title,
        step="2" if category in _PERMISSIONS else "3",
        stems=stems,
        meaning=f"{title}. If the caller in the text is the account's identity, the account becomes revoked.",
        look_at=(
            look_at,
            "Which caller the text names (appid, oid): is it the account's identity?",
        ),
        steps=(do, w.WAIT),
        commands=commands,
        source=w.KEY_VAULT_PAGE,
    )


KEYVAULT: tuple[Signature, ...] = (
    _kv(
        "rbac",
        "kv_rbac_denied",
        "Key Vault refuses the caller: no Azure role carries the action",
        (("forbiddenbyrbac",), ("caller is not authorized to perform action on resource",)),
        "Role assignments at the key, the vault and above.",
        "Give the role Key Vault Crypto Service Encryption User; after a change allow 10 to 30 minutes.",
        w.LIST_GRANTS,
        w.GRANT_KEY,
    ),
    _kv(
        "policy",
        "kv_policy_denied",
        "Key Vault refuses the caller: its access policy lacks the permission",
        (
            ("forbiddenbypolicy",),
            ("accessdenied", "does not have keys"),
            ("does not have keys", "permission on key vault"),
        ),
        "The vault's access policies.",
        "Give get, wrapKey and unwrapKey in an access policy.",
        w.SET_POLICY,
    ),
    _kv(
        "firewall",
        "kv_firewall",
        "Key Vault's firewall keeps the caller out",
        (
            ("forbiddenbyfirewall",),
            ("client address is not authorized",),
            ("bypass is set to none",),
        ),
        "Network rules of the vault: are trusted Microsoft services let through?",
        "Let trusted services through, or allow the address.",
        w.SHOW_VAULT_NETWORK,
        w.LET_SERVICES_IN,
    ),
    _kv(
        "connection",
        "kv_firewall",
        "Key Vault takes private connections only",
        (
            ("forbiddenbyconnection",),
            ("public network access is disabled", "not from a trusted service"),
        ),
        "publicNetworkAccess of the vault: a vault behind private endpoints only cannot hold the key.",
        "Open public access with a firewall that lets trusted services through.",
        w.SHOW_VAULT_NETWORK,
    ),
    _kv(
        "key-not-found",
        "kv_key_not_found",
        "The key is not in the vault",
        (
            ("keynotfound", "a key with (name/id)"),
            ("a key with (name/id)", "was not found in this key vault"),
        ),
        "Deleted keys of the vault and their purge date.",
        "Recover the key, or correct the name.",
        w.LIST_DELETED_KEYS,
        w.RECOVER_KEY,
    ),
    _kv(
        "key-disabled",
        "kv_key_disabled",
        "The key is disabled",
        (
            ("keydisabled",),
            ("operation", "is not allowed on a disabled key"),
            ("forbidden", "keyoperationforbidden", "disabled"),
        ),
        "The key's attributes.",
        "Enable the key.",
        w.SHOW_KEY,
        w.ENABLE_KEY,
    ),
    _kv(
        "key-expired",
        "kv_key_expired",
        "The key is expired or not valid yet",
        (
            ("keyexpired",),
            ("operation", "is not allowed on an expired key"),
            ("operation", "is not allowed on a key that is not yet valid"),
            ("keynotyetvalid",),
        ),
        "The key's activation date and expiry.",
        "Move the date; an expiry cannot be taken away by the command line.",
        w.SHOW_KEY,
        w.MOVE_EXPIRY,
    ),
    _kv(
        "operation",
        "kv_operation_not_permitted",
        "The key does not permit the operation",
        (("operation", "is not permitted on this key"), ("keyoperationnotallowed",)),
        "The key's permitted operations.",
        "Permit wrapKey and unwrapKey.",
        (*w.ENABLE_KEY[:8], "--ops", "wrapKey", "unwrapKey"),
    ),
    _kv(
        "soft-deleted",
        "kv_deleted_but_recoverable",
        "The key is deleted and can still be recovered",
        (("objectisdeletedbutrecoverable",),),
        "Deleted keys of the vault and their purge date.",
        "Recover the key; do not create another of the same name.",
        w.LIST_DELETED_KEYS,
        w.RECOVER_KEY,
    ),
    _kv(
        "no-token",
        "kv_no_token",
        "The call to Key Vault carries no token, or one for another audience or tenant",
        (
            ("akv10000", "missing a bearer or pop token"),
            ("akv10022", "invalid audience"),
            ("akv10032", "invalid issuer"),
        ),
        "How the calling program signs in.",
        "Ask for a token of the vault's tenant and audience.",
        w.LOGIN,
    ),
    _kv(
        "managed-hsm",
        "kv_hsm_denied",
        "The Managed HSM refuses the caller: no local role carries the action",
        (("not authorized to access microsoft.keyvault/managedhsm/",),),
        "The HSM's own role assignments: Azure roles do not count for its keys.",
        "Give the local role Managed HSM Crypto Service Encryption User.",
        ("az", "keyvault", "role", "assignment", "list", "--hsm-name", "<hsm>"),
    ),
    _kv(
        "no-such-host",
        "kv_vault_name_unresolved",
        "The vault's name does not resolve",
        (
            ("vault.azure.net", "no such host"),
            ("vault.azure.net", "name or service not known"),
            ("vault.azure.net", "nodename nor servname provided"),
        ),
        "Does the vault exist, is it among the deleted ones?",
        "Recover the vault, or correct the name.",
        w.LIST_DELETED_VAULTS,
        w.RECOVER_VAULT,
    ),
)
