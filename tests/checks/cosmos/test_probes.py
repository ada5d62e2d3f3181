"""The probes against the simulator, through the real clients."""

from __future__ import annotations

import asyncio

import pytest

from checks.cosmos import pasted_error
from checks.cosmos.facts import AccountFacts, DataPlaneAnswer, KeyLocation, TokenForAccount
from diagnostics import Certainty, Denied, KeyUri, NotApplicable, Recognised, Seen
from diagnostics.cloud.session import Session, SessionOptions
from diagnostics.simulator import ids, wire
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.checks.cosmos.probing import Change, probed, target_in


@pytest.mark.parametrize(
    "base",
    [
        "own-account",
        "own-account-system",
        "own-account-first-party",
        "own-account-policies",
        "own-account-federated",
        "own-account-usgov",
    ],
)
def test_every_healthy_world_has_nothing_to_say(base: str) -> None:
    result = probed(base)
    assert result.codes == []
    assert result.idle == {}
    answer = result.seen[DataPlaneAnswer]
    assert (answer.status, answer.message) == (200, "")
    assert result.seen[KeyLocation].is_of_cloud


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("account-missing", ["CO201"]),
        ("default-identity-undefined", ["CO106", "CO202", "CO106"]),
        ("account-being-updated", ["CO206"]),
        ("key-uri-malformed", ["CO107", "CO203", "CO107"]),
        ("key-uri-versioned", ["CO204"]),
        ("perimeter-blocks-outbound", ["CO110", "CO110"]),
        ("status-absent", ["CO114?"]),
        ("status-of-a-new-kind", ["CO114?"]),
        ("service-principal-disabled", ["CO101", "CO101"]),
        ("caller-token-refused", ["CO301"]),
        ("general-scope-only", ["CO302"]),
        ("wrong-audience", ["CO303"]),
        ("wrong-issuer", ["CO304"]),
        ("clock-skew", ["CO305"]),
        ("cosmos-firewall", ["CO306"]),
        ("data-plane-account-unknown", ["CO307"]),
        ("still-propagating", ["CO308", "CO101"]),
        ("status-stale", ["CO101", "CO309"]),
        ("cosmos-data-role-missing", ["CO310"]),
        ("entra-outage", ["CO112", "CO112"]),
        ("key-vault-outage", ["CO112", "CO112"]),
        ("revoked-without-reason", ["CO111", "CO111"]),
    ],
)
def test_each_fault_is_named(fault: str, expected: list[str]) -> None:
    assert probed("own-account", fault).codes == expected


def test_an_unfit_identity_across_tenants_is_named() -> None:
    assert "CO205" in probed("own-account", "cross-tenant-identity-unfit").codes


def test_each_thing_is_asked_once() -> None:
    asked = probed("own-account").asked
    accounts = [each for each in asked if "/databaseaccounts/" in each.lower()]
    assert len(accounts) == 1
    assert len([each for each in asked if "documents.azure.com/" in each]) == 1
    tokens = [each for each in asked if each.endswith("/oauth2/v2.0/token")]
    assert len(tokens) == 2  # for Resource Manager and for the account


def test_an_absent_account_ends_the_questions() -> None:
    result = probed("own-account", "account-missing")
    assert set(result.idle) == {"cosmos.key_uri", "cosmos.token"}
    assert result.seen[AccountFacts].exists is False
    assert not any("documents.azure.com" in each for each in result.asked)


def test_without_an_account_in_the_configuration_nothing_is_asked() -> None:
    result = probed("own-account", account=None)
    assert "cosmos.account" in result.idle
    assert result.asked == []


def test_a_refused_token_spares_the_data_plane() -> None:
    result = probed("own-account", "caller-token-refused")
    assert "cosmos.data_plane" in result.idle
    facts = result.seen[TokenForAccount]
    assert (facts.account_scope_error, facts.general_scope_works) == ("AADSTS53003", False)


def test_the_general_scope_is_not_tried_where_the_own_one_works() -> None:
    assert probed("own-account").seen[TokenForAccount].general_scope_works is None


