from __future__ import annotations

from collections.abc import Iterable

import pytest

from checks.cosmos.account import CHECK, judge
from checks.cosmos.account_reading import facts_of
from checks.cosmos.facts import AccountFacts
from checks.entra.facts import RightPlace
from diagnostics import (
    AppId,
    DefaultIdentity,
    Document,
    Evidence,
    Finding,
    IdentityKind,
    KeyUri,
    ResourceId,
    Seen,
    Severity,
    Unknown,
)
from tests.checks.cosmos.situations import (
    CODES,
    CONFIRMED,
    NO_REASON,
    REVOKED,
    codes,
    revoked_text,
)
from tests.checks.keyvault.situations import (
    ACCOUNT,
    NOW,
    OTHER_TENANT,
    TENANT,
    a_place,
    an_account,
)

APPLICATION = AppId("66666666-0000-4000-8000-000000000001")
IDENTITY = ResourceId.parse(
    "/subscriptions/22222222-bbbb-4000-8000-000000000001/resourceGroups/rg-ajo/providers"
    "/Microsoft.ManagedIdentity/userAssignedIdentities/id-ajo-cmk"
)


def said(account: AccountFacts, *seen: Evidence) -> list[str]:
    return codes(judge(account, Seen(seen)))


def an(status: str | None = CONFIRMED, **other: object) -> AccountFacts:
    return an_account(cmk_status=status, **other)


def finding(account: AccountFacts, code: str) -> Finding:
    (one,) = [each for each in judge(account, Seen()) if each.kind.code == code]
    assert isinstance(one, Finding)
    return one


def test_an_account_that_is_well_has_nothing_to_say() -> None:
    assert said(an()) == []


@pytest.mark.parametrize("code", REVOKED)
def test_a_revoked_status_says_its_kind_with_its_own_words(code: int) -> None:
    text = revoked_text(REVOKED[code], code)
    account = an(text)
    assert said(account) == [CODES[code]]
    found = finding(account, CODES[code])
    assert found.subject == str(ACCOUNT)
    assert found.message == (
        f"Account {ACCOUNT.name} is revoked ({code}): {REVOKED[code].rstrip('.')}."
    )
    assert found.evidence == (f"properties.customerManagedKeyStatus = {text} ({ACCOUNT})",)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Access to your account is currently revoked; for more details about this error see the guide",
            "is revoked, and its status gives no reason.",
        ),
        (
            "Access to your account is currently revoked because the correspondent key is not found (4003)",
            "is revoked (4003): the correspondent key is not found.",
        ),
    ],
)
def test_a_revoked_status_is_said_without_its_link_however_much_it_tells(
    text: str, sentence: str
) -> None:
    (found,) = judge(an(text), Seen())
    assert isinstance(found, Finding)
    assert found.message.endswith(sentence)
    assert text in found.evidence[0]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, ["CO114?"]),
        ("", ["CO114?"]),
        ("Access is being verified.", ["CO114?"]),
        (NO_REASON, ["CO111"]),
    ],
)
def test_a_status_that_says_little_accuses_nobody(status: str | None, expected: list[str]) -> None:
    assert said(an(status)) == expected


def test_an_absent_status_is_called_absent_and_a_new_one_is_quoted() -> None:
    (absent,), (new,) = (list(judge(an(text), Seen())) for text in ("", "All is quiet."))
    assert isinstance(absent, Unknown)
    assert isinstance(new, Unknown)
    assert "absent" in absent.reason
    assert '"All is quiet."' in new.reason


@pytest.mark.parametrize("state", ["Creating", "Updating", "Deleting", "updating"])
def test_a_passing_state_is_only_a_warning(state: str) -> None:
    account = an(provisioning_state=state)
    assert said(account) == ["CO206"]
    assert finding(account, "CO206").severity is Severity.WARNING


@pytest.mark.parametrize("text", ["", "Undefined", "SystemAssigned", "UserAssignedIdentity="])
def test_a_default_identity_of_no_known_form_is_found(text: str) -> None:
    status = revoked_text(REVOKED[4015], 4015)
    account = an(status, default_identity_text=text, default_identity=None)
    assert said(account) == ["CO106", "CO202"]
    assert finding(account, "CO202").severity is Severity.CRITICAL


def test_a_default_identity_is_only_a_warning_where_the_key_is_confirmed() -> None:
    account = an(default_identity_text="Undefined", default_identity=None)
    found = finding(account, "CO202")
    assert found.severity is Severity.WARNING
    assert "status" in found.because


@pytest.mark.parametrize(
    ("text", "expected"), [("", ["CO206"]), ("Undefined", ["CO206", "CO202"]), (None, ["CO206"])]
)
def test_while_the_account_is_made_an_empty_default_is_normal(
    text: str | None, expected: list[str]
) -> None:
    account = an(provisioning_state="Creating", default_identity_text=text, default_identity=None)
    assert said(account) == expected


@pytest.mark.parametrize(
    ("kind", "identity", "expected"),
    [
        (IdentityKind.SYSTEM_ASSIGNED, None, ["CO205"]),
        (IdentityKind.FIRST_PARTY, None, ["CO205"]),
        (IdentityKind.USER_ASSIGNED, IDENTITY, []),
        (IdentityKind.DELEGATED_USER_ASSIGNED, IDENTITY, []),
    ],
)
def test_a_federated_client_is_refused_only_with_the_two_that_are_documented(
    kind: IdentityKind, identity: ResourceId | None, expected: list[str]
) -> None:
    default = DefaultIdentity(kind, identity, APPLICATION)
    account = an(default_identity=default, default_identity_text=str(default))
    assert said(account) == expected


