"""The sorts of changes that break something on the way to the key, and how each log calls them.

Sources: operations of Resource Manager as the resource providers list them; activities of Entra's audit log
(reference-audit-activities of entra-docs; disabling a service principal is `Update service principal` with the property
`AccountEnabled`); operation names of Azure Key Vault logging. Read 2026-11-23 and 2026-11-29. Key Vault's log names the
operation and not what it changed: its rules with values then say "may".
"""

from __future__ import annotations

from diagnostics import Becomes, ChangeLog, Fate, Link, Rule, Thing


def by_directory(
    thing: Thing,
    why: str,
    *operations: str,
    about: Link,
    fate: Fate = Fate.CHANGED,
    becomes: tuple[Becomes, ...] = (),
    undone_by: tuple[str, ...] = (),
) -> Rule:
    """Make a rule for Entra's audit log."""
    return Rule(
        log=ChangeLog.ENTRA,
        thing=thing,
        operations=operations,
        why=why,
        fate=fate,
        becomes=becomes,
        about=(about,),
        undone_by=undone_by,
    )


def by_manager(  # noqa: PLR0913 - a rule has that many sides
    thing: Thing,
    why: str,
    *operations: str,
    about: Link,
    fate: Fate = Fate.CHANGED,
    becomes: tuple[Becomes, ...] = (),
    whom: tuple[Link, ...] = (),
    undone_by: tuple[str, ...] = (),
) -> Rule:
    """Make a rule for Resource Manager's Activity Log."""
    return Rule(
        log=ChangeLog.ACTIVITY,
        thing=thing,
        operations=operations,
        why=why,
        fate=fate,
        becomes=becomes,
        about=(about,),
        whom=whom,
        undone_by=undone_by,
    )


def by_vault(
    why: str,
    *operations: str,
    fate: Fate = Fate.CHANGED,
    becomes: tuple[Becomes, ...] = (),
    undone_by: tuple[str, ...] = (),
) -> Rule:
    """Make a rule for the vault's own audit log: what happens to a key stands nowhere else."""
    return Rule(
        log=ChangeLog.VAULT,
        thing=Thing.KEY,
        operations=operations,
        why=why,
        fate=fate,
        becomes=becomes,
        about=(Link.KEY,),
        undone_by=undone_by,
    )


def by_adobe(
    thing: Thing,
    why: str,
    *operations: str,
    about: Link,
    fate: Fate = Fate.CHANGED,
    becomes: tuple[Becomes, ...] = (),
) -> Rule:
    """Make a rule for Adobe's audit log."""
    return Rule(
        log=ChangeLog.ADOBE,
        thing=thing,
        operations=operations,
        why=why,
        fate=fate,
        becomes=becomes,
        about=(about,),
    )


def vault_written(why: str, *becomes: Becomes) -> Rule:
    """Make the rule for a property of the vault."""
    return by_manager(
        Thing.VAULT, why, "microsoft.keyvault/vaults/write", about=Link.VAULT, becomes=becomes
    )


def account_written(why: str, *becomes: Becomes) -> Rule:
    """Make the rule for a property of the account."""
    return by_manager(
        Thing.ACCOUNT,
        why,
        "microsoft.documentdb/databaseaccounts/write",
        about=Link.ACCOUNT,
        becomes=becomes,
    )


