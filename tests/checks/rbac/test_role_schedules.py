from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from checks.causes import rbac_key_roles
from checks.rbac.facts import KeyGrants, PlannedRole, RoleAssignment, RoleSchedules, RunningRole
from checks.rbac.role_schedules import CHECK, ahead, judge
from checks.rbac.schedules_reading import planned_role, running_role
from diagnostics import Document, Finding, Seen
from diagnostics.judging import conclude
from diagnostics.outcome import Reading
from tests.checks.rbac.situations import (
    ENCRYPTION_USER,
    GROUP,
    KEY,
    KEY_VAULT_READER,
    NOW,
    OTHER_VAULT,
    PRINCIPAL,
    STRANGER,
    TEAM,
    UNWRAP_ONLY,
    VAULT,
    a_vault,
    given,
    grants,
)
from tests.support.small import TARGET

DAY = timedelta(days=1)
SOON, LATER, OVER = NOW + 9 * DAY, NOW + 90 * DAY, NOW - DAY


def runs(assignment: RoleAssignment, ends_on: datetime | None) -> RunningRole:
    return RunningRole(
        assignment=assignment.id.upper(),  # Azure compares identifiers without case
        principal=assignment.principal,
        role_id=assignment.role_id,
        scope=assignment.scope,
        ends_on=ends_on,
    )


def plan(
    ends_on: datetime | None, *, asked: datetime = NOW - 200 * DAY, **more: Any
) -> PlannedRole:
    fields: dict[str, Any] = {
        "id": "/requests/r1",
        "sort": "AdminAssign",
        "principal": PRINCIPAL,
        "role_id": ENCRYPTION_USER.id,
        "scope": VAULT,
        "asked_on": asked,
        "ends_on": ends_on,
    }
    return PlannedRole(**(fields | more))


def schedules(*running: RunningRole, planned: tuple[PlannedRole, ...] = ()) -> RoleSchedules:
    return RoleSchedules(
        observed_at=NOW, principal=PRINCIPAL, scope=KEY, running=running, planned=planned
    )


def known(held: KeyGrants, **vault: Any) -> Seen:
    return Seen((held, a_vault(**vault)))


def end_of(facts: RoleSchedules, held: KeyGrants) -> datetime | None:
    found = list(ahead(facts, known(held)))
    assert len(found) <= 1
    return found[0].deadlines[0].at if found else None


ROLE = given(ENCRYPTION_USER)
ON_KEY = given(ENCRYPTION_USER, KEY)


@pytest.mark.parametrize(
    ("running", "held", "end"),
    [
        ((), grants(ROLE), None),
        ((runs(ROLE, SOON),), grants(ROLE), SOON),
        ((runs(ROLE, None),), grants(ROLE), None),
        ((runs(ROLE, SOON),), grants(ROLE, ON_KEY), None),  # another one lasts
        ((runs(ROLE, SOON), runs(ON_KEY, LATER)), grants(ROLE, ON_KEY), LATER),
        ((runs(ROLE, SOON), runs(ROLE, LATER)), grants(ROLE), LATER),
        # each operation must last: the first to be lost ends the access
        (
            (runs(given(UNWRAP_ONLY), LATER),),
            grants(ROLE, given(UNWRAP_ONLY)),
            None,
        ),
        ((runs(given(KEY_VAULT_READER), SOON),), grants(ROLE, given(KEY_VAULT_READER)), None),
    ],
)
def test_the_last_role_to_end_decides(
    running: tuple[RunningRole, ...], held: KeyGrants, end: datetime | None
) -> None:
    assert end_of(schedules(*running), held) == end


def test_a_role_of_a_group_ends_as_well_and_says_whose() -> None:
    mine = given(ENCRYPTION_USER, principal=TEAM, kind="Group")
    (found,) = ahead(schedules(runs(mine, SOON)), known(grants(mine)))
    assert f"of the group {TEAM}" in found.message
    assert found.evidence[0].startswith("endDateTime = 2026-12-02 03:14 UTC")


def found_with(facts: RoleSchedules, held: KeyGrants, **vault: Any) -> list[str]:
    reading = Reading(check=CHECK.id, evidence=facts)
    others = [
        Reading(check="rbac.key_access", evidence=held),
        Reading(check="keyvault.vault", evidence=a_vault(**vault)),
    ]
    (outcome,) = conclude([CHECK], [reading, *others], TARGET)
    return [each.kind.code for each in outcome.findings]


