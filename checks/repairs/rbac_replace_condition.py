"""Give the role without the condition that nobody can decide from here."""

from __future__ import annotations

from dataclasses import replace

from checks.rbac.evaluate import Answer, decide_roles
from checks.rbac.facts import KeyGrants, RoleAssignment
from checks.rbac.scopes import place
from checks.repairs import cosmos_support
from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_role import give_role
from checks.repairs.rbac_steps import plan
from diagnostics import Case, Repair


def repair(case: Case) -> Repair:
    """Give it on the key alone where a condition is what leaves the answer open; else hand over."""
    grants = case.seen.maybe(KeyGrants)
    conditional = _conditional(grants) if grants else ()
    if not conditional:
        return cosmos_support.repair(case)
    who = grantee(case)
    first = conditional[0]
    step = give_role(who)
    unconditional = replace(
        step,
        purpose=f"{step.purpose.rstrip('.')}, without a condition: that of the assignment at {place(first.scope)} may leave"
        f" this key out ({first.condition}).",
    )
    return plan(
        who,
        "rbac-replace-condition",
        "Give the role on the key without a condition",
        (unconditional,),
        f"The conditional assignment stays as it is ({first.id}): ask who made it what it is for.",
    )


def _conditional(grants: KeyGrants) -> tuple[RoleAssignment, ...]:
    ruling = decide_roles(grants)
    if ruling.answer is not Answer.CANNOT_TELL:
        return ()
    undecided = (each for each in ruling.operations if each.answer is Answer.CANNOT_TELL)
    return tuple({one.id: one for each in undecided for one in each.conditional}.values())
