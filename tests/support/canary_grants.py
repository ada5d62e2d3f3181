"""Roles, denials and rights of which every name is a canary."""

from __future__ import annotations

from checks.rbac.facts import Block, DenyAssignment, KeyGrants, RoleAssignment, RoleDefinition
from diagnostics.names import ObjectId
from diagnostics.rights import CallerRights, Holder
from tests.scenarios.test_hostile import MARKUP
from tests.support.flock import NOW, Flock


def grants(flock: Flock, count: int) -> KeyGrants:
    """Role assignments, roles and groups, together about twice as many as `count`."""

    def assignment() -> RoleAssignment:
        scope = flock.path()
        return RoleAssignment(
            id=f"{scope}/providers/Microsoft.Authorization/roleAssignments/{flock.guid()}",
            principal=ObjectId(flock.guid()),
            principal_type="User",
            role_id=flock.guid(),
            scope=scope,
            condition=f"@Resource StringEquals '{flock.guid()}'",
            created_on=None,
        )

    nothing = Block(actions=(), not_actions=(), data_actions=(), not_data_actions=())
    return KeyGrants(
        observed_at=NOW,
        principal=ObjectId(flock.guid()),
        scope=flock.path(),
        effective=(assignment(),),
        others=tuple(assignment() for _ in range(count // 8)),
        elsewhere=(),
        definitions=tuple(
            RoleDefinition(id=flock.guid(), name=f"{flock.word()} role {at}", blocks=(nothing,))
            for at in range(count // 8)
        ),
        denies=(
            DenyAssignment(
                id=flock.path(),
                name=f"{flock.word()} | {MARKUP}",
                scope=flock.path(),
                blocks=(),
                principals=(),
                excluded=(),
                spares_children=False,
                condition=None,
            ),
        ),
        groups=tuple(ObjectId(flock.guid()) for _ in range(count)),
    )


def rights(flock: Flock, holders: int) -> CallerRights:
    """What this login may, and who else may."""
    whose = (flock.person, flock.word, lambda: f"User {flock.guid()}")
    return CallerRights(
        observed_at=NOW,
        action_sets=(),
        scopes_read=(flock.path(),),
        graph_permissions=(),
        directory_roles=(),
        graph_read=False,
        holders=tuple(
            Holder(permission="a/write", who=whose[at % 3](), role="Owner", scope=flock.path())
            for at in range(holders // 4)
        ),
    )
