"""Azure RBAC for many targets: each list is read once a subscription, and answered for every scope from there.

A list without `atScope()` shows what holds at a scope, above it and below it; so what is asked at a vault or a key is the
part of the subscription's list that holds there. Where that cannot be read, or cannot be taken apart with certainty, the
scope itself is asked: the answer is the same in each case, which a test holds one against the other.

Sources: Role Assignments - List For Scope and Role Definitions - List (REST reference, 2022-04-01); "List Azure deny
assignments" and "List Azure role definitions" (`atScopeAndBelow()`), Microsoft Learn, read 2026-11-29.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

from diagnostics.cloud import ports
from diagnostics.cloud.authorization import AuthorizationAdapter
from diagnostics.cloud.memory import Memory
from diagnostics.cloud.ports import CallerActions
from diagnostics.cloud.wide_arm import WideArm
from diagnostics.document import Document
from diagnostics.errors import LookError
from diagnostics.names import ObjectId, ResourceId
from diagnostics.permission import Permission

_VERSION = "2022-04-01"
_OF_SCHEDULES = "2020-10-01"
_SUBSCRIPTION_PARTS = 2  # subscriptions, its id
_MANAGEMENT_GROUP = "/providers/microsoft.management/managementgroups/"
_WIDE = "atScopeAndBelow()"
_Scopes = Callable[[Document], tuple[str, ...] | None]  # None = they cannot be read


class WideAuthorization:
    """The port `Authorization`."""

    def __init__(
        self,
        narrow: AuthorizationAdapter,
        arm: WideArm,
        memory: Memory,
        own: Callable[[], Awaitable[ObjectId]],
    ) -> None:
        """Ask through these two; what was taken apart stays in the session's memory. `own` says who signed in."""
        self._narrow = narrow
        self._arm = arm
        self._memory = memory
        self._own = own

    async def role_assignments(
        self, scope: str, *, assigned_to: ObjectId | None = None
    ) -> tuple[Document, ...]:
        """Read assignments at a scope and above."""
        chosen = f"assignedTo('{assigned_to}')" if assigned_to else ""
        found = await self._from_whole(
            scope, "roleAssignments", chosen, ports.ROLE_ASSIGNMENTS_READ, held_at
        )
        if found is None:
            return await self._narrow.role_assignments(scope, assigned_to=assigned_to)
        return found

    async def role_definitions(self, scope: str) -> tuple[Document, ...]:
        """Read all role definitions usable at a scope."""
        found = await self._from_whole(
            scope, "roleDefinitions", _WIDE, ports.ROLE_DEFINITIONS_READ, assignable_at
        )
        return await self._narrow.role_definitions(scope) if found is None else found

    async def deny_assignments(self, scope: str) -> tuple[Document, ...]:
        """Read deny assignments at a scope and above."""
        found = await self._from_whole(
            scope, "denyAssignments", "", ports.DENY_ASSIGNMENTS_READ, held_at
        )
        return await self._narrow.deny_assignments(scope) if found is None else found

    async def running_roles(self, scope: str) -> tuple[Document, ...]:
        """Read what Privileged Identity Management gives at a scope and above."""
        what, right = "roleAssignmentScheduleInstances", ports.ROLE_ASSIGNMENTS_READ
        found = await self._from_whole(scope, what, "", right, held_at, version=_OF_SCHEDULES)
        return await self._narrow.running_roles(scope) if found is None else found

    async def caller_actions(self, resource: ResourceId) -> CallerActions:
        """Read what the present login may do on a resource: what its roles give it there, if that is all there is to it."""
        try:
            found = await self._own_actions(resource)
        except LookError:
            found = None  # the narrow reading says what is wrong, or succeeds
        return await self._narrow.caller_actions(resource) if found is None else found

    async def _own_actions(self, resource: ResourceId) -> CallerActions | None:
        """Take the permissions from the roles; None = a denial, a condition or an unknown role makes it doubtful."""
        if not await self._arm.lists(resource):
            return None
        scope, mine = str(resource), f"assignedTo('{await self._own()}')"
        held = await self._from_whole(
            scope, "roleAssignments", mine, ports.ROLE_ASSIGNMENTS_READ, held_at
        )
        denied = await self._from_whole(
            scope, "denyAssignments", "", ports.DENY_ASSIGNMENTS_READ, held_at
        )
        if held is None or denied is None or denied:
            return None
        roles = await self._roles(resource)
        given = [each.part("properties") or each for each in held]
        named = [roles.get(_last(each.text("roleDefinitionId") or "")) for each in given]
        if None in named or any(each.text("condition") for each in given):
            return None
        blocks = (block for role in named if role for block in role.require_parts("permissions"))
        return CallerActions(
            scope=scope, observed_at=self._narrow.now(), permissions=tuple(blocks)
        )

    async def _roles(self, resource: ResourceId) -> Mapping[str, Document]:
        """Give the roles of a resource's subscription by their names, which are GUIDs."""

        async def read() -> Mapping[str, Document]:
            index = await self._index(
                str(resource), "roleDefinitions", _WIDE, ports.ROLE_DEFINITIONS_READ, assignable_at
            )
            return {
                _last(role.text("id") or role.text("name") or ""): role.part("properties") or role
                for role in (index.entries if index else ())
            }

        return await self._memory.once(("roles", str(resource.subscription)), read)

    async def _from_whole(
        self,
        scope: str,
        what: str,
        chosen: str,
        permission: Permission,
        scopes: _Scopes,
        *,
        version: str = _VERSION,
    ) -> tuple[Document, ...] | None:
        """Answer from the subscription's list; None = the scope itself must be asked."""
        index = await self._index(scope, what, chosen, permission, scopes, version=version)
        return None if index is None else index.holding(scope)

    async def _index(
        self,
        scope: str,
        what: str,
        chosen: str,
        permission: Permission,
        scopes: _Scopes,
        *,
        version: str = _VERSION,
    ) -> Whole | None:
        parts = folded(scope).strip("/").split("/")
        if parts[0] != "subscriptions" or len(parts) <= _SUBSCRIPTION_PARTS:
            return None
        subscription = "/".join(scope.strip("/").split("/")[:_SUBSCRIPTION_PARTS])
        whole = f"/{subscription}"

        async def read() -> Whole | None:
            try:
                found = await self._arm.list(
                    f"{whole}/providers/Microsoft.Authorization/{what}",
                    version,
                    permission=permission.at(whole),
                    filter=chosen,
                )
                return Whole.of(found, whole, scopes)
            except LookError:
                return None  # the narrow reading says what is wrong, or succeeds

        return await self._memory.once(("whole", folded(whole), what, chosen), read)


