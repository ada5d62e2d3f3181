"""The sign-in at Adobe and the gateway before its services: each refusal follows from what is missing or wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from diagnostics.simulator import ids, ims
from diagnostics.simulator.dispatch import api_of
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.routes import ROUTES
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.service import Service
from diagnostics.simulator.surroundings import ADOBE_SECRET
from diagnostics.simulator.tokens import claims_of
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import WORLDS, build
from tests.support.asking import arm_token, ask
from tests.support.asking_adobe import CAMPAIGNS, adobe, provisioning, sign_in

CREDENTIAL = f"adobe:/credentials/{ids.ADOBE_CLIENT}"
HEALTH = "/ajo/im/health"


@pytest.fixture
def world() -> World:
    return build("adobe-managed")


def code(answer: Answer) -> tuple[int, str, str]:
    return answer.status, answer.body["error_code"], answer.body["message"]


@pytest.mark.parametrize("name", list(WORLDS))
def test_every_world_lets_its_own_credential_in(name: str) -> None:
    there = build(name)
    token = sign_in(there).body["access_token"]
    assert adobe(there, "GET", HEALTH, token=token).status == 200
    assert adobe(there, "GET", f"{CAMPAIGNS}/{ids.CAMPAIGN}", token=token).status == 200


@pytest.mark.parametrize("name", list(WORLDS))
def test_adobes_hosts_are_the_same_from_every_cloud(name: str) -> None:
    cloud = build(name).cloud
    assert {
        host: api_of(cloud, host)
        for host in ("ims-na1.adobelogin.com", "platform-nld2.adobe.io", "data.status.adobe.com")
    } == {
        "ims-na1.adobelogin.com": "ims",
        "platform-nld2.adobe.io": "adobe",
        "data.status.adobe.com": "adobestatus",
    }
    assert api_of(cloud, "platform-stage.adobe.io") == ""


def test_a_token_says_what_it_is_in_milliseconds(world: World) -> None:
    answer = sign_in(world, scope="openid, AdobeID")
    claims = claims_of(answer.body["access_token"])
    assert claims is not None
    assert answer.body["token_type"] == "bearer"
    assert answer.body["expires_in"] == 86399
    assert {name: claims[name] for name in ("client_id", "as", "type", "scope", "org")} == {
        "client_id": ids.ADOBE_CLIENT,
        "as": "ims-na1",
        "type": "access_token",
        "scope": "openid,AdobeID",
        "org": ids.ORG,
    }
    assert claims["expires_in"] == "86400000"
    assert len(claims["created_at"]) == 13


SIGN_INS: dict[str, tuple[dict[str, str], str, str]] = {
    "unknown client": (
        {"client_id": "nobody"},
        "invalid_client",
        "invalid client_id parameter",
    ),
    "no client": ({"client_id": ""}, "invalid_client", "invalid client_id parameter"),
    "wrong secret": (
        {"client_secret": "old"},
        "invalid_client",
        "invalid client_secret parameter",
    ),
    "scope not had": (
        {"scope": "openid,creative_sdk"},
        "invalid_scope",
        "invalid scope parameter: creative_sdk",
    ),
    "another grant": (
        {"grant_type": "password"},
        "unsupported_grant_type",
        "unsupported grant_type: password",
    ),
}


@pytest.mark.parametrize("name", SIGN_INS)
def test_a_sign_in_that_is_refused(name: str, world: World) -> None:
    fields, error, description = SIGN_INS[name]
    answer = sign_in(world, **fields)
    assert answer.status == 400
    assert answer.body == {"error": error, "error_description": description}


def test_a_deleted_secret_no_longer_signs_in(world: World) -> None:
    world.need(CREDENTIAL)["secret"] = "another"
    assert sign_in(world).body["error_description"] == "invalid client_secret parameter"


def test_the_ended_kind_of_credential_gets_no_token(world: World) -> None:
    world.need(CREDENTIAL)["kind"] = "jwt"
    assert sign_in(world).body["error"] == "unauthorized_client"
    exchange = ask(world, "POST", "https://ims-na1.adobelogin.com/ims/exchange/jwt", token=None)
    assert (exchange.status, exchange.body["error"]) == (400, "unsupported_grant_type")


HEADERS_REFUSED: dict[str, tuple[dict[str, str | None], tuple[int, str, str]]] = {
    "no token": ({"authorization": None}, (403, "403010", "Oauth token is missing.")),
    "another scheme": (
        {"authorization": "Basic YTpi"},
        (403, "403010", "Oauth token is missing."),
    ),
    "no token of ours": (
        {"authorization": "Bearer a.b.c"},
        (401, "401013", "Oauth token is not valid"),
    ),
    "no key": ({"x_api_key": None}, (403, "403000", "Api Key is required")),
    "unknown key": ({"x_api_key": "nobody"}, (403, "403003", "Api Key is invalid")),
    "key of another API": (
        {"x_api_key": "acp_provisioning"},
        (403, "403003", "Api Key is invalid"),
    ),
    "no organization": ({"x_gw_ims_org_id": None}, (400, "400003", "Missing header")),
    "unknown organization": (
        {"x_gw_ims_org_id": "AAAA@AdobeOrg"},
        (403, "403027", "User region is missing"),
    ),
}


@pytest.mark.parametrize("name", HEADERS_REFUSED)
def test_a_header_that_is_missing_or_wrong(name: str, world: World) -> None:
    headers, expected = HEADERS_REFUSED[name]
    assert code(adobe(world, "GET", HEALTH, **headers)) == expected


NOT_VALID = (401, "401013", "Oauth token is not valid")
STATES: dict[str, tuple[Callable[[World], object], tuple[int, str, str]]] = {
    "API not in the project": (
        lambda w: w.need(CREDENTIAL).update(apis=["platform"]),
        (403, "403003", "Api Key is invalid"),
    ),
    "no product profile": (
        lambda w: w.need(CREDENTIAL).update(has_profile=False),
        (403, "403025", "Profile is not valid"),
    ),
    "credential of another organization": (
        lambda w: w.need(CREDENTIAL).update(org="OTHER@AdobeOrg"),
        (403, "403025", "Profile is not valid"),
    ),
    "no region": (
        lambda w: w.need(f"adobe:/orgs/{ids.ORG}").update(region=""),
        (403, "403027", "User region is missing"),
    ),
    "token of another environment": (
        lambda w: w.need(CREDENTIAL).update({"x-claims": {"as": "ims-na1-stg1"}}),
        NOT_VALID,
    ),
    "old token": (
        lambda w: w.need(CREDENTIAL).update({"x-claims": {"created_at": "1700000000000"}}),
        NOT_VALID,
    ),
    "another kind of token": (
        lambda w: w.need(CREDENTIAL).update({"x-claims": {"type": "refresh_token"}}),
        NOT_VALID,
    ),
    "quota used up": (
        lambda w: w.need("sim:/adobe").update(quota=0),
        (429, "429050", "too many requests"),
    ),
}


@pytest.mark.parametrize("name", STATES)
def test_a_state_that_the_gateway_refuses(name: str, world: World) -> None:
    change, expected = STATES[name]
    change(world)
    assert code(adobe(world, "GET", HEALTH)) == expected


def test_a_token_of_azure_is_none_of_adobes(world: World) -> None:
    assert code(adobe(world, "GET", HEALTH, token=arm_token(world))) == NOT_VALID


def test_a_token_of_another_client_does_not_go_with_the_key(world: World) -> None:
    world.put("adobe:/credentials/other", dict(world.need(CREDENTIAL)))
    token = ims.mint(world, "other")
    assert code(adobe(world, "GET", HEALTH, token=token))[1] == "403003"


def test_a_quota_counts_down_and_says_when_to_come_back(world: World) -> None:
    world.need("sim:/adobe").update(quota=1, retry_after=45)
    assert adobe(world, "GET", HEALTH).status == 200
    refused = adobe(world, "GET", HEALTH)
    assert (refused.status, refused.headers["retry-after"]) == (429, "45")


def test_two_tokens_never_reach_the_gateway(world: World) -> None:
    answer = adobe(world, "GET", HEALTH, authorization="Bearer a, Bearer b")
    assert answer.status == 400
    assert b"openresty" in answer.body


@pytest.mark.parametrize(
    ("api", "path"), [("gateway", HEALTH), ("ajo", HEALTH), ("campaigns", CAMPAIGNS)]
)
def test_an_api_that_is_down(api: str, path: str, world: World) -> None:
    world.need("sim:/adobe")["outage"] = {api: 503}
    assert adobe(world, "GET", path).status == 503


def test_the_others_stay_up(world: World) -> None:
    world.need("sim:/adobe")["outage"] = {"campaigns": 500, "ims": 503}
    assert adobe(world, "GET", HEALTH).status == 200
    assert sign_in(world).status == 503


def test_a_regional_host_serves_customers_keys_only(world: World) -> None:
    regional = "https://platform-nld2.adobe.io"
    assert adobe(world, "GET", HEALTH, host=regional).status == 404


def test_health_is_what_the_world_says(world: World) -> None:
    world.need("sim:/adobe")["health"] = 503
    assert adobe(world, "GET", HEALTH).status == 503


def test_keys_of_customers_have_a_key_of_their_own(world: World) -> None:
    assert provisioning(world, "byok/app-registration").status == 200
    own = adobe(world, "GET", "/data/infrastructure/manager/byok/app-registration")
    assert code(own)[1] == "403003"


def test_a_request_tells_who_asks(world: World) -> None:
    token = ims.mint(world, ids.ADOBE_CLIENT)
    request = Request(
        method="GET",
        host="platform.adobe.io",
        path=HEALTH,
        query={},
        headers={"authorization": f"Bearer {token}"},
    )
    assert Service(world, ROUTES).caller(request) == ids.ADOBE_CLIENT


def test_a_world_may_leave_adobes_side_out(world: World) -> None:
    handed_out = Simulator(world).environ()
    assert handed_out["AJO_DOCTOR_ADOBE_CLIENT_SECRET"] == ADOBE_SECRET
    for key, _ in [*world.under("adobe:/"), *world.under("sim:/adobe")]:
        world.remove(key)
    assert "AJO_DOCTOR_ADOBE_CLIENT_SECRET" not in Simulator(world).environ()
    assert sign_in(world).body["error"] == "invalid_client"
    feed = "https://data.status.adobe.com/adobestatus/StatusEvents"
    assert ask(world, "GET", feed, token=None).body == {}


def test_a_rotated_secret_is_not_the_one_that_is_handed_out(world: World) -> None:
    world.need(CREDENTIAL)["secret"] = "another"
    assert Simulator(world).environ()["AJO_DOCTOR_ADOBE_CLIENT_SECRET"] == ADOBE_SECRET
