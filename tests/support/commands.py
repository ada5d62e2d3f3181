"""Runs the program: in this process for what it prints, as a process of its own for signals and terminals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from click.testing import CliRunner

from diagnostics.cli import cli
from diagnostics.simulator import ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from diagnostics.simulator.server import Simulator

ACCOUNT = ("--account", ids.ACCOUNT_ID)
KEY_URI = f"https://{ids.VAULT}.vault.azure.net/keys/{ids.KEY}"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


def surroundings(home: Path, simulator: Simulator | None = None) -> dict[str, str]:
    """A user's environment without anything of this machine's; behind the simulator's proxy where one is given."""
    environ = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "AJO_DOCTOR_STATE": str(home / "state"),
        "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential",
    }
    if simulator:
        environ |= simulator.environ()
        environ |= {
            "AJO_DOCTOR_PROXY": simulator.proxy_url,
            "AJO_DOCTOR_CA": str(simulator.ca_file),
        }
    return environ


def run(*arguments: str, environ: Mapping[str, str] | None = None, text: str | bytes = "") -> Said:
    """Run in this process; an error that is not told as one is raised."""
    result = CliRunner().invoke(
        cli, arguments, prog_name="ajo-doctor", env=_only(environ), input=text
    )
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(result.exit_code, result.stdout, result.stderr)


def limited(environ: dict[str, str], room: int, *arguments: str) -> tuple[int, str]:
    """Run where no file may grow beyond so many bytes: the system refuses the rest, as a full disk does."""
    program = (
        "import resource, signal, sys;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}));"
        "from diagnostics.cli import main; main(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", program, *arguments],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def _only(environ: Mapping[str, str] | None) -> dict[str, str | None]:
    wanted = dict(environ or {})
    ours = ("AZURE_", "AJO_DOCTOR_", "JIRA_", "GITHUB_", "GH_")
    gone = {name for name in os.environ if name.startswith(ours)}
    gone |= {
        name for name in os.environ if name.upper() in ("HTTPS_PROXY", "NO_PROXY", "ALL_PROXY")
    }
    return {**dict.fromkeys(gone), **wanted}


def _hears_ctrl_c() -> None:
    """A shell that runs the tests in the background has them ignore it, and every child inherits that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def start(
    arguments: Iterable[str], environ: Mapping[str, str], cwd: Path, **settings: object
) -> subprocess.Popen:
    """Start the program as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "diagnostics.cli", *arguments],
        env={**environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=cwd,
        **{
            "preexec_fn": None if os.name == "nt" else _hears_ctrl_c,
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            **settings,
        },  # type: ignore[call-overload]
    )