@pytest.mark.parametrize(
    ("planned", "expected"),
    [
        ((), []),
        ((plan(OVER),), ["RB113"]),
        ((plan(SOON),), []),  # not over: somebody took it
        ((plan(None),), []),
        ((plan(OVER, scope=OTHER_VAULT),), []),
        ((plan(OVER, scope=GROUP),), ["RB113"]),
        ((plan(OVER, role_id=KEY_VAULT_READER.id),), []),  # it would not do
        ((plan(OVER), plan(None, asked=NOW - 2 * DAY, sort="AdminRemove")), []),
        ((plan(OVER), plan(SOON, asked=NOW - 2 * DAY, sort="AdminExtend")), []),
        ((plan(SOON), plan(OVER, asked=NOW - 2 * DAY, sort="AdminUpdate")), ["RB113"]),
    ],
)
def test_a_role_that_ended_is_told_from_one_that_was_taken(
    planned: tuple[PlannedRole, ...], expected: list[str]
) -> None:
    assert found_with(schedules(planned=planned), grants()) == expected


def test_what_ended_and_runs_again_elsewhere_is_no_grief() -> None:
    assert found_with(schedules(planned=(plan(OVER),)), grants(ROLE)) == []


def test_where_access_policies_decide_no_role_is_missed() -> None:
    assert found_with(schedules(planned=(plan(OVER),)), grants(), rbac=False) == []


def test_nothing_is_said_without_the_grants() -> None:
    facts = schedules(runs(ROLE, SOON), planned=(plan(OVER),))
    assert list(judge(facts, Seen((a_vault(),)))) == []
    assert list(ahead(facts, Seen((a_vault(),)))) == []


def test_the_cause_says_that_nobody_took_it() -> None:
    (found,) = judge(schedules(planned=(plan(OVER),)), known(grants()))
    assert isinstance(found, Finding)
    assert "ended on 2026-11-22 03:14 UTC: nobody took it away" in found.message
    cause = next(each for each in rbac_key_roles.CAUSES if each.id == "role-ended")
    assert "RB101" in {kind.code for kind in cause.explains}


def document(**fields: Any) -> Document:
    base: dict[str, Any] = {
        "scope": VAULT,
        "roleDefinitionId": f"{VAULT}/roleDefinitions/ABC",
        "principalId": str(STRANGER),
        "status": "Provisioned",
        "requestType": "AdminAssign",
        "createdOn": "2026-01-01T00:00:00Z",
    }
    return Document({"id": "/x", "properties": base | fields}, source="s", observed_at=NOW)


@pytest.mark.parametrize(
    ("info", "end"),
    [
        ({"expiration": {"endDateTime": "2026-12-02T03:14:00Z"}}, SOON),
        (
            {
                "startDateTime": "2026-11-23T03:14:00Z",
                "expiration": {"type": "AfterDuration", "duration": "P9D"},
            },
            SOON,
        ),
        (
            {"startDateTime": "2026-11-23T03:14:00Z", "expiration": {"duration": "PT8H30M"}},
            NOW + timedelta(hours=8, minutes=30),
        ),
        ({"startDateTime": "2026-11-23T03:14:00Z", "expiration": {"duration": "P"}}, None),
        ({"startDateTime": "2026-11-23T03:14:00Z", "expiration": {"duration": "P1Y"}}, None),
        ({"expiration": {"type": "NoExpiration"}}, None),
        (None, None),
    ],
)
def test_an_end_is_read_as_it_is_said_or_counted(info: Any, end: datetime | None) -> None:
    read = planned_role(document(scheduleInfo=info))
    assert read is not None
    assert (read.ends_on, read.role_id) == (end, "abc")


@pytest.mark.parametrize("status", ["Denied", "PendingApproval", "Revoked", None])
def test_what_was_not_granted_is_left_out(status: str | None) -> None:
    assert planned_role(document(status=status)) is None


def test_a_running_role_without_an_end_lasts() -> None:
    assert running_role(document()).ends_on is None
    assert running_role(document(endDateTime="2026-12-02T03:14:00Z")).ends_on == SOON
