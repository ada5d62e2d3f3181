"""Azure's and Cosmos DB's documents about roles → records.

Shapes: REST references of roleAssignments, roleDefinitions and denyAssignments 2022-04-01, and of sqlRoleAssignments
2026-03-15, read 2026-11-23.
"""

from __future__ import annotations

from checks.rbac.facts import Block, DenyAssignment, RoleAssignment, RoleDefinition
from diagnostics import ConfigError, Document, ObjectId, Unexpected, read_once


@read_once
def role_assignment(document: Document) -> RoleAssignment:
    """Read one assignment, of Azure RBAC or of Cosmos DB's own roles."""
    return RoleAssignment(
        id=document.text("id") or "",
        principal=object_id(document, "properties.principalId"),
        principal_type=document.text("properties.principalType") or "",
        role_id=last(document.require_text("properties.roleDefinitionId")),
        scope=document.require_text("properties.scope"),
        condition=document.text("properties.condition") or None,
        created_on=document.instant("properties.createdOn"),
    )


@read_once
def role_definition(document: Document) -> RoleDefinition:
    """Read one role."""
    return RoleDefinition(
        id=last(document.text("name") or document.require_text("id")),
        name=document.text("properties.roleName") or "",
        blocks=_blocks(document),
    )


def deny_assignment(document: Document) -> DenyAssignment:
    """Read one deny assignment; a condition of any of its blocks makes the whole conditional."""
    principals = document.require_parts("properties.principals")
    excluded = document.parts("properties.excludePrincipals") or ()
    blocks = document.parts("properties.permissions") or ()
    conditions = [
        document.text("properties.condition"),
        *(one.text("condition") for one in blocks),
    ]
    return DenyAssignment(
        id=document.text("id") or "",
        name=document.text("properties.denyAssignmentName") or "",
        scope=document.require_text("properties.scope"),
        blocks=_blocks(document),
        principals=tuple(object_id(one, "id") for one in principals),
        excluded=tuple(object_id(one, "id") for one in excluded),
        spares_children=document.flag("properties.doNotApplyToChildScopes") or False,
        condition="; ".join(text for text in conditions if text) or None,
        principal_types=tuple(one.text("type") or "" for one in principals),
        excluded_types=tuple(one.text("type") or "" for one in excluded),
        is_system_protected=document.flag("properties.isSystemProtected"),
    )


def object_id(document: Document, path: str) -> ObjectId:
    """Read an object id.

    Raises:
        Unexpected: if there is none, or something else.
    """
    try:
        return ObjectId.parse(document.require_text(path))
    except ConfigError as error:
        raise Unexpected(
            f"the answer of {document.source} has no usable field {path!r}: {error.problem}",
            endpoint=document.source,
        ) from error


def last(text: str) -> str:
    """Return the last segment of an id, in lower case: roles are compared by it, whatever scope the id is written with."""
    return text.rstrip("/").rpartition("/")[2].lower()


def _blocks(document: Document) -> tuple[Block, ...]:
    return tuple(
        Block(
            actions=one.texts("actions") or (),
            not_actions=one.texts("notActions") or (),
            data_actions=one.require_texts("dataActions"),
            not_data_actions=one.require_texts("notDataActions"),
        )
        for one in document.require_parts("properties.permissions")  # left out is not empty
    )
