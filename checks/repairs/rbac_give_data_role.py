"""Give this login a Cosmos DB data-plane role on the account.

Source: Cosmos DB data-plane security reference (built-in definition …0001: metadata and items, reading only), read
2026-11-23; requests of azure-cli 2.91.0 as observed.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from checks.rbac.facts import DataRoles
from checks.repairs.inputs import ACCOUNT_GROUP, ACCOUNT_ID, ACCOUNT_NAME, LOGIN_ID
from diagnostics import Case, Permission, Repair, RepairStep, ports

DATA_READER_ID = "00000000-0000-0000-0000-000000000001"
SQL_ROLE_WRITE = Permission(
    "arm",
    "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/write",
    "DocumentDB Account Contributor",
)
SOON = "some minutes: the service enqueues the change and the command waits for it"


def repair(case: Case) -> Repair:
    """Assign the built-in reader at the account; what the login holds below stays."""
    return Repair(
        id="rbac-give-data-role",
        title="Give this login the data-plane role",
        steps=(_assign(case), _prove(case)),
        works_after=SOON,
        escalate_after=timedelta(hours=1),
        escalate="1 hour after the assignment and still refused: a Microsoft support request for Azure Cosmos DB, with"
        " the account's id and the activity id of a refused call",
        notes=(
            "These roles are Cosmos DB's own: `az role assignment create` gives no data, not even Owner.",
            "The application behind the campaign signs in as somebody else: give that one its own role.",
        ),
    )


def _assign(case: Case) -> RepairStep:
    account = str(case.target.account or ACCOUNT_ID)
    roles = case.seen.maybe(DataRoles)
    who = str(roles.principal if roles else LOGIN_ID)
    name = str(uuid5(NAMESPACE_URL, f"{account}|{DATA_READER_ID}|{who}".lower()))
    one = (*_account(case), "--role-assignment-id", name)
    return RepairStep(
        purpose=f'Give {who} the role "Cosmos DB Built-in Data Reader" on the account.',
        argv=(
            *("az", "cosmosdb", "sql", "role", "assignment", "create", *one),
            *("--role-definition-id", DATA_READER_ID, "--principal-id", who, "--scope", "/"),
        ),
        role=SQL_ROLE_WRITE.granted_by,
        permission=SQL_ROLE_WRITE.at(account),
        risk="low: lets this one login read all data of the account; give a role with readMetadata alone where that is"
        " too much",
        wait=SOON,
        proof=("az", "cosmosdb", "sql", "role", "assignment", "show", *one),
        expect=f"principalId {who}",
        undo=("az", "cosmosdb", "sql", "role", "assignment", "delete", *one, "--yes"),
    )


def _prove(case: Case) -> RepairStep:
    return RepairStep(
        purpose="Wait, then run `ajo-doctor verify`: the metadata read of the account must be answered.",
        role="Cosmos DB Built-in Data Reader",
        permission=ports.METADATA_READ.at(str(case.target.account or "")),
        risk="none: it only reads",
        wait=SOON,
    )


def _account(case: Case) -> tuple[str, ...]:
    account = case.target.account
    if account is None:
        return ("--account-name", str(ACCOUNT_NAME), "--resource-group", str(ACCOUNT_GROUP))
    names = ("--account-name", account.name, "--resource-group", account.group)
    return (*names, "--subscription", str(account.subscription))
