"""Opens what is packed: told by its first bytes, never by its name; layers within layers are taken off one by one.

gzip with ISA-L where it is installed (three times as fast as the library's own), zstd with `zstandard`.
"""

from __future__ import annotations

import zlib
from typing import Any, Protocol

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_UNSUPPORTED = {
    b"BZh": ("bzip2", "bunzip2"),
    b"\xfd7zXZ\x00": ("xz", "unxz"),
    b"7z\xbc\xaf\x27\x1c": ("7-Zip", "7z x"),
    b"Rar!": ("RAR", "unrar x"),
}
HEAD = 1 << 16  # bytes that are looked at before a file is read
_MOST_LAYERS = 4
_AGAIN = "copy the file once more"
_WITH_HEADER = 31  # zlib's number for a gzip member
_PACKED = 1 << 17  # packed bytes that are read at once
_PIECE = 2048  # packed bytes at once: a block of 128 KiB may be packed into four bytes


class Damaged(Exception):
    """What is packed ends early or is broken; what came before was given."""

    def __init__(self, reason: str, do: str) -> None:
        """Keep the sentence and the advice."""
        super().__init__(reason)
        self.reason, self.do = reason, do


class Reader(Protocol):
    """Gives bytes, one after the other."""

    def read(self, size: int, /) -> bytes:
        """Give up to so many bytes, at least one before the end; none at the end."""
        ...


class Pushed:
    """A reader whose first bytes were looked at and are given once more."""

    def __init__(self, reader: Reader) -> None:
        """Look at the first bytes of a reader."""
        self._reader = reader
        self._damage: Damaged | None = None
        parts: list[bytes] = []
        size = 0
        try:
            while size < HEAD and (part := reader.read(HEAD - size)):
                parts.append(part)
                size += len(part)
        except Damaged as damage:  # told when what came before it is read
            self._damage = damage
        self.head = self._left = b"".join(parts)

    def read(self, size: int, /) -> bytes:
        """Give up to so many bytes.

        Raises:
            Damaged: if what is packed ends early or is broken.
        """
        if not self._left and self._damage:
            raise self._damage
        if not self._left:
            return self._reader.read(size)
        given, self._left = self._left[:size], self._left[size:]
        return given


def is_packed(head: bytes) -> bool:
    """Tell by its first bytes whether something is packed, in whatever way."""
    return head.startswith((_GZIP, _ZSTD, *_UNSUPPORTED))


def unpacked(reader: Reader) -> Pushed:
    """Take off all layers of packing.

    Raises:
        Damaged: if it is packed in a way that cannot be read here, or the first bytes are broken.
    """
    pushed = Pushed(reader)
    for _ in range(_MOST_LAYERS):
        if pushed.head.startswith(_GZIP):
            pushed = Pushed(_Gzip(pushed))
        elif pushed.head.startswith(_ZSTD):
            pushed = Pushed(_Zstd(pushed))
        else:
            break
    for magic, (name, program) in _UNSUPPORTED.items():
        if pushed.head.startswith(magic):
            raise Damaged(f"it is packed with {name}", f"unpack it first: {program} FILE")
    return pushed


class _Gzip:
    """Unpacks gzip, several members in a row as well; zero bytes between and behind them are filling."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._zlib = _fast_zlib()
        self._member = self._zlib.decompressobj(_WITH_HEADER)
        self._is_inside = False
        self._packed = b""

    def read(self, size: int, /) -> bytes:
        while True:
            if not self._packed:
                self._packed = self._reader.read(_PACKED)
                if not self._packed:
                    if self._is_inside:
                        raise Damaged("the gzip archive ends early", _AGAIN)
                    return b""
            if not self._is_inside:
                self._packed = self._packed.lstrip(b"\0")
                if not self._packed:
                    continue
            given = self._unpack(size)
            if given:
                return given

    def _unpack(self, size: int) -> bytes:
        self._is_inside = True
        try:
            given = self._member.decompress(self._packed, size)
        except (zlib.error, self._zlib.error) as error:
            raise Damaged(f"the gzip archive is broken: {error}", _AGAIN) from error
        self._packed = self._member.unconsumed_tail
        if self._member.eof:
            self._packed = self._member.unused_data
            self._member = self._zlib.decompressobj(_WITH_HEADER)
            self._is_inside = False
        return bytes(given)


def _fast_zlib() -> Any:  # noqa: ANN401 - two modules of one interface
    try:
        from isal import isal_zlib
    except ImportError:
        return zlib
    return isal_zlib


class _Zstd:
    """Unpacks zstd, several frames in a row as well."""

    def __init__(self, reader: Reader) -> None:
        try:
            import zstandard
        except ImportError as error:
            from diagnostics.triage.scanner import INSTALL

            raise Damaged(
                "it is packed with zstd", f"{INSTALL}, or unpack it first: unzstd FILE"
            ) from error
        self._reader, self._error = reader, zstandard.ZstdError
        # The window of `zstd --long=31`; memory is taken only where a file asks for it.
        self._new = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj
        self._frame = self._new()
        self._damage: Damaged | None = None
        self._is_inside = False
        self._left = b""
        self._given: bytes = b""

    def read(self, size: int, /) -> bytes:
        if self._damage:
            raise self._damage
        parts: list[bytes] = []
        have = 0
        try:
            while have < size and (self._given or self._more()):
                part, self._given = self._given[: size - have], self._given[size - have :]
                parts.append(part)
                have += len(part)
        except Damaged as damage:  # told when what came before it is read
            if not parts:
                raise
            self._damage = damage
        return b"".join(parts)

    def _more(self) -> bool:
        """Unpack the next piece; False at the end."""
        while not self._given:
            piece = self._left or self._reader.read(_PIECE)
            self._left = b""
            if not piece:
                if self._is_inside:
                    raise Damaged("the zstd archive ends early", _AGAIN)
                return False
            try:
                self._given = bytes(self._frame.decompress(piece))
            except self._error as error:
                raise Damaged(f"the zstd archive is broken: {error}", _AGAIN) from error
            self._is_inside = True
            if self._frame.eof:
                self._left = self._frame.unused_data
                self._frame, self._is_inside = self._new(), False
        return True
