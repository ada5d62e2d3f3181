from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.cloud import claims
from diagnostics.names import TenantId
from tests.support.cloud import TENANT, Anything, jwt

HOME = f"https://sts.windows.net/{TENANT}/"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("said", "guest"),
    [
        ({"idtyp": "app", "iss": HOME}, False),
        ({"idtyp": "user", "iss": HOME, "acct": 1}, True),
        ({"idtyp": "user", "iss": HOME, "acct": "0"}, False),
        ({"idtyp": "user", "iss": HOME, "idp": "https://sts.windows.net/other/"}, True),
        ({"idtyp": "user", "iss": HOME, "idp": HOME}, False),
        ({"idtyp": "user", "iss": HOME, "idp": "live.com"}, True),
        ({"upn": "ops_fabrikam.example#EXT#@contoso.example", "iss": HOME}, True),
        ({"upn": "ops@contoso.example", "iss": HOME}, False),
        ({"upn": "ops@contoso.example"}, None),
    ],
)
def test_a_guest_is_told_from_a_member(said: Anything, guest: bool | None) -> None:
    assert claims.is_guest(said) is guest


@pytest.mark.parametrize(
    "token", ["", "a.b", "a.b.c", "....", "a.W10.c", "a.\xff.c", "a." + "W" * 9999 + ".c"]
)
def test_what_is_no_token_has_no_claims(token: str) -> None:
    assert claims.claims_of(token) == {}


def test_lists_and_words_are_both_read() -> None:
    said = claims.claims_of(jwt(roles=["A", 7, "B"], scp="C D"))
    assert (claims.texts(said, "roles"), claims.texts(said, "scp")) == (("A", "B"), ("C", "D"))
    assert claims.texts(said, "wids") == ()


@given(
    st.dictionaries(
        st.sampled_from(["iss", "idp", "tid", "exp", "acct", "idtyp", "upn", "roles"]), JSON
    )
)
def test_strange_claims_never_break_the_reading(said: Anything) -> None:
    claims.is_guest(said)
    claims.told(said)
    assert all(isinstance(role, str) for role in claims.texts(said, "roles"))
    assert isinstance(claims.instant(said, "exp"), datetime | None)
    assert isinstance(claims.identifier(said, TenantId, "tid"), TenantId | None)


def test_times_are_aware() -> None:
    assert claims.instant({"exp": 0}, "exp") == datetime(1970, 1, 1, tzinfo=UTC)
    assert claims.instant({"exp": 10**30}, "exp") is None
