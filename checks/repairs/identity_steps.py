"""Steps that several repairs of identities share: attach, make default, prove; and the rights behind them."""

from __future__ import annotations

from checks.repairs.inputs import ACCOUNT_GROUP, ACCOUNT_NAME, PRINCIPAL_ID
from checks.repairs.wording import works_after
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
IDENTITY_ASSIGN = Permission(
    "arm",
    "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
    "Managed Identity Operator",
)
ROLE_WRITE = Permission(
    "arm", "Microsoft.Authorization/roleAssignments/write", "Key Vault Data Access Administrator"
)
POLICY_WRITE = Permission(
    "arm", "Microsoft.KeyVault/vaults/accessPolicies/write", "Key Vault Contributor"
)
PRINCIPAL_READ = Permission("graph", "Application.Read.All", "Directory Readers")
APPLICATION_WRITE = Permission(
    "graph", "Application.ReadWrite.All", "Cloud Application Administrator"
)


def graph_url(case: Case, path: str) -> str:
    """Give the address of an object in the cloud's Microsoft Graph."""
    return f"https://{case.target.cloud.graph}/v1.0/{path}"


def account_of(case: Case) -> tuple[str, ...]:
    """Give the options that name the account in `az cosmosdb`."""
    account = case.target.account
    if account is None:
        return ("--name", str(ACCOUNT_NAME), "--resource-group", str(ACCOUNT_GROUP))
    return (
        "--name",
        account.name,
        "--resource-group",
        account.group,
        "--subscription",
        str(account.subscription),
    )


def name_of_account(case: Case) -> str:
    """Name the account for people."""
    return f"account {case.target.account.name}" if case.target.account else "the account"


def attach(case: Case, identity: ResourceId | None) -> RepairStep:
    """Attach a user-assigned identity to the account; None = switch its system-assigned one on."""
    chosen = ("--identities", str(identity)) if identity else ()
    printed = () if identity else ("--query", "principalId", "--output", "tsv")
    account = name_of_account(case)
    return RepairStep(
        purpose=f"Attach identity {identity.name} to {account}."
        if identity
        else f"Switch the system-assigned identity of {account} on; the command prints its new principalId.",
        argv=("az", "cosmosdb", "identity", "assign", *account_of(case), *chosen, *printed),
        gives=None if identity else PRINCIPAL_ID,
        role="Cosmos DB Operator, and Managed Identity Operator on the identity"
        if identity
        else ACCOUNT_WRITE.granted_by,
        permission=ACCOUNT_WRITE.at(str(case.target.account or "")),
        also=(IDENTITY_ASSIGN.at(str(identity)),) if identity else (),
        risk="none: identities that are attached already stay attached",
        wait="about half a minute for the update of the account",
        proof=("az", "cosmosdb", "identity", "show", *account_of(case)),
        expect=f"{identity} is listed" if identity else "type contains SystemAssigned",
        undo=("az", "cosmosdb", "identity", "remove", *account_of(case), *chosen),
    )


def make_default(case: Case, value: str) -> RepairStep:
    """Set the default identity; one of the few updates that a revoked account accepts.

    There is no undo: the value that stands is what broke.

    Args:
        case: what was read.
        value: the property's value, as one argument: it may contain `&`.
    """
    return RepairStep(
        purpose=f"Make {_shown(value)} the default identity of {name_of_account(case)}, so that it tries the key again.",
        argv=("az", "cosmosdb", "update", *account_of(case), "--default-identity", value),
        role=ACCOUNT_WRITE.granted_by,
        permission=ACCOUNT_WRITE.at(str(case.target.account or "")),
        risk="the command does not check the value: a wrong one leaves the account without a usable"
        " identity",
        wait=works_after(case),
        proof=("az", "cosmosdb", "show", *account_of(case), "--query", "defaultIdentity"),
        expect=value,
    )


def _shown(value: str) -> str:
    """Shorten the property's value for people: the identity by its name, the application by its id."""
    kind, _, rest = value.partition("=")
    identity, _, client = rest.partition("&FederatedClientId=")
    name = f"identity {identity.rpartition('/')[2]}" if identity else kind
    return f"{name} with application {client}" if client else name


def prove(case: Case) -> RepairStep:
    """Show that the account came out of the revoked state, where that can be seen from here."""
    if case.target.topology is not Topology.OWN_ACCOUNT:
        return RepairStep(
            purpose="Wait, run `ajo-doctor verify`, then repeat one call of the campaign: Adobe's account cannot be read from"
            " here, so only a successful call proves the repair.",
            role="whoever may trigger the campaign",
            risk="the call sends a message: use a test recipient",
            wait=works_after(case),
        )
    account = case.target.account
    return RepairStep(
        purpose="Wait, then prove it: `ajo-doctor verify --wait 2h` does both. The account itself says whether it is out of"
        " the revoked state.",
        argv=("az", "cosmosdb", "show", *account_of(case), "--query", "customerManagedKeyStatus"),
        role=ports.READER,
        permission=ports.ACCOUNT_READ.at(str(account or "")),
        risk="none: it only reads",
        wait=works_after(case),
        expect="Access to the configured customer managed key confirmed.",
    )