def speaks(kind: str = "GlobalDocumentDB", *capabilities: str) -> Change:
    def apply(world: World) -> None:
        document = world.need(ids.ACCOUNT_ID)
        document["kind"] = kind
        document["properties"]["capabilities"] = [{"name": name} for name in capabilities]

    return apply


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (speaks("MongoDB"), "mongo"),
        (speaks("GlobalDocumentDB", "EnableServerless", "EnableCassandra"), "cassandra"),
        (speaks("GlobalDocumentDB", "EnableGremlin"), "gremlin"),
        (speaks("GlobalDocumentDB", "EnableTable"), "table"),
    ],
)
def test_an_account_of_another_api_is_read_but_not_called(change: Change, name: str) -> None:
    result = probed("own-account", change)
    assert name in result.idle["cosmos.data_plane"]
    assert not any("documents.azure.com/" in each for each in result.asked)
    assert result.codes == []


def test_a_revoked_mongo_account_still_says_so() -> None:
    result = probed("own-account", speaks("MongoDB"), "service-principal-disabled")
    assert result.codes == ["CO101"]


def test_without_a_key_there_is_no_key_to_look_for() -> None:
    result = probed("own-account-without-key")
    assert "cosmos.key_uri" in result.idle
    assert result.codes == ["CO207"]


@pytest.mark.parametrize(
    ("configured", "expected"),
    [
        (f"https://kv-ajo.vault.azure.net/keys/{ids.KEY}", []),
        (f"https://KV-AJO.vault.azure.net/keys/{ids.KEY.upper()}/{ids.KEY_VERSION}", []),
        ("https://kv-ajo.vault.azure.net/keys/another", ["CO208"]),
    ],
)
def test_the_configured_key_is_held_against_the_accounts(
    configured: str, expected: list[str]
) -> None:
    assert probed("own-account", key_uri=KeyUri.parse(configured)).codes == expected


@pytest.mark.parametrize("status", [500, 503])
def test_a_fault_of_the_gateway_leaves_the_question_open(status: int) -> None:
    def breaks(world: World) -> None:
        wire.fail(
            world,
            "down",
            "status",
            host="cosmos-ajo.documents.azure.com",
            details={"status": status},
        )

    assert probed("own-account", breaks).codes == ["CO313?"]


def test_an_endpoint_of_a_stranger_gets_no_token() -> None:
    def elsewhere(world: World) -> None:
        properties = world.need(ids.ACCOUNT_ID)["properties"]
        properties["documentEndpoint"] = "https://cosmos-ajo.documents.azure.com.evil.example:443/"

    result = probed("own-account", elsewhere)
    assert result.seen[TokenForAccount].account_scope == (
        "https://cosmos-ajo.documents.azure.com/.default"
    )
    assert not any("evil" in each for each in result.asked)


def without_the_right(world: World) -> None:
    for path, document in list(world.under("/")):
        if "/roledefinitions/" in path and "permissions" in document["properties"]:
            for block in document["properties"]["permissions"]:
                block["notActions"] = [
                    *block["notActions"],
                    "Microsoft.DocumentDB/databaseAccounts/read",
                ]


def test_a_missing_right_is_told_and_not_taken_for_an_absence() -> None:
    with pytest.raises(Denied) as denied:
        probed("own-account", without_the_right)
    assert [each.name for each in denied.value.permissions] == [
        "Microsoft.DocumentDB/databaseAccounts/read"
    ]


# --- the pasted text: no service at all ---


def recognised() -> Recognised:
    return Recognised(
        signature_id="cmk.4000",
        code="4000",
        category="token-acquisition",
        certainty=Certainty.CERTAIN,
        kind="CO101",
        excerpt="Forbidden (403); Substatus: 4000",
        why="the number inside the text says 4000",
        http_status=403,
        account_host="cosmos-ajo.documents.azure.com",
    )


def paste(*texts: Recognised) -> object:
    world = build("own-account")

    async def read() -> object:
        async with Session(SessionOptions(cloud=world.cloud, environ={})) as session:
            return await pasted_error.probe(session.look(target_in(world), Seen(), texts))

    return asyncio.run(read())


def test_nothing_pasted_is_no_question() -> None:
    assert isinstance(paste(), NotApplicable)


def test_what_was_recognised_becomes_evidence_without_a_request() -> None:
    said = paste(recognised())
    assert isinstance(said, pasted_error.PastedError)
    (item,) = said.items
    assert (item.kind, item.code, item.certainty) == ("CO101", "4000", "certain")
    assert item.account_host == "cosmos-ajo.documents.azure.com"
