"""Repairs on the side of whoever calls the data plane: token, audience, tenant, clock, old connections."""

from __future__ import annotations

from checks.cosmos.token import GENERAL_SCOPE
from checks.repairs.identity_steps import account_of
from checks.repairs.wording import escalate
from diagnostics import Case, Repair, RepairStep, ports

_AT_ONCE = "at once for new tokens; an old token lives up to 24 hours"


def _plan(case: Case, repair_id: str, title: str, *steps: RepairStep) -> Repair:
    return Repair(
        id=repair_id, title=title, steps=steps, works_after=_AT_ONCE, escalate=escalate(case)
    )


def _host(case: Case) -> str:
    account = case.target.account
    return (
        f"{account.name.lower()}.{case.target.cloud.cosmos_suffix}"
        if account
        else "<account host>"
    )


def _ask(case: Case, purpose: str, scope: str) -> RepairStep:
    tenant = ("--tenant", str(case.target.tenant)) if case.target.tenant else ()
    query = ("--query", "{tenant:tenant,expiresOn:expiresOn}")  # never the token itself
    return RepairStep(
        purpose=purpose,
        argv=("az", "account", "get-access-token", "--scope", scope, *tenant, *query),
        role="any login of the tenant",
        risk="none: it only asks for a token and does not print it",
        wait="at once",
        expect="a tenant and an expiry date",
    )


def get_token(case: Case) -> Repair:
    """See which code Entra gives, for the account's scope."""
    create = RepairStep(
        purpose="If the code is AADSTS500011 or 650052: create the service principal of Azure Cosmos DB in the tenant.",
        argv=("az", "ad", "sp", "create", "--id", case.target.cloud.cosmos_app_id),
        role="Cloud Application Administrator",
        risk="low: adds Microsoft's own application to the tenant",
        wait="minutes",
        undo=("az", "ad", "sp", "delete", "--id", case.target.cloud.cosmos_app_id),
    )
    ask = _ask(
        case,
        "Ask for a token and read the code that Entra gives.",
        f"https://{_host(case)}/.default",
    )
    return _plan(case, "cosmos-get-token", "Get a token for the account", ask, create)


def use_general_scope(case: Case) -> Repair:
    """Let callers fall back to the general scope."""
    step = _ask(
        case,
        f"Let the callers ask for {GENERAL_SCOPE}: the SDKs of 2025 and later fall back to it by themselves.",
        GENERAL_SCOPE,
    )
    return _plan(case, "cosmos-use-general-scope", "Use the general scope", step)


def ask_for_account(case: Case) -> Repair:
    """Let callers ask for the audience that the account takes."""
    step = _ask(
        case,
        "Let the callers ask for the account's own scope, and compare the audience of their token with it.",
        f"https://{_host(case)}/.default",
    )
    return _plan(case, "cosmos-ask-for-account", "Ask for a token of the right audience", step)


def use_tenant(case: Case) -> Repair:
    """Let callers sign in to the account's tenant."""
    step = _ask(
        case, "Let the callers sign in to the account's tenant.", f"https://{_host(case)}/.default"
    )
    return _plan(case, "cosmos-use-tenant", "Sign in to the account's tenant", step)


def set_clock(case: Case) -> Repair:
    """Set the clock of the machine that asks."""
    step = RepairStep(
        purpose="Set the clock of the machine that calls: switch time synchronisation on (timedatectl set-ntp true, or w32tm /resync).",
        role="administrator of that machine",
        risk="programs see the time jump",
        wait="at once",
    )
    return _plan(case, "cosmos-set-clock", "Set the clock", step)


def restart(case: Case) -> Repair:
    """Let callers drop old tokens and connections."""
    step = RepairStep(
        purpose="Restart the processes that still report the error, or let them drop their client and its token.",
        role="whoever runs the callers",
        risk="the callers are away for the time of a restart",
        wait="at once; without a restart an old token lives up to 24 hours",
    )
    return _plan(case, "cosmos-restart-callers", "Restart what still reports the error", step)


def use_entra(case: Case) -> Repair:
    """Let the caller use Entra tokens instead of keys."""
    step = RepairStep(
        purpose="Let the caller sign in with Entra (DefaultAzureCredential) instead of an account key: keys are switched off on this account.",
        argv=("az", "cosmosdb", "show", *account_of(case), "--query", "disableLocalAuth"),
        role=ports.READER,
        permission=ports.ACCOUNT_READ.at(str(case.target.account or "")),
        risk="none: it only reads; switching keys on again would weaken the account",
        wait="at once",
        expect="true",
    )
    return _plan(case, "cosmos-use-entra", "Use Entra tokens", step)
