"""A second reading of the rules, naive on purpose: every combination is written out and looked up.

It shares nothing with the evaluator: patterns are matched letter by letter, scopes are spelled out as lists of
ancestors, and what is uncertain is decided by trying every possible world.
"""

from __future__ import annotations

from itertools import product

from checks.rbac.facts import DenyAssignment, KeyGrants, RoleDefinition
from tests.checks.rbac.situations import ALL_THREE, EVERYONE


def star(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(star(pattern[1:], text[cut:]) for cut in range(len(text) + 1))
    return bool(text) and pattern[0] == text[0] and star(pattern[1:], text[1:])


def names(patterns: tuple[str, ...], action: str) -> bool:
    return any(star(pattern.lower(), action.lower()) for pattern in patterns)


def ancestors(scope: str) -> set[str]:
    parts = scope.lower().strip("/").split("/")
    return {"/".join(parts[:count]) for count in range(len(parts) + 1)}


def reaches(scope: str, key: str) -> bool:
    return "managementgroups" in scope.lower() or scope.lower().strip("/") in ancestors(key)


def verdict(grants: KeyGrants) -> str:
    """Decide in every world that is possible; yes or no only if all of them agree."""
    roles = {role.id: role for role in grants.definitions}
    worlds = product((False, True), repeat=4)
    answers = {_in_world(grants, roles, world) for world in worlds}
    return {frozenset({True}): "yes", frozenset({False}): "no"}.get(
        frozenset(answers), "cannot tell"
    )


def _in_world(
    grants: KeyGrants, roles: dict[str, RoleDefinition], world: tuple[bool, ...]
) -> bool:
    condition_holds, unread_role_gives, unread_deny_applies, _ = world
    answers = []
    for action in ALL_THREE:
        given = any(
            reaches(one.scope, grants.scope)
            and (condition_holds or not one.condition)
            and _role_gives(roles.get(one.role_id), action, unread_role_gives)
            for one in grants.effective
        )
        denied = any(_deny_hits(deny, grants, action, world) for deny in grants.denies)
        unread = bool(grants.denies_not_read) and unread_deny_applies
        answers.append(given and not denied and not unread)
    return all(answers)


def _role_gives(role: RoleDefinition | None, action: str, unread_gives: bool) -> bool:
    if role is None:
        return unread_gives
    return any(
        names(block.data_actions, action) and not names(block.not_data_actions, action)
        for block in role.blocks
    )


def _deny_hits(
    deny: DenyAssignment, grants: KeyGrants, action: str, world: tuple[bool, ...]
) -> bool:
    condition_holds, _, _, in_named_groups = world
    me = {grants.principal, *(grants.groups or ())}
    unread_groups = grants.groups is None and in_named_groups
    same = deny.scope.lower().strip("/") == grants.scope.lower().strip("/")
    hit = any(
        names(block.data_actions, action) and not names(block.not_data_actions, action)
        for block in deny.blocks
    )
    named = bool({EVERYONE, *me} & set(deny.principals)) or (
        unread_groups and bool(set(deny.principals) - {EVERYONE})
    )
    spared = bool(me & set(deny.excluded))
    here = same if deny.spares_children else reaches(deny.scope, grants.scope)
    return here and hit and named and not spared and (condition_holds or not deny.condition)
