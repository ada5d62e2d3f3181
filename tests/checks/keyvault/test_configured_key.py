from __future__ import annotations

import pytest

from checks.keyvault.configured_key import is_managed_hsm, is_of_cloud, judge
from diagnostics import CLOUDS, KeyUri, Unknown
from tests.checks.keyvault.situations import URI, a_location, seen


@pytest.mark.parametrize(
    ("host", "hsm", "public"),
    [
        ("kv-ajo.vault.azure.net", False, True),
        ("hsm.managedhsm.azure.net", True, True),
        ("kv-ajo.vault.usgovcloudapi.net", False, False),
        ("hsm.managedhsm.usgovcloudapi.net", True, False),
        ("vault.azure.net.example.com", False, False),
        ("kv.ajo.vault.azure.net", False, False),
    ],
)
def test_hosts(host: str, hsm: bool, public: bool) -> None:
    uri = KeyUri(host, "cosmos-cmk")
    assert is_managed_hsm(uri) is hsm
    assert is_of_cloud(uri, CLOUDS["public"]) is public


def test_a_key_of_the_cloud_is_well() -> None:
    assert list(judge(a_location(), seen())) == []


def test_a_key_of_another_cloud_stays_open_and_names_the_cloud() -> None:
    uri = KeyUri("kv-ajo.vault.usgovcloudapi.net", URI.name)
    (verdict,) = judge(a_location(key_uri=uri, is_of_cloud=False), seen())
    assert isinstance(verdict, Unknown)
    assert verdict.kind.code == "KV213"
    assert 'cloud = "usgov"' in verdict.do
