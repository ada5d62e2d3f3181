from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from diagnostics.simulator import access, ids, resources, roles
from diagnostics.simulator.consequences import revoked
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.http import Answer
from diagnostics.simulator.tokens import mint
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import ask, vault_token

HOST = f"https://{ids.VAULT}.vault.azure.net"


def vault(
    world: World, method: str, path: str, body: object = None, token: str | None = ""
) -> Answer:
    sent = vault_token(world) if token == "" else token
    return ask(world, method, f"{HOST}{path}?api-version=7.4", body, token=sent)


def an_officer(fault: str = "") -> World:
    world = build("own-account")
    if fault:
        FAULTS[fault].apply(world)
    resources.assign(world, ids.VAULT_ID, roles.CRYPTO_OFFICER, ids.CALLER_OID)
    return world


def inner(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body["error"]["innererror"]["code"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/keys"),
        ("GET", f"/keys/{ids.KEY}/"),
        ("GET", "/deletedkeys/none"),
        ("PATCH", f"/keys/{ids.KEY}/"),
        ("POST", f"/keys/{ids.KEY}/create"),
    ],
)
def test_the_first_request_is_challenged_whatever_it_asks(method: str, path: str) -> None:
    answer = vault(build("own-account"), method, path, token=None)
    assert answer.status == 401
    assert answer.body["error"]["message"].startswith("AKV10000")
    challenge = answer.headers["WWW-Authenticate"]
    assert f'authorization="https://login.microsoftonline.com/{ids.TENANT}"' in challenge
    assert 'resource="https://vault.azure.net"' in challenge


def test_the_government_cloud_challenges_with_its_own_names() -> None:
    world = build("own-account-usgov")
    url = f"https://{ids.VAULT}.vault.usgovcloudapi.net/keys?api-version=7.4"
    challenge = ask(world, "GET", url, token=None).headers["WWW-Authenticate"]
    assert "login.microsoftonline.us" in challenge
    assert 'resource="https://vault.usgovcloudapi.net"' in challenge
    assert ask(world, "GET", url, token=vault_token(world)).status == 200


@pytest.mark.parametrize(
    ("token", "sign"),
    [
        (lambda world: mint(world, ids.CALLER_APP, "https://graph.microsoft.com"), "audience"),
        (
            lambda world: mint(world, ids.CALLER_APP, "https://vault.azure.net", lifetime_s=-400),
            "expired",
        ),
        (lambda world: vault_token(world, tid=ids.OTHER_TENANT), "issuer"),
    ],
)
def test_a_token_that_is_not_for_this_vault_is_challenged(
    token: Callable[[World], str], sign: str
) -> None:
    world = build("own-account")
    answer = vault(world, "GET", "/keys", token=token(world))
    assert answer.status == 401
    assert sign in answer.body["error"]["message"]


def test_a_vault_that_is_not_there_is_not_found() -> None:
    world = build("own-account")
    answer = ask(
        world,
        "GET",
        "https://kv-none.vault.azure.net/keys?api-version=7.4",
        token=vault_token(world),
    )
    assert (answer.status, answer.body["error"]["code"]) == (404, "VaultNotFound")


@pytest.mark.parametrize("tail", ["", "/", f"/{ids.KEY_VERSION}"])
def test_a_key_is_read(tail: str) -> None:
    body = vault(build("own-account"), "GET", f"/keys/{ids.KEY}{tail}").body
    assert body["key"]["kid"] == f"{HOST}/keys/{ids.KEY}/{ids.KEY_VERSION}"
    assert {"wrapKey", "unwrapKey"} <= set(body["key"]["key_ops"])
    assert body["attributes"]["enabled"] is True


def test_versions_and_keys_are_listed() -> None:
    world = build("own-account")
    kids = [one["kid"] for one in vault(world, "GET", f"/keys/{ids.KEY}/versions").body["value"]]
    assert kids == [
        f"{HOST}/keys/{ids.KEY}/{one}" for one in (ids.KEY_VERSION, ids.OLD_KEY_VERSION)
    ]
    kids = [one["kid"] for one in vault(world, "GET", "/keys").body["value"]]
    assert kids == [f"{HOST}/keys/{ids.KEY}", f"{HOST}/keys/{ids.OTHER_KEY}"]


@pytest.mark.parametrize(
    "path",
    ["/keys/none", f"/keys/{ids.KEY}/{'0' * 32}", "/keys/none/versions", "/deletedkeys/none"],
)
def test_a_key_that_is_not_there_is_not_found(path: str) -> None:
    answer = vault(build("own-account"), "GET", path)
    assert (answer.status, answer.body["error"]["code"]) == (404, "KeyNotFound")


def test_without_a_role_for_keys_the_rbac_model_refuses() -> None:
    world = build("own-account")
    for doc in list(access.assignments(world)):
        if roles.KEY_VAULT_READER in doc["properties"]["roleDefinitionId"]:
            world.remove(doc["id"])
    answer = vault(world, "GET", f"/keys/{ids.KEY}")
    assert inner(answer) == (403, "ForbiddenByRbac")
    assert "Action: 'Microsoft.KeyVault/vaults/keys/read'" in answer.body["error"]["message"]


def test_without_a_policy_the_other_model_refuses() -> None:
    world = build("own-account-policies")
    assert vault(world, "GET", f"/keys/{ids.KEY}").status == 200
    world.need(ids.VAULT_ID)["properties"]["accessPolicies"] = []
    assert inner(vault(world, "GET", f"/keys/{ids.KEY}")) == (403, "ForbiddenByPolicy")


