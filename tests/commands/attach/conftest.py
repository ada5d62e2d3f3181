"""A kept run to attach, and a served ticket system of each kind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.tickets import github, jira
from tests.support.tickets.serving import Served, a_github, a_jira, kept_run


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_run(tmp_path_factory.mktemp("run"), "service-principal-disabled")


@pytest.fixture
def place(here: Path, bundle: Path) -> Path:
    shutil.copy(bundle, here / "b.ajo-bundle")
    return here.parent


@pytest.fixture
def at_jira(place: Path) -> Iterator[Served[jira.Jira]]:
    with a_jira(place) as served:
        yield served


@pytest.fixture
def at_github(place: Path) -> Iterator[Served[github.GitHub]]:
    with a_github(place) as served:
        yield served
