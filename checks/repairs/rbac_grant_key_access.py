"""Give the identity what it needs of the key, in the model that is in force."""

from __future__ import annotations

from checks.repairs.rbac_steps import give, grantee, plan
from diagnostics import Case, Repair


def repair(case: Case) -> Repair:
    """Give the role on the key, or the access policy; what the identity holds elsewhere stays as it is."""
    who = grantee(case)
    return plan(
        who,
        "rbac-grant-key-access",
        "Give the identity access to the key",
        give(who),
        "A direct grant works sooner than membership of a group: a managed identity keeps its token, with the groups"
        " in it, for up to a day.",
    )
