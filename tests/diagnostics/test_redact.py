"""What may not leave is taken out; what a report is of no use without stays."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from diagnostics import redact
from diagnostics.adobe_names import ImsOrg
from diagnostics.evidence import Status
from diagnostics.names import DefaultIdentity, KeyUri, ResourceId, TenantId
from diagnostics.redact import Redactor, redacted, without_secrets
from tests.support.small import NOW, TARGET

TENANT = "11111111-aaaa-4000-8000-000000000001"
ACCOUNT = (
    f"/subscriptions/{TENANT}/resourceGroups/rg-ajo/providers/Microsoft.DocumentDB"
    "/databaseAccounts/cosmos-ajo"
)
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL21hbmFnZW1lbnQifQ.c2lnbmF0dXJl-_x"
ACCOUNT_KEY = (
    "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw=="
)
CLIENT_SECRET = "abc8Q~" + "x" * 34
PASSWORD = "hunter2-correct-horse"

# What carries a secret, with the secret in it.
CARRIERS = [
    ("Authorization: Bearer {}", JWT),
    ("the token {} was refused", JWT),
    ("token cut off: {}", JWT[:40]),
    ("Authorization: Bearer {}", "opaque-token-of-some-length"),
    ("Authorization: Basic {}", "dXNlcjpwYXNzd29yZC1sb25n"),
    ("authorization=type%3Dmaster%26ver%3D1.0%26sig%3D{}", "5mDuQBYA0kb70WDJoTUzSBMTG3owkC0"),
    ("grant_type=client_credentials&client_secret={}&scope=x", PASSWORD),
    ('{{"client_secret": "{}", "scope": "x"}}', "with a space and 'quotes'"),
    (r"{{\"client_secret\": \"{}\", \"scope\": \"x\"}}", "escaped once"),
    ('{{"clientSecret":"{}"}}', PASSWORD),
    ("&quot;password&quot;:&quot;{}&quot;", PASSWORD),
    ("client_assertion={}", "opaque.assertion"),
    ("refresh_token = {}", "0.AXoAopaque"),
    ("AccountEndpoint=https://x.documents.azure.com:443/;AccountKey={};", ACCOUNT_KEY),
    ("the key {} was rotated", ACCOUNT_KEY),
    ('"primaryMasterKey":"{}"', ACCOUNT_KEY),
    ("https://x.blob.core.windows.net/c?sv=2024&sig={}&se=2027", "ab%2Bcd%3D"),
    ("Endpoint=sb://x/;SharedAccessKey={}", PASSWORD),
    ("https://joe:{}@proxy.example:8080", PASSWORD),
    ("https://joe:{}@proxy.example", "p@ss"),
    ("secret {} expires", CLIENT_SECRET),
    ("x-api-key: {}", PASSWORD),
    ("dbPassword={}", PASSWORD),
    ("AZURE_CLIENT_SECRET={}", PASSWORD),
    ("-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----", "MIIEpAIBAAK"),
    ("-----BEGIN PRIVATE KEY-----\n{}", "MIIEpAIBAAK"),
]

STAYS = [
    TENANT,
    ACCOUNT,
    f"{ACCOUNT}/sqlRoleAssignments/{TENANT}",
    "https://kv-ajo.vault.azure.net/keys/cosmos-cmk/0123456789abcdef0123456789abcdef",
    f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token",
    "https://management.azure.com/subscriptions?api-version=2022-12-01&$filter=name eq 'kv'",
    "https://graph.microsoft.com/v1.0/servicePrincipals(appId='x')?$select=id,accountEnabled",
    f"UserAssignedIdentity={ACCOUNT}&FederatedClientId={TENANT}",
    "Microsoft.KeyVault/vaults/keys/wrap/action",
    "AADSTS7000112: Application is disabled.",
    "the bearer token was refused",
    "basic authentication is not used",
    "Access to the configured customer managed key confirmed. ",
    "keyVaultKeyUri = https://kv-ajo.vault.azure.net/keys/cosmos-cmk",
    "az keyvault key set-attributes --vault-name kv-ajo --name cosmos-cmk --enabled true",
    "kind = secret (application)",
    "networkAcls.bypass = AzureServices",
    "config = none, design: open",
    "2026-11-24T03:00:00Z",
]


@pytest.mark.parametrize(("carrier", "secret"), CARRIERS)
def test_a_secret_is_taken_out_of_what_carries_it(carrier: str, secret: str) -> None:
    text = carrier.format(secret)
    assert secret in text
    clean = Redactor().text(text)
    assert secret not in clean
    assert "***" in clean
    assert Redactor().text(clean) == clean


def test_only_the_secret_is_taken_out() -> None:
    text = "grant_type=client_credentials&client_secret=abc&scope=x"
    assert without_secrets(text) == "grant_type=client_credentials&client_secret=***&scope=x"
    text = '{"password": "a, b", "user": "joe"}'
    assert without_secrets(text) == '{"password": "***", "user": "joe"}'
    assert without_secrets('password="" user="joe"') == 'password="***" user="joe"'
    assert without_secrets("https://joe:x@h.example/p") == "https://***@h.example/p"


@pytest.mark.parametrize("text", STAYS)
def test_identifiers_and_sentences_stay(text: str) -> None:
    assert Redactor().text(text) == text
    assert Redactor(["joe@contoso.com"]).text(text) == text


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(CARRIERS),
    st.text("abc xyz.,:;/\n{}()", max_size=12),
    st.text("abc xyz.,:;/\n{}()", max_size=12),
)
def test_a_secret_is_found_wherever_its_carrier_stands(
    carrier: tuple[str, str], before: str, after: str
) -> None:
    text, secret = carrier
    assert secret not in Redactor().text(f"{before} {text.format(secret)} {after}")


PIECES = [
    "password",
    "client_secret",
    "sig",
    "=",
    ":",
    "%3D",
    '"',
    "'",
    "\\",
    "\\\\",
    "&quot;",
    "%22",
    " ",
    ";",
    "&",
    "@",
    "%40",
    ".com",
    "joe",
    "Joe Smith",
    "https://",
    "Bearer ",
    "eyJ",
    "eyJhbGciOiJSUzI1NiJ9",
    ".",
    "-----BEGIN PRIVATE KEY-----",
    "A" * 86,
    "==",
    "abc8Q~",
    "x" * 34,
    "***",
    "<e-mail address>",
    "operator-1",
    "#EXT#",
    "\n",
    "é",
]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
@example('password="&quot;')
@example("https://a@b@c.com")
@example("https://Joe Smith=@")
def test_redacting_twice_changes_nothing(text: str) -> None:
    redactor = Redactor(["joe@joe.com", "Joe Smith"])
    once = redactor.text(text)
    assert redactor.text(once) == once


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_redacted_and_twice_is_once(text: str) -> None:
    redactor = Redactor(["joe@contoso.com"])
    once = redactor.text(text)
    assert redactor.text(once) == once


SPACES = [" ", "\t", "\n", "\u3000", "\x1c", "\x85", ""]
HALVES = [
    *(
        "Bearer",
        "POP",
        "Bas\u0131c",
        "SharedKey",
        "\u017fharedkey",
        "-----BEGIN",
        "PRIVATE KEY-----",
        "eyJ",
        "EYJ",
    ),
    *(
        "pwd",
        "\u017fig",
        "\u212aey",
        "account_key",
        "=",
        ":",
        "%3d",
        "%3A",
        "%40",
        "@",
        "q~",
        "abc8Q~",
        "x" * 34,
    ),
    *("A" * 16, "A" * 86, "/subscriptions/a-b", "joe", ".com", "https://", "#EXT#", "%23EXT%23"),
]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from([*HALVES, *SPACES]), max_size=8).map("".join))
@example("Bearer\u3000" + "A" * 16)
@example("Bas\u0131c\x1c" + "A" * 16)
@example("%3d".join(("account_\u212aey", "x")))
def test_what_is_passed_over_at_a_glance_holds_nothing_to_hide(text: str) -> None:
    patterns = (*(each for _, each, _ in redact._PLAIN), redact._QUOTED, redact._BARE)  # noqa: SLF001
    found = [each for each in (*patterns, redact._ADDRESS) if each.search(text)]  # noqa: SLF001
    assert not found or redact._is_suspicious(text)  # noqa: SLF001
    assert Redactor().text(text) == text if not found else True


def test_a_long_text_is_redacted_in_reasonable_time() -> None:
    for piece in ("a.b-", "password ", "eyJ", "@a.", "=\\\\", 'sig="'):
        assert Redactor().text(piece * 5000)


# People


def test_an_address_is_a_recipients_unless_it_is_an_operators() -> None:
    redactor = Redactor(["Joe@Contoso.com"])
    text = "joe@contoso.com changed it; mail to ann.b+c@example.co.uk and ann%40example.org failed"
    assert redactor.text(text) == (
        "joe@contoso.com changed it; mail to <e-mail address> and <e-mail address> failed"
    )


def test_a_guests_name_is_one_name() -> None:
    guest = "ann_gmail.com#EXT#@contoso.onmicrosoft.com"
    assert Redactor([guest]).text(f"login {guest}") == f"login {guest}"
    assert Redactor().text(f"login {guest}") == "login <e-mail address>"


# Trees and records


def test_every_text_of_a_tree_is_redacted_and_a_secret_field_whatever_it_holds() -> None:
    tree = {
        "value": [{"note": f"Bearer {JWT}"}, 7, None, True, 1.5],
        "client_secret": {"deep": ["x"]},
        "password": None,
        f"https://joe:{PASSWORD}@h": "x",
        "clientSecretExpiry": "2027-01-01",
    }
    assert Redactor().tree(tree) == {
        "value": [{"note": "Bearer ***"}, 7, None, True, 1.5],
        "client_secret": "***",
        "password": None,
        "https://***@h": "x",
        "clientSecretExpiry": "2027-01-01",
    }


json_trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from([*PIECES, JWT, ACCOUNT_KEY]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "password", "client_secret"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(json_trees)
def test_no_secret_survives_in_a_tree_and_twice_is_once(tree: object) -> None:
    once = Redactor().tree(tree)
    assert JWT not in repr(once)
    assert ACCOUNT_KEY not in repr(once)
    assert Redactor().tree(once) == once


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    text: str = ""
    texts: tuple[str, ...] = ()
    pair: tuple[int, str] = (1, "")
    table: object = None
    inner: object = None


def test_every_text_of_a_record_is_redacted_however_deep() -> None:
    secret = f"Bearer {JWT}"
    record = Record(
        text=secret,
        texts=("a", secret),
        pair=(7, secret),
        table={"password": "x", "a": (1,)},
        inner=Record(text=secret),
    )
    clean = redacted(record)
    assert clean == Record(
        text="Bearer ***",
        texts=("a", "Bearer ***"),
        pair=(7, "Bearer ***"),
        table={"password": "***", "a": (1,)},
        inner=Record(text="Bearer ***"),
    )


def test_a_record_without_anything_to_hide_is_returned_itself() -> None:
    record = Record(text="all well", inner=TARGET)
    assert redacted(record) is record


@pytest.mark.parametrize(
    "value",
    [
        TenantId.parse(TENANT),
        ResourceId.parse(ACCOUNT),
        KeyUri.parse("https://kv.vault.azure.net/keys/k"),
        DefaultIdentity.parse("FirstPartyIdentity"),
        Status.OK,
        7,
        None,
        NOW,
    ],
)
def test_parsed_identifiers_and_plain_values_stay(value: object) -> None:
    assert redacted(value) is value
    assert redacted(Record(inner=value)).inner is value


def test_every_secret_field_name_is_hidden_in_every_spelling() -> None:
    for name in ("client_secret", "clientSecret", "Client-Secret", "CLIENTSECRET"):
        assert re.fullmatch(rf"{name}=\*\*\*", without_secrets(f"{name}=abcdef"))


def test_test_recipients_never_leave_whatever_they_look_like() -> None:
    given_ = ("kim.test@contoso.example", "+491701234567", "fcm-token-of-a-phone")
    target = replace(TARGET, ims_org=ImsOrg("A1B2@AdobeOrg"), test_recipients=given_)
    clean = redacted(target)
    assert clean.test_recipients == ("<test recipient>",) * 3
    assert clean.ims_org == target.ims_org  # an identifier, no address of anybody's
    assert redacted(clean) == clean
