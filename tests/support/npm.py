"""Packages of npm that tests use: each is installed once, into a folder of its own beside the environment."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

BESIDE = Path(__file__).resolve().parents[2] / ".venv"


def missing() -> str:
    """Say what is not there that installing needs; empty = nothing."""
    return " and ".join(each for each in ("node", "npm") if not shutil.which(each))


def install(package: str, version: str, folder: Path) -> None:
    """Install a package, unless it is there; two processes at once do no harm."""
    if (folder / "node_modules" / package / "package.json").exists():
        return
    own = folder.with_name(f"{folder.name}.{os.getpid()}")
    own.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm") or "npm"
    asked = [npm, "install", "--prefix", str(own), "--no-audit", "--no-fund", "--silent"]
    subprocess.run([*asked, f"{package}@{version}"], check=True, timeout=180)
    try:
        own.rename(folder)
    except OSError:  # another process was faster
        shutil.rmtree(own)
