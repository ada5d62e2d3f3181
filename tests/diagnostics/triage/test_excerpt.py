from __future__ import annotations

import base64

import pytest

from diagnostics.triage.excerpt import around, hidden, status_near

KEY = base64.b64encode(bytes(range(64))).decode()
JWT = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ." + "eyJhdWQiOiJ4In0" * 200 + ".c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Authorization: Bearer abc.def-ghi_123", "abc.def-ghi_123"),
        (f"token={JWT} sent", "eyJ"),
        (f"token={JWT} sent", "c2lnbmF0dXJl"),
        (f"AccountEndpoint=https://a/;AccountKey={KEY};", KEY[:20]),
        ("client_secret=Zq8~hello", "Zq8~hello"),
        ('"clientSecret": "Zq8~hello"', "Zq8~hello"),
        ("password: hunter2", "hunter2"),
        ("?sv=2020&sig=aBc%2Fd&se=1", "aBc%2Fd"),
        ("type=aad&ver=1.0&sig=secretpart", "secretpart"),
        ("x-api-key: 0123abcd", "0123abcd"),
        ("to kim.o'neil+x@mail.example.org now", "@mail"),
        ("secretText Aa1~Aa1~Aa1~Aa1~Aa1~Aa1~Aa1~Aa1~Aa1~", "Aa1~Aa1~"),
    ],
)
def test_secrets_and_addresses_are_hidden(text: str, secret: str) -> None:
    assert secret not in hidden(text)
    assert "***" in hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "cmk-troubleshooting-guide#azure-active-directory-token-acquisition-error (4000).",
        "ActivityId: 0f0e0d0c-0b0a-4908-8706-050403020100",
        "/subscriptions/0f519205-ea0a-4bce-a035-3cbb51074fe9/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv",
        "Microsoft.Azure.Cosmos.Tracing.TraceData.ClientSideRequestStatisticsTraceDatum",
        "AADSTS7000215: Invalid client secret provided.",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert hidden(text) == text


def test_an_excerpt_is_short_and_on_one_line() -> None:
    found = around("x\n" * 500 + "MATCH" + " y" * 500, 1000)
    assert "MATCH" in found.excerpt
    assert len(found.excerpt) <= 300
    assert "\n" not in found.excerpt


def test_an_excerpt_begins_and_ends_with_whole_words() -> None:
    text = "alpha beta gamma " * 40
    words = around(text, len(text) // 2).excerpt.split()
    assert (words[0], words[-1]) == ("…", "…")
    assert set(words[1:-1]) <= {"alpha", "beta", "gamma"}


def test_one_endless_word_is_cut_all_the_same() -> None:
    assert len(around("x" * 5000, 2500).excerpt) <= 300


def test_a_secret_that_begins_before_the_excerpt_is_hidden_as_well() -> None:
    text = f"Authorization: Bearer {JWT}" + "MATCH here"
    assert "eyJ" not in around(text, text.index("MATCH")).excerpt


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Forbidden (403); Substatus: 4000", 403),
        ('"statusCode":403,"subStatusCode":5008', 403),
        ("Status code: 403 Sub-status: 4018", 403),
        ("HTTP/1.1 408 Request Timeout", 408),
        ("StatusCode=403 -- Original", 403),
        ('{"code":"Forbidden"}', 403),
        ('{"status":500,"detail":"Forbidden (403)"}', 403),
        ("Sub-status: 401", None),
        ("status: 999", None),
        ("nothing", None),
    ],
)
def test_the_status_nearest_to_a_match(text: str, status: int | None) -> None:
    assert status_near(text, len(text)) == status


@pytest.mark.parametrize(
    "host", ["evil.documents.azure.com.example", "-a.documents.azure.com", "documents.azure.com"]
)
def test_only_whole_hosts_are_hosts(host: str) -> None:
    assert around(f"at https://{host}/ MATCH", 5).account_host == ""


def test_the_hosts_of_the_government_cloud_are_hosts_too() -> None:
    found = around("https://acc.documents.azure.us:443/ https://kv1.vault.usgovcloudapi.net", 0)
    assert (found.account_host, found.vault_host) == (
        "acc.documents.azure.us",
        "kv1.vault.usgovcloudapi.net",
    )
