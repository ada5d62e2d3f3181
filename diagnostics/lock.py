"""One at a time: a lock that the system takes from its holder when that one ends, however it ends.

The lock is the system's, on an open file; the file itself stays, and what stands in it is for people. So nothing is left
to clean up after a crash, and no process number is asked for, which means nothing across containers.

Sources: flock(2), Linux man-pages 6; Python's `msvcrt.locking` (a region may lie beyond the end of the file).
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from diagnostics.errors import ConfigError, DoctorError

_FAR = (
    1 << 30
)  # Windows lets nobody read what is locked, so what is locked lies where nothing stands
_LONGEST = 200
_TAKEN = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)


class Overlap(DoctorError):
    """Another process holds the lock."""

    def __init__(self, holder: str) -> None:
        """Keep what the other one wrote of itself; empty = nothing yet."""
        super().__init__(holder)
        self.holder = holder


@contextmanager
def only_one(place: Path) -> Generator[None]:
    """Hold the lock while the block runs.

    Args:
        place: the file; it and its folder are made where they are missing.

    Raises:
        Overlap: if another process holds it.
        ConfigError: if the place cannot hold a lock.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unusable(place, error) from None
    try:
        if not _is_taken_by_us(place, descriptor):
            raise Overlap(_written(descriptor))
        _write(descriptor)
        yield
    finally:
        os.close(descriptor)


def _is_taken_by_us(place: Path, descriptor: int) -> bool:
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise _unusable(place, error) from None
    return True


def _unusable(place: Path, error: OSError) -> ConfigError:
    return ConfigError(
        f"there can be no lock: {error.strerror}",
        source=str(place),
        do="set AJO_DOCTOR_STATE to a folder of your own on a local disk",
    )


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _write(descriptor: int) -> None:
    """Say for people who holds it; a full disk is no reason not to hold it."""
    said = f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    try:
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, said.encode())
    except OSError:
        return


def _written(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, _LONGEST).decode(errors="replace").strip()
