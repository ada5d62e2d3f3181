"""Steps that several repairs of identities share: grant, attach, make default, prove."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from checks.entra.facts import DefaultPrincipal
from checks.keyvault.facts import VaultFacts
from checks.repairs.wording import ROLE_WAIT, works_after
from diagnostics import Case, Permission, RepairStep, ResourceId, Topology, ports

# Azure built-in roles reference, Security: get, wrap and unwrap, nothing else.
KEY_ROLE_ID = "e147488a-f6f5-4113-8e2d-b22465e65bf6"
KEY_ROLE = "Key Vault Crypto Service Encryption User"
ACCOUNT_WRITE = Permission(
    "arm", "Microsoft.DocumentDB/databaseAccounts/write", "Cosmos DB Operator"
)
IDENTITY_WRITE = Permission(
    "arm",
    "Microsoft.ManagedIdentity/userAssignedIdentities/write",
    "Managed Identity Contributor",
)
ROLE_WRITE = Permission(
    "arm", "Microsoft.Authorization/roleAssignments/write", "Key Vault Data Access Administrator"
)
POLICY_WRITE = Permission(
    "arm", "Microsoft.KeyVault/vaults/accessPolicies/write", "Key Vault Contributor"
)
APPLICATION_WRITE = Permission(
    "graph", "Application.ReadWrite.All", "Cloud Application Administrator"
)


def graph_url(case: Case, path: str) -> str:
    """Give the address of an object in the cloud's Microsoft Graph."""
    return f"https://{case.target.cloud.graph}/v1.0/{path}"


def vault_of(case: Case) -> ResourceId | None:
    """Give the vault, as far as its id is known."""
    facts = case.seen.maybe(VaultFacts)
    return (facts.vault if facts else None) or case.target.vault


def account_of(case: Case) -> tuple[str, ...]:
    """Give the options that name the account in `az cosmosdb`."""
    account = case.target.account
    if account is None:
        return ("--name", "<account>", "--resource-group", "<resource group>")
    return (
        "--name",
        account.name,
        "--resource-group",
        account.group,
        "--subscription",
        str(account.subscription),
    )


def grant(case: Case, *, object_id: str = "", app_id: str = "") -> RepairStep:
    """Give a principal what the key needs, in the vault's permission model.

    Args:
        case: what was read.
        object_id: of the principal; a text in angle brackets where only an earlier step prints it.
        app_id: of its application, where the object id is not known yet; looked up by the command.
    """
    facts = case.seen.maybe(VaultFacts)
    vault = vault_of(case)
    if facts and facts.uses_rbac is False and vault:
        return _policy(vault, object_id, app_id)
    scope = str(vault or "<resource id of the vault>")
    who = (
        ("--assignee-object-id", object_id, "--assignee-principal-type", "ServicePrincipal")
        if object_id
        else ("--assignee", app_id)
    )
    # A name of our own makes the command repeatable: a second run finds its own assignment.
    known = bool(vault) and "<" not in object_id + app_id
    name = str(uuid5(NAMESPACE_URL, f"{scope}|{object_id or app_id}|{KEY_ROLE_ID}".lower()))
    return RepairStep(
        purpose=f"Give it the role {KEY_ROLE} on the vault.",
        argv=("az", "role", "assignment", "create", "--role", KEY_ROLE_ID, *who, "--scope", scope)
        + (("--name", name) if known else ()),
        role=ROLE_WRITE.granted_by,
        permission=ROLE_WRITE.at(scope),
        risk="none: it adds one role that can use keys of this vault and nothing else",
        wait=ROLE_WAIT,
        proof=(
            *("az", "role", "assignment", "list", "--assignee", object_id or app_id),
            *("--role", KEY_ROLE_ID, "--scope", scope, "--include-inherited"),
        ),
        expect="one assignment",
        undo=(
            *("az", "role", "assignment", "delete", *who[:2]),
            *("--role", KEY_ROLE_ID, "--scope", scope),
        ),
    )


