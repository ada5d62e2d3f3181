"""Packages of npm that tests use: each is installed once, into a folder of its own beside the environment."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[2] / ".venv"


@dataclass(frozen=True)
class Tool:
    """A package in its one version; `without` says in words what is not checked where npm is missing."""

    package: str
    version: str
    name: str  # of its folder below .venv
    without: str

    @property
    def place(self) -> Path:
        """Where the package's own files lie."""
        return self.modules / self.package

    @property
    def modules(self) -> Path:
        """Where Node finds it."""
        return BESIDE / self.name / "node_modules"

    def missing(self) -> str:
        """Say why it cannot be installed; empty = it can."""
        lacking = " and ".join(each for each in ("node", "npm") if not shutil.which(each))
        return f"{lacking} not installed: {self.without}" if lacking else ""

    def install(self) -> None:
        """Install it, unless it is there; two processes at once do no harm."""
        if (self.place / "package.json").exists():
            return
        own = BESIDE / f"{self.name}.{os.getpid()}"
        own.mkdir(parents=True, exist_ok=True)
        npm = shutil.which("npm") or "npm"
        asked = [npm, "install", "--prefix", str(own), "--no-audit", "--no-fund", "--silent"]
        subprocess.run([*asked, f"{self.package}@{self.version}"], check=True, timeout=180)
        try:
            own.rename(BESIDE / self.name)
        except OSError:  # another process was faster
            shutil.rmtree(own)

    def wanted(self) -> None:
        """Have it there: without npm the test is skipped, and in CI fails."""
        reason = self.missing()
        if reason:
            pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
        self.install()

    def start(self, script: Path) -> subprocess.Popen[str]:
        """Start a script of Node that uses it; what it complains of is shown."""
        return subprocess.Popen(
            [shutil.which("node") or "node", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "NODE_PATH": str(self.modules)},
            encoding="utf-8",
        )


AXE = Tool("axe-core", "4.14.1", "axe", "accessibility is not checked")
KUSTO = Tool("@kusto/language-service-next", "12.4.1", "kusto", "KQL is not validated")
GITHUB = Tool(
    "@octokit/openapi", "23.0.2", "github-openapi", "nothing judges the requests to GitHub"
)
JIRA = Tool(
    "@atlaskit/editor-wikimarkup-transformer",
    "12.2.2",
    "jira-reader",
    "nobody reads what goes to Jira",
)
ALL = (AXE, KUSTO, GITHUB, JIRA)
