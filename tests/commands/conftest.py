from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from tests.support.commands import surroundings
from tests.support.serving import serving


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as the current one."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def home(here: Path) -> Path:
    """The folder around it, in which a user's own state is kept."""
    return here.parent


@pytest.fixture(scope="module")
def healthy() -> Iterator[Simulator]:
    with serving(make_world(SCENARIOS["healthy@own-account"])) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def adobe() -> Iterator[Simulator]:
    with serving(make_world(SCENARIOS["healthy@adobe-managed"])) as simulator:
        yield simulator


@pytest.fixture
def environ(here: Path, healthy: Simulator) -> dict[str, str]:
    return surroundings(here.parent, healthy)


@pytest.fixture
def alone(here: Path) -> dict[str, str]:
    """A user without login and configuration."""
    return surroundings(here.parent)
