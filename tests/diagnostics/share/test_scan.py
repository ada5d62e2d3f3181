"""The last look at what is shared: what is refused, what is listed, and what may stand there."""

from __future__ import annotations

import pytest

from diagnostics.share.pseudonyms import Pseudonyms
from diagnostics.share.scan import entropy, left_in

_PART = "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA"
SECRETS = {
    "token (JWT)": f"eyJ{_PART}.eyJ{_PART}.{_PART}",
    "access token": f"Bearer {_PART}",
    "client secret of Entra": "abc8Q~" + "x1" * 17,
    "client secret of Adobe": f"p8e-{_PART}",
    "account key": f"{'Ab1+' * 21}Ab==",
    "signature of a SAS": f"https://x/y?sv=1&sig={_PART}",
    "connection string": f"AccountEndpoint=https://x;AccountKey={_PART};",
    "private key": "-----BEGIN RSA PRIVATE KEY-----",
}
LISTED = {
    "e-mail address": "ask mona@zeta.example",
    "random string": "id x7Kq2mP9vR4tW8nB3cZ1 was seen",
    "name": "the name kv-zeta is left",
}
PUBLIC = (
    "e147488a-f6f5-4113-8e2d-b22465e65bf6 and 2026-11-29T01:12:09.123456Z",
    "operator-1 of vault-12 at 240.0.3.4 and aaaaaaaa-0000-4000-8000-000000000012",
    "000000000000000000000001@AdobeOrg, 00000000000000000000000000000007",
    "runbooks/EN101-service-principal-disabled.md?api-version=2023-07-01-preview",
    "Linux-6.18.44-fc-v657-x86_64-with-glibc2.36 properties.customerManagedKeyStatus",
    "<style>.x{background:url(x7Kq2mP9vR4tW8nB3cZ1)}</style>",
)


def known() -> Pseudonyms:
    names = Pseudonyms()
    names.name("vault", "kv-zeta")
    names.name("campaign", "welcome")
    return names


@pytest.mark.parametrize("what", SECRETS)
def test_a_secret_is_found_and_not_told(what: str) -> None:
    (first, *_) = left_in([f"said {SECRETS[what]} today"], known())
    assert (first.what, first.is_secret) == (what, True)
    assert _PART not in first.text


@pytest.mark.parametrize("what", LISTED)
def test_what_may_tell_who_it_is_is_listed(what: str) -> None:
    assert [each.what for each in left_in([LISTED[what]], known())] == [what]


@pytest.mark.parametrize("text", PUBLIC)
def test_what_is_public_or_a_pseudonym_is_no_leak(text: str) -> None:
    assert left_in([text], known()) == ()


def test_a_planted_secret_of_this_run_is_found_whatever_it_looks_like() -> None:
    (found,) = left_in(["the word correct-horse is left"], known(), ["correct-horse", ""])
    assert found.is_secret


def test_a_name_that_is_an_ordinary_word_is_not_asked_about() -> None:
    assert left_in(["you are welcome"], known()) == ()


def test_each_is_listed_once_and_secrets_first() -> None:
    found = left_in([LISTED["name"], LISTED["name"] + SECRETS["private key"]], known())
    assert [each.what for each in found] == ["private key", "name"]


def test_entropy_is_in_bits_a_character() -> None:
    assert entropy("aaaa") == 0
    assert entropy("abcd") == 2
