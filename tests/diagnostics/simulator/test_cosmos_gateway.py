from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from diagnostics.simulator import ids, roles
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.http import Answer
from diagnostics.simulator.tokens import mint
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import COSMOS, ask


def cosmos(world: World, token: str = "", host: str = "", header: str | None = None) -> Answer:
    """Read the account as azure-cosmos does: the whole header quoted."""
    given = token or mint(
        world, ids.CALLER_APP, f"https://{ids.ACCOUNT}.{world.cloud.cosmos_suffix}"
    )
    sent = quote(f"type=aad&ver=1.0&sig={given}", safe="-_.!~*'()") if header is None else header
    url = f"{host or f'https://{ids.ACCOUNT}.{world.cloud.cosmos_suffix}'}/"
    return ask(world, "GET", url, headers={"Authorization": sent} if sent else {}, token=None)


def told(answer: Answer) -> tuple[int, str | None]:
    return answer.status, answer.headers.get("x-ms-substatus")


@pytest.mark.parametrize(
    "audience", [COSMOS, f"{COSMOS}/", "https://cosmos.azure.com", "https://COSMOS.azure.com/"]
)
def test_the_account_describes_itself_with_its_own_host(audience: str) -> None:
    world = build("own-account")
    answer = cosmos(world, mint(world, ids.CALLER_APP, audience))
    assert answer.status == 200
    assert answer.body["id"] == ids.ACCOUNT
    locations = answer.body["writableLocations"] + answer.body["readableLocations"]
    assert {one["databaseAccountEndpoint"] for one in locations} == {f"{COSMOS}:443/"}
    assert answer.body["userConsistencyPolicy"]["defaultConsistencyLevel"] == "Session"


def test_the_government_cloud_has_its_own_host() -> None:
    assert cosmos(build("own-account-usgov")).status == 200


def test_a_regional_host_is_the_same_account() -> None:
    world = build("own-account")
    host = f"https://{ids.ACCOUNT}-westeurope.documents.azure.com"
    assert cosmos(world, host=host).body["id"] == ids.ACCOUNT


@pytest.mark.parametrize(
    ("fault", "status", "sub_status", "text"),
    [
        ("key-access-missing", 403, "4002", "no longer has permission"),
        ("vault-gone", 403, "4017", "Azure Key Vault was not found"),
        ("key-disabled", 403, "4018", "disabled or expired"),
        ("revoked-without-reason", 403, None, "currently revoked; for more details"),
        ("still-propagating", 403, "4000", "AAD authentication token"),
        ("cosmos-data-role-missing", 403, "5301", "does not have required RBAC permissions"),
        ("cosmos-data-role-on-database", 403, "5301", "on resource [/]"),
        ("cosmos-data-role-on-container", 403, "5301", "readMetadata"),
        ("cosmos-firewall", 403, "0", "blocked by your Cosmos DB account firewall settings"),
        ("data-plane-account-unknown", 403, "1008", "does not exist"),
        ("wrong-issuer", 401, "5007", "which is not trusted by this database account"),
    ],
)
def test_what_is_wrong_shows_as_status_and_sub_status(
    fault: str, status: int, sub_status: str | None, text: str
) -> None:
    world = build("own-account")
    FAULTS[fault].apply(world)
    answer = cosmos(world)
    assert told(answer) == (status, sub_status)
    assert text in answer.body["message"]
    assert answer.body["code"] == {401: "Unauthorized", 403: "Forbidden"}[status]
    assert answer.headers["x-ms-activity-id"] in answer.body["message"]


@pytest.mark.parametrize(
    "fault", ["status-stale", "status-absent", "write-forbidden", "clock-skew"]
)
def test_what_does_not_concern_reads_lets_them_through(fault: str) -> None:
    world = build("own-account")
    FAULTS[fault].apply(world)
    assert cosmos(world).status == 200


def later(world: World, seconds: float) -> None:
    world.put("sim:/clock", {"skew_s": seconds})


@pytest.mark.parametrize(
    ("token", "sub_status"),
    [
        (lambda world: mint(world, ids.CALLER_APP, "https://other.documents.azure.com"), "5008"),
        (lambda world: mint(world, ids.CALLER_APP, "https://management.azure.com"), "5008"),
        (lambda world: mint(world, ids.CALLER_APP, COSMOS, lifetime_s=-600), "5006"),
        (lambda world: mint(world, ids.CALLER_APP, COSMOS, claims={"nbf": 9999999999}), "5005"),
        (
            lambda world: mint(world, ids.CALLER_APP, COSMOS, claims={"tid": ids.OTHER_TENANT}),
            "5007",
        ),
        (lambda _world: mint(build("own-account"), ids.CALLER_APP, COSMOS), "5004"),
        (lambda _world: "nonsense", "5003"),
    ],
)
def test_a_token_that_does_not_fit_has_its_number(
    token: Callable[[World], str], sub_status: str
) -> None:
    world = build("own-account")
    assert told(cosmos(world, token(world))) == (401, sub_status)


@pytest.mark.parametrize(("header", "sub_status"), [("", "5000"), ("type%3Dnone", "5001")])
def test_a_header_that_is_none_has_its_number(header: str, sub_status: str) -> None:
    assert told(cosmos(build("own-account"), header=header)) == (401, sub_status)


@pytest.mark.parametrize("is_off", [True, False])
def test_an_account_key_works_only_while_keys_are_on(is_off: bool) -> None:
    world = build("own-account")
    world.need(ids.ACCOUNT_ID)["properties"]["disableLocalAuth"] = is_off
    answer = cosmos(world, header=quote("type=master&ver=1.0&sig=c2lnbmF0dXJl"))
    assert told(answer) == ((401, "5202") if is_off else (200, None))


def test_the_firewall_knows_single_addresses_and_networks() -> None:
    world = build("own-account")
    fields = world.need(ids.ACCOUNT_ID)["properties"]
    for rule, status in (
        ("198.51.100.20", 200),
        ("198.51.0.0/16", 200),
        ("203.0.113.1", 403),
        ("x", 403),
    ):
        fields["ipRules"] = [{"ipAddressOrRange": rule}]
        assert cosmos(world).status == status
    fields["ipRules"] = []
    fields["publicNetworkAccess"] = "Disabled"
    assert told(cosmos(world)) == (403, "0")
    world.put("sim:/caller", {"address": "203.0.113.1"})
    fields |= {"publicNetworkAccess": "Enabled", "ipRules": [{"ipAddressOrRange": "203.0.113.1"}]}
    assert cosmos(world).status == 200


def test_an_unknown_name_is_an_unknown_account() -> None:
    answer = cosmos(build("own-account"), host="https://other.documents.azure.com")
    assert told(answer) == (403, "1008")
    assert "Database Account other does not exist" in answer.body["message"]


def test_adobes_account_does_not_trust_the_customers_tenant() -> None:
    world = build("adobe-managed")
    host = f"https://{ids.ADOBE_ACCOUNT}.documents.azure.com"
    assert told(cosmos(world, mint(world, ids.CALLER_APP, host), host=host)) == (401, "5007")


def test_a_role_for_everything_is_enough_too() -> None:
    world = build("own-account")
    FAULTS["cosmos-data-role-missing"].apply(world)
    from diagnostics.simulator import resources

    resources.assign_data_role(
        world, ids.ACCOUNT_ID, roles.COSMOS_DATA_CONTRIBUTOR, ids.CALLER_OID, ids.ACCOUNT_ID
    )
    assert cosmos(world).status == 200
