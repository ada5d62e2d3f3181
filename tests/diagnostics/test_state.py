"""Where bundles are kept: readable by their owner only, the last thirty of each target, and the latest clean one."""

from __future__ import annotations

import errno
import os
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics import state
from diagnostics.state import folder, save


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"AJO_DOCTOR_STATE": str(tmp_path / "state")}


def kept(environ: dict[str, str], target: str = "prod") -> list[Path]:
    return sorted((folder(environ) / target).glob("*.ajo-bundle"))


def pointed(environ: dict[str, str], pointer: str) -> str:
    return (folder(environ) / "prod" / pointer).read_text()


def test_a_bundle_is_kept_as_it_is(environ: dict[str, str]) -> None:
    place = save(b"one", "prod", clean=False, environ=environ)
    assert place.read_bytes() == b"one"
    assert kept(environ) == [place]
    assert pointed(environ, "latest") == place.name
    assert not (place.parent / "latest-clean").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_read_it(environ: dict[str, str]) -> None:
    before = os.umask(0)
    try:
        place = save(b"one", "prod", clean=True, environ=environ)
    finally:
        os.umask(before)
    for path in (place, place.parent / "latest", place.parent / "latest-clean"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_the_latest_and_the_latest_clean_are_known(environ: dict[str, str]) -> None:
    clean = save(b"1", "prod", clean=True, environ=environ)
    broken = save(b"2", "prod", clean=False, environ=environ)
    assert pointed(environ, "latest") == broken.name
    assert pointed(environ, "latest-clean") == clean.name


def test_thirty_are_kept_and_the_latest_clean_one_besides(environ: dict[str, str]) -> None:
    clean = save(b"clean", "prod", clean=True, environ=environ)
    rest = [save(b"x", "prod", clean=False, environ=environ) for _ in range(state.KEPT + 3)]
    assert kept(environ) == [clean, *rest[-state.KEPT :]]


def test_each_target_has_its_own(environ: dict[str, str]) -> None:
    save(b"1", "prod", clean=False, environ=environ)
    save(b"2", "stage", clean=False, environ=environ)
    assert [path.read_bytes() for path in kept(environ, "stage")] == [b"2"]


def test_nothing_half_written_is_left(environ: dict[str, str]) -> None:
    place = save(b"1", "prod", clean=True, environ=environ)
    assert {path.name for path in place.parent.iterdir()} == {
        place.name,
        "latest",
        "latest-clean",
    }


def test_a_pointer_that_cannot_be_read_keeps_nobody(environ: dict[str, str]) -> None:
    save(b"1", "prod", clean=True, environ=environ)
    (folder(environ) / "prod" / "latest-clean").unlink()
    for _ in range(state.KEPT):
        save(b"x", "prod", clean=False, environ=environ)
    assert len(kept(environ)) == state.KEPT


def test_a_folder_that_cannot_be_written_is_the_callers_to_tell(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"[Nn]ot a directory|exists"):
        save(b"1", "prod", clean=False, environ={"AJO_DOCTOR_STATE": str(tmp_path / "file")})


@given(st.text(min_size=1, max_size=30))
def test_no_name_of_a_target_leaves_the_folder(target: str) -> None:
    name = state._safe(target)  # noqa: SLF001 - the folder's name is what matters
    assert name
    assert Path(name).name == name
    assert name not in (".", "..")
    assert len(name) <= 50


def test_two_names_that_look_alike_stay_apart() -> None:
    names = [state._safe(name) for name in ("a/b", "a-b", "a b", "A-b")]  # noqa: SLF001
    assert len(set(names)) == 4


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {"XDG_STATE_HOME": "/x/state"}, "/x/state/ajo-doctor"),
        ("linux", {"XDG_STATE_HOME": ""}, "{home}/.local/state/ajo-doctor"),
        ("linux", {}, "{home}/.local/state/ajo-doctor"),
        ("darwin", {}, "{home}/Library/Application Support/ajo-doctor"),
        ("win32", {"LOCALAPPDATA": "/c/local"}, "/c/local/ajo-doctor"),
        ("win32", {}, "{home}/AppData/Local/ajo-doctor"),
        ("linux", {"AJO_DOCTOR_STATE": "/my/place", "XDG_STATE_HOME": "/x"}, "/my/place"),
    ],
)
def test_each_system_has_its_folder(
    platform: str, environ: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert folder(environ).as_posix() == expected.format(home=Path.home().as_posix())


def test_a_verification_is_kept_apart_from_what_it_compares_with(environ: dict[str, str]) -> None:
    baseline = save(b"one", "prod", clean=False, environ=environ)
    for _ in range(state.KEPT + 2):
        place = state.save_verification(b"two", "prod", environ=environ)
    assert state.latest("prod", environ) == baseline
    assert len(list(place.parent.glob("*.ajo-bundle"))) == state.KEPT


def test_the_latest_of_all_targets(environ: dict[str, str]) -> None:
    assert state.latest_of_all(environ) is None
    save(b"one", "prod", clean=False, environ=environ)
    last = save(b"two", "test", clean=False, environ=environ)
    assert state.latest_of_all(environ) == last


@pytest.mark.parametrize("text", [b"", b"\xff", b"gone.ajo-bundle", b"../../secret", b"a\0b"])
def test_a_pointer_that_points_nowhere_is_none(text: bytes, environ: dict[str, str]) -> None:
    place = save(b"one", "prod", clean=False, environ=environ)
    (folder(environ) / "secret").write_bytes(b"x")
    (place.parent / "latest").write_bytes(text)
    assert state.latest("prod", environ) is None


def test_a_time_of_repair_belongs_to_one_bundle_and_can_be_forgotten(
    environ: dict[str, str],
) -> None:
    since = state.Since(datetime(2026, 3, 14, 15, 0, 1, tzinfo=UTC), is_told=True)
    state.keep_since("prod", b"one", since, environ)
    assert state.repaired_since("prod", b"one", environ) == since
    assert state.repaired_since("prod", b"two", environ) is None
    assert state.repaired_since("test", b"one", environ) is None
    state.keep_since("prod", b"one", None, environ)
    assert state.repaired_since("prod", b"one", environ) is None


@pytest.mark.parametrize(
    "text", [b"", b"[]", b'{"at": 3}', b'{"at": "2026-03-14T15:00:00"}', b"\xff"]
)
def test_a_damaged_time_of_repair_is_none(text: bytes, environ: dict[str, str]) -> None:
    since = state.Since(datetime(2026, 3, 14, tzinfo=UTC))
    state.keep_since("prod", b"one", since, environ)
    (clock,) = folder(environ).glob("*/verifications/*.repaired")
    clock.write_bytes(text)
    assert state.repaired_since("prod", b"one", environ) is None


def test_old_times_of_repair_are_forgotten(environ: dict[str, str]) -> None:
    for number in range(state.KEPT + 3):
        since = state.Since(datetime(2026, 3, 14, tzinfo=UTC))
        state.keep_since("prod", str(number).encode(), since, environ)
    assert len(list(folder(environ).glob("*/verifications/*.repaired"))) == state.KEPT
    assert state.repaired_since("prod", str(state.KEPT + 2).encode(), environ)


def test_of_two_files_none_is_written_if_the_second_cannot_be(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "nowhere" / "second"
    first.write_bytes(b"before")
    with pytest.raises(FileNotFoundError) as told:
        state.write_together({first: b"after", second: b"after"})
    assert told.value.filename == str(second)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == {first: b"before"}


@pytest.mark.parametrize("was_there", [True, False])
def test_of_two_files_none_is_written_if_the_second_cannot_take_its_place(
    was_there: bool, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    second.mkdir()
    if was_there:
        first.write_bytes(b"before")
    with pytest.raises(OSError) as told:  # noqa: PT011 - which one depends on the system
        state.write_together({first: b"after", second: b"after"})
    assert told.value.filename == str(second)
    assert {path.name for path in tmp_path.iterdir()} == {
        "second",
        *(["first"] if was_there else []),
    }
    assert not was_there or first.read_bytes() == b"before"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a right of its own for links")
def test_a_link_is_put_back_as_a_link(tmp_path: Path) -> None:
    aim, link, second = tmp_path / "aim", tmp_path / "link", tmp_path / "second"
    second.mkdir()
    link.symlink_to(aim)
    with pytest.raises(IsADirectoryError):
        state.write_together({link: b"after", second: b"after"})
    assert link.readlink() == aim
    assert {path.name for path in tmp_path.iterdir()} == {"link", "second"}


def test_what_was_there_is_put_back_where_files_have_one_name_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no second names here")

    monkeypatch.setattr(os, "link", refuses)
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"before")
    second.mkdir()
    with pytest.raises(OSError, match=r"directory|denied"):
        state.write_together({first: b"after", second: b"after"})
    assert first.read_bytes() == b"before"
    second.rmdir()
    state.write_together({first: b"after", second: b"after"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "first": b"after",
        "second": b"after",
    }
