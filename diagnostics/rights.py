"""Who we are signed in as, and what that login may do: the evidence that every report speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from diagnostics.evidence import Evidence
from diagnostics.names import AppId, ObjectId, TenantId
from diagnostics.permission import Permission
from diagnostics.records import record


@record(frozen=True, slots=True, kw_only=True)
class SignIn(Evidence):
    """The login of this run."""

    credential: str
    passed_over: tuple[tuple[str, str], ...]  # (credential, why it was not used)
    tenant: TenantId
    object_id: ObjectId
    app_id: AppId | None
    user_name: str | None
    is_user: bool
    is_guest: bool | None  # None = the token does not say


@record(frozen=True, slots=True, kw_only=True)
class ActionSet:
    """What one login may do at one scope: one permission block of one role."""

    scope: str
    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    data_actions: tuple[str, ...]
    not_data_actions: tuple[str, ...]


@record(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody who holds a role that matters for a repair."""

    permission: str  # action, or Graph permission
    who: str  # name where it could be read, else object id
    role: str
    scope: str


@record(frozen=True, slots=True, kw_only=True)
class CallerRights(Evidence):
    """What this login may do, and who else may."""

    action_sets: tuple[ActionSet, ...]
    scopes_read: tuple[
        str, ...
    ]  # scopes whose rights were read; elsewhere the answer is "cannot tell"
    graph_permissions: tuple[str, ...]  # application and delegated permissions of the Graph token
    directory_roles: tuple[str, ...]  # role template ids
    graph_read: bool  # whether a Graph token was obtained at all
    holders: tuple[Holder, ...]
    holders_denied: tuple[Permission, ...] = ()  # what was missing to read the holders
    holders_not_read: str = ""  # what else kept them from being read

    def may(self, permission: Permission) -> bool | None:
        """Tell whether this login may; None = not read."""
        if permission.api == "graph":
            return self._may_graph(permission.name)
        if permission.api == "policy":
            return None  # whose policies count for this login is not read
        if not any(_covers(scope, permission.scope) for scope in self.scopes_read):
            return None
        data = permission.api != "arm"
        return any(
            _covers(block.scope, permission.scope) and _grants(block, permission.name, data=data)
            for block in self.action_sets
        )

    def may_all(self, permissions: Iterable[Permission]) -> bool | None:
        """Tell whether this login may do all of them; None = none is refused and not all were read."""
        answers = [self.may(each) for each in permissions]
        return False if False in answers else None if None in answers or not answers else True

    def _may_graph(self, name: str) -> bool | None:
        if not self.graph_read:
            return None
        return name in self.graph_permissions or bool(
            DIRECTORY_ROLES_OF.get(name, set()) & set(self.directory_roles)
        )


# Role template ids (Entra built-in roles reference, read 2026-11-23) that carry a Graph permission's effect.
GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
APPLICATION_ADMINISTRATOR = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
CLOUD_APPLICATION_ADMINISTRATOR = "158c047a-c907-4556-b7ef-446551a6b5f7"
SECURITY_ADMINISTRATOR = "194ae4cb-b126-40b2-bd5b-6091b380977d"
GROUPS_ADMINISTRATOR = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
REPORTS_READER = "4a5d8f65-41da-4de4-8968-e035b65339cf"
DIRECTORY_READERS = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
_APPLICATION_ADMINS = {
    GLOBAL_ADMINISTRATOR,
    APPLICATION_ADMINISTRATOR,
    CLOUD_APPLICATION_ADMINISTRATOR,
}
DIRECTORY_ROLES_OF: dict[str, set[str]] = {
    "Application.ReadWrite.All": _APPLICATION_ADMINS,
    "Application.Read.All": {*_APPLICATION_ADMINS, DIRECTORY_READERS},
    "GroupMember.Read.All": {*_APPLICATION_ADMINS, DIRECTORY_READERS},
    "GroupMember.ReadWrite.All": {GLOBAL_ADMINISTRATOR, GROUPS_ADMINISTRATOR},
    "AuditLog.Read.All": {GLOBAL_ADMINISTRATOR, SECURITY_ADMINISTRATOR, REPORTS_READER},
    "microsoft.aadiam/diagnosticSettings/write": {GLOBAL_ADMINISTRATOR, SECURITY_ADMINISTRATOR},
}


def _covers(held_at: str, needed_at: str) -> bool:
    held, needed = held_at.rstrip("/").lower(), needed_at.rstrip("/").lower()
    return not held or needed == held or needed.startswith(held + "/")


def _grants(block: ActionSet, name: str, *, data: bool) -> bool:
    given = block.data_actions if data else block.actions
    taken = block.not_data_actions if data else block.not_actions
    return _matches(given, name) and not _matches(taken, name)


def _matches(patterns: tuple[str, ...], name: str) -> bool:
    return any(
        re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), name, re.IGNORECASE | re.DOTALL)
        for pattern in patterns
    )