def test_key_uris() -> None:
    version = "a" * 32
    versioned = KeyUri("kv-ajo.vault.azure.net", "cosmos-cmk", version)
    assert said(an(key_uri=versioned, key_uri_text=str(versioned))) == ["CO204"]
    malformed = an(
        revoked_text(REVOKED[4006], 4006), key_uri=None, key_uri_text="https://kv-ajo/cosmos-cmk"
    )
    assert said(malformed) == ["CO107", "CO203"]
    assert "'https://kv-ajo/cosmos-cmk'" in finding(malformed, "CO203").message


def test_without_a_key_neither_status_nor_identity_matters() -> None:
    account = an(None, key_uri=None, key_uri_text=None, default_identity_text="Undefined")
    assert said(account) == ["CO207"]
    assert finding(account, "CO207").severity is Severity.INFO


def test_several_things_can_be_true_at_once() -> None:
    account = an(
        revoked_text(REVOKED[4015], 4015),
        provisioning_state="Updating",
        default_identity_text="Undefined",
        default_identity=None,
        key_uri=None,
        key_uri_text="kv-ajo",
    )
    assert said(account) == ["CO206", "CO106", "CO202", "CO203"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (a_place(), ["CO201"]),
        (None, ["EN204?"]),
        (a_place(token_tenant=OTHER_TENANT), ["EN204?"]),
        (a_place(subscription_visible=None), ["EN204?"]),
        (a_place(subscription_visible=False), ["EN204?"]),
        (a_place(target_tenant=None, subscription_tenant=None), ["CO201"]),
    ],
)
def test_an_absence_is_believed_only_in_the_right_place(
    place: RightPlace | None, expected: list[str]
) -> None:
    account = an(exists=False)
    assert codes(judge(account, Seen([place] if place else ()))) == expected


def test_the_line_that_settles_the_place_names_the_tenant() -> None:
    (verdict,) = judge(an(exists=False), Seen([a_place(token_tenant=OTHER_TENANT)]))
    assert isinstance(verdict, Unknown)
    assert verdict.do == f"az login --tenant {TENANT}"


def test_everything_the_judge_says_is_declared() -> None:
    declared = {kind.code for kind in CHECK.kinds}
    assert {*CODES.values(), "CO111", "CO112", "CO114", "EN204"} <= declared
    assert {"CO201", "CO202", "CO203", "CO204", "CO205", "CO206", "CO207"} <= declared


# --- the document, taken apart ---


def a_document(**properties: object) -> Document:
    body = {
        "kind": "GlobalDocumentDB",
        "location": "West Europe",
        "identity": {"type": "None"},
        "properties": {
            "provisioningState": "Succeeded",
            "documentEndpoint": "https://cosmos-ajo.documents.azure.com:443/",
            "defaultIdentity": "FirstPartyIdentity",
            "keyVaultKeyUri": "https://kv-ajo.vault.azure.net/keys/cosmos-cmk",
            "customerManagedKeyStatus": f"{CONFIRMED} ",
            **properties,
        },
    }
    return Document(body, observed_at=NOW, source="GET account")


def read(**properties: object) -> AccountFacts:
    return facts_of(ACCOUNT, a_document(**properties))


def test_the_status_is_trimmed() -> None:
    facts = read()
    assert facts.cmk_status == CONFIRMED
    assert said(facts) == []


def test_identity_without_anything_gives_nothing() -> None:
    facts = read()
    assert (facts.identity_type, facts.attached, facts.system_principal_id) == ("None", (), None)


@pytest.mark.parametrize("uri", [None, "", "  "])
def test_an_empty_key_uri_is_no_key(uri: str | None) -> None:
    assert said(read(keyVaultKeyUri=uri, customerManagedKeyStatus=None)) == ["CO207"]


def test_a_status_that_speaks_of_a_key_is_no_account_without_one() -> None:
    assert said(read(keyVaultKeyUri=None)) == ["CO114?"]
    status = revoked_text(REVOKED[4000], 4000)
    assert said(read(keyVaultKeyUri=None, customerManagedKeyStatus=status)) == ["CO114?", "CO101"]


def test_what_cannot_be_parsed_stays_as_text() -> None:
    facts = read(defaultIdentity="Undefined", keyVaultKeyUri="kv-ajo/keys")
    assert (facts.default_identity, facts.default_identity_text) == (None, "Undefined")
    assert (facts.key_uri, facts.key_uri_text) == (None, "kv-ajo/keys")


def lists(values: Iterable[str]) -> list[dict[str, str]]:
    return [{"ipAddressOrRange": value} for value in values]


def test_rules_and_capabilities_are_read() -> None:
    facts = read(
        ipRules=lists(["203.0.113.7", "198.51.100.0/24"]),
        capabilities=[{"name": "EnableServerless"}],
        isVirtualNetworkFilterEnabled=False,
        disableLocalAuth=True,
        publicNetworkAccess="Enabled",
    )
    assert facts.ip_rules == ("203.0.113.7", "198.51.100.0/24")
    assert facts.capabilities == ("EnableServerless",)
    assert (facts.local_auth_disabled, facts.has_virtual_network_filter) == (True, False)
