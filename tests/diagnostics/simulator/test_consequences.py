from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from diagnostics.simulator import directory, ids, wire
from diagnostics.simulator.consequences import (
    CAMPAIGN,
    account_of,
    campaign_error,
    cmk_status,
    revoked,
)
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.revocation import OUTAGE
from diagnostics.simulator.revoked_texts import CONFIRMED, REASONS
from diagnostics.simulator.world import Doc, World
from diagnostics.simulator.worlds import WORLDS, build

Change = Callable[[World], object]
SP = f"graph:/{ids.TENANT}/serviceprincipals"


def account_in(world: World) -> Doc:
    account = account_of(world)
    assert account is not None
    return account


def code_of(world: World) -> int | None:
    state = revoked(world, account_in(world))
    assert state is not None
    return state.code


def set_principal(object_id: str, **changes: object) -> Change:
    return lambda world: world.need(f"{SP}/{object_id}").update(changes)


def set_credential(**changes: object) -> Change:
    app = directory.application_key(ids.FEDERATED_APP_OBJECT)
    return lambda world: world.need(app)["x-federatedIdentityCredentials"][0].update(changes)


def detach(world: World) -> None:
    account_in(world)["identity"] = {"type": "None"}


def recreate(world: World) -> None:
    world.need(ids.IDENTITY_ID)["properties"]["principalId"] = ids.NEW_IDENTITY_OID


def block(world: World) -> None:
    world.need(f"entra:/tenants/{ids.TENANT}")["x-policies"] = [ids.IDENTITY_OID.upper()]


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_a_healthy_world_has_nothing_revoked_and_no_campaign_error(name: str) -> None:
    world = build(name)
    account = account_of(world)
    assert campaign_error(world) == ""
    if account is not None:
        assert revoked(world, account) is None
        has_key = "keyVaultKeyUri" in account["properties"]
        assert cmk_status(world, account) == (CONFIRMED if has_key else None)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("own-account", set_principal(ids.IDENTITY_OID, accountEnabled=False)),
        ("own-account", set_principal(ids.IDENTITY_OID, isDisabled=True)),
        (
            "own-account-federated",
            set_principal(
                ids.FEDERATED_OID,
                disabledByMicrosoftStatus="DisabledDueToViolationOfServicesAgreement",
            ),
        ),
        ("own-account", lambda world: world.remove(f"{SP}/{ids.IDENTITY_OID}")),
        ("own-account", lambda world: world.remove(ids.IDENTITY_ID)),
        ("own-account", recreate),
        ("own-account", detach),
        ("own-account", block),
        ("own-account", set_principal(ids.KEY_VAULT_OID, accountEnabled=False)),
        ("own-account", lambda world: world.remove(f"{SP}/{ids.KEY_VAULT_OID}")),
        ("own-account-system", detach),
        ("own-account-first-party", set_principal(ids.COSMOS_OID, accountEnabled=False)),
        ("own-account-first-party", lambda world: world.remove(f"{SP}/{ids.COSMOS_OID}")),
        (
            "own-account-federated",
            lambda world: world.remove(directory.application_key(ids.FEDERATED_APP_OBJECT)),
        ),
        ("own-account-federated", set_credential(issuer="https://example.invalid/")),
        ("own-account-federated", set_credential(subject=ids.ROBIN)),
        ("own-account-federated", set_credential(subject=ids.IDENTITY_OID.upper())),
        ("own-account-federated", set_credential(audiences=["api://other"])),
        ("adobe-managed", set_principal(ids.ADOBE_OID, accountEnabled=False)),
        ("adobe-managed", lambda world: world.remove(f"{SP}/{ids.ADOBE_OID}")),
        (
            "adobe-managed",
            lambda world: world.remove(
                directory.application_key(ids.ADOBE_APP_OBJECT, ids.ADOBE_TENANT)
            ),
        ),
        ("own-account", FAULTS["vault-in-another-tenant"].apply),
        ("own-account-federated", FAULTS["cross-tenant-identity-unfit"].apply),
    ],
)
def test_no_token_for_the_identity_is_4000(name: str, change: Change) -> None:
    world = build(name)
    change(world)
    assert code_of(world) == 4000


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("default-identity-undefined", 4015),
        ("key-uri-malformed", 4006),
        ("entra-outage", 4001),
        ("vault-name-unresolved", 4009),
        ("perimeter-blocks-outbound", 4016),
        ("vault-soft-deleted", 4017),
        ("vault-gone", 4017),
        ("firewall-without-bypass", 4002),
        ("private-endpoint-only", 4002),
        ("vault-public-access-off", 4002),
        ("key-vault-outage", 4004),
        ("key-gone", 4003),
        ("key-soft-deleted", 4003),
        ("key-disabled", 4018),
        ("key-expired", 4018),
        ("key-not-yet-valid", 4018),
        ("key-access-missing", 4002),
        ("denied-by-assignment", 4002),
        ("conditional-role", 4002),
        ("key-operations-missing", 4005),
        ("key-type-unsuitable", 4005),
        ("old-version-disabled", 4005),
        ("revoked-without-reason", None),
    ],
)
def test_each_state_has_its_code(fault: str, code: int | None) -> None:
    world = build("own-account")
    FAULTS[fault].apply(world)
    account = account_in(world)
    assert code_of(world) == code
    status = cmk_status(world, account)
    assert status is not None
    assert status.startswith("Access to your account is currently revoked")
    assert status.endswith(f"({code})." if code else "cmk-troubleshooting-guide")


