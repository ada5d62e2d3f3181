"""Can this login get a token for the account, with the right audience and issuer and a right clock?"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from checks.cosmos import kinds as co
from checks.cosmos.facts import AccountFacts, TokenForAccount
from checks.entra.facts import DefaultPrincipal, Presence, PrincipalFacts, Role
from diagnostics import (
    Check,
    Look,
    NotApplicable,
    Seen,
    Severity,
    SignIn,
    Step,
    Topology,
    Verdict,
)

# azure-cosmos asks for the account's own scope first and for this one after AADSTS500011 (azure-cosmos 4.17.1).
GENERAL_SCOPE = "https://cosmos.azure.com/.default"
# Kerberos-like limits are not documented for Entra; its libraries accept 5 minutes of difference (Microsoft.IdentityModel).
TOLERATED_SKEW_S = 300.0
_RESOURCE_ABSENT = ("AADSTS500011", "AADSTS650052")
_RESOURCE_DISABLED = "AADSTS500014"
_MEANINGS = {
    "AADSTS500011": "the resource has no service principal in this tenant, or the account's name is wrong",
    "AADSTS650052": "the resource has no service principal in this tenant",
    "AADSTS500014": "the service principal of Azure Cosmos DB is disabled in this tenant",
    "AADSTS7000112": "this login's own application is disabled",
    "AADSTS7000229": "this login's application has no service principal in this tenant",
    "AADSTS7000215": "this login's client secret is wrong",
    "AADSTS7000222": "this login's client secret is expired",
    "AADSTS700016": "this login's application is not in this tenant",
    "AADSTS50105": "this login is not assigned to the application",
    "AADSTS90002": "the tenant does not exist in this cloud",
    "AADSTS700024": "this login's assertion is outside its time: a clock is wrong, or it is old",
    "AADSTS53003": "a Conditional Access policy blocks this login",
    "AADSTS65001": "nobody has consented to this login's use of Azure Cosmos DB",
}


async def probe(look: Look) -> TokenForAccount | NotApplicable:
    """Ask for the account's scope; for the general one only if that fails."""
    account = look.seen[AccountFacts]
    if not account.exists:
        return NotApplicable("the account was not found (see cosmos.account)")
    scope = f"https://{host_of(account, look)}/.default"
    own = await look.entra.token(scope)
    general = None if own.obtained else await look.entra.token(GENERAL_SCOPE)
    good = own if own.obtained or general is None else general
    return TokenForAccount(
        observed_at=good.observed_at,
        account_scope=scope,
        account_scope_works=own.obtained,
        account_scope_error=own.error_code,
        account_scope_text=own.error_text,
        general_scope=GENERAL_SCOPE,
        general_scope_works=general.obtained if general else None,
        general_scope_error=general.error_code if general else "",
        general_scope_text=general.error_text if general else "",
        audience=good.audience,
        issuer=good.issuer,
        token_tenant=good.tenant,
        skew_s=good.server_skew_s,
    )


def host_of(account: AccountFacts, look: Look) -> str:
    """Name the account's host: as the account says if it is one of the cloud, else built from its name."""
    said = (urlsplit(account.endpoint).hostname or "").lower()
    built = f"{account.account.name.lower()}.{look.target.cloud.cosmos_suffix}"
    return said if said.endswith(f".{look.target.cloud.cosmos_suffix}") else built


def judge(token: TokenForAccount, seen: Seen) -> Iterator[Verdict]:
    """Refused for both scopes, or given for the general one only; then what the token itself says."""
    account = seen[AccountFacts]
    if not token.account_scope_works and not token.general_scope_works:
        yield _refused(token, account, seen)
        yield from _clock(token)  # a wrong clock alone makes Entra refuse
        return
    if not token.account_scope_works:
        yield _general_only(token, account)
    yield from _issuer(token, account)
    yield from _clock(token)


def _refused(token: TokenForAccount, account: AccountFacts, seen: Seen) -> Verdict:
    code = token.account_scope_error or token.general_scope_error or "an unnamed error"
    is_same = _is_of_the_default_identity(code, seen)
    meaning = _MEANINGS.get(code, "see the Entra error reference")
    return co.TOKEN_REFUSED.found(
        account.account,
        f"Entra gives this login no token for {account.account.name}: {code}, {meaning}.",
        evidence=(
            f"{token.account_scope} = {token.account_scope_error or 'refused'} {token.account_scope_text} (Entra)",
            f"{token.general_scope} = {token.general_scope_error or 'refused'} {token.general_scope_text} (Entra)",
        ),
        severity=Severity.INFO if is_same else None,
        because="the service principal of Azure Cosmos DB is the account's default identity as well, and what is wrong with"
        " it is said there"
        if is_same
        else "",
    )


def _is_of_the_default_identity(code: str, seen: Seen) -> bool:
    """Tell whether Entra names the principal of Azure Cosmos DB, and that one was seen unusable as the default identity."""
    default, principal = seen.maybe(DefaultPrincipal), seen.maybe(PrincipalFacts)
    if principal is None or default is None or default.role is not Role.FIRST_PARTY:
        return False
    if code in _RESOURCE_ABSENT:
        return principal.presence is not Presence.PRESENT
    return code == _RESOURCE_DISABLED and principal.account_enabled is False


def _general_only(token: TokenForAccount, account: AccountFacts) -> Verdict:
    return co.TOKEN_GENERAL_SCOPE.found(
        account.account,
        f"Entra refuses a token for {account.account.name}'s own scope ({token.account_scope_error or 'no code'}) and"
        " gives one for the general scope; clients without that fallback fail.",
        evidence=(
            f"{token.account_scope} = {token.account_scope_error or 'refused'} (Entra)",
            f"{token.general_scope} = token given (Entra)",
        ),
    )


def _issuer(token: TokenForAccount, account: AccountFacts) -> Iterator[Verdict]:
    if token.token_tenant and account.tenant and token.token_tenant != account.tenant:
        yield co.TOKEN_ISSUER.found(
            account.account,
            f"The token comes from tenant {token.token_tenant}, but the account lives in {account.tenant}.",
            evidence=(
                f"iss = {token.issuer} (token)",
                f"identity.tenantId = {account.tenant} ({account.account})",
            ),
        )


def _clock(token: TokenForAccount) -> Iterator[Verdict]:
    if token.skew_s is not None and abs(token.skew_s) > TOLERATED_SKEW_S:
        ahead = "behind" if token.skew_s > 0 else "ahead of"
        yield co.CLOCK_SKEW.found(
            "this machine's clock",
            f"The clock here is {abs(token.skew_s):.0f} s {ahead} the server's; tokens may count as expired or not"
            " yet valid.",
            evidence=(f"Date header minus local clock = {token.skew_s:.0f} s (Entra)",),
        )


CHECK = Check(
    id="cosmos.token",
    title="This login gets a token for the account, from its tenant, and the clock is right",
    provides=TokenForAccount,
    probe=probe,
    judge=judge,
    kinds=(
        co.TOKEN_REFUSED,
        co.TOKEN_GENERAL_SCOPE,
        co.TOKEN_ISSUER,
        co.CLOCK_SKEW,
    ),
    step=Step.RETEST,
    needs=(AccountFacts, SignIn),
    weighs=(DefaultPrincipal, PrincipalFacts),
    applies_to=frozenset({Topology.OWN_ACCOUNT}),
)
