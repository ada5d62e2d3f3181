"""A second process that replays bundles: another locale, time zone and folder, and no network."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import IO, cast

_SCRIPT = Path(__file__).with_name("replay_offline.py")
_ELSEWHERE = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}


def replayed_elsewhere(bundle: Path, folder: Path) -> dict[str, str]:
    """Return the report of a bundle in each form, as the other process draws it in that folder."""
    other = _process()
    asking, answering = cast("IO[str]", other.stdin), cast("IO[str]", other.stdout)
    asking.write(json.dumps([str(bundle), str(folder)]) + "\n")
    asking.flush()
    line = answering.readline()
    assert line, "the other process ended; what it said stands above"
    return json.loads(line)


@cache
def _process() -> subprocess.Popen[str]:
    """Start it once a test process: starting Python anew for each bundle would cost more than all replays."""
    other = subprocess.Popen(
        [sys.executable, str(_SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=_SCRIPT.parent,
        env={**os.environ, **_ELSEWHERE},
        text=True,
        encoding="ascii",
    )
    atexit.register(_end, other)
    return other


def _end(other: subprocess.Popen[str]) -> None:
    other.communicate(timeout=10)
