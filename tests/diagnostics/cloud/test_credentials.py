"""Which login is used, and why the others were not."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from diagnostics.clouds import US_GOVERNMENT
from diagnostics.errors import ConfigError, NotSignedIn
from diagnostics.evidence import Seen
from diagnostics.names import TenantId
from tests.support.cloud import (
    OTHER_TENANT,
    SECRET,
    SERVICE_PRINCIPAL,
    TENANT,
    Place,
    caught,
    jwt,
    refused,
)
from tests.support.cloud_ids import ACCOUNT
from tests.support.signing_in import Tool, az_answers, choosing, failing, signing_in


def test_a_client_secret_of_the_environment_is_used_first(place: Place) -> None:
    reading = signing_in(place)
    assert (reading.credential, reading.passed_over) == ("environment (client secret)", ())
    request = place.server.token_requests[0]
    assert request.path == f"/{TENANT}/oauth2/v2.0/token"
    assert "grant_type=client_credentials" in request.body


def test_the_azure_cli_is_used_when_nothing_is_configured(place: Place, tool: Tool) -> None:
    tool(
        "az",
        az_answers(
            idtyp="user", upn="ops@contoso.example", appid="04b07795-8ddb-461a-bbee-02f9e1bf7b46"
        ),
    )
    reading = signing_in(place)
    assert reading.credential == "Azure CLI"
    assert (reading.is_user, reading.user_name) == (True, "ops@contoso.example")
    left_out = "left out by AZURE_TOKEN_CREDENTIALS"
    assert reading.passed_over == (
        ("environment (client secret)", left_out),
        ("environment (certificate)", left_out),
        ("workload identity", left_out),
        ("managed identity", left_out),
    )


def test_a_cli_that_is_not_logged_in_is_passed_over_with_its_reason(
    place: Place, tool: Tool
) -> None:
    tool("az", "echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1")
    tool("azd", f"echo '{json.dumps({'token': jwt(), 'expiresOn': '2099-01-01T00:00:00Z'})}'")
    reading = signing_in(place)
    assert reading.credential == "Azure Developer CLI"
    reasons = dict(reading.passed_over)
    assert reasons["Azure CLI"] == "Azure CLI: Please run 'az login' to set up an account"
    assert reasons["Azure PowerShell"] == "pwsh is not installed (not on PATH)"


def test_the_tools_are_asked_for_the_configured_tenant(
    place: Place, tool: Tool, tmp_path: Path
) -> None:
    tool("az", f'echo "$@" >> {tmp_path}/asked\n{az_answers()}')
    place.settings["tenant"] = TenantId(OTHER_TENANT)
    signing_in(place)
    asked = (tmp_path / "asked").read_text()
    assert f"--tenant {OTHER_TENANT}" in asked
    assert "--resource https://management.azure.com" in asked


@pytest.mark.usefixtures("tool")
def test_no_login_at_all_lists_what_was_tried_and_what_to_do(place: Place) -> None:
    place.settings["tenant"] = TenantId(TENANT)
    error = failing(place)
    assert isinstance(error, NotSignedIn)
    assert error.code == ""
    assert "Azure CLI: az is not installed" in error.reason
    assert f"az login --tenant {TENANT}" in error.reason
    assert place.server.asked == []


@pytest.mark.usefixtures("tool")
def test_in_another_cloud_the_cli_is_switched_first(place: Place) -> None:
    place.settings["cloud"] = US_GOVERNMENT
    assert "az cloud set --name AzureUSGovernment && az login" in str(failing(place))


@pytest.mark.usefixtures("tool")
def test_a_missing_variable_is_named(place: Place) -> None:
    place.environ = {"AZURE_TENANT_ID": TENANT, "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential"}
    reason = str(failing(place))
    assert "environment (client secret): AZURE_CLIENT_ID, AZURE_CLIENT_SECRET not set" in reason
    assert (
        "managed identity, Azure CLI, Azure PowerShell, Azure Developer CLI: left out by" in reason
    )


def test_a_refused_secret_is_not_replaced_by_another_login(place: Place, tool: Tool) -> None:
    tool("az", az_answers())
    place.environ |= SERVICE_PRINCIPAL
    place.environ.pop("AZURE_TOKEN_CREDENTIALS")
    place.server.handler = lambda _: refused(
        "AADSTS7000215", "Invalid client secret provided.", 401
    )
    error = failing(place)
    assert isinstance(error, NotSignedIn)
    assert error.code == "AADSTS7000215"
    assert error.reason == (
        "environment (client secret): AADSTS7000215: Invalid client secret provided."
    )
    assert SECRET not in repr(error)


def test_a_certificate_that_cannot_be_read_is_said_so(place: Place) -> None:
    place.environ.pop("AZURE_CLIENT_SECRET")
    place.environ["AZURE_CLIENT_CERTIFICATE_PATH"] = "/nowhere/cert.pem"
    error = failing(place)
    assert isinstance(error, NotSignedIn)
    assert "environment (certificate)" in error.reason
    assert "No such file" in error.reason


def test_a_certificate_signs_in(place: Place, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "cert.pem").write_bytes(pem + place.ca_file.read_bytes())
    place.environ.pop("AZURE_CLIENT_SECRET")
    place.environ["AZURE_CLIENT_CERTIFICATE_PATH"] = str(tmp_path / "cert.pem")
    assert signing_in(place).credential == "environment (certificate)"
    assert "client_assertion" in place.server.token_requests[0].body


def test_a_workload_identity_signs_in_with_its_file(place: Place, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("a-federated-token")
    place.environ.pop("AZURE_CLIENT_SECRET")
    place.environ["AZURE_FEDERATED_TOKEN_FILE"] = str(tmp_path / "token")
    assert signing_in(place).credential == "workload identity"
    assert "a-federated-token" in place.server.token_requests[0].body


@pytest.mark.parametrize("word", ["browser", "InteractiveBrowserCredential", "devs"])
def test_an_unknown_choice_of_credential_is_a_configuration_error(place: Place, word: str) -> None:
    place.environ["AZURE_TOKEN_CREDENTIALS"] = word
    with pytest.raises(ConfigError) as told:
        signing_in(place)
    assert told.value.source == "AZURE_TOKEN_CREDENTIALS"


@pytest.mark.parametrize(
    "host", ["login.windows.net", "https://login.windows.net/", "HTTPS://LOGIN.WINDOWS.NET"]
)
def test_an_authority_of_the_cloud_is_honoured(place: Place, host: str) -> None:
    place.environ["AZURE_AUTHORITY_HOST"] = host
    signing_in(place)
    assert [asked.host for asked in place.server.token_requests] == ["login.windows.net"]


@pytest.mark.parametrize(
    "host", ["login.microsoftonline.us", "https://evil.example", "http://login.windows.net"]
)
def test_an_authority_outside_the_cloud_is_a_configuration_error(place: Place, host: str) -> None:
    place.environ["AZURE_AUTHORITY_HOST"] = host
    with pytest.raises(ConfigError) as told:
        signing_in(place)
    assert told.value.source == "AZURE_AUTHORITY_HOST"
    assert place.outside == []


def test_a_tool_that_hangs_is_given_up(place: Place, tool: Tool) -> None:
    tool("az", "exec /bin/sleep 60")
    started = time.monotonic()
    error = choosing(place, tool_limit_s=1)
    assert "Timed out waiting for Azure CLI" in str(error)
    assert time.monotonic() - started < 5


def test_a_refused_login_is_told_to_every_reading(place: Place) -> None:
    place.server.handler = lambda _: refused("AADSTS700016", "Application not found.", 400)
    error = place.run(lambda s: caught(s.look(None, Seen()).arm.account(ACCOUNT)))
    assert isinstance(error, NotSignedIn)
    assert error.code == "AADSTS700016"
