"""What the logs of a simulated world tell, read with nothing but the standard library: as changes that rules can be held against."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from diagnostics import Change, ChangeLog, Thing, Value
from diagnostics.simulator import (
    activity_log,
    adobe_history,
    directory_audit,
    history,
    ids,
    resource_changes,
    vault_log,
)
from diagnostics.simulator.log_workspace import WORKSPACE_ID, put_workspace
from diagnostics.simulator.world import World

AT = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
_THINGS = {
    "microsoft.authorization/roleassignments": Thing.ROLE_ASSIGNMENT,
    "microsoft.authorization/denyassignments": Thing.DENY_ASSIGNMENT,
    "microsoft.keyvault/vaults/accesspolicies": Thing.ACCESS_POLICY,
    "microsoft.keyvault/vaults": Thing.VAULT,
    "microsoft.keyvault/locations/deletedvaults": Thing.VAULT,
    "microsoft.managedidentity/userassignedidentities": Thing.IDENTITY,
    "microsoft.documentdb/databaseaccounts": Thing.ACCOUNT,
    "microsoft.documentdb/databaseaccounts/sqlroleassignments": Thing.DATA_ROLE,
    "microsoft.documentdb/databaseaccounts/sqlroledefinitions": Thing.DATA_ROLE,
}
_OBJECTS = {
    "ServicePrincipal": Thing.PRINCIPAL,
    "Application": Thing.APPLICATION,
    "User": Thing.PRINCIPAL,
}
_ASSETS = {
    "AJO campaign": Thing.CAMPAIGN,
    "Sandbox": Thing.SANDBOX,
    "Customer managed key": Thing.CMK_CONFIG,
}
SETTING = f"{ids.VAULT_ID}/providers/Microsoft.Insights/diagnosticSettings/key-audit"


def collect(world: World, *, own_table: bool = True, category: str = "AuditEvent") -> World:
    """Let the vault's audit log be collected, from the beginning."""
    put_workspace(world)
    world.put(
        SETTING,
        {
            "id": SETTING,
            "name": "key-audit",
            "type": "Microsoft.Insights/diagnosticSettings",
            "properties": {
                "workspaceId": WORKSPACE_ID,
                "logAnalyticsDestinationType": "Dedicated" if own_table else None,
                "logs": [{"category": category, "enabled": True}],
            },
        },
    )
    return world


def changes(world: World) -> Iterator[Change]:
    """Read every log of a world, uses of the key left out."""
    yield from _activity(world)
    yield from _directory(world)
    yield from _vault(world)
    yield from _adobe(world)


def _activity(world: World) -> Iterator[Change]:
    events = activity_log.events(world, ids.SUBSCRIPTION)
    ended = {
        each["correlationId"]
        for each in events
        if each["status"]["value"] in ("Succeeded", "Failed")
    }
    for event in events:
        status, operation = event["status"]["value"], event["operationName"]["value"].lower()
        if (
            status == "Started"
            and "write" in operation
            and "requestbody" not in event["properties"]
        ):
            continue
        thing = _THINGS.get(event["resourceType"]["value"].lower(), Thing.OTHER)
        values = tuple(_values(world, event))
        for each in {thing, *_more(thing, values)}:
            yield Change(
                at=datetime.fromisoformat(event["eventTimestamp"]),
                log=ChangeLog.ACTIVITY,
                operation=operation,
                thing=each,
                subject=event["resourceId"],
                who=event["caller"],
                values=values,
                event=event["eventDataId"],
                succeeded=status != "Failed",
                is_under_way=event["correlationId"] not in ended,
            )


def _more(thing: Thing, values: tuple[Value, ...]) -> set[Thing]:
    is_about_policies = any("accessPolicies" in value.name for value in values)
    return {Thing.ACCESS_POLICY} if thing is Thing.VAULT and is_about_policies else set()


def _values(world: World, event: dict[str, Any]) -> Iterator[Value]:
    for record in resource_changes.changes_of(world, event["resourceId"]):
        properties = record["properties"]
        if properties["changeAttributes"]["correlationId"] == event["correlationId"]:
            for name, value in properties.get("changes", {}).items():
                said = {"before": value["previousValue"], "after": value["newValue"]}
                yield Value(name=name, **said)
                if "[" in name:
                    yield Value(name=name.partition("[")[0], **said)
    body = event["properties"].get("requestbody")
    if body and "authorization" in event["resourceType"]["value"].lower():
        for name, value in json.loads(body)["properties"].items():
            yield Value(name=name, before="", after=str(value))


def _directory(world: World) -> Iterator[Change]:
    for entry in directory_audit.entries_of(world, ids.TENANT):
        first = entry["targetResources"][0]
        values = tuple(
            Value(
                name=each["displayName"],
                before=each["oldValue"] or "",
                after=each["newValue"] or "",
            )
            for each in first["modifiedProperties"]
            if each["displayName"] != "Included Updated Properties"
        )
        names = {value.name for value in values}
        is_credential = bool(names & {"FederatedIdentityCredentials", "KeyDescription"})
        thing = Thing.CREDENTIAL if is_credential else _OBJECTS.get(first["type"], Thing.OTHER)
        by = entry["initiatedBy"]
        yield Change(
            at=datetime.fromisoformat(entry["activityDateTime"]),
            log=ChangeLog.ENTRA,
            operation=entry["activityDisplayName"],
            thing=thing,
            subject=first["id"],
            who=by["user"]["userPrincipalName"] if by["user"] else by["app"]["displayName"],
            values=values,
            event=entry["id"],
        )


def _vault(world: World) -> Iterator[Change]:
    collecting = collect(world.copy())
    for row in vault_log.rows(collecting, WORKSPACE_ID, "AZKVAuditLogs", with_uses=False):
        told: dict[str, Any] = row["KeyProperties"] or {}
        attributes = told.get("attributes", {})
        values = [
            Value(name="keySize", before="", after=str(told.get("size", ""))),
            Value(name="kty", before="", after=str(told.get("type", ""))),
            Value(name="keyOps", before="", after=json.dumps(told.get("operations", []))),
            *(
                Value(name=name, before="", after=json.dumps(value))
                for name, value in attributes.items()
            ),
        ]
        yield Change(
            at=datetime.fromisoformat(row["TimeGenerated"]),
            log=ChangeLog.VAULT,
            operation=row["OperationName"],
            thing=Thing.KEY,
            subject=row["Id"],
            who=row["Identity"]["claim"].get("upn", ""),
            values=tuple(value for value in values if value.after) if told else (),
            event=row["CorrelationId"],
        )


def _adobe(world: World) -> Iterator[Change]:
    for event in adobe_history.told(world):
        yield Change(
            at=datetime.fromisoformat(event["timestamp"]),
            log=ChangeLog.ADOBE,
            operation=event["action"],
            thing=_ASSETS.get(event["assetType"], Thing.OTHER),
            subject=event["assetId"],
            who=event["userEmail"],
            event=event["id"],
        )


def of_faults(world: World, healthy: World) -> list[Change]:
    """Return what the logs tell of a world's faults: what those of the healthy world do not tell."""
    known = {change.event for change in changes(healthy)}
    return [change for change in changes(world) if change.event not in known]


def window() -> timedelta:
    """Return how far from a fault its noise lies at most."""
    return timedelta(hours=4)


__all__ = ["AT", "SETTING", "changes", "collect", "history", "of_faults", "window"]
