"""A command that leaves something open takes it from a variable, and does not run while that is empty."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.quoting import UNSET
from diagnostics.repair import Input, RepairStep, placeholders, quote_powershell, quote_sh
from diagnostics.report import views
from diagnostics.report.wording import needed_first
from tests.support import powershell as pwsh

WHO = Input(name="principal_id", what="the principal id of the new identity", example="0000-1")
FILE = Input(name="backup_file", what="the file with the backup", example="a.keybackup")
VALUE = "3f6c-42 it's $HOME"
BODY = json.dumps({"subject": "<principal_id>", "audiences": ["api://x"]})
WORDS = ("--id", "<principal_id>", "--url", "https://g/<principal_id>/a b", "--body", BODY)
FILLED = [word.replace("<principal_id>", VALUE) for word in WORDS]


def program(folder: Path) -> dict[str, str]:
    """A program `az` that prints its arguments as JSON."""
    file = folder / "az"
    file.write_text("#!/usr/bin/env python3\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\n")
    file.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def run(script: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", script], capture_output=True, text=True, env=environ, check=False
    )


def test_sh_takes_the_value_as_it_is(tmp_path: Path) -> None:
    line = quote_sh(("az", *WORDS), (WHO,))
    done = run(f"principal_id='3f6c-42 it'\\''s $HOME'\n{line}", program(tmp_path))
    assert json.loads(done.stdout) == FILLED


def test_sh_does_not_run_it_while_the_value_is_missing(tmp_path: Path) -> None:
    line = quote_sh(("az", *WORDS), (WHO,))
    for before in ("", "principal_id=''\n"):
        done = run(before + line, program(tmp_path))
        assert done.returncode != 0
        assert done.stdout == ""
        assert "principal_id" in done.stderr


def test_a_step_hands_its_answer_to_the_next_in_one_shell(tmp_path: Path) -> None:
    first = quote_sh(("az", "create"), (), "principal_id")
    second = quote_sh(("az", "use", "<principal_id>"), (WHO,))
    done = run(f"{first}\n{second}", program(tmp_path))
    shown, used = done.stdout.splitlines()
    assert json.loads(shown) == ["create"]
    assert json.loads(used) == ["use", shown]


def test_a_step_that_fails_hands_nothing_on(tmp_path: Path) -> None:
    (tmp_path / "az").write_text("#!/bin/sh\nexit 3\n")
    (tmp_path / "az").chmod(0o755)
    environ = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    assert run(quote_sh(("az", "create"), (), "principal_id"), environ).returncode == 3


def in_powershell(line: str, value: str) -> list[list[str]]:
    """What the program gets once the variable holds the value."""
    assert line.startswith(f"if (!$principal_id) {{ throw 'principal_id{UNSET}")
    return pwsh.given(pwsh.filled(line, {"principal_id": value}))


def test_powershell_takes_the_value_and_refuses_an_empty_one() -> None:
    line = quote_powershell(("az", *WORDS), (WHO,))
    assert in_powershell(line, "3f6c-42") == [
        ["az", *(word.replace("<principal_id>", "3f6c-42") for word in WORDS)]
    ]


def test_powershell_hands_an_answer_on() -> None:
    assert quote_powershell(("az", "create"), (), "new_id") == "$new_id = az create; $new_id"
    line = quote_powershell(("az", "--id", "<principal_id>"), (WHO,), "new_id")
    guard = f"if (!$principal_id) {{ throw 'principal_id{UNSET}"
    assert line == f"{guard}$new_id = az --id $principal_id; $new_id"


@settings(deadline=None, max_examples=60)
@given(
    st.text(alphabet="ab \"'\\&<>$%{}:/\n", max_size=8),
    st.text(alphabet="ab \"'\\&<>$%{}:/\n", max_size=8),
)
def test_what_stands_around_a_variable_stays_as_it_is(before: str, after: str) -> None:
    word = f"{before}<principal_id>{after}"
    line = quote_sh(("printf", "%s", word), (WHO,))
    done = run(f"principal_id=VALUE\n{line}", dict(os.environ))
    assert done.stdout == f"{before}VALUE{after}"
    powershell = quote_powershell(("az", word), (WHO,))
    if "\n" not in word:
        for arguments in in_powershell(powershell, "VALUE"):
            assert arguments == ["az", f"{before}VALUE{after}"]


def test_angle_brackets_that_are_no_input_are_only_text() -> None:
    assert quote_sh(("az", "<other>"), (WHO,)) == "az '<other>'"
    assert quote_sh(("az", "xprincipal_idx"), (WHO,)) == "az xprincipal_idx"
    assert "$other" not in quote_powershell(("az", "<other>"), (WHO,))


@pytest.mark.parametrize("place", ["argv", "proof", "undo"])
def test_what_is_left_open_is_found_in_every_command(place: str) -> None:
    step = RepairStep(
        purpose="p", role="r", risk="k", **{place: ("az", "x<backup_file>", "<a b>")}
    )
    assert placeholders(step) == ("backup_file",)


def shown(*inputs: Input) -> list[str]:
    step = RepairStep(purpose="p", role="r", risk="k", argv=("az",), inputs=inputs)
    return list(needed_first(views.step(step, None)))


def test_a_person_is_told_what_to_set_and_how() -> None:
    (line,) = shown(FILE)
    assert line.startswith("First set backup_file, the file with the backup: ")
    assert "backup_file='a.keybackup'" in line
    assert "$backup_file='a.keybackup'" in line


def test_what_an_earlier_step_sets_is_not_asked_for() -> None:
    set_by = Input(name="principal_id", what="w", example="e", from_step=1, is_set=True)
    assert shown(set_by) == ["Uses principal_id, w, which step 1 sets: stay in the same shell."]


def test_what_an_earlier_step_only_prints_has_to_be_set() -> None:
    (line,) = shown(Input(name="key_id", what="the key's id", example="e", from_step=2))
    assert "(step 2 prints it)" in line
    assert line.startswith("First set key_id")
