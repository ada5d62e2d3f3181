"""Switch the account's system-assigned identity on again."""

from __future__ import annotations

from checks.repairs.identity_attach import watch_account
from checks.repairs.identity_steps import attach, make_default, prove
from checks.repairs.inputs import PRINCIPAL_ID
from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_steps import grant
from checks.repairs.wording import ESCALATE_AFTER, escalate, waits, works_after
from diagnostics import Case, Repair


def repair(case: Case) -> Repair:
    """Switch it on, and give the new principal its role: the old one is gone for good."""
    return Repair(
        id="identity-switch-on-system",
        title="Switch the system-assigned identity on and give it the role again",
        steps=(
            attach(case, None),
            *grant(grantee(case, principal=str(PRINCIPAL_ID))),
            make_default(case, "SystemAssignedIdentity"),
            prove(case),
        ),
        works_after=works_after(case),
        waits=waits(case),
        escalate=escalate(case),
        escalate_after=ESCALATE_AFTER,
        prevent=watch_account(case),
        notes=(
            "Switched on again, the identity has a new principal id: the role must be given again.",
            "A user-assigned identity would have kept its principal id.",
        ),
    )
