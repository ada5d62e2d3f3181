"""One parser and one printer each: `parse(str(x)) == x`, and nothing but a plain error for any text."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diagnostics.errors import ConfigError
from diagnostics.names import (
    AppId,
    DefaultIdentity,
    Guid,
    IdentityKind,
    KeyUri,
    ObjectId,
    ResourceId,
    SubscriptionId,
    TenantId,
)
from tests.support.anything import default_identities, guids, key_uris, resource_ids

GUID = "11111111-aaaa-4000-8000-000000000001"
ACCOUNT = (
    f"/subscriptions/{GUID}/resourceGroups/rg-ajo/providers/Microsoft.DocumentDB"
    "/databaseAccounts/cosmos-ajo"
)
IDENTITY = (
    f"/subscriptions/{GUID}/resourceGroups/rg-ajo/providers/Microsoft.ManagedIdentity"
    "/userAssignedIdentities/id-ajo-cmk"
)
PARSERS: list[Callable[[str], Any]] = [
    Guid.parse,
    TenantId.parse,
    ObjectId.parse,
    AppId.parse,
    SubscriptionId.parse,
    ResourceId.parse,
    KeyUri.parse,
    DefaultIdentity.parse,
]

pieces = st.lists(
    st.sampled_from(
        [
            GUID,
            ACCOUNT,
            "/subscriptions/",
            "/resourceGroups/",
            "/providers/",
            "https://",
            "kv.vault.azure.net",
            "/keys/",
            "k",
            ":443",
            ":99999",
            "[::1",
            "]",
            "%",
            "@",
            "?",
            "#",
            "\\",
            "/",
            "=",
            "&",
            "UserAssignedIdentity",
            "FederatedClientId",
            " ",
            "\n",
            "\u202e",
            "\ud800",
            "İ",
            "\uff10",
            "{",
        ]
    ),
    max_size=8,
).map("".join)


@pytest.mark.parametrize("parse", PARSERS)
@given(st.text() | pieces)
@example("https://[::1/keys/k")
@example("https://h:port/keys/k")
@example("https://\u2100.com/keys/k")
def test_no_text_raises_anything_but_a_plain_error(parse: Callable[[str], Any], text: str) -> None:
    with suppress(ConfigError):
        parsed = parse(text)
        assert parse(str(parsed)) == parsed


@given(guids)
def test_a_guid_is_printed_as_it_is_read(text: str) -> None:
    for kind in (Guid, TenantId, ObjectId, AppId, SubscriptionId):
        assert kind.parse(str(kind.parse(text))) == kind.parse(text)
        assert kind.parse(f" {{{text.upper()}}} ") == kind.parse(text)
        assert str(kind.parse(text.upper())) == text


def test_identifiers_of_different_things_are_different() -> None:
    assert TenantId.parse(GUID) != AppId.parse(GUID)


@pytest.mark.parametrize(
    "text", ["", "1", GUID[:-1], f"{GUID}0", GUID.replace("-", ""), "\uff10" * 32]
)
def test_what_is_no_guid_is_told_with_what_was_expected(text: str) -> None:
    with pytest.raises(ConfigError, match="is not a tenant id") as told:
        TenantId.parse(text)
    assert "00000000-0000" in told.value.expected


@given(resource_ids)
def test_a_resource_id_is_printed_as_it_is_read(resource: ResourceId) -> None:
    assert ResourceId.parse(str(resource)) == resource
    assert str(ResourceId.parse(str(resource))) == str(resource)


def test_a_resource_id_has_parts() -> None:
    account = ResourceId.parse(f"{ACCOUNT}/")
    assert account.subscription == SubscriptionId.parse(GUID)
    assert (account.group, account.name) == ("rg-ajo", "cosmos-ajo")
    assert account.type == "Microsoft.DocumentDB/databaseAccounts"
    child = account.child("sqlDatabases", "db")
    assert str(child) == f"{ACCOUNT}/sqlDatabases/db"
    assert child.type == "Microsoft.DocumentDB/databaseAccounts/sqlDatabases"
    assert child.name == "db"


def test_resource_ids_are_compared_without_case_and_printed_with_it() -> None:
    lower, upper = ResourceId.parse(ACCOUNT.lower()), ResourceId.parse(ACCOUNT)
    assert lower == upper
    assert len({lower, upper}) == 1
    assert str(upper) == ACCOUNT
    assert upper != ResourceId.parse(IDENTITY)


def test_a_resource_of_another_type_is_told() -> None:
    account = ResourceId.parse(ACCOUNT)
    assert account.of_type("microsoft.documentdb/DATABASEACCOUNTS") is account
    with pytest.raises(ConfigError, match=r"is a Microsoft\.DocumentDB/databaseAccounts") as told:
        account.of_type("Microsoft.KeyVault/vaults")
    assert told.value.expected == "the id of a Microsoft.KeyVault/vaults"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "cosmos-ajo",
        f"/subscriptions/{GUID}",
        f"/subscriptions/{GUID}/resourceGroups/rg",
        f"{ACCOUNT}/sqlDatabases",
        ACCOUNT.removeprefix("/"),
        ACCOUNT.replace(GUID, "not-a-guid"),
        ACCOUNT.replace("providers", "provider"),
        f"{ACCOUNT}?x=1",
        f"{ACCOUNT}#x",
        ACCOUNT.replace("cosmos-ajo", "a%2Fb"),
        ACCOUNT.replace("cosmos-ajo", "a\\b"),
        ACCOUNT.replace("cosmos-ajo", "a\nb"),
    ],
)
def test_what_is_no_resource_id_is_told(text: str) -> None:
    with pytest.raises(ConfigError, match="is not an Azure resource id"):
        ResourceId.parse(text)


@given(key_uris)
def test_a_key_uri_is_printed_as_it_is_read(key: KeyUri) -> None:
    assert KeyUri.parse(str(key)) == key
    assert str(KeyUri.parse(str(key))) == str(key)


def test_a_key_uri_has_parts() -> None:
    version = "0123456789abcdef0123456789abcdef"
    key = KeyUri.parse(f" HTTPS://Kv-Ajo.Vault.Azure.NET:443/Keys/cosmos-cmk/{version}/ ")
    assert (key.host, key.name, key.version) == ("kv-ajo.vault.azure.net", "cosmos-cmk", version)
    assert (key.vault_name, key.vault_suffix) == ("kv-ajo", "vault.azure.net")
    assert str(key.versionless) == "https://kv-ajo.vault.azure.net/keys/cosmos-cmk"
    assert key.versionless.version is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://kv.vault.azure.net/keys/k",
        "https://kv.vault.azure.net",
        "https://kv.vault.azure.net/keys",
        "https://kv.vault.azure.net/secrets/k",
        "https://kv.vault.azure.net/keys/k/notaversion",
        "https://kv.vault.azure.net/keys/k/0123456789abcdef0123456789abcdef/x",
        "https://kv.vault.azure.net/keys/a_b",
        "https://kv.vault.azure.net:444/keys/k",
        "https://joe@kv.vault.azure.net/keys/k",
        "https://joe:x@kv.vault.azure.net/keys/k",
        "https://kv.vault.azure.net/keys/k?x=1",
        "https://kv.vault.azure.net/keys/k#x",
        "https://localhost/keys/k",
        "https://-kv.vault.azure.net/keys/k",
        "https:///keys/k",
    ],
)
def test_what_is_no_key_uri_is_told(text: str) -> None:
    with pytest.raises(ConfigError, match="is not a key URI") as told:
        KeyUri.parse(text)
    assert "/keys/<name>" in told.value.expected
    assert told.value.do


@given(default_identities())
def test_a_default_identity_is_printed_as_it_is_read(identity: DefaultIdentity) -> None:
    assert DefaultIdentity.parse(str(identity)) == identity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FirstPartyIdentity", DefaultIdentity(IdentityKind.FIRST_PARTY)),
        (" systemassignedidentity ", DefaultIdentity(IdentityKind.SYSTEM_ASSIGNED)),
        (
            f"UserAssignedIdentity={IDENTITY}",
            DefaultIdentity(IdentityKind.USER_ASSIGNED, ResourceId.parse(IDENTITY)),
        ),
        (
            f"UserAssignedIdentity={IDENTITY}&FederatedClientId={GUID}",
            DefaultIdentity(
                IdentityKind.USER_ASSIGNED, ResourceId.parse(IDENTITY), AppId.parse(GUID)
            ),
        ),
        (
            f"SystemAssignedIdentity&federatedclientid={GUID}",
            DefaultIdentity(IdentityKind.SYSTEM_ASSIGNED, None, AppId.parse(GUID)),
        ),
        (
            "DelegatedSystemAssignedIdentity",
            DefaultIdentity(IdentityKind.DELEGATED_SYSTEM_ASSIGNED),
        ),
    ],
)
def test_the_grammar_of_the_default_identity(text: str, expected: DefaultIdentity) -> None:
    assert DefaultIdentity.parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "undefined",
        "UserAssignedIdentity",
        "UserAssignedIdentity=",
        f"SystemAssignedIdentity={IDENTITY}",
        "FirstPartyIdentity&Other=1",
        "UserAssignedIdentity=nothing",
        "FirstPartyIdentity&FederatedClientId=nothing",
    ],
)
def test_what_is_no_default_identity_is_told(text: str) -> None:
    with pytest.raises(ConfigError):
        DefaultIdentity.parse(text)


def test_what_was_given_is_quoted_short_and_without_what_could_move_the_text() -> None:
    with pytest.raises(ConfigError) as told:
        TenantId.parse("\x1b[2J\u202e" + "x" * 500)
    assert told.value.problem.isprintable()
    assert len(told.value.problem) < 130
