"""Where bundles are kept on this machine: latest, latest clean, and the last thirty of each target."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from diagnostics.records import record

KEPT = 30
SUFFIX = ".ajo-bundle"
LATEST, LATEST_CLEAN = WORDS = ("latest", "latest-clean")


@record(frozen=True, slots=True)
class Since:
    """When something was first seen repaired, or was told to be."""

    at: datetime  # aware, UTC
    is_told: bool = False


def folder(environ: Mapping[str, str]) -> Path:
    """Give the state folder of this system.

    Sources: XDG Base Directory Specification; Apple File System Programming Guide; Microsoft Known Folders.
    """
    if environ.get("AJO_DOCTOR_STATE"):
        return Path(environ["AJO_DOCTOR_STATE"])
    if sys.platform == "win32":
        return (
            Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "ajo-doctor"
        )
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "ajo-doctor"
    return Path(environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "ajo-doctor"


def save(data: bytes, target: str, *, clean: bool, environ: Mapping[str, str]) -> Path:
    """Keep a bundle, readable by its owner only, and forget what is too old.

    Raises:
        OSError: if the folder cannot be written.
    """
    place = folder(environ) / _safe(target)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}{SUFFIX}"
    kept = place / name
    write_private(kept, data)
    for pointer in WORDS if clean else (LATEST,):
        write_private(place / pointer, name.encode())
    for old in sorted(place.glob(f"*{SUFFIX}"))[:-KEPT]:
        if not _is_pointed(place, old.name):
            with contextlib.suppress(OSError):  # another run may have removed it
                old.unlink()
    return kept


def save_verification(data: bytes, target: str, *, environ: Mapping[str, str]) -> Path:
    """Keep the bundle of a verification apart: the last diagnosis stays what the next one compares with.

    Raises:
        OSError: if the folder cannot be written.
    """
    place = _of_verifications(target, environ)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = place / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}{SUFFIX}"
    write_private(kept, data)
    for old in sorted(place.glob(f"*{SUFFIX}"))[:-KEPT]:
        with contextlib.suppress(OSError):  # another run may have removed it
            old.unlink()
    return kept


def place_of_search(began: datetime, environ: Mapping[str, str]) -> Path:
    """Name the file of a search through logs before it is written: the report says how to go on with it."""
    return folder(environ) / "triage" / f"{began.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}{SUFFIX}"


def save_search(data: bytes, kept: Path) -> None:
    """Keep the bundle of a search apart: it is no diagnosis that a verification could compare with.

    Raises:
        OSError: if the folder cannot be written.
    """
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(kept, data)
    for old in sorted(kept.parent.glob(f"*{SUFFIX}"))[:-KEPT]:
        with contextlib.suppress(OSError):  # another run may have removed it
            old.unlink()


def latest(target: str, environ: Mapping[str, str]) -> Path | None:
    """Find the bundle of the last diagnosis of a target."""
    return named(LATEST, target, environ)


def latest_clean(target: str, environ: Mapping[str, str]) -> Path | None:
    """Find the bundle of the last diagnosis of a target in which all was seen and well."""
    return named(LATEST_CLEAN, target, environ)


def clean_beside(bundle: Path) -> Path | None:
    """Find the last clean bundle of the target of which this is one."""
    return _pointed(bundle.parent, LATEST_CLEAN)


def latest_of_all(environ: Mapping[str, str]) -> Path | None:
    """Find the bundle of the last diagnosis of all targets."""
    return named(LATEST, None, environ)


def latest_of_each(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Find the bundle of the last diagnosis of every target, in the order of their folders."""
    places = sorted(folder(environ).glob(f"*/{LATEST}"))
    return tuple(path for pointer in places if (path := _pointed(pointer.parent, LATEST)))


def named(word: str, target: str | None, environ: Mapping[str, str]) -> Path | None:
    """Find the bundle that a word stands for.

    Args:
        word: "latest" is the last diagnosis, "latest-clean" the last one in which all was seen and well.
        target: its name; None = of all targets the one that is the last.
        environ: where the state folder is.
    """
    if target is not None:
        return _pointed(folder(environ) / _safe(target), word)
    places = folder(environ).glob(f"*/{word}")
    found = (_pointed(pointer.parent, word) for pointer in places)
    # The names are instants, so the last in order is the last in time.
    return max((path for path in found if path), key=lambda path: path.name, default=None)


def _pointed(place: Path, pointer: str) -> Path | None:
    try:
        name = (place / pointer).read_text(encoding="utf-8")
        kept = place / Path(name).name
        return kept if name.endswith(SUFFIX) and kept.is_file() else None
    except (OSError, ValueError):
        return None


