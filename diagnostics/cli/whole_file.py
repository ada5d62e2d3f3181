"""Writes a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

_NOT_REPLACEABLE = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.EROFS)
_OPEN_ALREADY = ("/dev/", "/proc/")  # /dev/stdout: a file that somebody else goes on reading


def write_whole(path: str, text: str) -> None:
    """Write a text in UTF-8 through a draft beside it, so that a full disk leaves what was there before.

    A link stays a link, a file keeps its mode. In place is written what is no plain file (a pipe, /dev/null), and what
    cannot be replaced: a file mounted into a container, or one of ours in somebody else's folder.

    Raises:
        OSError: if it cannot be written; a draft is gone then.
    """
    data = text.encode()
    named = Path(path)
    mode = _mode(named)
    if mode and not (stat.S_ISREG(mode) and not str(named.absolute()).startswith(_OPEN_ALREADY)):
        _write(os.open(path, os.O_WRONLY), data)
        return
    place = named.resolve()
    try:
        _replace(place, data, mode)
    except OSError as error:
        if not mode or error.errno not in _NOT_REPLACEABLE:
            raise
        _write(os.open(place, os.O_WRONLY | os.O_TRUNC), data)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _replace(place: Path, data: bytes, mode: int | None) -> None:
    draft = place.with_name(f".ajo-doctor-{os.urandom(6).hex()}.part")
    # Nobody else's file of that name is opened, also in a folder that everybody may write to.
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        _write(descriptor, data)
        if mode:
            draft.chmod(stat.S_IMODE(mode))
        draft.replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def _write(descriptor: int, data: bytes) -> None:
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            os.fsync(stream.fileno())  # a network file system says only now that there is no room
