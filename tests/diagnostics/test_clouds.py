"""Which hosts a token of a cloud may be sent to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.clouds import CLOUDS, PUBLIC, US_GOVERNMENT, cloud_named
from diagnostics.errors import ConfigError


@pytest.mark.parametrize("name", ["public", " PUBLIC ", "usgov"])
def test_a_cloud_is_known_by_its_name(name: str) -> None:
    assert cloud_named(name).name == name.strip().lower()


def test_an_unknown_cloud_is_told_with_those_that_are() -> None:
    with pytest.raises(ConfigError, match="there is no cloud 'china'") as told:
        cloud_named("china")
    assert told.value.expected == "public or usgov"


@pytest.mark.parametrize(
    "host",
    [
        "login.microsoftonline.com",
        "login.windows.net",
        "management.azure.com",
        "graph.microsoft.com",
        "KV-Ajo.Vault.Azure.Net.",
        "hsm.managedhsm.azure.net",
        "cosmos-ajo-westeurope.documents.azure.com",
    ],
)
def test_the_clouds_own_hosts_are_allowed(host: str) -> None:
    assert PUBLIC.allows(host)
    assert not US_GOVERNMENT.allows(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "vault.azure.net",
        ".vault.azure.net",
        "a.b.vault.azure.net",
        "kv.vault.azure.net.evil.example",
        "evilvault.azure.net",
        "kv_x.vault.azure.net",
        "kv%2f.vault.azure.net",
        "é.vault.azure.net",
        "evil.example/.vault.azure.net",
        "evil.example@kv.vault.azure.net",
        "notmanagement.azure.com",
        "management.azure.com:443",
    ],
)
def test_every_other_host_is_not(host: str) -> None:
    assert not PUBLIC.allows(host)


@given(st.text(max_size=30))
def test_no_host_belongs_to_two_clouds(host: str) -> None:
    for suffix in ("", ".vault.azure.net", ".documents.azure.us"):
        assert sum(cloud.allows(host + suffix) for cloud in CLOUDS.values()) <= 1


def test_scopes_and_audiences() -> None:
    assert PUBLIC.authority == "login.microsoftonline.com"
    assert PUBLIC.graph_scope == "https://graph.microsoft.com/.default"
    assert US_GOVERNMENT.vault_resource == "https://vault.usgovcloudapi.net"
