"""Attach the default identity to the account."""

from __future__ import annotations

from checks.cosmos.facts import AccountFacts
from checks.entra.facts import DefaultPrincipal
from checks.repairs.healing import heal
from checks.repairs.identity_prevention import alert
from checks.repairs.identity_steps import attach, make_default
from checks.repairs.inputs import DEFAULT_IDENTITY
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """List the identity on the account again, then let the account take it up."""
    principal = case.seen.maybe(DefaultPrincipal)
    identity = principal.identity if principal else None
    return heal(
        case,
        "identity-attach",
        "Attach the default identity to the account",
        attach(case, identity),
        make_default(case, _value(case)),
        prevent=watch_account(case),
        notes=(
            "While the account is revoked it accepts updates of its identities and default identity only.",
        ),
    )


def _value(case: Case) -> str:
    facts = case.seen.maybe(AccountFacts)
    return (facts.default_identity_text if facts else None) or str(DEFAULT_IDENTITY)


def watch_account(case: Case) -> tuple[RepairStep, ...]:
    """Raise an alert when the account is changed."""
    account = case.target.account
    if account is None:
        return ()
    return (alert(account, "Microsoft.DocumentDB/databaseAccounts/write", "ajo-account-changed"),)
