"""Change records of resources: what was before, what is now, who and by which operation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diagnostics.simulator import history, ids
from diagnostics.simulator.scenarios import compose
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm

LIST = "/providers/Microsoft.Resources/changes?api-version=2022-05-01"


def records(world: World, resource: str) -> list[dict[str, Any]]:
    answer = arm(world, "GET", resource + LIST)
    assert answer.status == 200, answer.body
    return [each["properties"] for each in answer.body["value"]]


def test_a_write_is_told_property_by_property() -> None:
    world = an_owner(build("own-account"))
    sent = {"properties": {"publicNetworkAccess": "Disabled"}}
    assert arm(world, "PATCH", ids.VAULT_ID, sent).status == 200
    (record,) = records(world, ids.VAULT_ID)
    assert (record["changeType"], record["targetResourceId"]) == ("Update", ids.VAULT_ID)
    assert record["changes"]["properties.publicNetworkAccess"] == {
        "previousValue": "Enabled",
        "newValue": "Disabled",
        "changeCategory": "User",
        "propertyChangeType": "Update",
    }
    assert record["changes"]["systemData.lastModifiedBy"]["changeCategory"] == "System"
    attributes = record["changeAttributes"]
    assert attributes["changedBy"] == ids.CALLER_OID
    assert attributes["operation"] == "microsoft.keyvault/vaults/write"
    assert attributes["changesCount"] == len(record["changes"])


def test_the_activity_log_has_the_same_correlation() -> None:
    world = compose("own-account", ["vault-public-access-off"])
    found = [each["changeAttributes"]["correlationId"] for each in records(world, ids.VAULT_ID)]
    known = {happening.identifier() for happening in history.happenings(world)}
    assert len(found) == 3
    assert set(found) <= known


@pytest.mark.parametrize(
    ("fault", "path", "before", "after"),
    [
        ("firewall-without-bypass", "properties.networkAcls.bypass", "AzureServices", "None"),
        ("firewall-without-bypass", "properties.networkAcls.defaultAction", "Allow", "Deny"),
        ("vault-in-another-tenant", "properties.tenantId", ids.TENANT, ids.OTHER_TENANT),
    ],
)
def test_a_fault_of_the_vault_is_told_with_before_and_after(
    fault: str, path: str, before: str, after: str
) -> None:
    changed = [
        each.get("changes", {}) for each in records(compose("own-account", [fault]), ids.VAULT_ID)
    ]
    (value,) = [each[path] for each in changed if path in each]
    assert (value["previousValue"], value["newValue"]) == (before, after)


def test_what_came_and_what_went_in_a_list() -> None:
    world = compose("own-account", ["cosmos-firewall"])
    changed = [each["changes"] for each in records(world, ids.ACCOUNT_ID) if "changes" in each]
    (value,) = [each["properties.ipRules[0].ipAddressOrRange"] for each in changed if "properties.ipRules[0].ipAddressOrRange" in each]  # fmt: skip
    assert (value["propertyChangeType"], value["previousValue"]) == ("Insert", "null")
    gone = [
        value
        for each in changed
        for value in each.values()
        if value["propertyChangeType"] == "Remove"
    ]
    assert [value["newValue"] for value in gone] == ["null"]  # the tag that was rubbed out


def test_of_a_deleted_resource_the_records_stay() -> None:
    world = compose("own-account", ["account-missing"])
    newest = records(world, ids.ACCOUNT_ID)[0]
    assert newest["changeType"] == "Delete"
    assert "changes" not in newest


def test_of_a_resource_that_never_was_there_are_none() -> None:
    assert arm(build("own-account"), "GET", f"{ids.VAULT_ID}x{LIST}").status == 404


def test_fourteen_days_are_kept() -> None:
    world = compose("own-account", (), datetime.now(UTC) - timedelta(days=15))
    assert records(world, ids.VAULT_ID) == []


def test_without_the_right_they_are_refused() -> None:
    world = compose("own-account", ())
    for key in [key for key, _ in world.under("/") if "/roleassignments/" in key]:
        world.remove(key)
    assert arm(world, "GET", ids.VAULT_ID + LIST).status == 403
