"""The measure itself: what it runs, what it makes of a part of it, and two pairs and a triple that give what is committed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from diagnostics.simulator.scenarios import SCENARIOS
from tests.accuracy import table
from tests.accuracy.measure import Measure
from tests.accuracy.said import Said
from tests.accuracy.sampling import Mix, draw, single
from tests.accuracy.stage import Heard, is_late, is_slow, run_scenario

ROOT = Path(__file__).resolve().parents[2]
SCRIPT, RESULTS = ROOT / "scripts" / "accuracy.py", ROOT / "tests" / "accuracy" / "results.json"
COMMITTED = table.read(RESULTS.read_text(encoding="utf-8"))
KINDS = ("pairs", "triples")


def a_few() -> list[tuple[str, str]]:
    """Two pairs and a triple that wait for no clock."""
    found: list[tuple[str, str]] = []
    for kind, count in zip(KINDS, (2, 1), strict=True):
        quick = [name for name in COMMITTED[kind] if not is_slow(Mix.named(name).scenario)]
        quick.sort(key=lambda name: draw(f"test {name}", 1))
        found += [(kind, name) for name in quick[:count]]
    return found


@pytest.mark.parametrize(("kind", "name"), a_few())
def test_a_sampled_combination_gives_what_is_committed(kind: str, name: str) -> None:
    measure, mix = Measure(processes=1), Mix.named(name)
    measure.mixes[kind] = [mix]
    for scenario in (mix.scenario, *(single(fault, mix.world) for fault in mix.faults)):
        measure.heard[scenario.name] = run_scenario(scenario).said
    assert table.lines(measure.scores())[kind] == {name: COMMITTED[kind][name]}


def test_everything_that_is_said_of_the_sample_is_committed() -> None:
    assert len(COMMITTED["pairs"]) >= 400
    assert len(COMMITTED["triples"]) >= 100
    assert set(COMMITTED["singles"]) | set(COMMITTED["healthy"]) == set(SCENARIOS)


def test_the_page_shows_what_is_committed() -> None:
    page = (ROOT / "ACCURACY.md").read_text(encoding="utf-8")
    for kind, runs in COMMITTED.items():
        assert f"| {kind} | {len(runs)} |" in page
        assert all(f"`{name}`" in page for name, said in runs.items() if "; " in said)


def test_a_share_is_taken_from_what_is_committed() -> None:
    part = Measure(processes=1, committed=COMMITTED, share=0.1, matrix_share=0.1)
    jobs = {job.name for job in part._jobs()}  # noqa: SLF001 - what would be run
    assert set(SCENARIOS) <= jobs
    sampled = jobs & set(COMMITTED["pairs"])
    assert 0.02 < len(sampled) / len(COMMITTED["pairs"]) < 0.25
    assert jobs <= set().union(*COMMITTED.values())


def test_a_mix_whose_faults_were_not_run_alone_is_not_scored() -> None:
    measure, mix = Measure(processes=1), Mix.named("key-disabled+stale-token@own-account")
    measure.mixes["pairs"] = [mix]
    measure.heard[mix.name] = Said()
    assert measure.scores() == {}


def test_a_machine_that_is_too_slow_is_told_from_a_service_that_is_silent() -> None:
    silent = Heard(Said(opened=(("a.check", "SF106"),)), 0.1)
    assert is_late(SCENARIOS["key-disabled"], silent)
    assert not is_late(SCENARIOS["timed-out"], silent)
    assert not is_late(SCENARIOS["key-disabled"], Heard(Said(), 0.1))


@pytest.mark.parametrize("wrong", [["--sample", "2"], ["--sample", "0"], ["--sample", "half"]])
def test_what_is_no_share_is_refused(wrong: list[str]) -> None:
    command = [sys.executable, SCRIPT, *wrong]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert wrong[1] in done.stderr


def _hears_ctrl_c() -> None:
    """A shell that runs the tests in the background has them ignore it, and every child inherits that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_an_interrupt_shows_what_was_run_until_then() -> None:
    command = [sys.executable, SCRIPT, "--sample", "0.01", "--processes", "1"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_hears_ctrl_c,  # noqa: PLW1509 - one call, and no thread of ours holds a lock
    ) as running:
        assert running.stderr
        assert "measuring" in running.stderr.readline()
        time.sleep(2)
        os.killpg(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "interrupted; what was run until then:" in out
    assert "Traceback" not in err
