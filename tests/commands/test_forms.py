"""What a command says in each of its forms: the same exit code, and JSON by the schema that is published for it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from diagnostics.report import record
from diagnostics.report.present import FORMS
from tests.support.commands import Said, run, surroundings
from tests.support.examined import examined
from tests.support.machines import NODE_EXPORTER, need

SCHEMAS = Path(record.__file__).parent
# One of each exit code of a run; 130 has its own tests, since nobody presses a key here.
RUNS = {
    "clean": ("healthy@own-account", 0),
    "broken": ("service-principal-disabled", 1),
    "incomplete": ("no-credential", 3),
}


@pytest.fixture
def kept(here: Path) -> dict[str, str]:
    """Bundles of one run of each sort, as people keep them."""
    for name, (scenario, _) in RUNS.items():
        Path(f"{name}.ajo-bundle").write_bytes(bundle_of(scenario))
    return surroundings(here.parent)


_BUNDLES: dict[str, bytes] = {}


def bundle_of(scenario: str) -> bytes:
    if scenario not in _BUNDLES:
        _BUNDLES[scenario] = examined(scenario).bundle
    return _BUNDLES[scenario]


def keeps_to(name: str, said: Said) -> dict:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    read: dict = json.loads(said.out)
    jsonschema.Draft202012Validator(schema).validate(read)
    assert read["exit_code"] == said.code
    return read


def combinations() -> Iterator[tuple[tuple[str, ...], int]]:
    yield from (((name,), code) for name, (_, code) in RUNS.items())
    yield ("clean", "incomplete"), 3
    yield ("clean", "incomplete", "broken"), 1


@pytest.mark.parametrize(("names", "code"), list(combinations()))
def test_the_exit_code_does_not_depend_on_the_form(
    names: tuple[str, ...], code: int, kept: dict[str, str]
) -> None:
    bundles = [f"{name}.ajo-bundle" for name in names]
    for form in FORMS:
        said = run("report", *bundles, "--format", form, environ=kept)
        assert said.code == code, form
        assert said.err == ""
    files = [word for form in FORMS.values() for word in ("--output", f"x{form.extensions[0]}")]
    assert run("report", *bundles, *files, environ=kept).code == code


def test_each_form_and_its_ending_stand_in_the_help(kept: dict[str, str]) -> None:
    for command in ("diagnose", "verify", "triage", "report", "demo"):
        shown = " ".join(run(command, "--help", environ=kept).out.split())
        assert f"[{'|'.join(FORMS)}]" in shown.replace(" ", "")


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [
        ("clean", "clean", 0),
        ("clean", "broken", 1),
        ("broken", "clean", 0),
        ("clean", "incomplete", 3),
    ],
)
def test_a_comparison_keeps_to_its_schema_and_has_one_exit_code(
    before: str, now: str, code: int, kept: dict[str, str]
) -> None:
    both = (f"{before}.ajo-bundle", f"{now}.ajo-bundle")
    assert keeps_to("compared", run("compare", *both, "--format", "json", environ=kept))
    for form in ("text", "markdown", "json"):
        assert run("compare", *both, "--format", form, environ=kept).code == code


@pytest.mark.parametrize("form", ["html", "junit", "openmetrics", "nagios"])
def test_a_comparison_has_no_form_for_what_shows_one_run(form: str, kept: dict[str, str]) -> None:
    both = ("clean.ajo-bundle", "broken.ajo-bundle")
    said = run("compare", *both, "--format", form, environ=kept)
    assert (said.code, said.out) == (2, "")
    assert "'text', 'markdown', 'json'" in said.err
    ending = FORMS[form].extensions[0]
    said = run("compare", *both, "--output", f"x{ending}", environ=kept)
    assert (said.code, said.out) == (2, "")
    assert f"the ending of this name says no form: x{ending}" in said.err


PAYLOADS = {
    "good": (
        '{"requestId": "r", "campaignId": "5f0c1c52-0000-4000-8000-00000000c0de", "recipients": []}'
    ),
    "cut": '{"requestId": ',
    "of another sort": "[]",
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_lint_keeps_to_its_schema(name: str, kept: dict[str, str]) -> None:
    Path("p.json").write_text(PAYLOADS[name], encoding="utf-8")
    Path("good.json").write_text(PAYLOADS["good"], encoding="utf-8")
    asked = ("lint", "p.json", "good.json", "--endpoint", "unitary")
    said = run(*asked, "--format", "json", environ=kept)
    assert keeps_to("linted", said)
    assert run(*asked, environ=kept).code == said.code


@pytest.mark.parametrize("incident", ["waves", "ip-blocked", None])
def test_delays_keeps_to_its_schema(incident: str | None, kept: dict[str, str]) -> None:
    more = ("--incident", incident) if incident else ()
    assert run("simulate-delays", "m.csv", "--rows", "3000", *more, environ=kept).code == 0
    said = run("delays", "m.csv", "--format", "json", environ=kept)
    assert keeps_to("delays", said)
    assert run("delays", "m.csv", environ=kept).code == said.code


# The README's plugin, and a collector of Prometheus' own


def plugin() -> str:
    text = (Path(record.__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    script = text.partition("<!-- plugin -->")[2].partition("<!-- /plugin -->")[0]
    return script.strip().removeprefix("```sh\n").removesuffix("```")


@pytest.mark.parametrize(
    ("name", "code", "word"),
    [
        ("clean", 0, "OK"),
        ("warned", 1, "WARNING"),
        ("broken", 2, "CRITICAL"),
        ("incomplete", 3, "UNKNOWN"),
        ("nowhere", 3, "UNKNOWN"),
    ],
)
def test_the_plugin_of_the_readme_gives_the_codes_of_plugins(
    name: str, code: int, word: str, kept: dict[str, str]
) -> None:
    Path("warned.ajo-bundle").write_bytes(bundle_of("guest-login"))
    Path("check").write_text(plugin(), encoding="utf-8")
    # In the place of a look at the cloud there stands what a look gave.
    drawn = f'exec "{sys.executable}" -m diagnostics.cli report "$5.ajo-bundle" --format nagios\n'
    Path("ajo-doctor").write_text(f"#!/bin/sh\n{drawn}", encoding="utf-8")
    Path("ajo-doctor").chmod(0o755)
    done = subprocess.run(
        ["sh", "check", name],
        env={**os.environ, **kept, "PATH": f"{Path.cwd()}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == code, done.stderr
    assert done.stdout.startswith(f"AJO-DOCTOR {word} - ")


def test_node_exporter_collects_the_metrics(kept: dict[str, str]) -> None:
    program = need(NODE_EXPORTER, "node_exporter")
    Path("metrics").mkdir()
    bundles = [f"{name}.ajo-bundle" for name in RUNS]
    assert run("report", *bundles, "--output", "metrics/ajo.prom", environ=kept).code == 1
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    asked = ["--collector.disable-defaults", "--collector.textfile"]
    asked += ["--collector.textfile.directory=metrics", f"--web.listen-address={address}"]
    process = subprocess.Popen([str(program), *asked], stderr=subprocess.DEVNULL)
    try:
        text = scraped(f"http://{address}/metrics")
    finally:
        process.terminate()
        process.wait(timeout=20)
    assert "node_textfile_scrape_error 0" in text
    assert 'ajo_doctor_exit_code{target="own-account"}' in text


def scraped(address: str) -> str:
    until = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own
                return answer.read().decode()
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)
