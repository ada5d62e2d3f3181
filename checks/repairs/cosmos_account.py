"""Correct what the account says of itself: default identity, key URI, network rules; or wait until it has finished."""

from __future__ import annotations

from checks.cosmos.facts import AccountFacts
from checks.entra.facts import DefaultPrincipal
from checks.repairs.identity_prevention import alert, lock
from checks.repairs.identity_steps import ACCOUNT_WRITE, account_of, grant, make_default, prove
from checks.repairs.wording import escalate, works_after
from diagnostics import Case, Repair, RepairStep, ports

# Changes of network rules take up to 15 minutes (Cosmos DB page on forbidden errors, read 2026-11-23).
_FIREWALL_WAIT = "up to 15 minutes (Cosmos DB page on forbidden errors)"


def _plan(
    case: Case, repair_id: str, title: str, *steps: RepairStep, proof: bool = True
) -> Repair:
    account = case.target.account
    return Repair(
        id=repair_id,
        title=title,
        steps=(*steps, *((prove(case),) if proof else ())),
        works_after=works_after(case),
        escalate=escalate(case),
        prevent=(
            lock(account),
            alert(account, "Microsoft.DocumentDB/databaseAccounts/write", "ajo-account-changed"),
        )
        if account
        else (),
    )


def set_default_identity(case: Case) -> Repair:
    """Make an identity that the account has its default."""
    account = case.seen.maybe(AccountFacts)
    chosen = account.attached[0] if account and account.attached else None
    if chosen and chosen.principal_id:
        steps = (
            grant(case, object_id=str(chosen.principal_id)),
            make_default(case, f"UserAssignedIdentity={chosen.identity}", undo=False),
        )
    elif account and account.system_principal_id:
        steps = (
            grant(case, object_id=str(account.system_principal_id)),
            make_default(case, "SystemAssignedIdentity", undo=False),
        )
    else:
        app = case.target.cloud.cosmos_app_id
        steps = (grant(case, app_id=app), make_default(case, "FirstPartyIdentity", undo=False))
    ordered = steps[::-1] if _has_grant(case) else steps
    return _plan(
        case, "cosmos-set-default-identity", "Give the account a valid default identity", *ordered
    )


def _has_grant(case: Case) -> bool:
    # An undefined default tells nothing about grants; the order only changes when the principal is known already.
    return case.seen.maybe(DefaultPrincipal) is not None


def correct_key_uri(case: Case) -> Repair:
    """Write the key URI anew, without a version."""
    uri = (
        str(case.target.key_uri.versionless)
        if case.target.key_uri
        else "<https://vault/keys/name>"
    )
    step = RepairStep(
        purpose="Correct the account's key URI; a version is not needed.",
        argv=("az", "cosmosdb", "update", *account_of(case), "--key-uri", uri),
        role=ACCOUNT_WRITE.granted_by,
        permission=ACCOUNT_WRITE.at(str(case.target.account or "")),
        risk="the command does not check the value; a URI of another key makes the data unreadable until it is put back",
        wait=works_after(case),
        proof=("az", "cosmosdb", "show", *account_of(case), "--query", "keyVaultKeyUri"),
        expect=uri,
    )
    return _plan(case, "cosmos-correct-key-uri", "Correct the key URI", step)


def wait(case: Case) -> Repair:
    """Change nothing; look again."""
    step = RepairStep(
        purpose="Change nothing now: look again until state and data plane agree.",
        argv=(
            "az",
            "cosmosdb",
            "show",
            *account_of(case),
            "--query",
            "[provisioningState, customerManagedKeyStatus]",
        ),
        role=ports.READER,
        permission=ports.ACCOUNT_READ.at(str(case.target.account or "")),
        risk="none: it only reads; another change now starts the waiting anew",
        wait=works_after(case),
        expect="Succeeded, and access confirmed",
    )
    return _plan(case, "cosmos-wait", "Wait until it has worked", step, proof=False)


def let_in(case: Case) -> Repair:
    """Add an address to the account's rules; the list given replaces the old one, so it holds all."""
    account = case.seen.maybe(AccountFacts)
    before = ",".join(account.ip_rules) if account else ""
    rules = ",".join(filter(None, (before, "<address of the caller>")))
    update = ("az", "cosmosdb", "update", *account_of(case), "--ip-range-filter")
    step = RepairStep(
        purpose="Let the caller's address in, if it belongs there; else run this where callers run.",
        argv=(*update, rules),
        role=ACCOUNT_WRITE.granted_by,
        permission=ACCOUNT_WRITE.at(str(case.target.account or "")),
        risk="the list replaces the old one: it must hold every address that is let in; an empty one opens the account",
        wait=_FIREWALL_WAIT,
        proof=("az", "cosmosdb", "show", *account_of(case), "--query", "ipRules"),
        expect="the caller's address in the list",
        undo=(*update, before),
    )
    return _plan(
        case, "cosmos-let-in", "Let the caller through the account's firewall", step, proof=False
    )


def find_account(case: Case) -> Repair:
    """List the accounts that there are."""
    account = case.target.account
    place = ("--subscription", str(account.subscription)) if account else ()
    step = RepairStep(
        purpose="List the accounts of the subscription and compare the name with the configuration and the callers'.",
        argv=(
            "az",
            "cosmosdb",
            "list",
            *place,
            "--query",
            "[].{name:name,group:resourceGroup,endpoint:documentEndpoint}",
        ),
        role=ports.READER,
        permission=ports.ACCOUNT_READ.at(
            f"/subscriptions/{account.subscription}" if account else ""
        ),
        risk="none: it only reads",
        wait="at once",
        expect="the account under the name that the callers use",
    )
    restore = RepairStep(
        purpose="If it was deleted: restore it from its continuous backup under a new name, or open a support request.",
        role="whoever may open a support request",
        risk="a restored account has no usable identity of its own: assign and default one anew",
        wait="hours",
    )
    return _plan(case, "cosmos-find-account", "Find the account", step, restore, proof=False)


def correct_configuration(case: Case) -> Repair:
    """Let the configuration follow the account, or the account the configuration."""
    account = case.seen.maybe(AccountFacts)
    key = (
        str(account.key_uri.versionless) if account and account.key_uri else "<key of the account>"
    )
    step = RepairStep(
        purpose=f'If the account is right: write key_uri = "{key}" into the configuration. If the configuration is right: see '
        "who changed the account.",
        role="whoever owns the configuration",
        risk="none",
        wait="at once",
    )
    return _plan(
        case,
        "cosmos-correct-configuration",
        "Let configuration and account name one key",
        step,
        proof=False,
    )
