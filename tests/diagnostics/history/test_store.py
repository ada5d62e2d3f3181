"""The history's file: written whole, opened by older and newer versions, damaged, full, shared."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.errors import ConfigError
from diagnostics.history import store
from diagnostics.history.kept import Entry, Past
from diagnostics.history.opening import NAME, opened
from diagnostics.history.schema import STEPS, VERSION
from diagnostics.history.store import History, use
from tests.support.remembered import BEGAN, TEN_MINUTES, a_finding, an_entry


def said(_: str) -> None:
    raise AssertionError("nothing was to be said")


def add(folder: Path, *entries: Entry) -> None:
    use(folder, lambda history: history.add(entries), said)


def pasts(folder: Path, name: str | None = None, runs: int = 100) -> tuple[Past, ...]:
    return use(folder, lambda history: history.pasts(name, runs=runs), said)


def test_what_was_added_is_given_back(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    found = a_finding()
    entries = (an_entry(0), an_entry(1, found, cause="key-disabled"), an_entry(2))
    add(folder, *entries[:2])
    add(folder, entries[2])
    (past,) = pasts(folder)
    assert past.runs == tuple(
        Entry(**{name: getattr(each, name) for name in Entry.__slots__ if name != "noticed"})
        for each in entries
    )
    assert (past.kept, past.first, past.standing) == (3, BEGAN, ())
    (gone,) = past.gone
    assert (gone.noticed, gone.since, gone.gone) == (
        found,
        BEGAN + TEN_MINUTES,
        BEGAN + 2 * TEN_MINUTES,
    )
    if os.name != "nt":
        assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o600


def test_two_runs_that_began_at_the_same_instant_are_two(tmp_path: Path) -> None:
    add(tmp_path, an_entry(0), an_entry(0, a_finding()))
    add(tmp_path, an_entry(0))
    (past,) = pasts(tmp_path)
    assert [run.mark for run in past.runs] == [".", "C", "."]
    assert (past.standing, len(past.gone)) == ((), 1)


def test_a_simulated_target_is_another_one(tmp_path: Path) -> None:
    add(tmp_path, an_entry(0, a_finding()), an_entry(1, simulated=True))
    real, simulated = pasts(tmp_path, "own")
    assert (real.simulated, len(real.standing), len(real.runs)) == (False, 1, 1)
    assert (simulated.simulated, len(simulated.standing), len(simulated.runs)) == (True, 0, 1)


def test_a_run_that_began_before_the_last_one_changes_nothing_that_stands(tmp_path: Path) -> None:
    add(tmp_path, an_entry(5, a_finding()))
    add(tmp_path, an_entry(4))
    (past,) = pasts(tmp_path)
    assert len(past.standing) == 1
    assert [run.mark for run in past.runs] == [".", "C"]


def test_the_oldest_runs_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "KEPT", 10)
    monkeypatch.setattr(store, "_SLACK", 5)
    add(tmp_path, an_entry(0, a_finding()), *(an_entry(turn) for turn in range(1, 31)))
    (past,) = pasts(tmp_path)
    assert past.kept == len(past.runs) <= 15
    assert past.runs[-1].at == BEGAN + 30 * TEN_MINUTES
    assert past.gone == ()  # it went before the first run that is kept
    assert past.first == past.runs[0].at


def test_a_database_of_a_newer_version_is_refused_and_untouched(tmp_path: Path) -> None:
    add(tmp_path, an_entry(0))
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = (tmp_path / NAME).read_bytes(), (tmp_path / NAME).stat().st_mtime_ns
    with pytest.raises(ConfigError, match="newer version") as refused:
        add(tmp_path, an_entry(1))
    assert "update this program" in str(refused.value)
    assert ((tmp_path / NAME).read_bytes(), (tmp_path / NAME).stat().st_mtime_ns) == before
    assert [each.name for each in tmp_path.iterdir()] == [NAME]


def test_a_database_of_another_program_is_refused_and_untouched(tmp_path: Path) -> None:
    for mark in (0, 7):
        place = tmp_path / str(mark) / NAME
        place.parent.mkdir()
        with sqlite3.connect(place) as connection:
            connection.execute("CREATE TABLE theirs (x)")
            connection.execute(f"PRAGMA application_id = {mark}")
        connection.close()
        before = place.read_bytes()
        with pytest.raises(ConfigError, match="another program"):
            add(place.parent, an_entry(0))
        assert place.read_bytes() == before


@pytest.mark.parametrize("damage", ["text", "cut", "middle"])
def test_a_damaged_file_is_set_aside_and_said(damage: str, tmp_path: Path) -> None:
    add(tmp_path, *(an_entry(turn, a_finding()) for turn in range(200)))
    place = tmp_path / NAME
    data = place.read_bytes()
    if damage == "text":
        place.write_text(
            "this is no database at all, and long enough to be taken for a header\n" * 9
        )
    elif damage == "cut":
        place.write_bytes(data[: len(data) // 2])
    else:
        place.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    remarks: list[str] = []
    use(tmp_path, lambda history: history.add([an_entry(300)]), remarks.append)
    (remark,) = remarks
    (aside,) = tmp_path.glob(f"{NAME}.damaged-*")
    assert str(aside) in remark
    (past,) = pasts(tmp_path)
    assert past.kept == 1


def test_an_empty_file_is_a_history_that_was_not_begun(tmp_path: Path) -> None:
    (tmp_path / NAME).touch()
    add(tmp_path, an_entry(0))
    assert len(pasts(tmp_path)) == 1


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    add(tmp_path, an_entry(0))

    def much(history: History) -> None:
        (pages,) = history.connection.execute("PRAGMA page_count").fetchone()
        history.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        history.add(an_entry(turn, a_finding("KV101", "x" * 900)) for turn in range(1, 400))

    with pytest.raises(sqlite3.OperationalError, match="full"):
        use(tmp_path, much, said)
    (past,) = pasts(tmp_path)
    assert (past.kept, past.standing) == (1, ())


def test_two_processes_write_one_after_the_other(tmp_path: Path) -> None:
    def rounds(target: str) -> None:
        for turn in range(20):
            add(tmp_path, an_entry(turn, target=target))

    workers = [threading.Thread(target=rounds, args=(name,)) for name in ("a", "b", "c")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [(past.target, past.kept) for past in pasts(tmp_path)] == [
        ("a", 20),
        ("b", 20),
        ("c", 20),
    ]


WRITES = """
import sys
from pathlib import Path
from diagnostics.history.store import use
from tests.support.remembered import a_finding, an_entry
folder = Path(sys.argv[1])
for turn in range(int(sys.argv[2]), 100_000):
    found = [a_finding("KV101", f"{turn}-{at}") for at in range(20)]
    entries = [an_entry(turn, *found, target=name) for name in ("a", "b")]
    use(folder, lambda history: history.add(entries), print)
    print(turn, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_in_the_middle_of_a_write_the_history_is_whole(tmp_path: Path) -> None:
    turn = 0
    for kill in range(25):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITES, str(tmp_path), str(turn)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )
        assert process.stdout
        told = int(process.stdout.readline())
        threading.Event().wait(0.0013 * kill)  # another place in the write each time
        process.kill()
        rest = process.stdout.read().split()
        process.wait()
        process.stdout.close()
        told = max([told, *map(int, rest)])
        one, other = pasts(tmp_path, runs=10_000)
        # A round is kept for both targets or for none, and what was told as kept is.
        assert [run.at for run in one.runs] == [run.at for run in other.runs]
        assert told + 1 <= len(one.runs) <= told + 2
        assert len(one.standing) == 20
        assert {each.since for each in one.standing} == {one.runs[-1].at}
        with opened(tmp_path / NAME) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        turn = len(one.runs)
    assert turn > 25


