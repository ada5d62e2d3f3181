"""What ends by hand ends in a packet with everything that Adobe's or Microsoft's support asks for."""

from __future__ import annotations

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.worlds import build, key_uri
from tests.support.examined import examined

KEY = key_uri(build("own-account"))
OWN = {
    "tenant": ids.TENANT,
    "subscription": ids.SUBSCRIPTION,
    "account": ids.ACCOUNT_ID,
    "key": KEY,
}


def packet(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label, value in examined(name).report.handoff:
        found.setdefault(label, []).append(value)
    return found


@pytest.mark.parametrize(
    ("name", "application", "principal"),
    [
        ("blocked-by-workload-policy", ids.IDENTITY_CLIENT, ids.IDENTITY_OID),
        ("disabled-by-microsoft", ids.FEDERATED_APP, ids.FEDERATED_OID),
        ("revoked-without-reason", ids.IDENTITY_CLIENT, ids.IDENTITY_OID),
        ("entra-outage", ids.IDENTITY_CLIENT, ids.IDENTITY_OID),
    ],
)
def test_microsoft_gets_every_identifier_and_the_refused_call(
    name: str, application: str, principal: str
) -> None:
    said = packet(name)
    for label, value in OWN.items():
        assert value in said[label]
    assert application in said["application id"]
    assert principal in said["object id"]
    assert "HTTP 403" in said["refused call"][0]
    assert "UTC" in said["refused call"][0]
    assert said["looked at"]


@pytest.mark.parametrize(
    "name", ["disabled-by-microsoft@adobe-managed", "blocked-by-workload-policy@adobe-managed"]
)
def test_adobe_gets_the_application_the_key_and_the_error_with_its_activity(name: str) -> None:
    said = packet(name)
    assert ids.TENANT in said["tenant"]
    assert ids.ADOBE_APP in said["application"]
    assert ids.ADOBE_OID in said["object id"]
    assert KEY in said["key"]
    assert said["activity id"]
    assert said["please add"]


@pytest.mark.parametrize("name", ["blocked-by-workload-policy", "key-uri-versioned"])
def test_the_key_is_named_without_its_version(name: str) -> None:
    assert packet(name)["key"] == [KEY]
