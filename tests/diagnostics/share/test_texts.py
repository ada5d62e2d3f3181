"""Names inside texts: what looks like an identifier, and what a field elsewhere said to be a name."""

from __future__ import annotations

import re
import sys
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from diagnostics.share import paths, shapes
from diagnostics.share.addresses import Addresses
from diagnostics.share.back import unshared
from diagnostics.share.pseudonyms import Pseudonyms
from diagnostics.share.texts import Texts

TENANT = "1f0e2d3c-4b5a-4697-8877-665544332211"
VAULT = (
    f"/subscriptions/{TENANT}/resourceGroups/rg(eu)-x/providers/Microsoft.KeyVault/vaults/kv-zeta"
)
VERSION = "0123456789abcdef0123456789abcdef"
ORG = "A1B2C3D4E5F60718293A4B5C@AdobeOrg"


def shared(*texts: str) -> tuple[list[str], Pseudonyms]:
    names = Pseudonyms(addresses=Addresses(secret=lambda: 77))
    done: list[str] = []
    for _ in range(
        2
    ):  # as `Records` does: names that a later text shows are known in the second round
        known = Texts(names)
        known.renew()
        done = [known.text(each) for each in texts]
    return done, names


SAID = {
    f"({VAULT}/keys/cmk-9)": "(/subscriptions/G1/resourceGroups/group-1/providers/Microsoft.KeyVault"
    "/vaults/vault-1/keys/key-1)",
    f"https://kv-zeta.vault.azure.net/keys/cmk-9/{VERSION}.": "https://vault-1.vault.azure.net/keys/key-1/"
    "00000000000000000000000000000001.",
    "GET https://management.azure.com"
    + VAULT
    + "?api-version=2023-07-01": "GET https://management.azure.com"
    "/subscriptions/G1/resourceGroups/group-1/providers/Microsoft.KeyVault/vaults/vault-1?api-version=2023-07-01",
    f"/subscriptions/{TENANT}/providers/Microsoft.Insights/eventtypes/management/values": "/subscriptions/G1/providers"
    "/Microsoft.Insights/eventtypes/management/values",
    f"https://graph.microsoft.com/v1.0/users(appId='{TENANT}')": "https://graph.microsoft.com/v1.0/users(appId='G1')",
    "kv-zeta.privatelink.vault.azure.net": "vault-1.privatelink.vault.azure.net",
    "mona@zeta.example asked": "operator-1 asked",
    "mona%40zeta.example asked": "operator-1 asked",
    "acme-1.documents.azure.com": "account-1.documents.azure.com",
    "acme-1.documents.azure.us": "account-1.documents.azure.us",
    "proxy.zeta.com:3128": "host-1.example:3128",
    "from 10.20.30.40, at 12:34:56Z": "from 240.0.83.40, at 12:34:56Z",
    "2a01:db9::7 said": "2001:db8::1 said",
    ORG: "000000000000000000000001@AdobeOrg",
    "/home/mona/app.log": "/home/operator-1/app.log",
    r"C:\Users\mona\app.log": r"C:\Users\operator-1\app.log",
    "learn.microsoft.com and 20.88.123.53": "learn.microsoft.com and 20.88.123.53",
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "azure-core 1.38.0, 3 of 7.5": "azure-core 1.38.0, 3 of 7.5",
}


@pytest.mark.parametrize("text", SAID)
def test_what_looks_like_an_identifier_is_replaced(text: str) -> None:
    guid = "aaaaaaaa-0000-4000-8000-000000000001"
    assert shared(text)[0] == [SAID[text].replace("G1", guid)]


def test_a_name_that_one_text_shows_is_replaced_in_all() -> None:
    done, _ = shared("kv-zeta is broken, KV-ZETA!", VAULT, "not kv-zetas, but kv-zeta-pe")
    assert done[0] == "vault-1 is broken, vault-1!"
    assert done[2] == "not kv-zetas, but vault-1-pe"


def test_words_that_prose_needs_stay_though_a_thing_is_called_so() -> None:
    done, _ = shared(VAULT.replace("kv-zeta", "vault"), "the vault is gone")
    assert done[0].endswith("/vaults/vault-1")
    assert done[1] == "the vault is gone"


def test_a_region_behind_an_account_stays() -> None:
    done, _ = shared("acme.documents.azure.com", "acme-westeurope.documents.azure.com")
    assert done == ["account-1.documents.azure.com", "account-1-westeurope.documents.azure.com"]


parts = st.one_of(
    st.uuids().map(str),
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map(str),
    st.from_regex(r"[a-z][a-z0-9-]{3,12}[a-z0-9]\.vault\.azure\.net", fullmatch=True),
    st.from_regex(r"[a-z][a-z0-9]{3,12}@[a-z]{4,9}\.com", fullmatch=True),
    st.from_regex(r"[0-9A-F]{24}@AdobeOrg", fullmatch=True),
    st.from_regex(r"[0-9a-f]{32}", fullmatch=True),
    st.sampled_from([VAULT, f"https://kv-zeta.vault.azure.net/keys/k/{VERSION}", "of", "12:30"]),
)
texts = st.lists(parts, max_size=8).map(" ; ".join)


