"""Give the identity what it needs of the key without an end, beside or instead of a role that was given for a time."""

from __future__ import annotations

from dataclasses import replace

from checks.rbac.kinds import ROLE_ENDING
from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_steps import give, plan
from checks.repairs.wording import NOT_URGENT
from diagnostics import Case, Repair

_WHY_AN_END = (
    "Whoever gave the role for a time may have meant it: ask first. Privileged Identity Management can also prolong it"
    " (Azure resources, Assignments, Update), until its next end."
)
_SAME_PLACE = "If Azure answers RoleAssignmentExists, the role that ends stands on the key itself: prolong it there instead."


def repair(case: Case) -> Repair:
    """Give the role on the key alone; what is given for a time stays as it is."""
    is_near = any(finding.kind == ROLE_ENDING for finding in case.findings)
    who = grantee(case)
    notes = (_WHY_AN_END, _SAME_PLACE) if is_near else (_WHY_AN_END,)
    made = plan(who, "rbac-give-lasting-role", "Give the role without an end", give(who), *notes)
    later = NOT_URGENT.format("whoever gave the role for a time")
    # Nothing waits for it: the role that ends still holds.
    return replace(made, waits=(), escalate=later, escalate_after=None) if is_near else made
