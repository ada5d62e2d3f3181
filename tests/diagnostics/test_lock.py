from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from diagnostics.errors import ConfigError
from diagnostics.lock import Overlap, only_one

HOLDS = """
import sys
from pathlib import Path
from diagnostics.lock import only_one
with only_one(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(place: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_one_is_told_who_holds_it_and_the_next_one_gets_it(tmp_path: Path) -> None:
    place = tmp_path / "not yet" / "a.lock"
    with (
        only_one(place),
        pytest.raises(Overlap, match=f"process {os.getpid()}, since "),
        only_one(place),
    ):
        pass
    with only_one(place):
        pass


def test_an_error_inside_gives_it_back(tmp_path: Path) -> None:
    place = tmp_path / "a.lock"
    with pytest.raises(ZeroDivisionError), only_one(place):
        raise ZeroDivisionError
    with only_one(place):
        pass


def test_a_killed_holder_leaves_nothing_to_clean_up(tmp_path: Path) -> None:
    place = tmp_path / "a.lock"
    process = holder(place)
    with pytest.raises(Overlap, match=f"process {process.pid}, since "), only_one(place):
        pass
    process.kill()
    process.communicate()
    assert place.exists()
    with only_one(place):
        assert f"process {os.getpid()}," in place.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_holder_that_sleeps_still_holds_it(tmp_path: Path) -> None:
    place = tmp_path / "a.lock"
    process = holder(place)
    process.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(Overlap), only_one(place):
            pass
    finally:
        process.kill()
        process.communicate()


def test_a_place_that_cannot_hold_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(ConfigError, match=r"there can be no lock: .*\n.*AJO_DOCTOR_STATE"),
        only_one(tmp_path / "file" / "a.lock"),
    ):
        pass
