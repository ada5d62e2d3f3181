from __future__ import annotations

from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.cloud.ledger import without_secrets
from tests.support.cloud import jwt


def test_what_was_asked_stays_readable() -> None:
    url = "https://management.azure.com/s/1?api-version=2022-04-01&$filter=atScope()"
    assert without_secrets(url) == url


def test_values_nobody_documented_are_hidden() -> None:
    shown = without_secrets(
        "https://h/p?sig=canary&$skiptoken=canary&code=canary&api-version=1#canary"
    )
    assert shown == "https://h/p?sig=***&$skiptoken=***&code=***&api-version=1"


def test_a_user_name_is_hidden_but_seen() -> None:
    assert without_secrets("https://me:canary@evil.example/x") == "https://***@evil.example/x"


def test_a_token_in_the_path_is_hidden() -> None:
    assert "canary" not in without_secrets(f"https://h/{jwt(extra='canary')}/x")


def test_an_address_that_cannot_be_read_is_said_so() -> None:
    assert without_secrets("https://[") == "(an address that cannot be read)"


@given(st.from_regex(r"[A-Za-z_]{1,12}", fullmatch=True), st.text(min_size=1, max_size=20))
def test_no_value_of_an_unknown_parameter_is_shown(name: str, value: str) -> None:
    shown = without_secrets(f"https://h/p?x-{name}={quote(value)}canary")
    assert "canary" not in shown
