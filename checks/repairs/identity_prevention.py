"""So that it does not come back: logs, alerts and locks, printed and never applied."""

from __future__ import annotations

import json

from checks.repairs.inputs import WORKSPACE_ID
from diagnostics import Case, Permission, RepairStep, ResourceId

_SETTINGS_WRITE = Permission(
    "graph", "microsoft.aadiam/diagnosticSettings/write", "Security Administrator"
)
_DIRECTORY_LOGS = ("AuditLogs", "ServicePrincipalSignInLogs", "ManagedIdentitySignInLogs")


def watch_directory(case: Case) -> RepairStep:
    """Keep the directory's audit and sign-in logs, where changes of principals stand.

    Resource type microsoft.aadiam/diagnosticSettings, API version 2017-04-01, as published Bicep
    samples use it; not tried against the real service.
    """
    body = {
        "properties": {
            "workspaceId": str(WORKSPACE_ID),
            "logs": [{"category": name, "enabled": True} for name in _DIRECTORY_LOGS],
        }
    }
    url = (
        f"https://{case.target.cloud.arm}/providers/microsoft.aadiam/diagnosticSettings"
        "/ajo-key-identity?api-version=2017-04-01"
    )
    return RepairStep(
        purpose="Send the directory's audit and sign-in logs to a workspace, and alert there on"
        " 'Update service principal' (AccountEnabled), 'Remove service principal' and error 53003.",
        argv=("az", "rest", "--method", "put", "--url", url, "--body", json.dumps(body)),
        role=_SETTINGS_WRITE.granted_by,
        permission=_SETTINGS_WRITE,
        risk="the workspace charges for what it stores",
        proof=("az", "rest", "--method", "get", "--url", url),
        expect="the three log categories, enabled",
        undo=("az", "rest", "--method", "delete", "--url", url),
    )


def lock(resource: ResourceId, arm: str) -> RepairStep:
    """Forbid deletion of a resource; `arm`: host of Resource Manager."""
    name = f"ajo-keep-{resource.name}"[:90]
    # `az lock show` and `delete` look through the locks of the whole subscription; this asks for the one.
    url = (
        f"https://{arm}{resource}/providers/Microsoft.Authorization/locks/{name}"
        "?api-version=2016-09-01"
    )
    return RepairStep(
        purpose=f"Lock {resource.name} against deletion.",
        argv=(
            "az",
            "lock",
            "create",
            "--lock-type",
            "CanNotDelete",
            "--name",
            name,
            "--resource",
            str(resource),
        ),
        role="Locks Contributor",
        permission=Permission(
            "arm", "Microsoft.Authorization/locks/write", "Locks Contributor", str(resource)
        ),
        risk="whoever wants to delete it must remove the lock first",
        proof=("az", "rest", "--method", "get", "--url", url),
        expect="level CanNotDelete",
        undo=("az", "rest", "--method", "delete", "--url", url),
    )


def alert(resource: ResourceId, operation: str, name: str) -> RepairStep:
    """Raise an alert when somebody carries out an operation on a resource."""
    where = ("--name", name, "--resource-group", resource.group)
    place = (*where, "--subscription", str(resource.subscription))
    return RepairStep(
        purpose=f"Raise an alert when somebody carries out {operation} on {resource.name}.",
        argv=(
            *("az", "monitor", "activity-log", "alert", "create", *place),
            *("--scope", str(resource)),
            *("--condition", "category=Administrative", "and", f"operationName={operation}"),
        ),
        role="Monitoring Contributor",
        permission=Permission(
            "arm",
            "Microsoft.Insights/activityLogAlerts/write",
            "Monitoring Contributor",
            f"/subscriptions/{resource.subscription}/resourceGroups/{resource.group}",
        ),
        risk="none; add an action group so that somebody is told",
        proof=("az", "monitor", "activity-log", "alert", "show", *place),
        expect="the alert, enabled",
        undo=("az", "monitor", "activity-log", "alert", "delete", *place),
    )
