"""Give the grant to today's object id, and take away the one that nobody can use any more."""

from __future__ import annotations

from checks.rbac.access import Model
from checks.rbac.facts import KeyGrants, RoleAssignment
from checks.repairs.identity_steps import ROLE_WRITE
from checks.repairs.rbac_grantee import Grantee, grantee
from checks.repairs.rbac_steps import give, plan
from diagnostics import Case, Permission, Repair, RepairStep

ROLE_DELETE = Permission(
    "arm", "Microsoft.Authorization/roleAssignments/delete", ROLE_WRITE.granted_by
)


def repair(case: Case) -> Repair:
    """First the new grant, then, when all works, the orphan."""
    who = grantee(case)
    grants = case.seen.maybe(KeyGrants)
    orphans = _orphans(grants) if grants and who.model is Model.RBAC else ()
    return plan(
        who,
        "rbac-move-grant",
        "Give the grant to today's object id",
        (*give(who), *(_remove(who, one) for one in orphans)),
        "A principal that was deleted and made again has a new object id; grants stay with the old one.",
    )


def _orphans(grants: KeyGrants) -> tuple[RoleAssignment, ...]:
    gone = {*grants.vanished, *grants.unresolved}
    return tuple(one for one in grants.others if one.principal in gone)


def _remove(who: Grantee, orphan: RoleAssignment) -> RepairStep:
    place = ("--subscription", who.place.subscription)
    return RepairStep(
        purpose=f"When all works, remove the assignment of the object id {orphan.principal}, which nobody can use.",
        argv=("az", "role", "assignment", "delete", "--ids", orphan.id, *place),
        role=ROLE_DELETE.granted_by,
        permission=ROLE_DELETE.at(orphan.scope),
        risk="none if the principal is gone for good; a soft-deleted one would come back without it. There is no undo:"
        " nothing can be given to a principal that is not there",
        proof=(
            *("az", "role", "assignment", "list", "--scope", orphan.scope),
            *("--fill-principal-name", "false", "--query", "[].principalId", *place),
        ),
        expect=f"a list without {orphan.principal}",
    )
