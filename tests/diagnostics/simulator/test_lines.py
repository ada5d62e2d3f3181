from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from diagnostics.simulator import lines
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.worlds import build

BEFORE = {"HTTPS_PROXY": "http://user:secret@proxy.example:8080", "NO_PROXY": "*.azure.com"}


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(build("own-account")) as running:
        yield running


def run_sh(script: list[str]) -> dict[str, str]:
    environ = {"PATH": os.environ["PATH"], **BEFORE}
    text = "\n".join([*script, "env"])
    out = subprocess.run(
        ["sh", "-ec", text], capture_output=True, text=True, env=environ, check=True
    )
    return dict(line.partition("=")[::2] for line in out.stdout.splitlines() if "=" in line)


def test_the_lines_lead_every_client_to_the_simulator(simulator: Simulator) -> None:
    (*start, login) = lines.sh(simulator, BEFORE).start
    seen = run_sh(start)
    wanted = lines.variables(simulator)
    assert {name: seen[name] for name in wanted} == wanted
    assert wanted["https_proxy"] == wanted["HTTPS_PROXY"] == simulator.proxy_url
    assert (wanted["NO_PROXY"], wanted["no_proxy"]) == ("", "")
    assert login.startswith("az login --service-principal")


def test_the_profile_of_the_command_line_is_its_own(simulator: Simulator) -> None:
    folder = simulator.azure_config_dir
    assert folder.is_dir()
    assert lines.variables(simulator)["AZURE_CONFIG_DIR"] == str(folder)


def test_undoing_restores_what_was_set_before(simulator: Simulator) -> None:
    made = lines.sh(simulator, BEFORE)
    seen = run_sh([*made.start[:-1], *made.undo])
    assert {
        name: value for name, value in seen.items() if name in lines.variables(simulator)
    } == BEFORE
    assert not [name for name in seen if name.startswith("AJO_DOCTOR")]


@pytest.mark.parametrize("shell", [lines.sh, lines.powershell])
def test_what_was_set_before_is_never_printed(simulator: Simulator, shell) -> None:  # noqa: ANN001
    made = shell(simulator, BEFORE)
    assert not [line for line in (*made.start, *made.undo) if "secret@proxy" in line]


def test_powershell_quotes_and_undoes(simulator: Simulator) -> None:
    made = lines.powershell(simulator, BEFORE)
    assert f"$env:HTTPS_PROXY = '{simulator.proxy_url}'" in made.start
    assert "$AJO_DOCTOR_KEPT_HTTPS_PROXY = $env:HTTPS_PROXY" in made.start
    assert (
        "$env:HTTPS_PROXY = $AJO_DOCTOR_KEPT_HTTPS_PROXY; Remove-Variable AJO_DOCTOR_KEPT_HTTPS_PROXY"
        in made.undo
    )
    assert "Remove-Item Env:AZURE_CONFIG_DIR -ErrorAction Ignore" in made.undo
    assert len(made.undo) == len(lines.variables(simulator))


def test_a_secret_with_a_quote_survives_both_shells() -> None:
    world = build("own-account")
    client = world.need(f"entra:/clients/{world.need('sim:/caller')['client_id']}")
    client["secret"] = "it's $HOME & `more`"
    with Simulator(world) as simulator:
        (*start, _) = lines.sh(simulator, {}).start
        assert run_sh(start)["AZURE_CLIENT_SECRET"] == client["secret"]
        shown = lines.powershell(simulator, {}).start
    assert "$env:AZURE_CLIENT_SECRET = 'it''s $HOME & `more`'" in shown


def test_the_government_cloud_is_chosen_for_the_command_line() -> None:
    with Simulator(build("own-account-usgov")) as simulator:
        made = lines.sh(simulator, {})
    assert "az cloud set --name AzureUSGovernment" in made.start
    assert "export AZURE_AUTHORITY_HOST=https://login.microsoftonline.us" in made.start


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_reaches_the_simulator_with_these_variables_alone(simulator: Simulator) -> None:
    url = "https://management.azure.com/subscriptions?api-version=2022-12-01"
    out = subprocess.run(
        ["curl", "--silent", "--max-time", "10", url],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], **lines.variables(simulator)},
        check=True,
    )
    assert "AuthenticationFailed" in out.stdout
