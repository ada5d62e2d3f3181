"""What the directory's audit log calls a change of its documents.

Sources: activities of the audit log (reference-audit-activities of entra-docs; that of credentials with
the dash and the last blank that the log writes); `Update service principal` with
`AccountEnabled`, `Add service principal` and `Update application` with `FederatedIdentityCredentials` from published records,
read 2026-11-29.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from diagnostics.simulator.directory_properties import (
    all_of,
    changed,
    described,
    entry,
    member,
    modified,
    target,
)
from diagnostics.simulator.history import Change, Happening
from diagnostics.simulator.reading import text, words
from diagnostics.simulator.world import Doc, World

CORE = "Core Directory"
APPLICATIONS, GROUPS, POLICIES, USERS = (
    "ApplicationManagement",
    "GroupManagement",
    "Policy",
    "UserManagement",
)
CREDENTIALS = "Update application – Certificates and secrets management "  # noqa: RUF001 - the log's own dash
_BY_POLICY = 53003  # Conditional Access


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One entry of the log, without who and when."""

    name: str
    operation: str  # "Add", "Update", "Delete", "Assign", "Unassign"
    category: str
    targets: tuple[Doc, ...]
    service: str = CORE
    is_of_azure: bool = (
        False  # the service that keeps managed identities did it, for whoever asked
    )


def activities(world: World, tenant: str, happening: Happening) -> Iterator[Activity]:
    """Go through what a happening left in the log of a directory."""
    for change in happening.changes if happening.call.api else ():
        head, _, rest = change.key.partition(f"/{tenant}/")
        kind, _, _ = rest.partition("/")
        if change.key == f"entra:/tenants/{tenant}":
            yield from _policies(change)
        elif change.key.startswith("entra:/clients/"):
            yield from _refusals(tenant, change)
        elif head == "graph:" and kind in _KINDS:
            yield from _KINDS[kind](world, tenant, change, happening)


def _principals(
    _world: World, tenant: str, change: Change, happening: Happening
) -> Iterator[Activity]:
    about, is_identity = target(change, "ServicePrincipal"), _is_identity(change)
    if change.before is not None and change.after is not None:
        yield from _credentials(change, "ServicePrincipal")
        yield from _updated("service principal", "ServicePrincipal", change)
    elif change.after is not None:
        is_back = _is_among(happening, tenant, change)
        name = "Restore service principal" if is_back else "Add service principal"
        found = [] if is_back else all_of(change.after, is_new=True)
        yield Activity(
            name=name,
            operation="Update" if is_back else "Add",
            category=APPLICATIONS,
            targets=(modified(about, found) if found else {**about, "modifiedProperties": []},),
            is_of_azure=is_identity,
        )
        if not is_back and text(change.after, "appOwnerOrganizationId") not in ("", tenant):
            yield _consent(about)
    else:
        yield _removed("Remove service principal", about, change, is_of_azure=is_identity)
        if not is_identity and not _is_among(happening, tenant, change):
            yield _removed("Hard delete service principal", about, change)


def _applications(
    _world: World, tenant: str, change: Change, happening: Happening
) -> Iterator[Activity]:
    about = target(change, "Application")
    if change.before is not None and change.after is not None:
        yield from _credentials(change, "Application")
        yield from _updated("application", "Application", change)
    elif change.after is not None:
        is_back = _is_among(happening, tenant, change)
        yield Activity(
            name="Restore application" if is_back else "Add application",
            operation="Update" if is_back else "Add",
            category=APPLICATIONS,
            targets=({**about, "modifiedProperties": []},),
        )
    else:
        yield _removed("Delete application", about, change)
        if not _is_among(happening, tenant, change):
            yield _removed("Hard Delete application", about, change)


def _deleted(
    _world: World, tenant: str, change: Change, happening: Happening
) -> Iterator[Activity]:
    """An object among the deleted ones that came from nowhere was deleted before; one that went nowhere was purged."""
    if _is_live(happening, tenant, change):
        return  # told by what was there
    is_principal = text(change.after or change.before, "@odata.type").endswith("servicePrincipal")
    about = target(change, "ServicePrincipal" if is_principal else "Application")
    soft = "Remove service principal" if is_principal else "Delete application"
    hard = "Hard delete service principal" if is_principal else "Hard Delete application"
    if change.before is None or change.after is None:
        yield _removed(soft if change.after is not None else hard, about, change)


def _groups(
    world: World, tenant: str, change: Change, _happening: Happening
) -> Iterator[Activity]:
    """Each member that came or went is one entry; the group stands in the member's properties."""
    before, after = words(change.before, "x-members"), words(change.after, "x-members")
    group = change.after or change.before or {}
    for who in sorted({*before} ^ {*after}):
        is_added = who in after
        named = (
            ("Group.ObjectID", text(group, "id")),
            ("Group.DisplayName", text(group, "displayName")),
        )
        found = [
            entry(
                name,
                None if is_added else json.dumps(value),
                json.dumps(value) if is_added else None,
            )
            for name, value in named
        ]
        one = {**member(world, tenant, who), "modifiedProperties": found}
        yield Activity(
            name="Add member to group" if is_added else "Remove member from group",
            operation="Assign" if is_added else "Unassign",
            category=GROUPS,
            targets=(
                one,
                {**target(change, "Group"), "groupType": "azureAD", "modifiedProperties": []},
            ),
        )