PRINCIPAL_SWITCHED_OFF = by_directory(
    Thing.PRINCIPAL,
    "it switched off the principal that must reach the key",
    "update service principal",
    "disable account",
    about=Link.PRINCIPAL,
    becomes=(
        Becomes(name="accountenabled", to=("false",)),
        Becomes(name="isdisabled", to=("true",)),
    ),
)
PRINCIPAL_DELETED = by_directory(
    Thing.PRINCIPAL,
    "it deleted the principal that must reach the key",
    "remove service principal",
    "delete service principal",
    "hard delete service principal",
    about=Link.PRINCIPAL,
    fate=Fate.VANISHED,
    undone_by=("restore service principal", "add service principal"),
)
APPLICATION_DELETED = by_directory(
    Thing.APPLICATION,
    "it deleted the application behind the principal",
    "delete application",
    "hard delete application",
    about=Link.APPLICATION,
    fate=Fate.VANISHED,
    undone_by=("restore application",),
)
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
GROUP_LEFT = Rule(
    log=ChangeLog.ENTRA,
    thing=Thing.PRINCIPAL,
    operations=("remove member from group",),
    why="it took the principal out of a group, and the group's roles with it",
    fate=Fate.VANISHED,
    about=(Link.PRINCIPAL,),
    undone_by=("add member to group",),
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
        Becomes(name="accesspolicies"),
        Becomes(name="policy"),
        Becomes(name="tenant"),
        Becomes(name="application"),
        Becomes(name="objectid"),
    ),
)
# A write of the whole vault names every policy, whosesoever: what it did to whom is in the values, if the log has them.
POLICIES_WRITTEN = vault_written(
    "it wrote the vault anew, with its access policies", Becomes(name="accesspolicies")
)
MODEL_SWITCHED = vault_written(
    "it switched the vault's permission model, so that the other model's grants count no more",
    Becomes(name="enablerbacauthorization"),
    Becomes(name="usesrbac"),
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
KEY_SWITCHED_OFF = by_vault(
    "it changed the key's attributes, and the key is disabled",
    "keyupdate",
    becomes=(Becomes(name="enabled", to=("false",)),),
)
KEY_DELETED = by_vault(
    "it deleted the key",
    "keydelete",
    fate=Fate.VANISHED,
    undone_by=("keyrecover", "keyrestore"),
)
KEY_PURGED = by_vault("it purged the deleted key", "keypurge", fate=Fate.VANISHED)
KEY_DATED = by_vault(
    "it changed the key's dates",
    "keyupdate",
    "keycreate",
    "keyimport",
    "keyrotate",
    becomes=(
        Becomes(name="exp"),
        Becomes(name="expireson"),
        Becomes(name="expires"),
        Becomes(name="nbf"),
        Becomes(name="notbefore"),
    ),
)
KEY_MADE = by_vault(
    "it made the key, or the version that is in use, as it is",
    "keycreate",
    "keyimport",
    "keyrotate",
    fate=Fate.APPEARED,
)
KEY_OF_ANOTHER_SORT = by_vault(
    "it made the key of another type or size",
    "keycreate",
    "keyimport",
    becomes=(
        Becomes(name="keytype"),
        Becomes(name="kty"),
        Becomes(name="keysize"),
    ),
)
KEY_LIMITED = by_vault(
    "it changed what the key permits",
    "keyupdate",
    "keycreate",
    "keyimport",
    becomes=(
        Becomes(name="keyops", lacks=("wrapKey", "unwrapKey")),
        Becomes(name="operations", lacks=("wrapKey", "unwrapKey")),
    ),
)
IDENTITY_BLOCK = account_written(
    "it changed which identities the account has",
    Becomes(name="identitytype"),
    Becomes(name="identity.type"),
    Becomes(name="userassignedidentities"),
    Becomes(name="attached"),
)
DEFAULT_IDENTITY = account_written(
    "it changed which identity the account reaches its key with",
    Becomes(name="defaultidentity"),
    Becomes(name="defaultidentitytext"),
)
KEY_URI = account_written(
    "it changed which key the account names",
    Becomes(name="keyvaultkeyuri"),
    Becomes(name="keyuritext"),
    Becomes(name="keyuri"),
)
FEDERATION_TAKEN = by_directory(
    Thing.CREDENTIAL,
    "it took the federated credential from the application",
    "*federated identity credential*",
    "update application*",
    "remove *credential*",
    about=Link.APPLICATION,
    fate=Fate.VANISHED,
    undone_by=("add federated identity credential*",),
)
FEDERATION_CHANGED = by_directory(
    Thing.CREDENTIAL,
    "it changed the application's federated credential",
    "*federated identity credential*",
    "update application*",
    about=Link.APPLICATION,
    becomes=(
        Becomes(name="issuer"),
        Becomes(name="subject"),
        Becomes(name="audiences"),
        Becomes(name="federatedidentitycredentials"),
    ),
)
SECRET_TAKEN = by_directory(
    Thing.CREDENTIAL,
    "it took a secret or certificate from the application",
    "remove service principal credentials",
    "*certificates and secrets management*",
    about=Link.APPLICATION,
    fate=Fate.VANISHED,
)
VAULT_SERVICE_OFF = by_directory(
    Thing.PRINCIPAL,
    "it switched off Key Vault's own principal",
    "update service principal",
    "disable account",
    about=Link.VAULT_SERVICE,
    becomes=(Becomes(name="accountenabled", to=("false",)),),
)
VAULT_SERVICE_DELETED = by_directory(
    Thing.PRINCIPAL,
    "it deleted Key Vault's own principal",
    "remove service principal",
    "delete service principal",
    "hard delete service principal",
    about=Link.VAULT_SERVICE,
    fate=Fate.VANISHED,
    undone_by=("restore service principal", "add service principal"),
)
# Whose object it is, the reading settles: besides what is on the way, only Azure Cosmos DB's own principal is asked for.
COSMOS_SERVICE_OFF = Rule(
    log=ChangeLog.ENTRA,
    thing=Thing.PRINCIPAL,
    operations=("update service principal", "disable account"),
    why="it switched off Azure Cosmos DB's own principal",
    becomes=(Becomes(name="accountenabled", to=("false",)),),
)
GUEST_INVITED = by_directory(
    Thing.PRINCIPAL,
    "it invited this login as a guest",
    "invite external user",
    about=Link.CALLER,
    fate=Fate.APPEARED,
)
SIGN_IN_POLICY = Rule(
    log=ChangeLog.ENTRA,
    thing=Thing.OTHER,
    operations=("* conditional access policy",),
    why="it changed a policy that decides who may sign in",
)
