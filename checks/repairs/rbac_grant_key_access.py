"""Give the identity what it needs of the key, in the model that is in force."""

from __future__ import annotations

from checks.rbac.access import Model, operations_of
from checks.rbac.evaluate import NEEDS
from checks.rbac.facts import KeyGrants, RoleAssignment
from checks.rbac.scopes import covers, place
from checks.repairs.rbac_grantee import Grantee, grantee
from checks.repairs.rbac_steps import give, plan
from diagnostics import Case, Permission, Repair, RepairStep

# Entra built-in roles reference: manages members of groups that carry no directory role.
_MEMBERS = Permission("graph", "GroupMember.ReadWrite.All", "Groups Administrator")


def repair(case: Case) -> Repair:
    """Give the role on the key, or the access policy; what the identity holds elsewhere stays as it is."""
    who = grantee(case)
    groups = _groups(who)
    note = (
        "A direct grant works sooner than membership of a group: a managed identity keeps its token, with the groups"
        " in it, for up to a day."
    )
    return plan(
        who,
        "rbac-grant-key-access",
        "Give the identity access to the key",
        (*give(who), *(_join(who, group) for group in groups)),
        *((note,) if groups else ()),
    )


def _groups(who: Grantee) -> list[RoleAssignment]:
    """Find groups that hold all that is needed, at the key or above."""
    grants = who.case.seen.maybe(KeyGrants)
    if grants is None or who.model is not Model.RBAC:
        return []
    return [
        one
        for one in grants.others
        if one.principal_type.lower() == "group"
        and not one.condition
        and covers(one.scope, grants.scope)
        and set(operations_of(one, grants)) == set(NEEDS)
    ]


def _join(who: Grantee, group: RoleAssignment) -> RepairStep:
    member = ("--group", str(group.principal), "--member-id", who.principal)
    return RepairStep(
        purpose=f"Or take {who.called} into group {group.principal}, which holds the role at {place(group.scope)}.",
        argv=("az", "ad", "group", "member", "add", *member),
        role=_MEMBERS.granted_by,
        permission=_MEMBERS,
        risk="it gets everything that the group may do",
        wait="up to a day for a managed identity: its token keeps the old groups",
        proof=("az", "ad", "group", "member", "check", *member),
        expect='"value": true',
        undo=("az", "ad", "group", "member", "remove", *member),
        alternative_to=1,
    )
