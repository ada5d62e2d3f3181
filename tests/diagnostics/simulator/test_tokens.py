from __future__ import annotations

import base64
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.simulator import ids
from diagnostics.simulator.tokens import bearer_of, claims_of, is_expired, mint, verified
from diagnostics.simulator.worlds import build

GRAPH = "https://graph.microsoft.com"


def test_a_token_says_who_asks_and_for_what() -> None:
    claims = claims_of(mint(build("own-account"), ids.CALLER_APP, GRAPH))
    assert claims is not None
    assert claims["aud"] == GRAPH
    assert claims["iss"] == f"https://sts.windows.net/{ids.TENANT}/"
    assert (claims["tid"], claims["oid"], claims["appid"]) == (
        ids.TENANT,
        ids.CALLER_OID,
        ids.CALLER_APP,
    )
    assert claims["idtyp"] == "app"
    assert claims["nbf"] <= time.time() < claims["exp"] <= time.time() + 3600


def test_graph_permissions_stand_only_in_tokens_for_graph() -> None:
    world = build("own-account")
    graph = claims_of(mint(world, ids.CALLER_APP, GRAPH)) or {}
    vault = claims_of(mint(world, ids.CALLER_APP, "https://vault.azure.net")) or {}
    assert "Application.Read.All" in graph["roles"]
    assert "roles" not in vault


def test_a_token_of_another_world_is_not_verified() -> None:
    world, other = build("own-account"), build("own-account")
    token = mint(world, ids.CALLER_APP, GRAPH)
    mint(other, ids.CALLER_APP, GRAPH)
    assert verified(world, token) == claims_of(token)
    assert verified(other, token) is None


def test_a_changed_payload_is_not_verified() -> None:
    world = build("own-account")
    head, payload, signature = mint(world, ids.CALLER_APP, GRAPH).split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    forged = base64.urlsafe_b64encode(json.dumps(claims | {"oid": ids.DANA}).encode())
    token = f"{head}.{forged.rstrip(b'=').decode()}.{signature}"
    assert claims_of(token) != verified(world, token)
    assert verified(world, token) is None


def test_the_servers_clock_decides_about_expiry() -> None:
    world = build("own-account")
    claims = claims_of(mint(world, ids.CALLER_APP, GRAPH)) or {}
    assert not is_expired(world, claims)
    world.put("sim:/clock", {"skew_s": 7200})
    assert is_expired(world, claims)


def test_claims_can_be_replaced_and_left_out() -> None:
    world = build("own-account")
    token = mint(world, ids.CALLER_APP, GRAPH, claims={"roles": None, "upn": "a@b.example"})
    claims = claims_of(token) or {}
    assert "roles" not in claims
    assert claims["upn"] == "a@b.example"


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer abc", "abc"),
        ("type=aad&ver=1.0&sig=abc", "abc"),
        ("type=master&ver=1.0&sig=abc", ""),
        ("", ""),
    ],
)
def test_both_ways_to_send_a_token_are_read(header: str, token: str) -> None:
    assert bearer_of(header) == token


@given(st.text())
def test_any_text_is_a_token_or_none(text: str) -> None:
    assert claims_of(text) is None or text.count(".") == 2
