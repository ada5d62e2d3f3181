"""`triage --follow` as a process of its own: lines as they come, and the whole result at Ctrl-C."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from tests.support.commands import start, surroundings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def hit(minute: int, second: int = 11) -> str:
    return (
        f"2026-11-23T14:{minute:02}:{second:02}Z POST https://cosmos-ajo.documents.azure.com"
        " Forbidden (403); Substatus: 4000\n"
    )


def test_new_lines_are_told_as_they_come_and_added_up_at_the_end(here: Path) -> None:
    log = here / "app.log"
    log.write_text(hit(2))
    process = start(("triage", "--follow", "app.log"), surroundings(here.parent), here)
    assert process.stdout
    first = process.stdout.readline()
    assert first.startswith(
        b"2026-11-23 14:02:11 UTC  4000  CO101  cosmos-ajo.documents.azure.com  (new)  app.log, byte "
    )
    with log.open("a") as file:
        file.write(hit(2, 30) + hit(3))
    line = process.stdout.readline()
    assert line.startswith(b"2026-11-23 14:03:11 UTC  4000")
    assert b"(2 in the last minute with any)" in line
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 1, err
    assert b"What the logs say: 3 errors" in out
    assert b"Go on" in out
    assert b"Traceback" not in err


def test_for_a_machine_only_the_result_stands_on_stdout(here: Path) -> None:
    (here / "app.log").write_text(hit(2))
    arguments = ("triage", "--follow", "app.log", "--format", "json", "--no-save")
    process = start(arguments, surroundings(here.parent), here)
    assert process.stderr
    assert b"4000" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert json.loads(out)["triage"]["hits"] == 1


def test_what_cannot_be_read_is_told_at_once_and_then_nothing_found_is_no_all_clear(
    here: Path,
) -> None:
    (here / "app.log").write_text("all well\n")
    process = start(("triage", "--follow", "app.log", "gone.log"), surroundings(here.parent), here)
    assert process.stdout
    assert process.stdout.readline().startswith(b"left out: gone.log: ")
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 3
    assert b"no known error" in out
