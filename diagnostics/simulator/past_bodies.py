"""What a client would have sent to make a resource as it is now: the whole resource, without what only answers hold.

Sources: request bodies of azure-cli 2.91 and of published records of the Activity Log (role assignments), read 2026-11-29.
"""

from __future__ import annotations

from diagnostics.simulator.reading import part, props, text
from diagnostics.simulator.world import Doc, served

_HEAD = ("location", "tags", "identity", "kind", "sku")
# Properties that services show and nobody sends.
_READ_ONLY = frozenset(
    {
        "provisioningState",
        "vaultUri",
        "hsmUri",
        "privateEndpointConnections",
        "documentEndpoint",
        "sqlEndpoint",
        "instanceId",
        "writeLocations",
        "readLocations",
        "failoverPolicies",
        "customerManagedKeyStatus",
        "keysMetadata",
        "EnabledApiTypes",
        "createdOn",
        "updatedOn",
        "createdBy",
        "updatedBy",
        "principalId",
        "clientId",
        "isolationScope",
    }
)
_ASSIGNED = ("roleDefinitionId", "principalId", "principalType", "condition", "conditionVersion")
_ASSIGNMENT = "roleassignments"


def sent(document: Doc) -> Doc:
    """Return the body of the PUT that leaves a resource so."""
    fields, kind = props(document), text(document, "type").lower()
    if kind.endswith(_ASSIGNMENT):
        given = {name: fields[name] for name in (*_ASSIGNED, "scope") if fields.get(name)}
        return {"properties": given}
    head = {name: document[name] for name in _HEAD if document.get(name)}
    if "identity" in head:
        head["identity"] = _identity(part(document, "identity"))
    shown = served({name: value for name, value in fields.items() if name not in _READ_ONLY})
    return {**head, "properties": shown}


def _identity(block: Doc) -> Doc:
    """Name identities without their ids, which the service knows."""
    named: Doc = {name: {} for name in part(block, "userAssignedIdentities")}
    kept: Doc = {"type": block.get("type")}
    return {**kept, "userAssignedIdentities": named} if named else kept
