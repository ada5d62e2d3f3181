"""Repairs on the side of whoever calls the data plane: token, audience, tenant, clock, old connections."""

from __future__ import annotations

from checks.cosmos.facts import AccountFacts, TokenForAccount
from checks.cosmos.token import GENERAL_SCOPE
from checks.repairs.identity_steps import APPLICATION_WRITE, account_of
from checks.repairs.inputs import ACCOUNT_HOST
from checks.repairs.wording import TOKENS_FOLLOW
from diagnostics import Case, Repair, RepairStep, SignIn, Waiting, ports

# Entra error reference, read 2026-11-23; 500014 and 7000229 are from public threads, not in the table.
_NO_RESOURCE = ("500011", "650052")
_RESOURCE_DISABLED = "500014"
_LOGIN_DISABLED = ("7000112", "70001")
_LOGIN_ENDED = ("700082", "50173", "70043", "50076", "50079", "50158", "700024", "50012")
# What no command mends: codes, what to do, who may, what it risks.
_BY_HAND = (
    (
        ("53003", "530032", "530035", "53000", "53001", "53002"),
        "A Conditional Access policy or the security defaults block this login: run this from a place and with a login that"
        " the policy allows, or have its owner read the refusal in the sign-in logs and exclude the login. The callers may"
        " well be allowed: look at theirs as well.",
        "Conditional Access Administrator",
        "an exclusion weakens the policy for this login",
    ),
    (
        ("7000215", "7000222", "700027", "700030"),
        "Give this login a valid secret or certificate, or let it use a managed identity.",
        "whoever owns the login's application",
        "the old secret keeps working for others until it ends",
    ),
    (
        ("700016", "7000229", "90002", "90038", "900382", "50020", "50034"),
        "Sign in to the tenant and cloud of the account: this login is not known where it asked.",
        "whoever owns the login",
        "none: nothing is changed",
    ),
    (
        ("65001", "65002", "90094", "50105"),
        "Have an administrator consent to this login's use of Azure Cosmos DB, or assign it to the application.",
        "Cloud Application Administrator",
        "low: this one login gets tokens for Azure Cosmos DB; its data-plane roles still decide",
    ),
)
# General knowledge, not looked up again: tokens live about an hour, those of managed identities up to 24.
_AT_ONCE = "at once for new tokens; an old token lives about an hour, that of a managed identity up to 24 hours"

_ESCALATE = (
    "a new token is refused as well: whoever runs the tenant's Entra ID, with the code, the correlation id and the time of"
    " the refusal"
)


def _plan(
    repair_id: str,
    title: str,
    *steps: RepairStep,
    works_after: str = _AT_ONCE,
    waits: tuple[Waiting, ...] = (TOKENS_FOLLOW,),
    escalate: str = _ESCALATE,
) -> Repair:
    return Repair(
        id=repair_id,
        title=title,
        steps=steps,
        works_after=works_after,
        waits=waits,
        escalate=escalate,
    )


def _host(case: Case) -> str:
    account = case.target.account
    return (
        f"{account.name.lower()}.{case.target.cloud.cosmos_suffix}"
        if account
        else str(ACCOUNT_HOST)
    )


def _tenant(case: Case) -> tuple[str, ...]:
    """Name the account's tenant; it is not the caller's where the issuer is wrong."""
    account = case.seen.maybe(AccountFacts)
    tenant = (account.tenant if account else None) or case.target.tenant
    return ("--tenant", str(tenant)) if tenant else ()


def _ask(case: Case, purpose: str, scope: str) -> RepairStep:
    tenant = _tenant(case)
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
    """See which code Entra gives, for the account's scope, and mend what that code names."""
    ask = _ask(
        case,
        "Ask for a token and read the code that Entra gives.",
        f"https://{_host(case)}/.default",
    )
    return _plan("cosmos-get-token", "Get a token for the account", *_mend(case), ask)


def _mend(case: Case) -> tuple[RepairStep, ...]:
    token = case.seen.maybe(TokenForAccount)
    if token is None or token.account_scope_works or token.general_scope_works:
        return (_sign_in_anew(case),)  # the token was given, and the data plane refused it
    code = (token.account_scope_error or token.general_scope_error).removeprefix("AADSTS")
    if code in _NO_RESOURCE:
        return (_create_principal(case),)
    if code == _RESOURCE_DISABLED:
        return (
            _enable(case.target.cloud.cosmos_app_id, "the service principal of Azure Cosmos DB"),
        )
    if code in _LOGIN_DISABLED and (login := _application(case)):
        return (_enable(login, "this login's own application"),)
    if code in _LOGIN_ENDED:
        return (_sign_in_anew(case),)
    return tuple(_by_hand(*words) for codes, *words in _BY_HAND if code in codes)


