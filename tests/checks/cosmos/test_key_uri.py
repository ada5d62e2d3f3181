from __future__ import annotations

import pytest

from checks.cosmos.facts import KeyLocation
from checks.cosmos.key_uri import judge
from diagnostics import Finding, KeyUri, Seen
from tests.checks.cosmos.situations import codes, healthy
from tests.checks.keyvault.situations import NEW, URI, a_location


def said(location: KeyLocation) -> list[str]:
    return codes(judge(location, Seen([healthy])))


@pytest.mark.parametrize(
    "configured",
    [
        None,
        URI,
        KeyUri(URI.host, URI.name, NEW),
        KeyUri(URI.host, URI.name.upper()),
    ],
)
def test_the_same_key_is_the_same_whatever_its_version_or_case(configured: KeyUri | None) -> None:
    assert said(a_location(configured=configured)) == []


@pytest.mark.parametrize(
    "configured",
    [KeyUri(URI.host, "another"), KeyUri("kv-other.vault.azure.net", URI.name)],
)
def test_another_key_is_said_with_both_names(configured: KeyUri) -> None:
    (found,) = judge(a_location(configured=configured), Seen([healthy]))
    assert isinstance(found, Finding)
    assert found.kind.code == "CO208"
    assert str(configured) in found.message
    assert str(URI) in found.message


def test_a_vault_of_another_cloud_stays_open() -> None:
    assert said(a_location(is_of_cloud=False)) == ["KV213?"]


def test_both_can_be_true() -> None:
    location = a_location(configured=KeyUri(URI.host, "another"), is_of_cloud=False)
    assert said(location) == ["CO208", "KV213?"]
