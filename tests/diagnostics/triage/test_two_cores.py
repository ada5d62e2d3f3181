"""A second process helps with many records, changes nothing in what is found, and is not missed when it ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from diagnostics.triage import two_cores
from diagnostics.triage.examining import Examiner
from diagnostics.triage.known import known_signatures
from diagnostics.triage.occurrence import LeftOut, Occurrence
from diagnostics.triage.recognised import Signature
from diagnostics.triage.scan import scan

SENTENCE = "Access to your account is currently revoked because the correspondent key is either disabled or expired (4018)."
MANY = 3 * two_cores.ALONE
needs_two_cores = pytest.mark.skipif(
    len(os.sched_getaffinity(0)) < 2 if hasattr(os, "sched_getaffinity") else False,
    reason="with one core there is no second process",
)


class Silent:
    """Hears nothing."""

    def advance(self, path: str, done_bytes: int, total_bytes: int | None) -> None:
        """Take no note."""


def a_log(folder: Path, records: int = MANY) -> Path:
    path = folder / "app.log"
    path.write_text(
        "".join(
            f"2026-01-02T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z ERROR"
            f" https://cosmos-{n % 7}.documents.azure.com:443/ 403 {SENTENCE}\n"
            for n in range(records)
        ),
        encoding="utf-8",
    )
    return path


def found_in(*paths: Path) -> list[Occurrence | LeftOut]:
    return list(scan(list(map(str, paths)), known_signatures(), Silent()))


def alone(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> list[Occurrence | LeftOut]:
    with monkeypatch.context() as patch:
        patch.setattr(two_cores, "_cores", lambda: 1)
        return found_in(*paths)


def none(_: object) -> None:
    """Begin no process."""


@needs_two_cores
def test_the_same_is_found_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, lost = a_log(tmp_path), tmp_path / "not-there.log"
    expected = alone(monkeypatch, log, lost)
    assert sum(isinstance(each, Occurrence) for each in expected) == MANY
    began: list[object] = []
    begin = two_cores.second_process

    def noted(known: tuple[Signature, ...]) -> ProcessPoolExecutor | None:
        began.append(known)
        return begin(known)

    monkeypatch.setattr(two_cores, "second_process", noted)
    assert found_in(log, lost) == expected
    assert len(began) == 1


@needs_two_cores
def test_few_records_begin_no_second_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(two_cores, "second_process")
    assert len(found_in(a_log(tmp_path, two_cores.ALONE - 1))) == two_cores.ALONE - 1


@needs_two_cores
def test_nothing_is_lost_when_the_second_process_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = a_log(tmp_path)
    expected = alone(monkeypatch, log)
    found: list[Occurrence | LeftOut] = []
    killed = False
    for each in scan([str(log)], known_signatures(), Silent()):
        found.append(each)
        if len(found) > two_cores.ALONE and not killed and multiprocessing.active_children():
            multiprocessing.active_children()[0].kill()
            killed = True
    assert killed
    assert found == expected


def test_where_no_process_can_be_begun_this_one_does_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = a_log(tmp_path)
    expected = alone(monkeypatch, log)
    monkeypatch.setattr(two_cores, "second_process", none)
    assert found_in(log) == expected


@needs_two_cores
def test_an_interruption_gives_what_was_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = a_log(tmp_path)
    look = Examiner.look
    seen = 0

    def interrupted(self: Examiner, task: two_cores.Task) -> list[Occurrence]:
        nonlocal seen
        seen += 1
        if seen == two_cores.ALONE - 10:
            raise KeyboardInterrupt
        return look(self, task)

    monkeypatch.setattr(Examiner, "look", interrupted)
    found: list[object] = []
    with pytest.raises(KeyboardInterrupt):
        found.extend(scan([str(log)], known_signatures(), Silent()))
    assert len(found) == two_cores.ALONE - 11


_SLOW = """
import sys, time
from pathlib import Path
from multiprocessing import active_children
from diagnostics.triage.known import known_signatures
from diagnostics.triage.scan import scan


class Silent:
    def advance(self, *_):
        pass


if __name__ == "__main__":
    for n, _ in enumerate(scan([sys.argv[1]], known_signatures(), Silent())):
        if n > 500 and active_children():
            print(active_children()[0].pid, flush=True)
            time.sleep(60)
"""


@needs_two_cores
@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_the_second_process_ends_with_the_first(tmp_path: Path) -> None:
    program = tmp_path / "slow.py"
    program.write_text(_SLOW, encoding="utf-8")
    log = a_log(tmp_path)
    with subprocess.Popen(
        [sys.executable, str(program), str(log)], stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout
        second = int(first.stdout.readline())
        first.send_signal(signal.SIGKILL)
    for _ in range(200):
        if not is_running(second):
            return
        time.sleep(0.05)
    pytest.fail("the second process outlived the first")


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")
