"""`history`, and what the other commands write into it."""

from __future__ import annotations

import copy
import json
import re
import sqlite3
import sys
from pathlib import Path

import pytest

from diagnostics.history.opening import NAME
from diagnostics.history.schema import VERSION
from diagnostics.history.store import use
from diagnostics.simulator import ids
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support.commands import ACCOUNT, run, surroundings
from tests.support.remembered import a_finding, an_entry
from tests.support.serving import serving
from tests.support.verifying import put_back

TARGET = f'[targets.own]\naccount = "{ids.ACCOUNT_ID}"\n'


def fill(environ: dict[str, str], *entries: object) -> None:
    folder = Path(environ["AJO_DOCTOR_STATE"])
    use(folder, lambda history: history.add(entries), print)  # type: ignore[arg-type]


def test_runs_of_three_commands_stand_in_one_strip(here: Path) -> None:
    Path("ajo-doctor.toml").write_text(TARGET)
    world = make_world(SCENARIOS["healthy@own-account"])
    well = copy.deepcopy(world.documents)
    with serving(world) as simulator:
        environ = surroundings(here.parent, simulator)
        assert run("watch", "--once", environ=environ).code == 0
        FAULTS["key-disabled"].apply(world)
        assert run("diagnose", environ=environ).code == 1
        assert run("watch", "--once", environ=environ).code == 1
        put_back(world, well)
        assert run("verify", environ=environ).code == 0
        said = run("history", "own", environ=environ)
        told = json.loads(run("history", "--format", "json", environ=environ).out)
    assert said.code == 0
    assert said.out.startswith("target SIMULATED own: 4 runs kept since ")
    assert re.search(r"^  the run +\.CC\.$", said.out, re.MULTILINE)
    (own,) = told["targets"]
    assert [each["command"] for each in own["runs"]] == ["watch", "diagnose", "watch", "verify"]
    assert own["standing"] == []
    (gone,) = [each for each in own["gone"] if each["code"] == "KV101"]
    assert gone["since"] == own["runs"][1]["at"]
    assert gone["gone"] == own["runs"][3]["at"]


def test_all_targets_have_a_line_each_and_say_what_stands(alone: dict[str, str]) -> None:
    fill(alone, an_entry(0), an_entry(1, a_finding()), an_entry(0, target="zz", exit_code=3))
    said = run("history", environ=alone)
    lines = said.out.splitlines()
    assert lines[0] == "own  .C  2026-11-23 08:10 UTC"
    assert lines[1].startswith("     KV101 critical, since 2026-11-23 08:10 UTC (")
    assert lines[1].endswith("): The key is disabled")
    assert lines[2] == "           https://kv/keys/k"
    assert lines[3] == "zz   ?  2026-11-23 08:00 UTC"
    assert lines[-1] == ". well   C critical   ? not seen"


def test_the_only_target_is_shown_in_full(alone: dict[str, str]) -> None:
    fill(alone, an_entry(0), an_entry(1, a_finding()))
    without = run("history", environ=alone)
    assert "  keyvault.key  .C\n" in without.out
    assert without.out == run("history", "own", environ=alone).out


def test_checks_that_were_always_well_are_counted_and_shown_when_asked_for(
    alone: dict[str, str],
) -> None:
    fill(alone, an_entry(0), an_entry(1, a_finding()))
    short = run("history", "own", environ=alone).out
    assert "entra.principal" not in short
    assert "  1 more check was well when asked\n" in short
    long = run("history", "own", "--every-check", environ=alone).out
    assert "  entra.principal  ..\n" in long
    assert "more check" not in long


def test_a_check_that_never_looked_is_not_said_to_be_well(alone: dict[str, str]) -> None:
    """As where the account was not found, and most of the others had nothing to look at."""
    left_out = {"entra.a": "-", "entra.b": "-", "entra.c": "."}
    fill(alone, an_entry(0, marks=left_out), an_entry(1, marks=left_out))
    said = run("history", "own", environ=alone).out
    assert "  1 more check was well when asked; 2 did not apply, or were left out\n" in said


def test_hostile_names_are_shown_as_their_numbers(alone: dict[str, str]) -> None:
    fill(alone, an_entry(0, a_finding("KV101", "k\x1b[2J\u202e"), target="own\x1b[31m"))
    said = run("history", environ=alone).out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "own<U+001B>[31m" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("history",), "there is no history yet"),
        (("history", "--runs", "0"), "--runs"),
        (("history", "--format", "html"), "--format"),
        (("history", "--output", "x.html"), "says no form"),
    ],
)
def test_bad_usage(arguments: tuple[str, ...], words: str, alone: dict[str, str]) -> None:
    said = run(*arguments, environ=alone)
    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_a_target_that_is_not_known(alone: dict[str, str]) -> None:
    fill(alone, an_entry(0))
    said = run("history", "won", environ=alone)
    assert said.code == 2
    assert "knows no target 'won'" in said.err


def test_no_save_leaves_no_history_and_a_text_alone_is_no_run_of_a_target(
    environ: dict[str, str],
) -> None:
    assert run("diagnose", *ACCOUNT, "--no-save", environ=environ).code == 0
    text = "Forbidden (403); Substatus: 4000"
    assert run("diagnose", "--error", "-", environ=environ, text=text).code == 1
    assert run("demo", "key-disabled", environ=environ).code == 0
    assert not (Path(environ["AJO_DOCTOR_STATE"]) / NAME).exists()


def test_a_newer_history_costs_no_report(environ: dict[str, str]) -> None:
    fill(environ, an_entry(0))
    place = Path(environ["AJO_DOCTOR_STATE"]) / NAME
    with sqlite3.connect(place) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = place.read_bytes()
    said = run("diagnose", *ACCOUNT, environ=environ)
    assert said.code == 0
    assert "NO FAULT FOUND" in said.out
    assert "the history was not written: " in said.err
    assert "newer version" in said.err
    assert place.read_bytes() == before
    shown = run("history", environ=environ)
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.count("newer version") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
def test_a_state_folder_that_cannot_be_written_costs_no_report(environ: dict[str, str]) -> None:
    Path("file").write_text("")
    broken = {**environ, "AJO_DOCTOR_STATE": str(Path("file/state").absolute())}
    said = run("diagnose", *ACCOUNT, environ=broken)
    assert said.code == 0
    assert "NO FAULT FOUND" in said.out
    assert "the history was not written: Not a directory" in said.err
    assert "Traceback" not in said.err
