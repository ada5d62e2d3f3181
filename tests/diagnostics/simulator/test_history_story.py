"""The generated logs of programs and the logs of the services tell one story: the same minute, the same refusals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from diagnostics.cli.serving import world_of
from diagnostics.cli.simulated_time import times_of
from diagnostics.simulator import history, vault_log
from diagnostics.simulator.clock import stopped
from diagnostics.simulator.log_errors import LOGGED
from diagnostics.simulator.log_workspace import WORKSPACE_ID
from diagnostics.simulator.scenarios import compose
from diagnostics.simulator.world import World
from tests.support.stories import AT, story
from tests.support.told import collect

LATER = AT + timedelta(hours=1)
FAULTS = [
    ("own-account", "key-disabled"),
    ("own-account", "key-expired"),
    ("own-account", "key-access-missing"),
    ("own-account", "role-without-unwrap"),
    ("own-account", "key-without-wrap"),
    ("own-account", "firewall-without-bypass"),
    ("own-account", "service-principal-disabled"),
    ("own-account", "vault-gone"),
    ("own-account-policies", "access-policy-without-unwrap"),
    ("adobe-managed", "key-disabled"),
    ("adobe-managed", "key-soft-deleted"),
]


def used(world: World, *, after: bool) -> set[tuple[str, int]]:
    rows = vault_log.rows(collect(world), WORKSPACE_ID, "AZKVAuditLogs")
    return {
        (row["OperationName"], row["HttpStatusCode"])
        for row in rows
        if row["ClientInfo"] == "AzureCosmosDB"
        and (datetime.fromisoformat(row["TimeGenerated"]) > AT + timedelta(minutes=10)) == after
    }


@pytest.mark.parametrize(("base", "fault"), FAULTS)
def test_the_vault_refuses_what_it_refuses_in_the_story(base: str, fault: str) -> None:
    told = story(base, fault)
    refused = {(LOGGED[each.operation], each.status) for each in told.after.vault}
    with stopped(AT):
        world = compose(base, [fault], AT)
    with stopped(LATER):
        found = used(world, after=True)
    assert {each for each in found if each[1] != 200} == refused
    if told.after.asks_vault:
        good = {name for name in LOGGED.values() if name not in {each for each, _ in refused}}
        assert {each for each, status in found if status == 200} == good


@pytest.mark.parametrize("given", ["2026-11-20T07:00:00Z", "2026-11-20T08:00:00+01:00"])
def test_a_fault_happens_when_it_is_said_to(given: str) -> None:
    at = times_of(given, None, None, None).at
    world = world_of(None, None, ("service-principal-disabled",), at)
    assert datetime(2026, 11, 20, 7, tzinfo=UTC) in {each.at for each in history.happenings(world)}


def test_generated_logs_and_the_services_agree_on_the_minute() -> None:
    with stopped(AT):
        world = world_of(None, None, ("key-disabled",), AT)
    assert story("own-account", "key-disabled").at in {
        each.at for each in history.happenings(world)
    }
