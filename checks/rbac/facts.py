"""What was read about permissions."""

from __future__ import annotations

from datetime import datetime

from diagnostics import Evidence, ObjectId, record


@record(frozen=True, slots=True, kw_only=True)
class Block:
    """One permission block of a role or of a deny assignment."""

    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    data_actions: tuple[str, ...]
    not_data_actions: tuple[str, ...]


@record(frozen=True, slots=True, kw_only=True)
class RoleDefinition:
    """A role, by the last segment of its id."""

    id: str  # GUID, lower case
    name: str
    blocks: tuple[Block, ...]


@record(frozen=True, slots=True, kw_only=True)
class RoleAssignment:
    """A role given to a principal at a scope."""

    id: str
    principal: ObjectId
    principal_type: str
    role_id: str  # GUID, lower case
    scope: str
    condition: str | None
    created_on: datetime | None


@record(frozen=True, slots=True, kw_only=True)
class DenyAssignment:
    """A named refusal; the all-zero principal of type SystemDefined means everyone."""

    id: str
    name: str
    scope: str
    blocks: tuple[Block, ...]
    principals: tuple[ObjectId, ...]
    excluded: tuple[ObjectId, ...]
    spares_children: bool  # doNotApplyToChildScopes
    condition: str | None
    principal_types: tuple[str, ...] = ()  # beside `principals`; empty = not said
    excluded_types: tuple[str, ...] = ()  # beside `excluded`; empty = not said
    is_system_protected: bool | None = None  # True: only what made it can change it


@record(frozen=True, slots=True, kw_only=True)
class KeyGrants(Evidence):
    """Everything Azure RBAC and the groups say about the principal that must reach the key."""

    principal: ObjectId | None  # None = not known; then `not_asked` says why
    scope: str  # the key's ARM path; empty = not known; then `not_asked` says why
    effective: tuple[
        RoleAssignment, ...
    ]  # of the principal and its groups, at the key's scope or above
    others: tuple[RoleAssignment, ...]  # of anybody, at the key's scope or above: the near misses
    elsewhere: tuple[RoleAssignment, ...]  # of the principal in the rest of the subscription
    definitions: tuple[RoleDefinition, ...]
    denies: tuple[DenyAssignment, ...]
    groups: (
        tuple[ObjectId, ...] | None
    )  # None = not read (`groups_not_read` says why) or not needed
    groups_not_read: str = ""
    groups_denied: bool = False  # they were not read for want of a permission
    denies_not_read: str = ""  # why; empty = they were read
    vanished: tuple[
        ObjectId, ...
    ] = ()  # principals that hold grants and are known to be earlier ids of this identity
    unresolved: tuple[
        ObjectId, ...
    ] = ()  # principals that hold grants and that the directory does not know any more
    not_asked: str = ""  # why nothing was read; empty = it was
    roles_not_read: str = ""  # why Azure RBAC was not read where access policies decide
    elsewhere_not_read: str = ""  # why the rest of the subscription was not read

    def for_support(self) -> tuple[tuple[str, str], ...]:
        """Give the assignments through which the principal reaches the key."""
        return tuple(("role assignment", each.id) for each in self.effective)


@record(frozen=True, slots=True, kw_only=True)
class RunningRole:
    """A role that Privileged Identity Management has given and keeps watch over."""

    assignment: str  # id of the role assignment that it stands behind; empty = not said
    principal: ObjectId
    role_id: str  # GUID, lower case
    scope: str
    ends_on: datetime | None  # None = without an end


@record(frozen=True, slots=True, kw_only=True)
class PlannedRole:
    """One request to give, prolong or take a role, as it was granted; what is over stays in this list."""

    id: str
    sort: str  # "AdminAssign", "AdminExtend", "AdminRemove", …
    principal: ObjectId
    role_id: str  # GUID, lower case
    scope: str
    asked_on: datetime | None
    ends_on: datetime | None  # None = without an end, or none is said


@record(frozen=True, slots=True, kw_only=True)
class RoleSchedules(Evidence):
    """Which roles of the principal that must reach the key are given for a time."""

    principal: ObjectId
    scope: str  # the key's ARM path
    running: tuple[RunningRole, ...]
    planned: tuple[PlannedRole, ...]
    planned_not_read: str = ""  # why; empty = they were read


@record(frozen=True, slots=True, kw_only=True)
class DataRoles(Evidence):
    """The caller's Cosmos DB data-plane roles."""

    principal: ObjectId
    account: str
    assignments: tuple[
        RoleAssignment, ...
    ]  # of anybody; scope is the account, a database or a container
    definitions: tuple[RoleDefinition, ...]
    database: str | None = None  # what the target names below the account
    container: str | None = None
    groups: tuple[ObjectId, ...] | None = None  # of the caller; None = not read, or not needed
    groups_not_read: str = ""  # why; empty = they were read, or were not needed
    groups_denied: bool = False  # they were not read for want of a permission
