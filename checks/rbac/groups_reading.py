"""The groups of whoever needs a right, or why they are not known."""

from __future__ import annotations

from collections.abc import Awaitable

from diagnostics import Denied, Look, LookError, ObjectId, record


@record(frozen=True, slots=True)
class Groups:
    """What the directory says; without any word of it the groups were not needed."""

    ids: tuple[ObjectId, ...] | None = None  # None = not read, or not needed
    not_read: str = ""  # why; empty = they were read, or were not needed
    denied: bool = False  # for want of a permission


async def groups_of(look: Look, principal: ObjectId) -> Groups:
    """Read the groups of a service principal, transitively."""
    return await tried(look.msgraph.groups_of(principal))


async def tried(reading: Awaitable[tuple[ObjectId, ...]]) -> Groups:
    """Read groups; a refusal is told, since the rest of the answer is still worth something."""
    try:
        return Groups(await reading)
    except LookError as error:
        return Groups(None, error.reason, isinstance(error, Denied))
