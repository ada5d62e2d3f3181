"""Have the deny assignment lifted by whoever made it.

Source: Azure deny assignments page, read 2026-11-23: those that Azure makes (managed applications, deployment stacks)
are changed only through what made them; the others by `az role deny-assignment` (azure-cli 2.91.0).
"""

from __future__ import annotations

from checks.rbac.evaluate import NEEDS, Answer, forbids
from checks.rbac.facts import DenyAssignment, KeyGrants
from checks.repairs.rbac_grantee import Grantee, grantee
from checks.repairs.rbac_steps import plan
from checks.repairs.wording import ROLE_WAIT
from diagnostics import Case, Permission, Repair, RepairStep

DENY_DELETE = Permission(
    "arm", "Microsoft.Authorization/denyAssignments/delete", "User Access Administrator"
)


def repair(case: Case) -> Repair:
    """Exclude the identity, or remove the refusal; no role outweighs it."""
    who = grantee(case)
    grants = case.seen.maybe(KeyGrants)
    denies = _forbidding(grants) if grants else ()
    lifted = tuple(_lift(who, deny) for deny in denies) or (_by_hand(who, None),)
    return plan(
        who,
        "rbac-lift-deny",
        "Have the deny assignment lifted",
        lifted,
        "A deny assignment goes before every role: giving more roles does not help.",
    )


def _forbidding(grants: KeyGrants) -> tuple[DenyAssignment, ...]:
    return tuple(
        deny
        for deny in grants.denies
        if any(forbids(deny, grants, need) is Answer.YES for need in NEEDS)
    )


def _lift(who: Grantee, deny: DenyAssignment) -> RepairStep:
    if deny.is_system_protected is not False:
        return _by_hand(who, deny)
    return RepairStep(
        purpose=f'Remove the deny assignment "{deny.name}", once its owner agrees; keep what the proof shows before.',
        argv=(
            *("az", "role", "deny-assignment", "delete", "--id", deny.id, "--yes"),
            *("--subscription", who.place.subscription),
        ),
        role=DENY_DELETE.granted_by,
        permission=DENY_DELETE.at(deny.scope),
        risk="medium: whatever it protected is open again, for everybody it named; it cannot be put back by one command",
        wait=ROLE_WAIT,
        proof=_show(who),
        expect="a list without it",
    )


def _by_hand(who: Grantee, deny: DenyAssignment | None) -> RepairStep:
    name = f'"{deny.name}"' if deny else "that forbids the access"
    address = f" Its id: {deny.id}" if deny else ""
    return RepairStep(
        purpose=f"Ask the owner of the deny assignment {name} to exclude {who.principal} or the three data actions."
        " Azure made it for a managed application or a deployment stack, and only that can change it: its publisher, or"
        f" whoever updates the stack (option --deny-settings-excluded-principals).{address}",
        role="owner of the managed application or deployment stack",
        risk="none: the identity alone is let through",
        wait=ROLE_WAIT,
        proof=_show(who),
        expect=f"{who.principal} among excludePrincipals, or the deny assignment gone",
    )


def _show(who: Grantee) -> tuple[str, ...]:
    url = (
        f"https://{who.place.arm}{who.scope}/providers/Microsoft.Authorization/denyAssignments"
        "?api-version=2022-04-01"
    )
    return ("az", "rest", "--method", "get", "--url", url)
