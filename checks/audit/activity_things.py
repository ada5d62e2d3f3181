"""What sort of thing an operation of Resource Manager changes, and whom and what else it concerns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from checks.audit.activity_bodies import Body, inner
from diagnostics import Change, Link, OnPath, Thing, Value, role_name

_THINGS = (
    ("microsoft.authorization/roleassignments/", Thing.ROLE_ASSIGNMENT),
    ("microsoft.authorization/denyassignments/", Thing.DENY_ASSIGNMENT),
    ("microsoft.resources/deploymentstacks/", Thing.DENY_ASSIGNMENT),
    ("microsoft.blueprint/blueprintassignments/", Thing.DENY_ASSIGNMENT),
    ("microsoft.keyvault/vaults/accesspolicies/", Thing.ACCESS_POLICY),
    ("microsoft.keyvault/vaults/", Thing.VAULT),
    ("microsoft.keyvault/locations/deletedvaults/", Thing.VAULT),
    (
        "microsoft.managedidentity/userassignedidentities/federatedidentitycredentials/",
        Thing.OTHER,
    ),
    ("microsoft.managedidentity/userassignedidentities/", Thing.IDENTITY),
    ("microsoft.documentdb/databaseaccounts/sqlroleassignments/", Thing.DATA_ROLE),
    ("microsoft.documentdb/databaseaccounts/sqlroledefinitions/", Thing.DATA_ROLE),
    ("microsoft.documentdb/databaseaccounts/", Thing.ACCOUNT),
)
_MOVE = "/moveresources/action"
_VAULT_NAME = re.compile(
    r"/(?:deletedvaults/([^/]+)|Microsoft\.KeyVault/vaults/([^/]+)$)", re.IGNORECASE
)


def thing_of(operation: str) -> Thing:
    """Name the sort of thing."""
    folded = operation.casefold()
    # An operation on the vault's sub-resources is one on something else.
    found = next(((prefix, thing) for prefix, thing in _THINGS if folded.startswith(prefix)), None)
    if found is None:
        return Thing.OTHER
    prefix, thing = found
    is_of_child = "/" in folded.removeprefix(prefix).rstrip("/")
    is_own = prefix.endswith("deletedvaults/") or not is_of_child
    return thing if is_own else Thing.OTHER


def concerned(operation: str, resource: str, body: Body, way: OnPath) -> tuple[str, ...]:
    """Name whom and what else an operation concerns, as far as the log says."""
    moved = tuple(_moved(body.sent))
    vaults = tuple(_vaults((resource, *moved), way))
    if operation.casefold().endswith(_MOVE) and not moved:
        vaults = tuple(
            sorted(way.get(Link.VAULT, ()))
        )  # what it took along is not said: it may be the vault
    return tuple(dict.fromkeys((*_named(body.sent), *_named(body.given), *moved, *vaults)))


def role_of(operation: str, body: Body) -> tuple[Value, ...]:
    """Name the role that an assignment gives, or gave, by its GUID where somebody made it; nothing of other operations."""
    if "roleassignments/" not in operation.casefold():
        return ()
    role = inner(body.fullest, "properties", "roleDefinitionId")
    if not isinstance(role, str):
        return ()
    name = role_name(role)
    is_end = operation.casefold().endswith("/delete")
    return (
        (Value(name="role", before=name, after=""),)
        if is_end
        else (Value(name="role", before="", after=name),)
    )


def _named(tree: Mapping[str, Any]) -> Iterator[str]:
    for path in (
        ("properties", "principalId"),
        ("properties", "scope"),
        ("properties", "privateLinkResource", "id"),
        ("principalId",),
        ("scope",),
    ):
        value = inner(tree, *path)
        if isinstance(value, str) and value:
            yield value
    # A deny assignment refuses several.
    for each in _list(inner(tree, "properties", "principals")):
        if isinstance(said := inner(each, "id"), str):
            yield said


def _moved(tree: Mapping[str, Any]) -> Iterator[str]:
    """Name what a move takes along."""
    yield from (each for each in _list(inner(tree, "resources")) if isinstance(each, str))


def _vaults(resources: Iterable[str], way: OnPath) -> Iterator[str]:
    """Name the vault on the way that a purge or a move is about: a vault's name is its own in the whole cloud.

    What was purged has an id that holds the name alone; what was moved, one whose group nobody may know any more.
    """
    for resource in resources:
        if found := _VAULT_NAME.search(resource):
            name = (found[1] or found[2]).casefold()
            yield from (
                each
                for each in sorted(way.get(Link.VAULT, ()))
                if each.endswith(f"/{name}") or each.startswith(f"{name}.")
            )


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list) else []  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def policies(change: Change, body: Body, way: OnPath) -> Iterator[Change]:
    """Give what a write to `accessPolicies` means for each principal on the way; the change itself where none is named."""
    written = _list(inner(body.fullest, "properties", "accessPolicies"))
    now = {str(inner(each, "objectId")).casefold(): _keys(each) for each in written}
    vault, _, verb = change.subject.partition("/accessPolicies/")
    is_removal = verb.casefold() == "remove"
    whom = sorted(way.get(Link.PRINCIPAL, frozenset()) | way.get(Link.GROUP, frozenset()))
    mine = [each for each in whom if each in now]
    if not mine:
        others = tuple(sorted(now))
        yield replace(change, subject=vault, concerns=(*change.concerns, *others))
    for principal in mine:
        before, after = (now[principal], "none") if is_removal else ("", now[principal])
        yield replace(
            change,
            subject=vault,
            concerns=(*change.concerns, principal),
            values=(Value(name="permissions.keys", before=before, after=after),),
        )


def _keys(policy: object) -> str:
    said = _list(inner(policy, "permissions", "keys"))
    return json.dumps(sorted(str(each) for each in said)) if said else "none"
