"""Are the roles through which the identity reaches the key given for a time: when is it over, or is it over already?

A role of Privileged Identity Management ends by itself, and what is left looks like a role that somebody took away.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from checks.cosmos.facts import KeyLocation
from checks.entra.facts import DefaultPrincipal, Presence, PrincipalFacts
from checks.keyvault.facts import VaultFacts, utc
from checks.rbac import kinds
from checks.rbac.access import Access, Model, decide, model_of, operations_of, words
from checks.rbac.evaluate import Answer, Need, decide_roles
from checks.rbac.facts import KeyGrants, PlannedRole, RoleAssignment, RoleSchedules, RunningRole
from checks.rbac.reading import role_assignment, role_definition
from checks.rbac.schedules_reading import API_VERSION, planned_role, running_role
from checks.rbac.scopes import covers, folded, place
from diagnostics import (
    EVERY_TOPOLOGY_WITH_A_KEY,
    Check,
    Deadline,
    Finding,
    Look,
    LookError,
    NotApplicable,
    ObjectId,
    Seen,
    Step,
    Unexpected,
    Verdict,
    ports,
)

# Answered with 400 (seen in AzGovViz, issue 114): a tenant without the license cannot give a role for a time.
_NO_LICENSE = "AadPremiumLicenseRequired"
_TAKES = "AdminRemove"


async def probe(look: Look) -> RoleSchedules | NotApplicable:
    """Read what is given at the key and above, and, where the roles do not suffice, what was planned for the principal.

    Reads: GET {key}/providers/Microsoft.Authorization/roleAssignmentScheduleInstances 2020-10-01, atScope();
    …/roleAssignmentScheduleRequests 2020-10-01, principalId eq '…'. Assignments and roles are those of rbac.key_access.
    """
    vault, location = look.seen[VaultFacts], look.seen[KeyLocation]
    principal = look.seen[PrincipalFacts].object_id or look.seen[DefaultPrincipal].object_id
    is_there = look.seen[PrincipalFacts].presence is Presence.PRESENT
    if vault.vault is None or principal is None or not is_there:
        return NotApplicable(
            "it is not known whose roles to look at, or where (see rbac.key_access)"
        )
    if model_of(vault) is Model.POLICIES:
        return NotApplicable("the vault uses access policies, which have no end")
    scope = str(vault.vault.child("keys", location.key_uri.name))
    try:
        import asyncio  # only who looks needs it; judging again does not

        running, is_missing = await asyncio.gather(
            look.authorization.running_roles(scope), _is_missing(look, vault, scope, principal)
        )
    except Unexpected as error:
        if error.code != _NO_LICENSE:
            raise
        return NotApplicable(
            "the tenant has no license to give a role for a time, so none has an end"
        )
    planned, not_read = await _planned(look, scope, principal) if is_missing else ((), "")
    return RoleSchedules(
        observed_at=look.now(),
        principal=principal,
        scope=scope,
        running=tuple(running_role(one) for one in running),
        planned=planned,
        planned_not_read=not_read,
    )


async def _is_missing(look: Look, vault: VaultFacts, scope: str, principal: ObjectId) -> bool:
    """Tell whether the roles give too little; what is asked for that, rbac.key_access asks too: it is read once."""
    here = look.authorization
    try:
        import asyncio  # only who looks needs it; judging again does not

        given, roles = await asyncio.gather(
            here.role_assignments(scope, assigned_to=principal),
            here.role_definitions(str(vault.vault)),
        )
    except LookError:
        return False  # then nobody can say that anything is missing
    held = KeyGrants(
        observed_at=look.now(),
        principal=principal,
        scope=scope,
        effective=tuple(map(role_assignment, given)),
        others=(),
        elsewhere=(),
        definitions=tuple(map(role_definition, roles)),
        denies=(),
        groups=None,
    )
    return bool(decide_roles(held).not_granted)


async def _planned(
    look: Look, scope: str, principal: ObjectId
) -> tuple[tuple[PlannedRole, ...], str]:
    """Read the requests; without them only what is over is not told from what was taken."""
    try:
        chosen = f"principalId eq '{principal}'"
        found = await look.arm.list(
            f"{scope}/providers/Microsoft.Authorization/roleAssignmentScheduleRequests",
            API_VERSION,
            permission=ports.ROLE_ASSIGNMENTS_READ.at(scope),
            filter=chosen,
        )
    except LookError as error:
        return (), error.reason
    return tuple(one for each in found if (one := planned_role(each))), ""


def judge(schedules: RoleSchedules, seen: Seen) -> Iterator[Verdict]:
    """Where the access is missing: say which role ended by itself, and would do."""
    grants, access = seen.maybe(KeyGrants), _access(seen)
    if grants is None or access is None or access.answer is not Answer.NO:
        return
    missing = access.in_force.not_granted
    ended = [one for one in _over(schedules) if missing and set(missing) <= _gives(one, grants)]
    if ended:
        yield _ended(ended[0], schedules, missing, _name(ended[0], grants))


def ahead(schedules: RoleSchedules, seen: Seen) -> Iterator[Finding]:
    """Where roles give the access: say when the last of one of the operations is over, even while another denies it."""
    grants, access = seen.maybe(KeyGrants), _access(seen)
    if grants is None or access is None:
        return
    if not all(each.granted_by for each in access.roles.operations):
        return
    ends = _ends(schedules)
    lasting = [
        max(((_end(one, ends), one) for one in each.granted_by), key=_later, default=None)
        for each in access.roles.operations
    ]
    known = [(end, one) for held in lasting if held for end, one in [held] if end is not None]
    if known:
        end, first = min(known, key=lambda held: held[0])
        yield _ending(end, first, schedules, grants)


def _access(seen: Seen) -> Access | None:
    grants, vault = seen.maybe(KeyGrants), seen[VaultFacts]
    if grants is None or grants.not_asked or model_of(vault) is not Model.RBAC:
        return None
    return decide(grants, vault)


def _later(held: tuple[datetime | None, RoleAssignment]) -> tuple[bool, float]:
    """Order ends: one without an end outlasts all."""
    return (held[0] is None, held[0].timestamp() if held[0] else 0.0)


def _ends(schedules: RoleSchedules) -> dict[str, datetime | None]:
    """Give the end of each assignment that is kept watch over; of two the later."""
    ends: dict[str, datetime | None] = {}
    for one in schedules.running:
        known = ends.get(folded(one.assignment), one.ends_on)
        ends[folded(one.assignment)] = max(known, one.ends_on) if known and one.ends_on else None
    return ends


def _end(assignment: RoleAssignment, ends: dict[str, datetime | None]) -> datetime | None:
    return ends.get(folded(assignment.id))


def _over(schedules: RoleSchedules) -> list[PlannedRole]:
    """Give the roles whose last plan ended, the latest first; what was taken or runs again is none of them."""
    last: dict[tuple[str, str, str], PlannedRole] = {}
    for one in sorted(schedules.planned, key=_asked):
        last[_key(one)] = one
    runs = {_key(one) for one in schedules.running}
    over = [
        (one.ends_on, one)
        for place_, one in last.items()
        if one.sort != _TAKES
        and place_ not in runs
        and one.ends_on
        and one.ends_on <= schedules.observed_at
        and covers(one.scope, schedules.scope)
    ]
    return [one for _, one in sorted(over, key=lambda held: held[0], reverse=True)]


def _asked(one: PlannedRole) -> float:
    return one.asked_on.timestamp() if one.asked_on else 0.0


def _key(one: PlannedRole | RunningRole) -> tuple[str, str, str]:
    return (str(one.principal), one.role_id, folded(one.scope))


def _gives(one: PlannedRole, grants: KeyGrants) -> set[Need]:
    return set(operations_of(_as_assignment(one), grants))


def _as_assignment(one: PlannedRole) -> RoleAssignment:
    return RoleAssignment(
        id=one.id,
        principal=one.principal,
        principal_type="ServicePrincipal",
        role_id=one.role_id,
        scope=one.scope,
        condition=None,
        created_on=one.asked_on,
    )


def _name(one: PlannedRole | RoleAssignment, grants: KeyGrants) -> str:
    found = next((role.name for role in grants.definitions if role.id == one.role_id), "")
    return f'"{found}"' if found else one.role_id


def _ended(
    one: PlannedRole, schedules: RoleSchedules, missing: tuple[Need, ...], role: str
) -> Finding:
    end = one.ends_on
    assert end is not None  # noqa: S101 - what is over has an end
    return kinds.ROLE_ENDED.found(
        schedules.scope,
        f"The role {role} of the principal {one.principal} at {place(one.scope)} was given for a time, which ended on"
        f" {utc(end)}: nobody took it away. Without it the principal may not {words(missing)} {place(schedules.scope)}.",
        evidence=(
            f"requestType = {one.sort}, its expiration = {utc(end)} ({one.id}, {API_VERSION})",
            f"roleAssignmentScheduleInstances = none of this role at or above {schedules.scope} ({API_VERSION})",
        ),
    )


def _ending(
    end: datetime, first: RoleAssignment, schedules: RoleSchedules, grants: KeyGrants
) -> Finding:
    role, where = _name(first, grants), place(first.scope)
    group = f" (of the group {first.principal})" if first.principal != grants.principal else ""
    return kinds.ROLE_ENDING.found(
        schedules.scope,
        f"The role {role} at {where}{group}, through which the principal {schedules.principal} uses"
        f" {place(schedules.scope)}, is given for a time that ends on {utc(end)}; no other role gives as much without an end.",
        evidence=tuple(
            f"endDateTime = {utc(one.ends_on)} for {one.assignment} (roleAssignmentScheduleInstances, {API_VERSION})"
            for one in schedules.running
            if one.ends_on and folded(one.assignment) == folded(first.id)
        ),
        deadlines=(Deadline(f"The role {role} at {where} ends", end),),
    )


CHECK = Check(
    id="rbac.role_schedules",
    title="The identity's roles on the key are not given for a time that ends",
    provides=RoleSchedules,
    probe=probe,
    judge=judge,
    ahead=ahead,
    kinds=(kinds.ROLE_ENDING, kinds.ROLE_ENDED),
    step=Step.PERMISSIONS,
    needs=(DefaultPrincipal, PrincipalFacts, KeyLocation, VaultFacts),
    wants=(KeyGrants,),  # so that a verification asks for both again
    applies_to=EVERY_TOPOLOGY_WITH_A_KEY,
    is_required=False,
    permissions=(ports.ROLE_ASSIGNMENTS_READ, ports.ROLE_DEFINITIONS_READ),
)
