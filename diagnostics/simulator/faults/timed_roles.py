"""Step 2: a role that is given for a time, by Privileged Identity Management.

Shapes: models of azure-mgmt-authorization 4.0, 2020-10-01 (RoleAssignmentScheduleInstance, RoleAssignmentScheduleRequest);
that a request outlives what it gave is from documentation.
"""

from __future__ import annotations

import uuid

from diagnostics.simulator import access, ids
from diagnostics.simulator.clock import days_ago
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import BOTH, holder_of, take_roles
from diagnostics.simulator.reading import props, text
from diagnostics.simulator.world import Doc, World

_RIGHTS = "providers/Microsoft.Authorization"


def _put(world: World, sort: str, grant: Doc, more: Doc) -> None:
    """Keep a document of Privileged Identity Management about a role assignment."""
    fields = props(grant)
    scope = text(fields, "scope")
    name = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{sort}|{text(grant, 'id').lower()}"))
    place = f"{scope}/{_RIGHTS}/{sort}/{name}"
    common = {
        each: fields[each]
        for each in ("scope", "roleDefinitionId", "principalId", "principalType")
    }
    world.put(
        place,
        {
            "properties": {
                **common,
                "condition": None,
                "conditionVersion": None,
                "createdOn": days_ago(180),
                **more,
            },
            "name": name,
            "id": place,
            "type": f"Microsoft.Authorization/{sort}",
        },
    )


def given_until(world: World, grant: Doc, days: float) -> None:
    """Let a role be given for a time that ends in so many days; below 0 it is over."""
    end = days_ago(-days)
    scope = text(props(grant), "scope")
    schedule = f"{scope}/{_RIGHTS}/roleAssignmentSchedules/{text(grant, 'name')}"
    plan: Doc = {
        "startDateTime": days_ago(180),
        "expiration": {"type": "AfterDateTime", "endDateTime": end, "duration": None},
    }
    asked: Doc = {
        "requestType": "AdminAssign",
        "status": "Provisioned",
        "approvalId": None,
        "targetRoleAssignmentScheduleId": schedule,
        "targetRoleAssignmentScheduleInstanceId": None,
        "scheduleInfo": plan,
        "linkedRoleEligibilityScheduleId": None,
        "justification": "for the project",
        "requestorId": ids.DANA,
    }
    _put(world, "roleAssignmentScheduleRequests", grant, asked)
    if days > 0:
        runs: Doc = {
            "roleAssignmentScheduleId": schedule,
            "originRoleAssignmentId": text(grant, "id"),
            "status": "Provisioned",
            "startDateTime": days_ago(180),
            "endDateTime": end,
            "linkedRoleEligibilityScheduleId": None,
            "linkedRoleEligibilityScheduleInstanceId": None,
            "assignmentType": "Assigned",
            "memberType": "Direct",
        }
        _put(world, "roleAssignmentScheduleInstances", grant, runs)


def _grants(world: World) -> list[Doc]:
    who = holder_of(world)
    found = [doc for doc in access.assignments(world) if text(props(doc), "principalId") == who]
    if not found:
        raise LookupError(f"{who} holds no role")
    return found


def _ending(world: World) -> None:
    for grant in _grants(world):
        given_until(world, grant, 9)


def _ended(world: World) -> None:
    for grant in take_roles(world):
        given_until(world, grant, -1)


FAULTS = (
    Fault(
        id="role-ending",
        title="The identity's role is given for a time that ends within days.",
        worlds=BOTH,
        apply=_ending,
    ),
    Fault(
        id="role-ended",
        title="The identity's role was given for a time, which ended yesterday.",
        worlds=BOTH,
        apply=_ended,
    ),
)
