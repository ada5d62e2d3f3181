"""What fails on the way may carry secrets: none of them reaches the screen, a file or a log."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostics.errors import ConfigError
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.wire import fail
from diagnostics.simulator.worlds import CANARIES
from tests.support.commands import ACCOUNT, run, surroundings
from tests.support.serving import serving

CALLER, KEY, APPLICATION, _ADOBE = CANARIES
HOSTS = (
    "login.microsoftonline.com",
    "management.azure.com",
    "graph.microsoft.com",
    "cosmos-ajo.documents.azure.com",
    "*.vault.azure.net",
)
SAID = (
    f"refused {CALLER} with AccountKey={KEY}; client_secret={APPLICATION}&x=1 "
    f"Authorization: Bearer {KEY}"
)
BODIES: dict[str, object] = {
    "as an OAuth error": {
        "error": "invalid_client",
        "error_description": f"AADSTS7000222: {SAID}",
    },
    "as an ARM error": {"error": {"code": "Odd", "message": SAID}},
    "as a Cosmos error": {"code": "Forbidden", "message": SAID},
    "as a key of an object": {SAID: SAID, "secretText": APPLICATION, "id": SAID, "value": SAID},
    "as a list": [SAID],
    "as a text": SAID.encode(),
}


def _text(data: bytes) -> str:
    """The history is a database: what is text in it stands there as text."""
    return data.decode(errors="replace")


def everything(home: Path) -> Iterator[str]:
    """Everything that was written anywhere below the user's home."""
    for path in home.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            yield path.name
            yield _text(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("body", list(BODIES))
def test_a_service_that_repeats_secrets(body: str, host: str, here: Path) -> None:
    world = make_world(SCENARIOS["healthy@own-account"])
    headers = {"x-ms-request-id": CALLER, "request-id": CALLER, "x-ms-activity-id": CALLER}
    details: dict[str, object] = {"status": 403, "body": BODIES[body], "headers": headers}
    fail(world, "echo", "status", host=host, details=details)
    with serving(world) as simulator:
        environ = surroundings(here.parent, simulator)
        said = run(
            "diagnose",
            *ACCOUNT,
            "--format",
            "json",
            "--bundle",
            "b",
            "--output",
            "r",
            environ=environ,
        )
        again = run("diagnose", *ACCOUNT, "--format", "markdown", environ=environ)
    assert said.code in (0, 1, 3), said.err
    assert Path("b").exists()
    assert Path("r").exists()
    told = "\n".join([said.out, said.err, again.out, again.err, *everything(here.parent)])
    assert host.strip("*.") in told
    for canary in CANARIES:
        assert canary not in told


def test_the_proxys_password_is_nowhere(here: Path, healthy: Simulator) -> None:
    environ = surroundings(here.parent, healthy)
    environ["AJO_DOCTOR_PROXY"] = healthy.proxy_url.replace("//", "//me:canary-pass-word@")
    said = run("diagnose", *ACCOUNT, "--format", "json", environ=environ)
    assert said.code == 0, said.err
    assert "canary" not in "\n".join([said.out, said.err, *everything(here.parent)])


@pytest.mark.parametrize(
    "proxy",
    [
        "socks5://me:canary-pass-word@h:1",
        "http://me:canary-pass-word@:1",
        "http://me:canary-pass-word@h:99999",
        "http://me:canary-pass-word@[h",
    ],
)
def test_a_proxy_that_cannot_be_used_keeps_its_password(
    proxy: str, environ: dict[str, str]
) -> None:
    said = run("diagnose", *ACCOUNT, "--proxy", proxy, environ=environ)
    assert said.code == 2
    assert "canary" not in said.out + said.err
    assert "--proxy" in said.err


@pytest.mark.parametrize(
    "text",
    [
        'client_secret = "canary-x"\n',
        'proxy = "http://me:canary-x@h:99999"\n[targets.a]\nkey_uri = "https://kv.vault.azure.net/keys/k"',
        '[targets.a]\nkey_uri = "https://me:canary-x@kv.vault.azure.net/keys/k"\n',
        '[targets.a]\naccount = "AccountEndpoint=https://a/;AccountKey=canary-x;"\n',
        '[targets.a]\nclient_secret = "canary-x"\n',
    ],
)
def test_a_secret_in_a_configuration_is_not_quoted(text: str, alone: dict[str, str]) -> None:
    Path("own.toml").write_text(text)
    said = run("diagnose", "--config", "own.toml", environ=alone)
    assert said.code == 2
    assert "canary" not in said.out + said.err


def test_a_fault_of_our_own_tells_its_place_and_no_value(
    monkeypatch: pytest.MonkeyPatch, alone: dict[str, str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("canary: Bearer eyJhbGciOiJub25lIn0.canary")

    monkeypatch.setattr("diagnostics.catalogue.load_catalogue", broken)
    said = run("checks", environ=alone)
    assert said.code == 3  # not 1, which means that something was found
    assert "KeyError in " in said.err
    assert "canary" not in said.out + said.err
    assert "Traceback" not in said.err


def test_an_error_of_the_user_that_quotes_a_secret_is_redacted(
    monkeypatch: pytest.MonkeyPatch, alone: dict[str, str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ConfigError("no such thing: client_secret=canary-word")

    monkeypatch.setattr("diagnostics.catalogue.load_catalogue", broken)
    said = run("checks", environ=alone)
    assert (said.code, said.err) == (2, "ajo-doctor: no such thing: client_secret=***\n")
