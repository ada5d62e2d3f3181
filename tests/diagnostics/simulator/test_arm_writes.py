from __future__ import annotations

import copy

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm
from tests.support.repairing import ASSIGNMENT, GUID, ROLE_ID, refused


def test_a_federated_credential_is_made_and_changed() -> None:
    world = an_owner(build("own-account"))
    path = f"{ids.IDENTITY_ID}/federatedIdentityCredentials/one"
    fields = {"issuer": "https://i", "subject": "s", "audiences": ["api://AzureADTokenExchange"]}
    assert arm(world, "PUT", path, {"properties": fields}).status == 201
    assert arm(world, "PUT", path, {"properties": {"subject": "t"}}).body["properties"] == {
        **fields,
        "subject": "t",
    }
    assert [one["name"] for one in arm(world, "GET", path.rpartition("/")[0]).body["value"]] == [
        "one"
    ]
    assert arm(world, "PUT", f"{path}2", {"properties": {}}).status == 400


@pytest.mark.parametrize(
    ("path", "created", "again"),
    [
        (f"{ids.VAULT_ID}/providers/Microsoft.Authorization/locks/keep", 201, 200),
        (f"{ids.ACCOUNT_GROUP_ID}/providers/Microsoft.Insights/activityLogAlerts/told", 201, 200),
        (f"{ids.VAULT_ID}/providers/Microsoft.Insights/diagnosticSettings/logs", 200, 200),
    ],
)
def test_preventions_are_stored(path: str, created: int, again: int) -> None:
    world = an_owner(build("own-account"))
    assert arm(world, "GET", path).status == 404
    body = {"properties": {"level": "CanNotDelete"}}
    assert [arm(world, "PUT", path, body).status for _ in range(2)] == [created, again]
    assert arm(world, "GET", path).body["properties"] == {"level": "CanNotDelete"}
    assert [one["id"] for one in arm(world, "GET", path.rpartition("/")[0]).body["value"]] == [
        path
    ]


def test_a_lock_is_taken_away() -> None:
    world = an_owner(build("own-account"))
    path = f"{ids.VAULT_ID}/providers/Microsoft.Authorization/locks/keep"
    arm(world, "PUT", path, {"properties": {"level": "CanNotDelete"}})
    everywhere = f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.Authorization/locks"
    assert len(arm(world, "GET", everywhere).body["value"]) == 1
    assert [arm(world, "DELETE", path).status for _ in range(2)] == [200, 204]
    answer = arm(world, "GET", path)
    assert refused(answer) == (404, "LockNotFound")


WRITES = [
    ("PATCH", ids.ACCOUNT_ID),
    ("PUT", f"{ids.ACCOUNT_ID}/sqlRoleAssignments/{GUID}"),
    ("PUT", f"{ids.ACCOUNT_ID}/sqlRoleDefinitions/{GUID}"),
    ("DELETE", f"{ids.ACCOUNT_ID}/sqlRoleAssignments/{GUID}"),
    ("PUT", ids.VAULT_ID),
    ("PATCH", ids.VAULT_ID),
    ("PUT", f"{ids.VAULT_ID}/accessPolicies/add"),
    ("PUT", ASSIGNMENT),
    ("DELETE", ASSIGNMENT),
    ("PUT", f"{ROLE_ID}/{GUID}"),
    ("PUT", ids.IDENTITY_ID),
    ("PUT", f"{ids.IDENTITY_ID}/federatedIdentityCredentials/one"),
    ("PUT", f"{ids.VAULT_ID}/providers/Microsoft.Authorization/locks/keep"),
    ("DELETE", f"{ids.VAULT_ID}/providers/Microsoft.Authorization/locks/keep"),
    ("PUT", f"{ids.ACCOUNT_GROUP_ID}/providers/Microsoft.Insights/activityLogAlerts/a"),
    ("PUT", f"{ids.VAULT_ID}/providers/Microsoft.Insights/diagnosticSettings/a"),
]


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_reader_may_write_nothing(method: str, path: str) -> None:
    world = build("own-account")
    before = copy.deepcopy(world.documents)
    assert refused(arm(world, method, path, {})) == (403, "AuthorizationFailed")
    assert arm(world, method, path, {}, token=None).status == 401
    assert {key: doc for key, doc in world.documents.items() if key in before} == before
