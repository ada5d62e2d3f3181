"""Which files the user named, and what each of them is: by its first bytes, not by its name."""

from __future__ import annotations

import glob
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from diagnostics.errors import ConfigError

_ENDINGS = (".parquet", ".csv", ".tsv", ".json", ".jsonl", ".ndjson")
_PACKED = (".gz", ".zst")
_HEAD = 65536  # bytes looked at
GZIP, ZSTD, PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"


class Form(StrEnum):
    """How rows are written."""

    PARQUET = "Parquet"
    CSV = "CSV"
    LINES = "JSON lines"
    ARRAY = "JSON array"


@dataclass(frozen=True, slots=True)
class Source:
    """One file of rows."""

    path: str  # as it was named
    form: Form
    head: (
        bytes  # its first bytes, unpacked; empty for ZSTD, which the standard library cannot read
    )
    packed: str = ""  # "gzip", "zstd" or empty
    shown: str = ""  # of a file that was salvaged, the one it comes from

    @property
    def name(self) -> str:
        """The file as the user named it."""
        return self.shown or self.path


class NoRows(ValueError):
    """A file that holds no rows; the message is a sentence."""


def expand(named: tuple[str, ...]) -> tuple[str, ...]:
    """Give the files of folders and patterns, each once, in order.

    Raises:
        ConfigError: for a name behind which there is nothing.
    """
    found: dict[str, None] = {}
    for name in named:
        for path in _behind(name):
            found.setdefault(path)
    return tuple(found)


def _behind(name: str) -> list[str]:
    path = Path(name)
    if path.is_dir():
        inside = sorted(str(each) for each in path.rglob("*") if _is_export(each))
        if inside:
            return inside
        raise ConfigError(
            "there is no export in this folder",
            expected="files ending in " + ", ".join(_ENDINGS) + " (also .gz, .zst)",
            source=name,
        )
    if path.is_file():
        return [name]
    hits = sorted(hit for hit in glob.glob(name, recursive=True) if Path(hit).is_file())  # noqa: PTH207 - a pattern as the user wrote it
    if hits:
        return hits
    raise ConfigError(
        "there is no such file",
        expected="an export of the feedback dataset: Parquet, CSV or JSON lines; a folder of them, or a pattern",
        source=name,
    )


def _is_export(path: Path) -> bool:
    name = path.name.lower()
    for ending in _PACKED:
        name = name.removesuffix(ending)
    return path.is_file() and name.endswith(_ENDINGS)


def recognised(path: str) -> Source:
    """Tell what a file is.

    Raises:
        NoRows: if it is empty, or of no known form.
        OSError: if it cannot be read.
    """
    with Path(path).open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise NoRows("the file is empty")
    if head.startswith(PARQUET):
        return Source(path, Form.PARQUET, head)
    if head.startswith(ZSTD):
        name = path.lower().removesuffix(".zst")
        form = Form.CSV if name.endswith((".csv", ".tsv")) else Form.LINES
        return Source(path, form, b"", "zstd")
    packed = "gzip" if head.startswith(GZIP) else ""
    if packed:
        head = _unpacked(head)
    return Source(path, _text_form(path, head), head, packed)


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _HEAD)
    except zlib.error:
        raise NoRows("this is no gzip file, or it is damaged at its beginning") from None


def _text_form(path: str, head: bytes) -> Form:
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not first:
        raise NoRows("the file holds only blanks")
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = path.lower()
        what = "a Parquet file that lost its beginning" if name.endswith(".parquet") else "binary"
        raise NoRows(f"this is {what}: neither Parquet nor text")
    if first == b"{":
        return Form.LINES
    return Form.ARRAY if first == b"[" else Form.CSV


def salvaged(source: Source, to: Path) -> int:
    """Unpack what can be read of a gzip file that is cut off or damaged; give the number of whole lines.

    Args:
        source: the file.
        to: where the whole lines go; a line that was cut is left out.
    """
    lines, rest = 0, b""
    with to.open("wb") as out:
        for data in _readable(source.path):
            whole, newline, rest = (rest + data).rpartition(b"\n")
            out.write(whole + newline)
            lines += whole.count(b"\n") + len(newline)
    return lines


def _readable(path: str) -> Iterator[bytes]:
    """Unpack block by block, one stream after another, up to the first fault."""
    unpacker = zlib.decompressobj(wbits=31)
    with Path(path).open("rb") as file:
        while block := file.read(1 << 18):
            while block:
                try:
                    data = unpacker.decompress(block)
                except zlib.error:
                    return
                yield data
                block = unpacker.unused_data
                if unpacker.eof:
                    unpacker = zlib.decompressobj(wbits=31)
