"""Find an account that is not where it should be; or wait until it has finished."""

from __future__ import annotations

from dataclasses import replace

from checks.repairs.cosmos_plan import plan
from checks.repairs.identity_steps import account_of
from checks.repairs.wording import works_after
from diagnostics import Case, Permission, Repair, RepairStep, ports

_RESTORABLE_READ = Permission(
    "arm", "Microsoft.DocumentDB/locations/restorableDatabaseAccounts/read", ports.READER
)


def wait(case: Case) -> Repair:
    """Change nothing; look again."""
    step = RepairStep(
        purpose="Change nothing now; run this diagnosis again in some minutes, until status and data plane agree: the command"
        " shows the status alone.",
        argv=(
            *("az", "cosmosdb", "show", *account_of(case)),
            *("--query", "[provisioningState, customerManagedKeyStatus]"),
        ),
        role=ports.READER,
        permission=ports.ACCOUNT_READ.at(str(case.target.account or "")),
        risk="none: it only reads; another change now starts the waiting anew",
        wait=works_after(case),
        expect="Succeeded, and access confirmed",
    )
    title = "Wait until it has worked"
    return plan(case, "cosmos-wait", title, step, proof=False, passes=True)


def find_account(case: Case) -> Repair:
    """List the accounts that there are, and those that can be restored."""
    account = case.target.account
    place = ("--subscription", str(account.subscription)) if account else ()
    scope = f"/subscriptions/{account.subscription}" if account else ""
    step = RepairStep(
        purpose="List the accounts of the subscription and compare the name with the configuration and the callers'.",
        argv=(
            *("az", "cosmosdb", "list", *place),
            *("--query", "[].{name:name,group:resourceGroup,endpoint:documentEndpoint}"),
        ),
        role=ports.READER,
        permission=ports.ACCOUNT_READ.at(scope),
        risk="none: it only reads",
        wait="at once",
        expect="the account under the name that the callers use",
    )
    named = ("--account-name", account.name) if account else ()
    restorable = RepairStep(
        purpose="If it was deleted: see whether a continuous backup of it is kept.",
        argv=("az", "cosmosdb", "restorable-database-account", "list", *named, *place),
        role=ports.READER,
        permission=_RESTORABLE_READ.at(scope),
        risk="none: it only reads",
        wait="at once",
        expect="an entry with a deletionTime",
    )
    restore = RepairStep(
        purpose="Restore it from that backup under a new name; without a backup open a Microsoft support request.",
        role="whoever owns the account, or may open a support request",
        risk="a restored account has no usable identity of its own: attach one, grant it the key and make it the default",
        wait="hours",
    )
    found = plan(
        case, "cosmos-find-account", "Find the account", step, restorable, restore, proof=False
    )
    return replace(
        found,
        works_after="at once where only the name was wrong; a restore takes hours",
        escalate="neither the account nor a backup of it is listed: open a Microsoft support request for Azure Cosmos DB, with"
        " the account's id, at once",
    )
