"""Switch the account's system-assigned identity on again."""

from __future__ import annotations

from checks.repairs.healing import heal
from checks.repairs.identity_attach import watch_account
from checks.repairs.identity_steps import attach, make_default
from checks.repairs.inputs import PRINCIPAL_ID
from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_steps import grant
from diagnostics import Case, Repair


def repair(case: Case) -> Repair:
    """Switch it on, and give the new principal its role: the old one is gone for good."""
    return heal(
        case,
        "identity-switch-on-system",
        "Switch the system-assigned identity on and give it the role again",
        attach(case, None),
        *grant(grantee(case, principal=str(PRINCIPAL_ID))),
        make_default(case, "SystemAssignedIdentity"),
        prevent=watch_account(case),
        notes=(
            "Switched on again, the identity has a new principal id: the role must be given again.",
            "A user-assigned identity would have kept its principal id.",
        ),
    )
