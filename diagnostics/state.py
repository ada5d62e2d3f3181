"""Where bundles are kept on this machine: latest, latest clean, and the last thirty of each target."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

KEPT = 30
SUFFIX = ".ajo-bundle"


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
    for pointer in ("latest", "latest-clean") if clean else ("latest",):
        write_private(place / pointer, name.encode())
    for old in sorted(place.glob(f"*{SUFFIX}"))[:-KEPT]:
        if not _is_pointed(place, old.name):
            with contextlib.suppress(OSError):  # another run may have removed it
                old.unlink()
    return kept


def _safe(target: str) -> str:
    """Make a folder name of a target's name; a digest keeps two names apart that look alike afterwards."""
    words = re.sub(r"[^A-Za-z0-9_-]+", "-", target)[:40].strip("-")
    if words == target:
        return target
    return f"{words}-{hashlib.sha256(target.encode()).hexdigest()[:8]}"


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, through one beside it: a cut-off run leaves no half bundle."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
    draft.replace(path)


def _is_pointed(place: Path, name: str) -> bool:
    for pointer in ("latest", "latest-clean"):
        with contextlib.suppress(OSError):
            if (place / pointer).read_text(encoding="utf-8") == name:
                return True
    return False
