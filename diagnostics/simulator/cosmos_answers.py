"""The shapes of Cosmos DB's answers in Resource Manager.

Source: recorded answers of azure-cli; a missing child answers without the `error` wrapper (recorded).
"""

from __future__ import annotations

from diagnostics.simulator.consequences import cmk_status
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.reading import part, props
from diagnostics.simulator.tokens import new_id
from diagnostics.simulator.world import Doc, World, served

_STATUS_SINCE = "2023-"  # answers of 2021-10-15 lack it even with a key (recorded)
_VERSION_SINCE = "2025-"  # keyVaultKeyUriVersion: absent in 2023-11-15 (recorded)
_SDK = "Microsoft.Azure.Documents.Common/2.14.0"
_KINDS = {"sqlroleassignments": "Role Assignment", "sqlroledefinitions": "Role Definition"}


def account_view(world: World, document: Doc, request: Request) -> Doc:
    """Return an account as the asked api-version shows it now."""
    properties = dict(props(document))
    status = cmk_status(world, document)
    if status is not None and request.api_version >= _STATUS_SINCE:
        properties["customerManagedKeyStatus"] = status
    if request.api_version < _VERSION_SINCE:
        properties.pop("keyVaultKeyUriVersion", None)
    return {
        **served(document),
        "properties": properties,
        "identity": part(document, "identity") or {"type": "None"},
    }


def bare(status: int, code: str, message: str) -> Answer:
    """Answer as the resource provider itself does: without the `error` wrapper."""
    text = f"{message}\r\nActivityId: {new_id()}, {_SDK}"
    return Answer(status=status, body={"code": code, "message": text})


def child_not_found(path: str) -> Answer:
    """Answer for a role assignment or definition that is not there (recorded)."""
    _, kind, name = path.rsplit("/", 2)
    what = _KINDS.get(kind.lower(), "Resource")
    return bare(404, "NotFound", f"Unable to find a SQL {what} with ID [{name}].")