@dataclass(frozen=True, slots=True)
class Whole:
    """A subscription's list, by the scopes at which its entries hold."""

    entries: tuple[Document, ...]
    above: frozenset[int]  # places of those that hold in the whole subscription from above it
    at: Mapping[str, frozenset[int]]  # places by scope, folded

    @classmethod
    def of(cls, entries: tuple[Document, ...], whole: str, scopes: _Scopes) -> Whole | None:
        """Take a list apart; None = an entry does not say clearly where it holds."""
        above: set[int] = set()
        at: dict[str, set[int]] = {}
        for place, entry in enumerate(entries):
            held = scopes(entry)
            if not held or _is_unclear(held, folded(whole)):
                return None
            for scope in map(folded, held):
                if scope == "" or scope.startswith(_MANAGEMENT_GROUP):
                    above.add(place)
                else:
                    at.setdefault(scope, set()).add(place)
        return cls(
            entries, frozenset(above), {scope: frozenset(places) for scope, places in at.items()}
        )

    def holding(self, scope: str) -> tuple[Document, ...]:
        """Give what holds at a scope, in the order of the list."""
        places = self.above.union(*(self.at.get(each, ()) for each in _at_and_above(scope)))
        return tuple(self.entries[place] for place in sorted(places))


def folded(scope: str) -> str:
    """Return a scope in the form in which scopes are compared: lower case, no double or trailing slash."""
    return "".join(f"/{part}" for part in scope.lower().split("/") if part)


def _last(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2].lower()


def _at_and_above(scope: str) -> Iterable[str]:
    parts = folded(scope).strip("/").split("/")
    return ("/" + "/".join(parts[:length]) for length in range(1, len(parts) + 1))


def _is_unclear(held: Iterable[str], whole: str) -> bool:
    """Tell whether an entry is in the list for a place below, and names a management group that may be another's.

    One scope alone is the reason why the entry is listed, so a management group in it is above the subscription.
    """
    scopes = [folded(each) for each in held]
    groups = [each for each in scopes if each.startswith(_MANAGEMENT_GROUP)]
    return bool(groups) and any(each.startswith(f"{whole}/") for each in scopes)


def held_at(entry: Document) -> tuple[str, ...] | None:
    """Give the scope of an assignment; None = it cannot be read."""
    scope = (entry.part("properties") or entry).text("scope")
    return None if scope is None else (scope,)


def assignable_at(entry: Document) -> tuple[str, ...] | None:
    """Give the scopes at which a role can be given; None = they cannot be read."""
    return (entry.part("properties") or entry).texts("assignableScopes")