def _users(
    _world: World, _tenant: str, change: Change, _happening: Happening
) -> Iterator[Activity]:
    if change.before is None:
        is_guest = text(change.after, "userType") == "Guest"
        about: Doc = {**target(change, "User"), "modifiedProperties": []}
        about["userPrincipalName"] = text(change.after, "userPrincipalName")
        yield Activity(
            name="Invite external user" if is_guest else "Add user",
            operation="Add",
            category=USERS,
            targets=(about,),
        )


def _policies(change: Change) -> Iterator[Activity]:
    """Whom a workload policy blocks is a policy's own list."""
    before, after = words(change.before, "x-policies"), words(change.after, "x-policies")
    if before != after:
        yield _policy(text(change.after, "displayName"), sorted(before), sorted(after))


def _refusals(tenant: str, change: Change) -> Iterator[Activity]:
    """A token that Conditional Access refuses is a policy's doing; other refusals come from elsewhere."""
    if text(change.after, "tenant").lower() != tenant:
        return
    refused = dict((change.after or {}).get("x-refused") or {})
    if _BY_POLICY in refused.values():
        yield _policy(text(change.after, "object_id"), [], [text(change.after, "object_id")])


def _policy(name: str, before: list[str], after: list[str]) -> Activity:
    """Conditional Access writes the whole policy, as one text before and one after."""
    values = [
        json.dumps(
            {
                "displayName": "workload identities",
                "state": "enabled",
                "conditions": {"clientApplications": {"includeServicePrincipals": who}},
            }
        )
        for who in (before, after)
    ]
    about: Doc = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
        "displayName": "workload identities",
        "type": "Policy",
        "userPrincipalName": None,
        "groupType": None,
        "modifiedProperties": [entry("ConditionalAccessPolicy", *values)],
    }
    return Activity(
        name="Update conditional access policy",
        operation="Update",
        category=POLICIES,
        targets=(about,),
        service="Conditional Access",
    )


def _consent(about: Doc) -> Activity:
    """An application of somebody else's comes into a directory by somebody's consent."""
    found = [
        entry("ConsentContext.IsAdminConsent", None, '"True"'),
        entry("ConsentContext.IsAppOnly", None, '"False"'),
        entry("ConsentContext.OnBehalfOfAll", None, '"True"'),
    ]
    return Activity(
        name="Consent to application",
        operation="Assign",
        category=APPLICATIONS,
        targets=({**about, "modifiedProperties": found},),
    )


def _updated(name: str, kind: str, change: Change) -> Iterator[Activity]:
    found = changed(change)
    if found:
        yield Activity(
            name=f"Update {name}",
            operation="Update",
            category=APPLICATIONS,
            targets=(modified(target(change, kind), found),),
        )


def _credentials(change: Change, kind: str) -> Iterator[Activity]:
    """Secrets and certificates: every one is described by its identifier, type and name, never by its value."""
    before, after = described(change.before), described(change.after)
    if before != after:
        found = [entry("KeyDescription", json.dumps(before), json.dumps(after))]
        how = "Add" if len(after) > len(before) else "Remove"
        of_principal = f"{how} service principal credentials"
        yield Activity(
            name=of_principal if kind == "ServicePrincipal" else CREDENTIALS,
            operation="Update",
            category=APPLICATIONS,
            targets=(modified(target(change, kind), found),),
        )


def _removed(name: str, about: Doc, change: Change, *, is_of_azure: bool = False) -> Activity:
    shown = change.before or change.after or {}
    return Activity(
        name=name,
        operation="Delete",
        category=APPLICATIONS,
        targets=(modified(about, all_of(shown, is_new=False)),),
        is_of_azure=is_of_azure,
    )


def _is_identity(change: Change) -> bool:
    return text(change.after or change.before, "servicePrincipalType") == "ManagedIdentity"


def _is_among(happening: Happening, tenant: str, change: Change) -> bool:
    """Tell whether the object came from the deleted ones, or went there."""
    key = f"graph:/{tenant}/deleteditems/{change.key.rpartition('/')[2]}"
    return any(each.key == key for each in happening.changes)


def _is_live(happening: Happening, tenant: str, change: Change) -> bool:
    name = change.key.rpartition("/")[2]
    keys = {f"graph:/{tenant}/{kind}/{name}" for kind in ("serviceprincipals", "applications")}
    return any(each.key in keys for each in happening.changes)


_KINDS: Mapping[str, Callable[[World, str, Change, Happening], Iterator[Activity]]] = {
    "serviceprincipals": _principals,
    "applications": _applications,
    "deleteditems": _deleted,
    "groups": _groups,
    "users": _users,
}
