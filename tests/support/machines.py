"""Those who read our forms elsewhere, asked for their own opinion: other projects' programs, and a schema that they publish.

Each lies in `.venv/machines`, installed by `scripts/machines.py`; nothing of them is kept in this repository.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.support import npm

FOLDER = npm.BESIDE / "machines"
PROMTOOL = FOLDER / "usr/bin/promtool"
NODE_EXPORTER = FOLDER / "usr/bin/prometheus-node-exporter"
PERL_PACKAGE = "libmonitoring-plugin-perl"
# Jenkins' schema of JUnit reports, by which pytest checks its own: it is in pytest's source distribution alone.
_SCHEMA = "testing/example_scripts/junit-10.xsd"
_FIGURES = """
use strict; use warnings; use JSON::PP; use Monitoring::Plugin::Performance;
binmode(STDIN, ':utf8'); my $text = do { local $/; <STDIN> };
my @all = Monitoring::Plugin::Performance->parse_perfstring($text);
print JSON::PP->new->ascii->encode([map { { label => $_->label, value => $_->value . '', uom => $_->uom // '',
  warning => ($_->warning // '') . '', critical => ($_->critical // '') . '', min => ($_->min // '') . '',
  max => ($_->max // '') . '' } } @all]);
"""


@dataclass(frozen=True)
class Figure:
    """One performance figure, as Monitoring::Plugin reads it."""

    label: str
    value: str
    uom: str
    warning: str
    critical: str
    min: str
    max: str


def lacks(what: str) -> None:
    """Skip the test, and in CI fail it."""
    reason = f"{what} is not there: python scripts/machines.py"
    assert not os.environ.get("CI"), reason
    pytest.skip(reason)


def need(place: Path | None, what: str) -> Path:
    """Give what is installed; where it is missing the test is skipped, and in CI fails."""
    if place is None or not place.exists():
        lacks(what)
    assert place
    return place


@cache
def junit_schema() -> etree.XMLSchema:
    """Give Jenkins' schema, read where it lies."""
    place = need(next(iter(FOLDER.glob("pytest-*.tar.gz")), None), "the schema of JUnit reports")
    with tarfile.open(place) as packed:
        (name,) = (each for each in packed.getnames() if each.endswith(f"/{_SCHEMA}"))
        file = packed.extractfile(name)
        assert file
        return etree.XMLSchema(etree.parse(file))


def promtool(metrics: str) -> tuple[int, str]:
    """Have Prometheus read and judge metrics; gives its exit code and what it says."""
    program = need(PROMTOOL, "promtool")
    asked = [str(program), "check", "metrics"]
    done = subprocess.run(
        asked, input=metrics.encode(), capture_output=True, timeout=60, check=False
    )
    return done.returncode, (done.stdout + done.stderr).decode()


def figures(performance: str) -> list[Figure]:
    """Have Monitoring::Plugin, which the plugins themselves are written with, read performance data."""
    if not has_plugin_library():
        lacks("Monitoring::Plugin")
    asked = ["perl", "-e", _FIGURES]
    done = subprocess.run(
        asked, input=performance.encode(), capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    said: list[dict[str, Any]] = json.loads(done.stdout)
    return [Figure(**each) for each in said]


@cache
def has_plugin_library() -> bool:
    """Tell whether Perl knows Monitoring::Plugin."""
    perl = shutil.which("perl")
    asked = [perl or "", "-MMonitoring::Plugin::Performance", "-e", "1"]
    return bool(perl) and not subprocess.run(asked, capture_output=True, check=False).returncode
