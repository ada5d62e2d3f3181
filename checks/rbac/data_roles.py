"""What a login's Cosmos DB data-plane roles reach: account, database, container.

Source: Cosmos DB data-plane security reference (actions, scopes; no notDataActions), read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.rbac.evaluate import Answer, block_gives, together
from checks.rbac.facts import DataRoles, RoleAssignment
from checks.rbac.scopes import covers, folded
from diagnostics import ObjectId, record

READ_METADATA = "Microsoft.DocumentDB/databaseAccounts/readMetadata"
READ_ITEMS = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read"
Needed = tuple[str, str]  # data action, scope


@record(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far the roles reach."""

    answer: Answer
    missing: tuple[Needed, ...]  # what nothing gives
    mine: tuple[RoleAssignment, ...]  # the login's own, and its groups' as far as they were read
    doubt: str  # why the answer cannot be told; empty = it can


def needed_at(roles: DataRoles) -> tuple[Needed, ...]:
    """Say what is needed where: metadata of the account, items of the database or container that is named."""
    needed = [(READ_METADATA, roles.account)]
    if roles.database:
        scope = f"{roles.account}/dbs/{roles.database}"
        container = f"/colls/{roles.container}" if roles.container else ""
        needed.append((READ_ITEMS, scope + container))
    return tuple(needed)


def coverage(roles: DataRoles) -> Coverage:
    """Decide for the login."""
    mine = _held_by({roles.principal, *(roles.groups or ())}, roles)
    missing = tuple(one for one in needed_at(roles) if not _given(one, mine, roles))
    doubt = "; ".join(_doubts(roles, mine, missing))
    answer = together(Answer.CANNOT_TELL if doubt else Answer.NO for _ in missing)
    return Coverage(answer=answer, missing=missing, mine=mine, doubt=doubt)


def _doubts(
    roles: DataRoles, mine: tuple[RoleAssignment, ...], missing: tuple[Needed, ...]
) -> Iterator[str]:
    known = {role.id for role in roles.definitions}
    for one, full in _scopes(mine, roles):
        if one.role_id not in known and any(covers(full, scope) for _, scope in missing):
            yield f"the definition of the role {one.role_id} could not be read"
    if could_be_through_group(roles):
        why = roles.groups_not_read or "not asked"
        yield f"a group may hold the role, and the groups of the login were not read ({why})"


def could_be_through_group(roles: DataRoles) -> bool:
    """Tell whether the groups of the login could change the answer and are not known."""
    if roles.groups is not None:
        return False
    mine = _held_by({roles.principal}, roles)
    others = tuple(one for one in roles.assignments if one not in mine)
    lacking = [one for one in needed_at(roles) if not _given(one, mine, roles)]
    return any(_given(one, others, roles) for one in lacking)


def _held_by(who: set[ObjectId], roles: DataRoles) -> tuple[RoleAssignment, ...]:
    return tuple(one for one in roles.assignments if one.principal in who)


def _given(needed: Needed, by: tuple[RoleAssignment, ...], roles: DataRoles) -> bool:
    action, scope = needed
    return any(
        covers(full, scope)
        and any(
            block_gives(block, action)
            for role in roles.definitions
            if role.id == one.role_id
            for block in role.blocks
        )
        for one, full in _scopes(by, roles)
    )


def _scopes(
    by: tuple[RoleAssignment, ...], roles: DataRoles
) -> Iterator[tuple[RoleAssignment, str]]:
    """Go through assignments with their full scopes; the service also writes them relative to the account."""
    for one in by:
        is_full = folded(one.scope).startswith("/subscriptions/")
        yield one, one.scope if is_full else f"{roles.account}/{one.scope}"
