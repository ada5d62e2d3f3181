"""Which login is used, why the others were not, and how often a token is asked for."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from diagnostics.cloud.candidates import CANDIDATES, Surroundings, narrowed
from diagnostics.cloud.credentials import Tokens
from diagnostics.cloud.session import Session
from diagnostics.clouds import US_GOVERNMENT
from diagnostics.errors import ConfigError, LookError, NotSignedIn, Throttled, Unexpected
from diagnostics.evidence import Seen
from diagnostics.names import TenantId
from tests.support.cloud import (
    OTHER_TENANT,
    SECRET,
    SERVICE_PRINCIPAL,
    TENANT,
    Anything,
    Asked,
    Place,
    Says,
    a_token,
    caught,
    jwt,
    refused,
)
from tests.support.cloud_ids import ACCOUNT

Tool = Callable[[str, str], Path]
ARM_SCOPE = "https://management.azure.com/.default"


def entra(session: Session) -> Anything:
    return session.look(None, Seen()).entra


def signing_in(place: Place) -> Anything:
    return place.run(lambda s: entra(s).sign_in())


def failing(place: Place) -> Anything:
    return place.run(lambda s: caught(entra(s).sign_in()))


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Place) -> Anything:
    """Put a program of that name on the only PATH there is; its body is a shell script."""
    monkeypatch.setenv("PATH", str(tmp_path))
    place.environ = {"PATH": str(tmp_path), "AZURE_TOKEN_CREDENTIALS": "dev"}

    def put(name: str, script: str) -> Path:
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        return program

    return put


def az_answers(**claims: Anything) -> str:
    answer = {"accessToken": jwt(**claims), "expires_on": int(time.time()) + 3600}
    return f"echo '{json.dumps(answer)}'"


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


def beside(place: Place, monkeypatch: pytest.MonkeyPatch, **more: Anything) -> Anything:
    """Serve a token endpoint as App Service does: plain HTTP beside the process; sign in there."""

    async def work() -> Anything:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            asked.append(request)
            answer = {"access_token": jwt(), "expires_on": str(int(time.time()) + 3600)} | more
            body = json.dumps(answer)
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            writer.write(f"{head}Connection: close\r\n\r\n{body}".encode())
            await writer.drain()
            writer.close()

        asked: list[str] = []
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        endpoint = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/msi/token"
        surroundings = {"IDENTITY_ENDPOINT": endpoint, "IDENTITY_HEADER": "canary-header"}
        for name, value in surroundings.items():
            monkeypatch.setenv(name, value)
        place.environ = {**place.environ, **surroundings}
        place.settings["proxy"] = "http://127.0.0.1:9"
        async with server, Session(place.options()) as session:
            outcome = await asyncio.gather(entra(session).sign_in(), return_exceptions=True)
            return outcome[0], asked, session.ledger()

    return asyncio.run(work())


def test_a_managed_identity_that_answers_strangely_is_passed_over(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.environ = {"AZURE_TOKEN_CREDENTIALS": "prod"}
    error, _, _ = beside(place, monkeypatch, access_token=7)
    assert isinstance(error, NotSignedIn)
    assert "managed identity: gave an answer that cannot be read" in error.reason


def test_a_managed_identity_is_asked_without_the_proxy(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.environ = {}
    more = {"resource": "https://management.azure.com"}
    reading, asked, ledger = beside(place, monkeypatch, **more)
    assert reading.credential == "managed identity"
    assert len(asked) == 1
    assert "resource=https" in asked[0]
    assert [entry.api for entry in ledger] == ["managed identity endpoint"]
    assert "canary" not in repr(ledger)


def test_a_token_endpoint_that_is_not_near_is_not_asked(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "IDENTITY_ENDPOINT": "http://evil.example/t",
        "IDENTITY_HEADER": "x",
    }.items():
        monkeypatch.setenv(name, value)
        place.environ[name] = value
    place.environ = {**place.environ, "AZURE_TOKEN_CREDENTIALS": "ManagedIdentityCredential"}
    error = failing(place)
    assert isinstance(error, NotSignedIn)
    assert "not a host of the public cloud" in error.reason
    assert place.outside == []


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


def test_one_token_serves_all_readings_of_an_api(place: Place) -> None:
    def handler(asked: Asked) -> Says | None:
        return Says(body={"id": "x"}) if asked.host == "management.azure.com" else None

    place.server.handler = handler

    async def work(session: Session) -> Anything:
        here = session.look(None, Seen())
        reads = [here.arm.get(f"/x/{n}", "1", permission=None) for n in range(6)]
        await asyncio.gather(here.entra.sign_in(), here.entra.token(ARM_SCOPE), *reads)

    place.run(work)
    assert len(place.server.token_requests) == 1


def test_a_token_about_to_expire_is_asked_for_again(
    place: Place, tool: Tool, tmp_path: Path
) -> None:
    answer = {"accessToken": jwt(), "expires_on": int(time.time()) + 60}
    tool("az", f"echo asked >> {tmp_path}/asked\necho '{json.dumps(answer)}'")

    async def work(session: Session) -> Anything:
        await entra(session).token(ARM_SCOPE)
        before = (tmp_path / "asked").read_text().count("asked")
        await entra(session).token(ARM_SCOPE)
        return before, (tmp_path / "asked").read_text().count("asked")

    before, after = place.run(work)
    assert after > before


def test_a_refusal_for_one_scope_is_a_reading(place: Place) -> None:
    def handler(asked: Asked) -> Says | None:
        if "graph" in asked.body:
            return refused("AADSTS500011", "The resource principal named x was not found.")
        return None

    place.server.handler = handler
    reading = place.run(lambda s: entra(s).token("https://graph.microsoft.com/.default"))
    assert (reading.obtained, reading.error_code) == (False, "AADSTS500011")
    assert "Trace ID" not in reading.error_text


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (
            Says(body="<html>sign in to the proxy</html>", headers={"Content-Type": "text/html"}),
            Unexpected,
        ),
        (Says(body=[1]), Unexpected),
        (Says(body={"access_token": 7, "expires_in": 3599}), Unexpected),
        (Says(body={"access_token": "x", "expires_in": "soon"}), Unexpected),
        (Says(body={}), Unexpected),
        (Says(400, "<html>", headers={"Content-Type": "text/html"}), Unexpected),
        (Says(500, {"error": {"code": "x"}}), Unexpected),
        (Says(503, "", headers={"Retry-After": "99"}), Unexpected),
        (Says(429, {}, headers={"Retry-After": "99"}), Throttled),
        (Says(body={"access_token": "not-a-jwt", "expires_in": 3599}), Unexpected),
        (a_token(oid=None), Unexpected),
        (a_token(tid="not-a-guid"), Unexpected),
    ],
)
def test_a_token_service_that_speaks_strangely_is_told(
    place: Place, said: Anything, kind: type[Exception]
) -> None:
    place.server.handler = lambda _: said
    error = failing(place)
    assert type(error) is kind
    assert isinstance(error, LookError)


def test_only_the_azure_logger_is_silenced_and_only_meanwhile(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    place.server.handler = lambda _: refused("AADSTS7000215", "Invalid client secret.", 401)

    async def work(session: Session) -> Anything:
        logging.getLogger("somebody.else").warning("seen")
        await caught(entra(session).sign_in())

    place.run(work)
    assert [record.name for record in caplog.records] == ["somebody.else"]
    assert logging.getLogger("azure").level == logging.NOTSET


def choosing(place: Place, **more: Anything) -> Anything:
    """Choose a login without a session, with limits of the test's own; give what comes of it."""
    around = Surroundings(place.environ, place.cloud, "login.microsoftonline.com", None, **more)

    async def work() -> Anything:
        tokens = Tokens(around, narrowed(place.environ))
        outcome = await asyncio.gather(tokens.login(), return_exceptions=True)
        await tokens.close()
        return outcome[0]

    return asyncio.run(work())


