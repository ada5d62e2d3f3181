"""What breaks the way to the key, as Resource Manager's Activity Log calls it.

Source: operations of Resource Manager as the resource providers list them, read 2026-11-23 and 2026-11-29.
"""

from __future__ import annotations

from checks.traces.sorts.shapes import account_written, any_of, by_manager, vault_written
from diagnostics import Becomes, Fate, Link, Thing

IDENTITY_DELETED = by_manager(
    Thing.IDENTITY,
    "it deleted the managed identity, and its principal with it",
    "microsoft.managedidentity/userassignedidentities/delete",
    about=Link.IDENTITY,
    fate=Fate.VANISHED,
)
IDENTITY_MADE_ANEW = by_manager(
    Thing.IDENTITY,
    "it made the managed identity anew, under another object id",
    "microsoft.managedidentity/userassignedidentities/write",
    about=Link.IDENTITY,
    becomes=(Becomes(name="principalid"),),
)
ROLE_TAKEN = by_manager(
    Thing.ROLE_ASSIGNMENT,
    "it took a role from the principal that must reach the key, at the key or above it",
    "microsoft.authorization/roleassignments/delete",
    about=Link.KEY_SCOPE,
    whom=(Link.PRINCIPAL, Link.GROUP),
    fate=Fate.VANISHED,
    undone_by=("microsoft.authorization/roleassignments/write",),
)
ROLE_CONDITIONED = by_manager(
    Thing.ROLE_ASSIGNMENT,
    "it put a condition on the principal's role",
    "microsoft.authorization/roleassignments/write",
    about=Link.KEY_SCOPE,
    whom=(Link.PRINCIPAL, Link.GROUP),
    becomes=(Becomes(name="condition"),),
)
ROLE_REDEFINED = by_manager(
    Thing.OTHER,
    "it changed what a role permits",
    "microsoft.authorization/roledefinitions/write",
    "microsoft.authorization/roledefinitions/delete",
    about=Link.KEY_SCOPE,
)
POLICY_TAKEN = by_manager(
    Thing.ACCESS_POLICY,
    "it changed the vault's access policies",
    "microsoft.keyvault/vaults/accesspolicies/*",
    about=Link.VAULT,
    whom=(Link.PRINCIPAL, Link.GROUP),
    fate=Fate.VANISHED,
    becomes=(
        Becomes(name="keys", lacks=("get", "wrapkey", "unwrapkey")),
        *any_of("accesspolicies", "policy", "tenant", "application", "objectid"),
    ),
)
# A write of the whole vault names every policy, whosesoever: what it did to whom is in the values, if the log has them.
POLICIES_WRITTEN = vault_written(
    "it wrote the vault anew, with its access policies", Becomes(name="accesspolicies")
)
MODEL_SWITCHED = vault_written(
    "it switched the vault's permission model, so that the other model's grants count no more",
    *any_of("enablerbacauthorization", "usesrbac"),
)
VAULT_DELETED = by_manager(
    Thing.VAULT,
    "it deleted the vault with its keys",
    "microsoft.keyvault/vaults/delete",
    about=Link.VAULT,
    fate=Fate.VANISHED,
    undone_by=("microsoft.keyvault/vaults/write",),
)
VAULT_PURGED = by_manager(
    Thing.VAULT,
    "it purged the deleted vault",
    "microsoft.keyvault/locations/deletedvaults/purge/action",
    about=Link.VAULT,
    fate=Fate.VANISHED,
)
VAULT_MOVED = by_manager(
    Thing.OTHER,
    "it moved the vault elsewhere, so that its resource id is another, and its roles stayed behind",
    "microsoft.resources/subscriptions/resourcegroups/moveresources/action",
    about=Link.VAULT,
    becomes=(Becomes(name="targetresourcegroup"),),
)
IDENTITY_BLOCK = account_written(
    "it changed which identities the account has",
    *any_of("identitytype", "identity.type", "userassignedidentities", "attached"),
)
DEFAULT_IDENTITY = account_written(
    "it changed which identity the account reaches its key with",
    *any_of("defaultidentity", "defaultidentitytext"),
)
KEY_URI = account_written(
    "it changed which key the account names",
    *any_of("keyvaultkeyuri", "keyuritext", "keyuri"),
)