def repaired_since(target: str, baseline: bytes, environ: Mapping[str, str]) -> Since | None:
    """Tell when a verification first saw what this bundle holds repaired; None = none did yet."""
    try:
        kept: object = json.loads(_clock(target, baseline, environ).read_bytes())
        fields = cast("dict[str, object]", kept) if isinstance(kept, dict) else {}
        moment = datetime.fromisoformat(str(fields["at"]))
    except (OSError, ValueError, KeyError):
        return None
    return Since(moment, bool(fields.get("told"))) if moment.tzinfo else None


def keep_since(
    target: str, baseline: bytes, since: Since | None, environ: Mapping[str, str]
) -> None:
    """Remember it for the next verification against the same bundle; None = forget.

    Raises:
        OSError: if the folder cannot be written.
    """
    clock = _clock(target, baseline, environ)
    if since is None:
        clock.unlink(missing_ok=True)
        return
    clock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = json.dumps({"at": since.at.isoformat(), "told": since.is_told})
    write_private(clock, text.encode())
    by_age = sorted(clock.parent.glob("*.repaired"), key=lambda path: path.stat().st_mtime_ns)
    for old in by_age[:-KEPT]:
        old.unlink(missing_ok=True)


def _clock(target: str, baseline: bytes, environ: Mapping[str, str]) -> Path:
    name = f"{hashlib.sha256(baseline).hexdigest()[:16]}.repaired"
    return _of_verifications(target, environ) / name


def _of_verifications(target: str, environ: Mapping[str, str]) -> Path:
    return folder(environ) / _safe(target) / "verifications"


def _safe(target: str) -> str:
    """Make a folder name of a target's name; a digest keeps two names apart that look alike afterwards."""
    words = re.sub(r"[^A-Za-z0-9_-]+", "-", target)[:40].strip("-")
    if words == target:
        return target
    return f"{words}-{hashlib.sha256(target.encode()).hexdigest()[:8]}"


def write_private(path: Path, data: bytes, *, to_disk: bool = False) -> None:
    """Write a file that only its owner can read, through one beside it: a cut-off run leaves no half bundle.

    Args:
        path: where.
        data: what.
        to_disk: it lies on the disk before this returns, so that nothing which is written later outlasts it.

    Raises:
        OSError: if it cannot be written; what was there stays.
    """
    write_together({path: data}, to_disk=to_disk)


def write_together(files: Mapping[Path, bytes], *, to_disk: bool = False) -> None:
    """Write files that only their owner can read, all or none: whatever fails leaves what was there before.

    Each is written beside its place. When all are, each takes its place, in this order; if one cannot, those before it are
    put back. Only a process that is killed, or a machine that stops, between two of these renames leaves some new and
    some old ones, each of them whole. So the one comes last that makes no sense without the others.

    Raises:
        OSError: if one cannot be written; `filename` says which.
    """
    drafts = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in files}
    earlier: dict[Path, Path | None] = {}  # what stood in the place of each that was begun
    place = next(iter(files))
    try:
        for place, draft in drafts.items():
            _write(draft, files[place], to_disk=to_disk)
        for place, draft in drafts.items():
            if len(files) > 1:
                earlier[place] = _kept(place)
            draft.replace(place)
    except BaseException as error:
        for each, before in earlier.items():
            _put_back(each, before)
        if isinstance(error, OSError):
            error.filename = str(place)
        raise
    finally:
        for left in (*drafts.values(), *filter(None, earlier.values())):
            with contextlib.suppress(OSError):
                left.unlink()


def _kept(place: Path) -> Path | None:
    """Keep what stands in a place under a second name, without a moment in which it is not there; None = there is no file."""
    if not (place.is_file() or place.is_symlink()):
        return None
    before = place.with_name(f".{place.name}.{os.getpid()}.before")
    try:
        os.link(place, before, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a file system, or a system, without second names
        place.rename(before)
    return before


def _put_back(place: Path, before: Path | None) -> None:
    with contextlib.suppress(OSError):
        if before:
            before.replace(place)
        elif place.is_file():
            place.unlink()


def _write(draft: Path, data: bytes, *, to_disk: bool) -> None:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        if to_disk:
            stream.flush()
            os.fsync(descriptor)


def _is_pointed(place: Path, name: str) -> bool:
    for pointer in WORDS:
        with contextlib.suppress(OSError):
            if (place / pointer).read_text(encoding="utf-8") == name:
                return True
    return False
