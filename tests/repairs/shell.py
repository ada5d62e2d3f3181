"""The real `az` in sh, behind the simulator's proxy, with a profile of its own for each login."""

from __future__ import annotations

import os
import shlex
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.simulator import ids, lines

if TYPE_CHECKING:
    from diagnostics.simulator.server import Simulator
    from tests.repairs.holding import Login

_LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class Done:
    """How one command ended."""

    code: int
    out: str
    err: str
    seconds: float


class Shell:
    """Runs commands as they are printed.

    Args:
        simulator: what answers.
        programs: folder in which `az` is.
        home: an empty folder: profiles and the commands' own files go there.
    """

    def __init__(self, simulator: Simulator, programs: Path, home: Path) -> None:
        self._simulator = simulator
        self._programs = programs
        self.home = home
        self._signed_in: set[str] = set()

    def sign_in(self, login: Login) -> None:
        """Sign a login in, once; its tokens are good for every later world.

        Raises:
            RuntimeError: if the sign-in is refused.
        """
        if login.client_id in self._signed_in:
            return
        text = shlex.join(
            [
                *("az", "login", "--service-principal", "--username", login.client_id),
                *("--password", login.secret, "--tenant", ids.TENANT, "--output", "none"),
            ]
        )
        done = self.run(text, login, {})
        if done.code:
            raise RuntimeError(f"the sign-in failed: {done.err}")
        self._signed_in.add(login.client_id)

    def run(self, text: str, login: Login, values: Mapping[str, str]) -> Done:
        """Set the values as a person would, then run one printed line in sh."""
        script = "".join(f"{name}={shlex.quote(value)}\n" for name, value in values.items()) + text
        began = time.monotonic()
        done = subprocess.run(
            ["sh", "-c", script],
            capture_output=True,
            text=True,
            env=self._environ(login),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            timeout=_LIMIT_S,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr, time.monotonic() - began)

    def _environ(self, login: Login) -> dict[str, str]:
        profile = self.home / f"profile-{login.client_id}"
        profile.mkdir(exist_ok=True)
        return {
            **lines.variables(self._simulator),
            "PATH": os.pathsep.join([str(self._programs), "/usr/bin", "/bin"]),
            "HOME": str(self.home),
            "AZURE_CONFIG_DIR": str(profile),
            "AZURE_CORE_NO_COLOR": "true",
            "AZURE_EXTENSION_USE_DYNAMIC_INSTALL": "no",
        }
