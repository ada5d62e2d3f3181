"""The private table of names and pseudonyms in a file: read, kept, and never written in part."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Collection, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from json.encoder import encode_basestring_ascii as _quoted
from pathlib import Path
from typing import Any, cast

from diagnostics import state
from diagnostics.errors import ConfigError
from diagnostics.share.addresses import Addresses
from diagnostics.share.pseudonyms import Pseudonyms

FORMAT = "ajo-doctor names"
SCHEMA = 1
_LARGEST = 256 * 1024 * 1024  # bytes
_State = tuple[
    int, int, int, int
]  # number, bytes and time of a file, 0 where there is none; names known
_UNREAD = (0, 0, 0, -1)


def place_of(environ: Mapping[str, str]) -> Path:
    """Name the file that is used where nobody names one: in the state folder, beside no report."""
    return state.folder(environ) / "share" / "names.json"


class Table:
    """The table in one file; read again only if it was written meanwhile, or names were added that are not in it."""

    def __init__(self, place: Path) -> None:
        """Name the file; there may be none yet."""
        self._place = place
        self._names = Pseudonyms()
        self._state: _State = _UNREAD

    def read(self) -> Pseudonyms:
        """Read it; an empty one where there is no file.

        Raises:
            ConfigError: if it cannot be read or is no such table.
        """
        state = self._state_of(self._names)
        if state != self._state:
            self._names = read(self._place)
            self._state = (*state[:3], self._names.size)
        self._names.used.clear()
        self._names.addresses.used.clear()
        return self._names

    @contextmanager
    def opened(self, kept: frozenset[str] = frozenset()) -> Generator[Pseudonyms]:
        """Use it; what became known is kept when the block ends well, before anything is shown.

        Two processes at once wait for one another, so that no number is given twice.

        Args:
            kept: names in small letters that stay.

        Raises:
            ConfigError: if it cannot be read, is no such table, or cannot be written.
        """
        with _locked(self._place):
            names = self.read()
            names.kept = kept
            before = names.size
            self._state = _UNREAD  # what a block that fails leaves behind is not used again
            yield names
            if names.size != before:
                _write(self._place, names)
            self._state = self._state_of(names)

    def _state_of(self, names: Pseudonyms) -> _State:
        try:
            found = self._place.stat()
        except OSError:
            return 0, 0, 0, names.size
        return found.st_ino, found.st_size, found.st_mtime_ns, names.size


def opened(place: Path, kept: frozenset[str] = frozenset()) -> AbstractContextManager[Pseudonyms]:
    """Use the table of a file once, as `Table.opened` says."""
    return Table(place).opened(kept)


def read(place: Path) -> Pseudonyms:
    """Read a table; an empty one where there is no file.

    Raises:
        ConfigError: if it cannot be read or is no such table.
    """
    try:
        with place.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return Pseudonyms()
    except OSError as error:
        raise _unusable(place, f"the names cannot be read: {error.strerror}") from None
    try:
        tree: Any = json.loads(data)
    except (ValueError, RecursionError):
        raise _unusable(place, "this is no table of names: not whole, or no JSON") from None
    if not isinstance(tree, dict) or cast("dict[str, Any]", tree).get("format") != FORMAT:
        raise _unusable(place, "this is a file of something else, no table of names")
    table = cast("dict[str, Any]", tree)
    if table.get("schema") != SCHEMA:
        raise _unusable(place, "this table of names was written by another version")
    try:
        return _made(table)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise _unusable(place, "this table of names is damaged") from None


def _unusable(place: Path, problem: str) -> ConfigError:
    return ConfigError(
        problem,
        expected=f"what --share wrote ({FORMAT}, schema {SCHEMA})",
        do="name another file with --share-map; with a new one all names get new pseudonyms",
        source=str(place),
    )


def _made(table: Mapping[str, Any]) -> Pseudonyms:
    found = table["addresses"]
    names = Pseudonyms(
        addresses=Addresses(
            wide={_string(block): _whole(byte) for block, byte in found["wide"]},
            narrow=[_string(each) for each in found["narrow"]],
            nets=[_string(each) for each in found["nets"]],
            hosts=[[_string(each) for each in net] for net in found["hosts"]],
        )
    )
    for sort, pairs in table["names"].items():
        given, real = zip(*pairs, strict=True) if pairs else ((), ())
        if not {str}.issuperset(map(type, (*given, *real))):
            raise TypeError(sort)
        names.take(sort, given, real)
    return names


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value < 256:  # noqa: PLR2004 - a byte
        raise ValueError(value)
    return value


def _write(place: Path, names: Pseudonyms) -> None:
    try:
        # Else a report could outlast a crash of the machine, and the names that are behind it not.
        state.write_private(place, _text_of(names).encode(), to_disk=True)
    except OSError as error:
        raise _unwritable(place, error) from None


def _text_of(names: Pseudonyms) -> str:
    """Write the table as JSON: the names, of which there may be some hundred thousand, by hand."""
    sorts = [f'"{sort}":[{_pairs(of.values(), names)}]' for sort, of in names.of.items()]
    addresses = {
        "wide": list(names.addresses.wide.items()),
        "narrow": names.addresses.narrow,
        "nets": names.addresses.nets,
        "hosts": names.addresses.hosts,
    }
    head, tail = (
        json.dumps(each, separators=(",", ":"))
        for each in ({"format": FORMAT, "schema": SCHEMA}, {"addresses": addresses})
    )
    return f'{head[:-1]},"names":{{{",".join(sorts)}}},{tail[1:]}'


def _pairs(given: Collection[str], names: Pseudonyms) -> str:
    """Write pseudonyms, which hold nothing that JSON would write otherwise, and their names."""
    real = names.real
    return ",".join(
        [f'["{each}",{_quoted(real.get(each) or real[each.lower()])}]' for each in given]
    )


def _unwritable(place: Path, error: OSError) -> ConfigError:
    return ConfigError(
        f"the names cannot be kept: {error.strerror}; nothing was shared, for it could not be told back",
        do="name a file in a folder that can be written with --share-map",
        source=str(place),
    )


@contextmanager
def _locked(place: Path) -> Generator[None]:
    """Keep other processes out; the system takes the lock back if this one ends."""
    try:
        if not place.parent.is_dir():
            place.parent.mkdir(parents=True, mode=0o700)
        lock = place.with_name(f".{place.name}.lock")
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unwritable(place, error) from None
    try:
        _lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    with suppress(OSError):  # a file system without locks: two at once are rare
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX)
