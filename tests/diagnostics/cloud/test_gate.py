from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from diagnostics.cloud.gate import (
    ARM,
    COSMOS,
    ENTRA,
    GRAPH,
    KEY_VAULT,
    LOCAL_TOKENS,
    NOT_SENT,
    Gate,
    local_origin,
)
from diagnostics.clouds import CLOUDS, PUBLIC, US_GOVERNMENT, Cloud
from diagnostics.errors import Unexpected

IMDS = "http://169.254.169.254/metadata/identity/oauth2/token?resource=x"
TENANT = "11111111-aaaa-4000-8000-000000000001"


def gate(cloud: Cloud = PUBLIC) -> Gate:
    return Gate(cloud, frozenset({local_origin("http://169.254.169.254")}))


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=lambda cloud: cloud.name)
def test_each_host_of_a_cloud_belongs_to_its_api(cloud: Cloud) -> None:
    hosts = {
        cloud.authority: ENTRA,
        cloud.arm: ARM,
        cloud.graph: GRAPH,
        f"kv-ajo.{cloud.vault_suffix}": KEY_VAULT,
        f"cosmos-ajo.{cloud.cosmos_suffix}": COSMOS,
    }
    apis = {host: gate(cloud).pass_through("GET", f"https://{host}/x")[1] for host in hosts}
    assert apis == hosts


def test_a_host_of_the_other_cloud_is_refused() -> None:
    with pytest.raises(Unexpected, match="not a host of the usgov cloud"):
        gate(US_GOVERNMENT).pass_through("GET", "https://management.azure.com/subscriptions")


@pytest.mark.parametrize(
    "url",
    [
        "http://management.azure.com/",
        "https://management.azure.com:8443/",
        "https://management.azure.com@evil.example/",
        "https://user@management.azure.com/",
        "https://:word@management.azure.com/",
        "https://evil.example/management.azure.com",
        "https://evil-management.azure.com.example/",
        "https://management.azure.com.evil.example/",
        "https://management.azure.com\\@evil.example/",
        "https://management.azure.com\t.evil.example/",
        "https://evilvault.azure.net/",
        "https://.vault.azure.net/",
        "https://a.b.vault.azure.net/",
        "https://169.254.169.254/",
        "http://169.254.169.253/metadata/identity/oauth2/token",
        "http://127.0.0.1/",
        "https://[::1/",
        "ftp://management.azure.com/",
        "management.azure.com",
        "",
    ],
)
def test_an_address_outside_the_cloud_is_refused(url: str) -> None:
    with pytest.raises(Unexpected) as told:
        gate().pass_through("GET", url)
    assert told.value.code == NOT_SENT
    assert "word@" not in told.value.endpoint


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE", "POST", "put", "MERGE", "CONNECT"])
@pytest.mark.parametrize(
    "url",
    [
        "https://management.azure.com/subscriptions/1/resourceGroups/g",
        "https://management.azure.com/a/listKeys?api-version=1",
        "https://graph.microsoft.com/v1.0/servicePrincipals",
        "https://kv.vault.azure.net/keys/k/unwrapkey",
        "https://a.documents.azure.com/dbs",
        f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token/more",
        f"https://login.microsoftonline.com/{TENANT}/reset",
        f"https://management.azure.com/{TENANT}/oauth2/v2.0/token",
        "http://169.254.169.254/metadata/identity/oauth2/token",
    ],
)
def test_a_verb_that_could_change_something_is_refused(verb: str, url: str) -> None:
    with pytest.raises(Unexpected, match="not a reading verb"):
        gate().pass_through(verb, url)


def test_a_token_request_is_the_one_post_that_passes() -> None:
    url = f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"
    assert gate().pass_through("POST", url) == (URL(url), ENTRA)


def test_the_metadata_service_of_this_machine_may_be_read() -> None:
    assert gate().pass_through("GET", IMDS)[1] == LOCAL_TOKENS


@pytest.mark.parametrize(
    ("named", "usable"),
    [
        ("http://localhost:40342/metadata", True),
        ("http://127.0.0.1:41741/msi/token", True),
        ("http://169.254.129.3:8081/msi/token", True),
        ("http://10.0.0.4/msi/token", False),
        ("https://evil.example/msi", False),
        ("file:///etc/passwd", False),
        ("http://[", False),
    ],
)
def test_a_token_endpoint_named_by_the_environment_must_be_near(named: str, usable: bool) -> None:
    assert bool(local_origin(named)) is usable


@given(st.text(max_size=60), st.sampled_from(["GET", "HEAD"]))
def test_whatever_passes_is_https_to_a_host_of_the_cloud(tail: str, verb: str) -> None:
    for text in (tail, f"https://{tail}", f"https://management.azure.com{tail}"):
        try:
            url, api = gate().pass_through(verb, text)
        except Unexpected:
            continue
        is_cloud = url.scheme == "https" and url.port == 443 and PUBLIC.allows(url.raw_host or "")
        assert is_cloud or api == LOCAL_TOKENS