def test_every_code_is_reached_by_a_fault() -> None:
    reached: set[int | None] = {4000}
    for fault in FAULTS.values():
        world = build(fault.worlds[0])
        fault.apply(world)
        account = account_of(world)
        state = revoked(world, account) if account else None
        reached |= {state.code} if state else set()
    assert reached == {*REASONS, None}


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("default-identity-undefined", "key-uri-malformed", 4015),
        ("key-uri-malformed", "vault-gone", 4006),
        ("entra-outage", "vault-gone", 4001),
        ("vault-gone", "firewall-without-bypass", 4017),
        ("firewall-without-bypass", "key-gone", 4002),
        ("key-gone", "key-access-missing", 4003),
        ("key-disabled", "key-access-missing", 4018),
        ("key-access-missing", "key-operations-missing", 4002),
    ],
)
def test_of_two_faults_the_earlier_rule_speaks(first: str, second: str, code: int) -> None:
    world = build("own-account")
    FAULTS[second].apply(world)  # some faults read what others remove
    FAULTS[first].apply(world)
    assert code_of(world) == code


@pytest.mark.parametrize("value", [None, ""])
def test_an_unset_default_identity_is_the_first_partys(value: str | None) -> None:
    world = build("own-account-first-party")
    account_in(world)["properties"]["defaultIdentity"] = value
    assert revoked(world, account_in(world)) is None


@pytest.mark.parametrize("value", ["Undefined", "SystemAssignedIdentity=x", "nonsense"])
def test_another_default_identity_is_undefined(value: str) -> None:
    world = build("own-account")
    account_in(world)["properties"]["defaultIdentity"] = value
    assert code_of(world) == 4015


def test_a_versioned_uri_asks_that_version() -> None:
    world = build("own-account")
    fields = account_in(world)["properties"]
    fields["keyVaultKeyUri"] += f"/{ids.OLD_KEY_VERSION}"
    assert revoked(world, account_in(world)) is None
    old = world.need(f"{ids.KEY_ID}/versions/{ids.OLD_KEY_VERSION}")
    old["properties"]["attributes"]["enabled"] = False
    assert code_of(world) == 4018