@pytest.mark.parametrize(
    ("acls", "public", "expected"),
    [
        ({"defaultAction": "Deny"}, "Enabled", "ForbiddenByFirewall"),
        ({"defaultAction": "Deny", "bypass": "None"}, "Enabled", "ForbiddenByFirewall"),
        ({"defaultAction": "Deny", "ipRules": [{"value": "198.51.100.0/24"}]}, "Enabled", ""),
        (
            {"defaultAction": "Deny", "ipRules": [{"value": "nonsense"}]},
            "Enabled",
            "ForbiddenByFirewall",
        ),
        ({}, "Disabled", "ForbiddenByConnection"),
        ({}, "SecuredByPerimeter", "ForbiddenByConnection"),
        ({}, "Enabled", ""),
    ],
)
def test_the_firewall_sees_the_callers_address(
    acls: dict[str, Any], public: str, expected: str
) -> None:
    world = build("own-account")
    fields = world.need(ids.VAULT_ID)["properties"]
    fields["networkAcls"] |= acls
    fields["publicNetworkAccess"] = public
    answer = vault(world, "GET", f"/keys/{ids.KEY}")
    if expected:
        assert inner(answer) == (403, expected)
        assert ("bypass is set to None" in answer.body["error"]["message"]) is (
            acls.get("bypass") == "None"
        )
    else:
        assert answer.status == 200


def test_a_deleted_key_is_read_with_its_dates() -> None:
    world = build("own-account")
    FAULTS["key-soft-deleted"].apply(world)
    assert vault(world, "GET", f"/keys/{ids.KEY}").status == 404
    body = vault(world, "GET", f"/deletedkeys/{ids.KEY}").body
    assert body["recoveryId"] == f"{HOST}/deletedkeys/{ids.KEY}"
    assert body["scheduledPurgeDate"] - body["deletedDate"] == 90 * 86400
    assert body["key"]["kid"].endswith(ids.KEY_VERSION)
    assert [one["kid"] for one in vault(world, "GET", "/deletedkeys").body["value"]] == [
        f"{HOST}/keys/{ids.KEY}"
    ]


def is_healthy(world: World) -> bool:
    return revoked(world, world.need(ids.ACCOUNT_ID)) is None


@pytest.mark.parametrize(
    ("fault", "body"),
    [
        ("key-disabled", {"attributes": {"enabled": True}}),
        ("key-expired", {"attributes": {"exp": 4102444800}}),
        ("key-not-yet-valid", {"attributes": {"nbf": 1700000000}}),
        ("key-operations-missing", {"key_ops": ["wrapKey", "unwrapKey"]}),
    ],
)
@pytest.mark.parametrize("tail", ["", "/", f"/{ids.KEY_VERSION}"])
def test_changing_attributes_repairs_the_key(fault: str, body: dict[str, Any], tail: str) -> None:
    world = an_officer(fault)
    assert not is_healthy(world)
    assert vault(world, "PATCH", f"/keys/{ids.KEY}{tail}", body).status == 200
    assert is_healthy(world)
    version = world.need(f"{ids.KEY_ID}/versions/{ids.KEY_VERSION}")["properties"]
    assert version["attributes"] == world.need(ids.KEY_ID)["properties"]["attributes"]


def test_an_old_version_is_enabled_again() -> None:
    world = an_officer("old-version-disabled")
    assert not is_healthy(world)
    answer = vault(
        world, "PATCH", f"/keys/{ids.KEY}/{ids.OLD_KEY_VERSION}", {"attributes": {"enabled": True}}
    )
    assert answer.status == 200
    assert is_healthy(world)


def test_a_deleted_key_comes_back_with_all_its_versions() -> None:
    world = an_officer("key-soft-deleted")
    assert vault(world, "POST", f"/deletedkeys/{ids.KEY}/recover").status == 200
    assert is_healthy(world)
    assert len(vault(world, "GET", f"/keys/{ids.KEY}/versions").body["value"]) == 2
    assert vault(world, "POST", f"/deletedkeys/{ids.KEY}/recover").status == 404


def test_deleting_a_key_puts_it_aside() -> None:
    world = an_officer()
    assert "recoveryId" in vault(world, "DELETE", f"/keys/{ids.KEY}").body
    assert not is_healthy(world)
    assert vault(world, "DELETE", f"/keys/{ids.KEY}").status == 404
    blocked = vault(world, "POST", f"/keys/{ids.KEY}/create", {"kty": "RSA"})
    assert inner(blocked) == (409, "ObjectIsDeletedButRecoverable")


def test_a_created_key_is_a_new_version_and_the_old_one_stays() -> None:
    world = an_officer("key-type-unsuitable")
    body = {
        "kty": "RSA",
        "key_size": 3072,
        "attributes": {"enabled": True},
        "key_ops": ["wrapKey", "unwrapKey"],
    }
    answer = vault(world, "POST", f"/keys/{ids.KEY}/create", body)
    assert answer.status == 200
    assert answer.body["key"]["kid"].rpartition("/")[2] not in (
        ids.KEY_VERSION,
        ids.OLD_KEY_VERSION,
    )
    assert len(vault(world, "GET", f"/keys/{ids.KEY}/versions").body["value"]) == 3
    assert is_healthy(world)


def test_changing_a_key_that_is_not_there_is_not_found() -> None:
    assert vault(an_officer(), "PATCH", "/keys/none", {"attributes": {}}).status == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", f"/keys/{ids.KEY}"),
        ("POST", f"/keys/{ids.KEY}/create"),
        ("DELETE", f"/keys/{ids.KEY}"),
        ("POST", f"/deletedkeys/{ids.KEY}/recover"),
    ],
)
def test_a_reader_changes_nothing(method: str, path: str) -> None:
    assert inner(vault(build("own-account"), method, path, {})) == (403, "ForbiddenByRbac")