@pytest.mark.skipif(sys.platform == "win32", reason="files that are open are not copied there")
def test_a_copy_taken_at_any_moment_of_a_write_is_whole(tmp_path: Path) -> None:
    """What a kill leaves behind is what lies on the disk: taken at each statement of one write."""
    add(tmp_path, an_entry(0, a_finding()))
    copies: list[Path] = []

    def traced(history: History) -> None:
        history.connection.execute("PRAGMA cache_size = 1")  # pages go to the disk before the end
        history.connection.execute("PRAGMA cache_spill = 1")
        history.connection.set_trace_callback(lambda _: copies.append(copied(tmp_path)))
        history.add(
            an_entry(1, *(a_finding("KV102", f"{at:0500}") for at in range(60))) for _ in "x"
        )
        history.connection.set_trace_callback(None)

    use(tmp_path, traced, said)
    kept = [pasts(copy)[0].kept for copy in copies]
    assert len(copies) > 60
    assert set(kept) <= {1, 2}
    assert kept[0] == 1


def copied(folder: Path) -> Path:
    copy = Path(tempfile.mkdtemp(dir=folder))
    for each in folder.glob(f"{NAME}*"):
        shutil.copyfile(each, copy / each.name)
    return copy


@settings(max_examples=30, deadline=None)
@given(st.integers(0, VERSION), st.lists(st.integers(0, 3), min_size=1, max_size=6))
def test_every_older_version_becomes_this_one_and_keeps_its_rows(
    version: int, turns: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, NAME)
        if version:
            with opened(place, STEPS[:version]) as connection:
                connection.execute("INSERT INTO target (name, simulated) VALUES ('old', 0)")
        add(Path(folder), *(an_entry(turn) for turn in turns))
        names = [past.target for past in pasts(Path(folder))]
        assert names == (["old", "own"] if version else ["own"])
        with opened(place) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 3), st.integers(1, 3))
def test_a_step_that_fails_leaves_the_version_before_it(good: int, more: int) -> None:
    steps = tuple((f"CREATE TABLE t{at} (x)",) for at in range(good))
    bad = ("CREATE TABLE half (x)", "CREATE TABLE half (x)")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, NAME)
        with opened(place, steps):
            pass
        with pytest.raises(sqlite3.OperationalError), opened(place, (*steps, *[bad] * more)):
            pass
        with opened(place, steps) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
            assert tables == [f"t{at}" for at in range(good)]