def test_a_vault_of_another_clouds_suffix_does_not_resolve() -> None:
    world = build("own-account")
    uri = f"https://kv-ajo.vault.usgovcloudapi.net/keys/{ids.KEY}"
    account_in(world)["properties"]["keyVaultKeyUri"] = uri
    assert code_of(world) == 4009


def test_only_the_vaults_own_name_counts() -> None:
    world = build("own-account")
    wire.fail(world, "other", "dns", host="kv-other.vault.azure.net")
    assert revoked(world, account_in(world)) is None


def test_trusted_services_pass_a_shut_vault() -> None:
    world = build("adobe-managed")
    acls = world.need(ids.VAULT_ID)["properties"]["networkAcls"]
    assert acls["defaultAction"] == "Deny"
    assert revoked(world, account_in(world)) is None


def test_an_outbound_rule_for_the_vault_opens_the_perimeter() -> None:
    world = build("own-account")
    FAULTS["perimeter-blocks-outbound"].apply(world)
    prefix = f"{ids.ACCOUNT_ID}/networkSecurityPerimeterConfigurations/"
    _, config = next(iter(world.under(prefix)))
    rule = config["properties"]["profile"]["accessRules"][1]["properties"]
    rule["fullyQualifiedDomainNames"].append("*.vault.azure.net")
    assert revoked(world, account_in(world)) is None
    rule["fullyQualifiedDomainNames"].pop()
    config["properties"]["resourceAssociation"]["accessMode"] = "Learning"
    assert revoked(world, account_in(world)) is None


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"absent": True}, None),
        ({"text": "something new"}, "something new"),
        ({}, CONFIRMED),
    ],
)
def test_the_world_may_let_the_service_say_another_status(document: Doc, expected: str) -> None:
    world = build("own-account")
    world.put(f"sim:/status/{ids.ACCOUNT_ID}", document)
    assert cmk_status(world, account_in(world)) == expected


@pytest.mark.parametrize(
    ("fault", "signs"),
    [
        ("key-access-missing", ["Forbidden (403)", "Substatus: 4002", "(4002)."]),
        ("write-forbidden", ["Substatus: 3", "cannot be performed at this region"]),
        ("possibly-revoked", ["(408)", "Request timed out."]),
        ("local-auth-off", ["Unauthorized (401)", "Substatus: 5202", "Local Authorization"]),
        ("stale-token", ["Substatus: 4000", "AAD authentication token"]),
        ("still-propagating", ["Substatus: 4000"]),
        ("revoked-without-reason", ["currently revoked; for more details"]),
    ],
)
def test_the_campaign_wraps_what_the_gateway_said(fault: str, signs: list[str]) -> None:
    world = build("own-account")
    FAULTS[fault].apply(world)
    error = json.loads(campaign_error(world))
    assert error["status"] == 500
    for sign in signs:
        assert sign in error["detail"]


@pytest.mark.parametrize("fault", ["status-stale", "cosmos-firewall", "account-being-updated"])
def test_what_does_not_stop_the_campaign_gives_no_error(fault: str) -> None:
    world = build("own-account")
    FAULTS[fault].apply(world)
    assert campaign_error(world) == ""


def test_a_key_holding_campaign_works_while_keys_are_on() -> None:
    world = build("own-account")
    world.put(CAMPAIGN, {"auth": "key"})
    account_in(world)["properties"]["disableLocalAuth"] = False
    assert campaign_error(world) == ""


def test_a_world_without_account_has_no_campaign_error_of_its_own() -> None:
    assert campaign_error(build("no-customer-key")) == ""


def test_the_same_world_gives_the_same_text() -> None:
    texts: set[str] = set()
    for _ in range(2):
        world = build("adobe-managed")
        FAULTS["key-disabled"].apply(world)
        texts.add(campaign_error(world))
    assert len(texts) == 1


def test_an_outage_ends_when_its_document_goes() -> None:
    world = build("own-account")
    FAULTS["entra-outage"].apply(world)
    world.remove(f"{OUTAGE}entra")
    assert revoked(world, account_in(world)) is None