def _policy(vault: ResourceId, object_id: str, app_id: str) -> RepairStep:
    named = ("--name", vault.name, "--resource-group", vault.group)
    place = (*named, "--subscription", str(vault.subscription))
    who = ("--object-id", object_id) if object_id else ("--spn", app_id)
    return RepairStep(
        purpose="Give it an access policy on the vault, which uses access policies.",
        argv=(
            *("az", "keyvault", "set-policy", *place, *who),
            *("--key-permissions", "get", "wrapKey", "unwrapKey"),
        ),
        role=POLICY_WRITE.granted_by,
        permission=POLICY_WRITE.at(str(vault)),
        risk="replaces the key permissions of an access policy that this principal already has",
        wait="works at once; Key Vault may take some minutes",
        proof=("az", "keyvault", "show", *place, "--query", "properties.accessPolicies"),
        expect="an entry of the principal with get, wrapKey and unwrapKey",
        undo=("az", "keyvault", "delete-policy", *place, *who),
    )


def attach(case: Case, identity: ResourceId | None) -> RepairStep:
    """Attach a user-assigned identity to the account; None = switch its system-assigned one on."""
    chosen = ("--identities", str(identity)) if identity else ()
    name = f"identity {identity.name}" if identity else "the account's system-assigned identity"
    return RepairStep(
        purpose=f"Attach {name} to the account."
        if identity
        else "Switch the account's system-assigned identity on.",
        argv=("az", "cosmosdb", "identity", "assign", *account_of(case), *chosen),
        role="Cosmos DB Operator, and Managed Identity Operator on the identity"
        if identity
        else ACCOUNT_WRITE.granted_by,
        permission=ACCOUNT_WRITE.at(str(case.target.account or "")),
        risk="none: identities that are attached already stay attached",
        wait="about half a minute for the update of the account",
        proof=("az", "cosmosdb", "identity", "show", *account_of(case)),
        expect=f"{identity} is listed" if identity else "type contains SystemAssigned",
        undo=("az", "cosmosdb", "identity", "remove", *account_of(case), *chosen),
    )


def make_default(case: Case, value: str, *, undo: bool = False) -> RepairStep:
    """Set the default identity; one of the few updates that a revoked account accepts.

    Args:
        case: what was read.
        value: the property's value, as one argument: it may contain `&`.
        undo: whether the present value is worth going back to.
    """
    before = _default_text(case)
    update = ("az", "cosmosdb", "update", *account_of(case), "--default-identity")
    return RepairStep(
        purpose="Make it the account's default identity, so that the account tries the key again.",
        argv=(*update, value),
        role=ACCOUNT_WRITE.granted_by,
        permission=ACCOUNT_WRITE.at(str(case.target.account or "")),
        risk="the command does not check the value: a wrong one leaves the account without a usable"
        " identity",
        wait=works_after(case),
        proof=("az", "cosmosdb", "show", *account_of(case), "--query", "defaultIdentity"),
        expect=value,
        undo=(*update, before) if undo and before else (),
    )


def _default_text(case: Case) -> str:
    principal = case.seen.maybe(DefaultPrincipal)
    if principal is None or principal.identity_kind is None:
        return ""
    kind = principal.identity_kind.value
    return f"{kind}={principal.identity}" if principal.identity else kind


def prove(case: Case) -> RepairStep:
    """Show that the account came out of the revoked state, where that can be seen from here."""
    if case.target.topology is not Topology.OWN_ACCOUNT:
        return RepairStep(
            purpose="Wait, then repeat one call of the campaign: Adobe's account cannot be read from"
            " here, so only a successful call proves the repair.",
            role="whoever may trigger the campaign",
            risk="the call sends a message: use a test recipient",
            wait=works_after(case),
        )
    account = case.target.account
    return RepairStep(
        purpose="Wait, then prove that the account is out of the revoked state.",
        argv=("az", "cosmosdb", "show", *account_of(case), "--query", "customerManagedKeyStatus"),
        role=ports.READER,
        permission=ports.ACCOUNT_READ.at(str(account or "")),
        risk="none: it only reads",
        wait=works_after(case),
        expect="Access to the configured customer managed key confirmed.",
    )
