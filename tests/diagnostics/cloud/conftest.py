from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from diagnostics.clouds import CLOUDS
from tests.support.cloud import Anything, CloudServer, Place
from tests.support.tls import write_authority

FOREIGN = ["evil.example", "*.evil.example", "evil-management.azure.com.example"]


@pytest.fixture(scope="session")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """One authority for all tests; its certificate is good for every cloud and for the foreign hosts."""
    hosts = [*FOREIGN, "localhost"]
    for cloud in CLOUDS.values():
        hosts += [*cloud.authorities, cloud.arm, cloud.graph, cloud.log_analytics]
        hosts += [f"*.{suffix}" for suffix in (cloud.vault_suffix, cloud.cosmos_suffix)]
    return write_authority(tmp_path_factory.mktemp("ca"), "a test's CA", hosts)


@pytest.fixture
def place(trusted: tuple[Path, ssl.SSLContext]) -> Place:
    return Place(CloudServer(), CloudServer(), *trusted)


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Place) -> Anything:
    """Put a program of that name on the only PATH there is; its body is a shell script."""
    monkeypatch.setenv("PATH", str(tmp_path))
    place.environ = {"PATH": str(tmp_path), "AZURE_TOKEN_CREDENTIALS": "dev"}

    def put(name: str, script: str) -> Path:
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        return program

    return put