@given(texts)
def test_what_was_replaced_can_be_put_back(text: str) -> None:
    (done,), names = shared(text)
    assert unshared(done, names)[0].lower() == text.lower()


@given(texts)
def test_replacing_twice_changes_nothing(text: str) -> None:
    (done,), names = shared(text)
    again = Texts(names)
    again.renew()
    assert again.text(done) == done


@given(texts, texts)
def test_two_texts_say_the_same_if_they_said_the_same(one: str, other: str) -> None:
    (first, second), _ = shared(one, other)
    assert (first.lower() == second.lower()) == (one.lower() == other.lower())


SEGMENTS = (
    *("", "subscriptions", TENANT, "resourceGroups", "rg-1", "providers", "Microsoft.KeyVault"),
    *("Contoso.Things", "vaults", "kv-zeta", "locations", "westeurope", "keys", "a?b", "*"),
)
segments = st.lists(st.sampled_from(SEGMENTS), max_size=12).map("/".join)


@given(st.one_of(segments, st.tuples(st.just(VAULT), segments).map("".join)))
def test_a_scope_that_is_cut_where_another_one_ends_is_replaced_as_the_whole(text: str) -> None:
    """As `Records` does, which knows the part above the last provider from elsewhere."""
    above, mark, below = text.rpartition("/providers/")
    assume(paths.is_whole(above))
    names = Pseudonyms()
    names.fresh = True
    whole = paths.resource(text, names)
    assert paths.resource(above, names) + paths.resource(mark + below, names) == whole


bits = st.sampled_from(
    [
        TENANT,
        TENANT.upper(),
        VERSION,
        VERSION.upper(),
        TENANT[:-1],
        "0f3-",
        "a",
        "Z",
        "-",
        "_",
        " ",
        "'",
        "=",
        "\u212a",
    ]
)


@given(st.one_of(st.lists(st.one_of(bits, parts), max_size=6).map("".join), st.text(max_size=40)))
@example(f"{ORG.lower()} {TENANT}")
@example(" ".join(SAID))
def test_what_is_sought_in_a_text_is_all_that_is_in_it(text: str) -> None:
    assert_all_is_sought(text)


@pytest.mark.parametrize("text", SAID)
def test_all_is_sought_in_each_part_of_what_has_a_form(text: str) -> None:
    for at in range(len(text)):
        assert_all_is_sought(text[:at])
        assert_all_is_sought(text[at:])


def assert_all_is_sought(text: str) -> None:
    pattern = shapes.sought(text)
    quickly = [(each.span(), each.lastgroup) for each in pattern.finditer(text)] if pattern else []
    assert quickly == [(each.span(), each.lastgroup) for each in shapes.FOUND.finditer(text)]


def test_white_space_is_what_every_other_pattern_calls_so() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert re.findall(f"[{shapes.SPACE}]", every) == re.findall(r"\s", every)


def test_a_pseudonym_that_was_never_given_stays_and_is_counted() -> None:
    (done,), names = shared("kv-zeta.vault.azure.net")
    said = f"{done}: Vault-1, vault-9, and host-3.example"
    assert unshared(said, names) == (
        "kv-zeta.vault.azure.net: kv-zeta, vault-9, and host-3.example",
        2,
    )


@given(st.ip_addresses(v=4), st.integers(0, 255), st.integers(16, 32))
def test_addresses_of_one_subnet_stay_in_one(address: object, last: int, prefix: int) -> None:
    assume(int(address) >> 28 != 15)  # type: ignore[call-overload]
    beside = ".".join([*str(address).split(".")[:3], str(last)])
    names = Addresses()
    first, second = (ip_address(names.give(each)) for each in (str(address), beside))
    if int(first) >> 28 == 15 == int(second) >> 28:  # neither is everybody's
        assert int(first) >> 8 == int(second) >> 8
        net = ip_network(f"{address}/{prefix}", strict=False)
        given_net = ip_network(names.give(str(net)), strict=False)
        assume(given_net != net)  # a range with an address that everybody has stays
        assert (ip_address(beside) in net) == (second in given_net)
        assert names.back(str(second)) == beside


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_addresses_of_ipv6_too(address: object, low: int) -> None:
    assume(int(address) >> 96 != 0x20010DB8)  # type: ignore[call-overload]
    beside = str(ip_address(int(address) >> 64 << 64 | low))  # type: ignore[call-overload]
    names = Addresses()
    first, second = (ip_address(names.give(each)) for each in (str(address), beside))
    if {int(first) >> 96, int(second) >> 96} == {0x20010DB8}:
        assert int(first) >> 64 == int(second) >> 64
        assert names.back(str(second)) == beside


def test_more_networks_than_there_are_wide_ones_still_have_pseudonyms_of_their_own() -> None:
    names = Addresses()
    real = [f"{first}.{second}.7.9" for first in range(11, 30) for second in range(250)]
    given_ = {each: names.give(each) for each in real}
    assert len(set(given_.values())) == len(real)
    assert all(names.back(pseudonym) == each for each, pseudonym in given_.items())
