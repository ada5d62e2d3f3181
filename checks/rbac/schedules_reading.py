"""Privileged Identity Management's documents about roles → records.

Shapes: models of azure-mgmt-authorization 4.0, 2020-10-01 (RoleAssignmentScheduleInstance, RoleAssignmentScheduleRequest),
and its words on the filters; the right: REST sample "Use Azure PIM to manage eligible access", read 2026-11-29.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from checks.rbac.facts import PlannedRole, RunningRole
from checks.rbac.reading import last, object_id
from diagnostics import Document

API_VERSION = "2020-10-01"
_GRANTED = "Provisioned"
# ISO 8601, as the service writes it: "P365D", "PT8H30M"; months and years are none of its units.
_SPAN = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def running_role(document: Document) -> RunningRole:
    """Read one role that is given now."""
    return RunningRole(
        assignment=document.text("properties.originRoleAssignmentId") or "",
        principal=object_id(document, "properties.principalId"),
        role_id=last(document.require_text("properties.roleDefinitionId")),
        scope=document.require_text("properties.scope"),
        ends_on=document.instant("properties.endDateTime"),
    )


def planned_role(document: Document) -> PlannedRole | None:
    """Read one request; None = it was not granted."""
    if document.text("properties.status") != _GRANTED:
        return None
    return PlannedRole(
        id=document.text("id") or "",
        sort=document.text("properties.requestType") or "",
        principal=object_id(document, "properties.principalId"),
        role_id=last(document.require_text("properties.roleDefinitionId")),
        scope=document.require_text("properties.scope"),
        asked_on=document.instant("properties.createdOn"),
        ends_on=_end(document),
    )


def _end(document: Document) -> datetime | None:
    """Take the end as it is said, or count it from the beginning."""
    info = "properties.scheduleInfo"
    said = document.instant(f"{info}.expiration.endDateTime")
    start = document.instant(f"{info}.startDateTime")
    span = _span(document.text(f"{info}.expiration.duration") or "")
    return said or (start + span if start and span else None)


def _span(text: str) -> timedelta | None:
    found = _SPAN.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
