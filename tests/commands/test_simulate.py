"""`simulate` as a process of its own, used by other programs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from diagnostics.simulator import ids
from tests.support.commands import run, start, surroundings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses sh and signals of POSIX")
GRAPH = "https://graph.microsoft.com/v1.0/$metadata"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What a simulator with a world of a file and two faults prints; it serves until the module is over."""
    folder = tmp_path_factory.mktemp("simulate")
    world = {"schema": 1, "base": "own-account", "faults": ["key-disabled"], "documents": {}}
    Path(folder, "w.json").write_text(json.dumps(world))
    arguments = ("simulate", "--world", "w.json", "--fault", "purge-protection-off")
    environ = {**surroundings(folder), "CURL_CA_BUNDLE": "/mine.pem"}
    process = start(arguments, environ, folder)
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line.decode())
        if "serving" in lines[-1]:
            break
    yield "".join(lines)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=10)
    assert process.returncode == 0
    assert err == b"stopped\n"


def part(told: str, head: str) -> str:
    _, _, rest = told.partition(f"# {head}\n")
    lines = rest.partition("\n\n")[0].splitlines()
    return "\n".join(line for line in lines if not line.startswith("az "))


def value(told: str, name: str) -> str:
    (line,) = [each for each in told.splitlines() if each.startswith(f"export {name}=")]
    return line.partition("=")[2].strip("'")


def test_it_says_what_it_is(told: str) -> None:
    first = told.splitlines()[0]
    assert (
        first == "# SIMULATED environment own-account, faults: purge-protection-off, key-disabled"
    )
    assert f"ajo-doctor diagnose --tenant {ids.TENANT}" in told


def test_a_client_behind_its_proxy_is_answered(told: str) -> None:
    client = requests.Session()
    client.trust_env = False
    client.proxies = {"https": value(told, "HTTPS_PROXY")}
    client.verify = value(told, "SSL_CERT_FILE")
    authority = "https://login.microsoftonline.com"
    tenant = value(told, "AZURE_TENANT_ID")
    url = f"{authority}/{tenant}/v2.0/.well-known/openid-configuration"
    assert tenant in client.get(url, timeout=10).json()["issuer"]
    with pytest.raises(requests.exceptions.ProxyError):
        client.get("https://example.com/", timeout=10)


def test_the_lines_for_sh_set_everything_and_the_others_undo_it(told: str) -> None:
    sh = shutil.which("sh")
    assert sh
    script = "\n".join(
        (
            "env -0; echo",
            part(told, "sh: point this shell at it"),
            "env -0; echo",
            part(told, "sh: undo"),
            "env -0",
        )
    )
    before = {"PATH": os.environ["PATH"], "CURL_CA_BUNDLE": "/mine.pem"}
    done = subprocess.run(
        [sh, "-c", script], env=before, capture_output=True, text=True, check=True
    )
    first, pointed, undone = (
        {line for line in shown.strip("\n").split("\0") if not line.startswith("_=")} - {""}
        for shown in done.stdout.split("\0\n")
    )
    assert f"HTTPS_PROXY={value(told, 'HTTPS_PROXY')}" in pointed
    assert "CURL_CA_BUNDLE=/mine.pem" not in pointed
    assert undone == first
    assert done.stderr == ""


def test_the_diagnosis_it_proposes_finds_the_faults(told: str, here: Path) -> None:
    (line,) = [each for each in told.splitlines() if "ajo-doctor diagnose" in each]
    command = line.partition("ajo-doctor ")[2].split()
    pointed = dict(
        each.removeprefix("export ").split("=", 1)
        for each in part(told, "sh: point this shell at it").splitlines()
        if each.startswith("export ")
    )
    environ = {
        **surroundings(here.parent),
        **{name: text.strip("'") for name, text in pointed.items()},
    }
    process = start((*command, "--format", "json"), environ, here)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 1, err
    codes = {finding["code"] for finding in json.loads(out)["findings"]}
    assert {"KV101", "KV209"} <= codes


def test_a_port_in_use_is_told(told: str, here: Path) -> None:
    port = value(told, "HTTPS_PROXY").rpartition(":")[2]
    process = start(("simulate", "--port", port), surroundings(here.parent), here)
    _, err = process.communicate(timeout=10)
    assert process.returncode == 2
    assert b"cannot listen" in err
    assert b"choose another port" in err
    assert b"Traceback" not in err


def test_worlds_and_faults_are_listed(alone: dict[str, str]) -> None:
    said = run("simulate", "--list", environ=alone)
    assert said.code == 0
    assert "own-account" in said.out
    assert "key-disabled" in said.out
