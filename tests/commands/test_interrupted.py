"""Ctrl-C, the deadline and the terminal: the program as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from tests.support.commands import ACCOUNT, start, surroundings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals of POSIX")
BRIEFLY = threading.Event()  # never set: what waits for it lets others work meanwhile


@pytest.fixture(scope="module")
def slow() -> Iterator[Simulator]:
    """Every request takes so long that only a signal or the deadline ends the run in time."""
    with Simulator(make_world(SCENARIOS["healthy@own-account"]), latency_s=1.5) as simulator:
        yield simulator


@pytest.fixture
def environ(here: Path, slow: Simulator) -> dict[str, str]:
    slow.log.clear()
    return surroundings(here.parent, slow)


def until_it_asks(simulator: Simulator) -> None:
    while not any(entry.method != "CONNECT" for entry in simulator.log):
        BRIEFLY.wait(0.02)


def test_ctrl_c_gives_what_was_read_and_keeps_the_bundle(
    environ: dict[str, str], here: Path, slow: Simulator
) -> None:
    process = start(("diagnose", *ACCOUNT), environ, here)
    until_it_asks(slow)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"INTERRUPTED" in out
    assert b"bundle kept: " in err
    assert b"Traceback" not in err
    assert list(Path(environ["AJO_DOCTOR_STATE"]).glob("*/*.ajo-bundle"))


def test_ctrl_c_ends_all_targets(environ: dict[str, str], here: Path, slow: Simulator) -> None:
    Path("ajo-doctor.toml").write_text(
        f'[targets.a]\naccount = "{ACCOUNT[1]}"\n[targets.b]\naccount = "{ACCOUNT[1]}"\n'
    )
    process = start(("diagnose", "--all"), environ, here)
    until_it_asks(slow)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out.count(b"INTERRUPTED") == 2


def test_a_second_ctrl_c_ends_without_report(
    environ: dict[str, str], here: Path, slow: Simulator
) -> None:
    process = start(("diagnose", *ACCOUNT), environ, here)
    until_it_asks(slow)
    # Sent until it is gone: the two that count must not fall into one.
    while process.poll() is None:
        process.send_signal(signal.SIGINT)
        BRIEFLY.wait(0.001)
    _, err = process.communicate()
    assert process.returncode in (130, -signal.SIGINT)
    assert b"bundle kept" not in err


def test_the_deadline_gives_what_was_read(environ: dict[str, str], here: Path) -> None:
    process = start(("diagnose", *ACCOUNT, "--deadline", "1"), environ, here)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 3
    assert b"limit of 1 s" in out
    assert b"bundle kept: " in err


@pytest.mark.parametrize("no_color", ["", "1"])
def test_on_a_terminal_progress_is_shown_and_taken_away(
    no_color: str, environ: dict[str, str], here: Path
) -> None:
    import pty

    ours, theirs = pty.openpty()
    arguments = ("diagnose", *ACCOUNT, "--deadline", "4")
    environ = {**environ, "TERM": "xterm", "NO_COLOR": no_color}
    process = start(arguments, environ, here, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = read_all(ours)
    assert process.wait() == 3
    assert "checks done; looking at" in shown
    progress, _, report = shown.rpartition("\r\x1b[K")
    assert "SIMULATED" not in progress
    assert ("\x1b[1m" in report) is (not no_color)
    assert ("\x1b" in report) is (not no_color)


def read_all(terminal: int) -> str:
    parts = []
    try:
        while part := os.read(terminal, 65536):
            parts.append(part)
    except OSError:  # Linux: the other end was closed
        pass
    os.close(terminal)
    return b"".join(parts).decode()


def test_ctrl_c_gives_what_a_search_found_until_then(here: Path) -> None:
    process = start(("triage", "-"), surroundings(here.parent), here, stdin=subprocess.PIPE)
    assert process.stdin
    line = b"2026-11-23T14:02:11Z POST https://cosmos-ajo.documents.azure.com Forbidden (403); Substatus: 4000\n"
    process.stdin.write(line + b"2026-11-23T14:03:00Z INFO well\n" * 100_000)
    process.stdin.flush()
    BRIEFLY.wait(2)  # nothing tells from outside that it was read
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"What the logs say: 1 error" in out
    assert b"diagnose --account cosmos-ajo.documents.azure.com" in out
    assert b"Traceback" not in err
