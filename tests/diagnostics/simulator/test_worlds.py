from __future__ import annotations

import json

import pytest

from diagnostics.names import DefaultIdentity, KeyUri, ResourceId
from diagnostics.simulator import ids
from diagnostics.simulator.consequences import CONFIRMED, account_of, cmk_status, revoked
from diagnostics.simulator.world import served
from diagnostics.simulator.worlds import CANARIES, WORLDS, build, key_uri

OWN = [name for name in WORLDS if name.startswith("own-account")]
WITH_KEY = [name for name in WORLDS if name not in ("no-customer-key", "own-account-without-key")]


@pytest.mark.parametrize("name", list(WORLDS))
def test_every_document_lies_under_its_own_id(name: str) -> None:
    for key, document in build(name).under("/"):
        assert document["id"].lower() == key
        assert document["name" if "name" in document else "subscriptionId"] in document["id"]


@pytest.mark.parametrize("name", WITH_KEY)
def test_a_base_world_is_healthy(name: str) -> None:
    world = build(name)
    account = account_of(world)
    assert account is not None
    assert revoked(world, account) is None
    assert cmk_status(world, account) == CONFIRMED
    KeyUri.parse(account["properties"]["keyVaultKeyUri"])
    DefaultIdentity.parse(account["properties"]["defaultIdentity"])


@pytest.mark.parametrize("name", OWN)
def test_an_own_account_is_complete_for_the_command_line(name: str) -> None:
    """`az` dies without consistencyPolicy and identity."""
    account = build(name).need(ids.ACCOUNT_ID)
    assert account["identity"]["type"]
    assert account["properties"]["consistencyPolicy"]["defaultConsistencyLevel"] == "Session"


def test_the_account_without_a_key_shows_no_status() -> None:
    world = build("own-account-without-key")
    account = world.need(ids.ACCOUNT_ID)
    assert "keyVaultKeyUri" not in account["properties"]
    assert cmk_status(world, account) is None


def test_without_a_customer_key_there_is_neither_account_nor_vault() -> None:
    kinds = {
        ResourceId.parse(key).type.lower()
        for key, _ in build("no-customer-key").under("/subscriptions/")
        if key.count("/") == 8 and "/resourcegroups/" in key
    }
    assert kinds == set()


def test_the_government_cloud_has_hosts_and_applications_of_its_own() -> None:
    world = build("own-account-usgov")
    assert key_uri(world).startswith("https://kv-ajo.vault.usgovcloudapi.net/")
    assert world.need(ids.ACCOUNT_ID)["properties"]["documentEndpoint"].endswith(
        "documents.azure.us:443/"
    )
    principal = world.need(f"graph:/{ids.TENANT}/serviceprincipals/{ids.COSMOS_OID}")
    assert (
        principal["appId"] == world.cloud.cosmos_app_id != build("own-account").cloud.cosmos_app_id
    )


def test_adobes_account_lives_where_the_caller_has_no_role() -> None:
    world = build("adobe-managed")
    given = [
        doc["properties"]["scope"]
        for key, doc in world.under("/")
        if "/roleassignments/" in key and doc["properties"]["principalId"] == ids.CALLER_OID
    ]
    assert given
    assert not any(ids.ADOBE_SUBSCRIPTION in scope for scope in given)
    assert world.need(f"/subscriptions/{ids.ADOBE_SUBSCRIPTION}")["tenantId"] == ids.ADOBE_TENANT


def test_a_world_is_independent_of_the_next_one() -> None:
    first = build("own-account")
    first.need(ids.VAULT_ID)["properties"]["enablePurgeProtection"] = False
    first.need(ids.ACCOUNT_ID)["identity"].clear()
    second = build("own-account")
    assert second.need(ids.VAULT_ID)["properties"]["enablePurgeProtection"] is True
    assert second.need(ids.ACCOUNT_ID)["identity"]


@pytest.mark.parametrize("name", list(WORLDS))
def test_no_document_serves_a_canary(name: str) -> None:
    shown = json.dumps(
        [
            served(document)
            for key, document in build(name).under("")
            if not key.startswith(("entra:", "adobe:/credentials/", "sim:"))
        ]
    )
    assert not [canary for canary in CANARIES if canary in shown]


def test_the_canaries_are_planted() -> None:
    planted = json.dumps(build("own-account-federated").documents)
    assert all(canary in planted for canary in CANARIES)