def _application(case: Case) -> str:
    login = case.seen.maybe(SignIn)
    # A user's token names the program that was used, which is not what is disabled.
    return str(login.app_id) if login and login.app_id and not login.is_user else ""


def _sign_in_anew(case: Case) -> RepairStep:
    return RepairStep(
        purpose="Sign in anew, so that a new token is asked for.",
        argv=("az", "login", *_tenant(case)),
        role="any login of the tenant",
        risk="none: the present login is replaced",
        wait="at once",
    )


def _by_hand(purpose: str, role: str, risk: str) -> RepairStep:
    return RepairStep(purpose=purpose, role=role, risk=risk, wait="at once for new tokens")


def _enable(principal: str, name: str) -> RepairStep:
    update = ("az", "ad", "sp", "update", "--id", principal, "--set")
    return RepairStep(
        purpose=f"Enable {name} again. First ask why it was disabled: somebody may have meant it.",
        argv=(*update, "accountEnabled=true"),
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk="it gets tokens again for everything it has rights to",
        wait="at once for new tokens",
        proof=("az", "ad", "sp", "show", "--id", principal, "--query", "accountEnabled"),
        expect="true",
        undo=(*update, "accountEnabled=false"),
    )


def _create_principal(case: Case) -> RepairStep:
    app = case.target.cloud.cosmos_app_id
    return RepairStep(
        purpose="Compare the account's name with the callers'; if it is right, create the service principal of Azure Cosmos DB"
        " in the tenant.",
        argv=("az", "ad", "sp", "create", "--id", app),
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk="low: adds Microsoft's own application to the tenant",
        wait="minutes",
        proof=("az", "ad", "sp", "show", "--id", app, "--query", "accountEnabled"),
        expect="true",
        undo=("az", "ad", "sp", "delete", "--id", app),
    )


def use_general_scope(case: Case) -> Repair:
    """Let callers fall back to the general scope."""
    step = _ask(
        case,
        f"Let the callers ask for {GENERAL_SCOPE}: azure-cosmos for Python falls back to it after AADSTS500011, or takes it from"
        " AZURE_COSMOS_AAD_SCOPE_OVERRIDE.",
        GENERAL_SCOPE,
    )
    return _plan("cosmos-use-general-scope", "Use the general scope", step)


def ask_for_account(case: Case) -> Repair:
    """Let callers ask for the audience that the account takes."""
    step = _ask(
        case,
        "Let the callers ask for the account's own scope, and compare the audience of their token with it.",
        f"https://{_host(case)}/.default",
    )
    return _plan("cosmos-ask-for-account", "Ask for a token of the right audience", step)


def use_tenant(case: Case) -> Repair:
    """Let callers sign in to the account's tenant."""
    step = _ask(
        case, "Let the callers sign in to the account's tenant.", f"https://{_host(case)}/.default"
    )
    return _plan("cosmos-use-tenant", "Sign in to the account's tenant", _sign_in_anew(case), step)


def set_clock(case: Case) -> Repair:  # noqa: ARG001 - every repair is called with its case
    """Set the clock of the machine that asks."""
    step = RepairStep(
        purpose="Set the clock of the machine that calls: switch time synchronisation on (timedatectl set-ntp true, or w32tm /resync).",
        role="administrator of that machine",
        risk="programs see the time jump",
        wait="at once",
    )
    return _plan("cosmos-set-clock", "Set the clock", step)


def restart(case: Case) -> Repair:  # noqa: ARG001 - every repair is called with its case
    """Let callers drop old tokens and connections."""
    step = RepairStep(
        purpose="Restart the processes that still report the error, or let them drop their client and its token.",
        role="whoever runs the callers",
        risk="the callers are away for the time of a restart",
        wait=_AT_ONCE,
    )
    return _plan("cosmos-restart-callers", "Restart what still reports the error", step)


def use_entra(case: Case) -> Repair:
    """Let the caller use Entra tokens instead of keys."""
    step = RepairStep(
        purpose="See that account keys are switched off (true). Then let the caller sign in with Entra (DefaultAzureCredential)"
        " instead, with a data-plane role of its own.",
        argv=("az", "cosmosdb", "show", *account_of(case), "--query", "disableLocalAuth"),
        role=ports.READER,
        permission=ports.ACCOUNT_READ.at(str(case.target.account or "")),
        risk="none: it only reads; switching keys on again would weaken the account",
        wait="at once",
        expect="true",
    )
    return _plan(
        "cosmos-use-entra",
        "Use Entra tokens",
        step,
        works_after="as soon as the caller signs in with Entra",
        waits=(),
        escalate="the caller cannot use Entra: the owner of the account decides whether keys are allowed again",
    )
