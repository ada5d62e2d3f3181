"""Give the identity an access policy that counts: for this tenant, for itself alone, with all three operations."""

from __future__ import annotations

from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_steps import give, plan
from diagnostics import Case, Repair


def repair(case: Case) -> Repair:
    """Complete the entry, or add one beside that which is bound to something else."""
    who = grantee(case)
    return plan(
        who,
        "rbac-complete-policy",
        "Give the identity an access policy that counts",
        give(who),
        "An entry with an application id counts only for a user who comes through that application, one with another"
        " tenant id not at all; neither is taken away here.",
    )