def test_a_tool_that_hangs_is_given_up(place: Place, tool: Tool) -> None:
    tool("az", "exec /bin/sleep 60")
    started = time.monotonic()
    error = choosing(place, tool_limit_s=1)
    assert "Timed out waiting for Azure CLI" in str(error)
    assert time.monotonic() - started < 5


def test_outside_azure_the_metadata_service_is_not_waited_for(place: Place) -> None:
    place.environ = {"AZURE_TOKEN_CREDENTIALS": "ManagedIdentityCredential"}
    started = time.monotonic()
    error = choosing(place, imds=("127.0.0.1", 9))
    assert "managed identity: this machine is not in Azure" in str(error)
    assert time.monotonic() - started < 1


def test_where_the_metadata_service_listens_it_is_asked(place: Place) -> None:
    """Nothing but its address counts as listening; here the request itself then fails."""
    place.environ = {"AZURE_TOKEN_CREDENTIALS": "ManagedIdentityCredential"}

    async def work() -> Anything:
        knocks: list[int] = []

        async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            knocks.append(1)
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        around = Surroundings(
            place.environ,
            place.cloud,
            "login.microsoftonline.com",
            None,
            imds=server.sockets[0].getsockname(),
        )
        managed = next(one for one in CANDIDATES if one.name == "managed identity")
        async with server:
            return await managed.why_not(around), len(knocks)

    assert asyncio.run(work()) == ("", 1)


def test_a_refused_login_is_told_to_every_reading(place: Place) -> None:
    place.server.handler = lambda _: refused("AADSTS700016", "Application not found.", 400)
    error = place.run(lambda s: caught(s.look(None, Seen()).arm.account(ACCOUNT)))
    assert isinstance(error, NotSignedIn)
    assert error.code == "AADSTS700016"
