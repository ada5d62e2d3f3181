"""What must start at once loads neither an SDK nor the checks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.examined import examined

PROGRAM = """
import sys
from click.testing import CliRunner
from diagnostics.cli import cli
result = CliRunner().invoke(cli, {arguments})
assert result.exit_code == {code}, result.output
print(*sorted(sys.modules))
"""


def loaded(arguments: list[str], code: int = 0) -> set[str]:
    program = PROGRAM.format(arguments=arguments, code=code)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["explain", "4000"]])
def test_help_version_and_explain_code_load_neither_checks_nor_entry_points_nor_an_sdk(
    arguments: list[str],
) -> None:
    modules = loaded(arguments)
    heavy = ("azure", "aiohttp", "checks", "atlassian", "github", "requests")
    assert not {name for name in modules if name.split(".")[0] in heavy}
    assert "importlib.metadata" not in modules


def test_a_search_through_logs_loads_no_sdk(tmp_path: Path) -> None:
    log = tmp_path / "app.log"
    log.write_text("2026-11-23T14:02:11Z Forbidden (403); Substatus: 4000\n")
    modules = loaded(["triage", str(log), "--no-save"], code=1)
    assert not {
        name for name in modules if name.split(".")[0] in ("azure", "aiohttp", "cryptography")
    }
    assert "checks" not in {name.split(".")[0] for name in loaded(["triage", "--help"])}


def test_lint_loads_the_rules_alone(tmp_path: Path) -> None:
    payload = tmp_path / "p.json"
    payload.write_text('{"requestId": "r", "campaignId": "c", "recipients": [{}]}')
    modules = loaded(["lint", str(payload)], code=1)
    assert "checks.ajo.payload" in modules
    assert not {"checks.pack", "importlib.metadata", "asyncio", "diagnostics.redact"} & modules
    assert not {name for name in modules if name.split(".")[0] in ("azure", "aiohttp")}


@pytest.mark.parametrize(
    "arguments",
    [
        ["checks"],
        ["diagnose", "--help"],
        ["verify", "--help"],
        ["watch", "--help"],
        ["history", "--help"],
        ["permissions"],
        ["simulate-logs", "--help"],
        ["simulate-delays", "--help"],
        ["attach", "--help"],
    ],
)
def test_commands_that_ask_nothing_load_no_sdk(arguments: list[str]) -> None:
    modules = loaded(arguments)
    assert not {
        name
        for name in modules
        if name.split(".")[0]
        in ("azure", "aiohttp", "cryptography", "duckdb", "atlassian", "github", "requests")
    }


@pytest.mark.parametrize("command", [["report"], ["compare", "{}"]])
def test_what_is_drawn_from_a_kept_run_loads_nothing_that_looks(
    command: list[str], tmp_path: Path
) -> None:
    bundle = tmp_path / "b.ajo-bundle"
    bundle.write_bytes(examined("healthy@own-account").bundle)
    modules = loaded([*(word.format(bundle) for word in command), str(bundle)])
    looking = ("azure", "aiohttp", "cryptography", "asyncio", "ssl", "urllib", "jinja2")
    assert not {name for name in modules if name.split(".")[0] in looking} - {
        "urllib",
        "urllib.parse",
    }
    assert "diagnostics.report.triaged_plots" not in modules
