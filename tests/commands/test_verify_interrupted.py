"""Ctrl-C and the terminal while a verification looks or waits: the program as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from diagnostics.simulator.server import Simulator
from tests.commands.test_interrupted import read_all, until_it_asks
from tests.support.commands import start, surroundings
from tests.support.verifying import Patient, patient

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals of POSIX")
BRIEFLY = threading.Event()  # never set: what waits for it lets others work meanwhile


def until_it_waits(sick: Patient) -> None:
    """The time of repair is kept when the first look is over."""
    place = Path(sick.environ["AJO_DOCTOR_STATE"])
    while not list(place.glob("*/verifications/*.repaired")):
        BRIEFLY.wait(0.02)
    BRIEFLY.wait(0.3)


def test_ctrl_c_while_it_waits_reports_how_it_stood_and_can_be_entered_again(here: Path) -> None:
    with patient(here.parent, "own-account", "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=1000)
        arguments = ("verify", *sick.flags, "--wait", "2h", "--format", "json")
        process = start(arguments, sick.environ, here)
        until_it_waits(sick)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
        assert process.returncode == 130
        assert b"Traceback" not in err
        assert b"bundle kept: " in err
        report = json.loads(out)
        assert (report["exit_code"], report["interrupted"]) == (130, True)
        assert report["verification"]["verdict"] == "not-yet-effective"
        sick.follow()
        after = sick.verified()
    assert after["verification"]["verdict"] == "repaired"
    assert after["verification"]["repaired_since"] == report["verification"]["repaired_since"]


def test_ctrl_c_while_it_looks_calls_nothing_repaired(here: Path) -> None:
    with patient(here.parent, "own-account", "key-disabled") as sick:
        sick.diagnose()
        sick.repair()
        with Simulator(sick.world, latency_s=1.5) as slow:
            environ = surroundings(here.parent, slow)
            process = start(("verify", *sick.flags), environ, here)
            until_it_asks(slow)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert b"CANNOT TELL" in out
    assert b"Ended by you" in out
    assert b"REPAIRED" not in out


def test_on_a_terminal_it_says_when_it_looks_next(here: Path) -> None:
    import pty

    with patient(here.parent, "own-account", "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=1000)
        ours, theirs = pty.openpty()
        environ = {**sick.environ, "TERM": "xterm"}
        arguments = ("verify", *sick.flags, "--wait", "3s")
        process = start(arguments, environ, here, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        shown = read_all(ours)
        assert process.wait() == 1
    assert "not yet effective; next look in 0:0" in shown
    assert " left (Ctrl-C reports)" in shown
    progress, _, report = shown.rpartition("\r\x1b[K")
    assert "NOT YET EFFECTIVE" not in progress
    assert "NOT YET EFFECTIVE" in report
