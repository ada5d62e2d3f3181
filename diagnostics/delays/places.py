"""Finds the line of the first value that cannot be read: a slow second look, only where something is wrong."""

from __future__ import annotations

import csv
import gzip
import itertools
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from diagnostics.delays.columns import STATUSES, Holds, Leaf
from diagnostics.delays.files import Form, Source

_MOST_LINES = 2_000_000  # looked through; some seconds
_PATTERNS = {
    Holds.NUMBER: re.compile(r"\s*[-+]?\d+(?:\.\d+)?\s*"),
    Holds.FLAG: re.compile(r"\s*(?:true|false|t|f|yes|no|y|n|1|0)\s*", re.IGNORECASE),
    Holds.DOMAIN: re.compile(r"(?:[^@\s]+@)?[^@\s]+\.[^@\s]+"),
    Holds.ADDRESS: re.compile(r"\s*\S+@[^@\s]+\.[^@\s]+\s*"),
    Holds.IP: re.compile(r"[0-9A-Fa-f.:]{3,45}"),
}


def first_bad(
    source: Source, leaf: Leaf | None, holds: Holds, *, is_number: bool = False
) -> int | None:
    """Give the line, from 1; None = it is not in the part that is looked through, or there are no lines.

    Args:
        source: the file.
        leaf: the column; None = the whole line is no JSON object.
        holds: what it should hold.
        is_number: times of this column are numbers.
    """
    if source.form in (Form.PARQUET, Form.ARRAY) or source.packed == "zstd":
        return None
    try:
        with _open(source) as file:
            lines = _csv_lines(file, leaf) if source.form is Form.CSV else _json_lines(file, leaf)
            for line, value in itertools.islice(lines, _MOST_LINES):
                if not _fits(value, holds, is_number=is_number):
                    return line
    except (OSError, EOFError, csv.Error, UnicodeError):
        return None
    return None


def _open(source: Source) -> IO[str]:
    utf16 = source.head.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if utf16 else "utf-8-sig"
    if source.packed:
        return cast(
            "IO[str]",
            gzip.open(source.path, "rt", encoding=encoding, errors="replace", newline=""),
        )
    return Path(source.path).open(encoding=encoding, errors="replace", newline="")


def _csv_lines(file: IO[str], leaf: Leaf | None) -> Iterator[tuple[int, str]]:
    head = file.readline()
    delimiter = max(",;\t|", key=head.count)
    names = [name.strip() for name in next(csv.reader([head], delimiter=delimiter))]
    name = leaf.path[0] if leaf else ""
    at = names.index(name) if name in names else -1
    rows = csv.reader(file, delimiter=delimiter)
    before = 1
    for row in rows:
        if 0 <= at < len(row):
            yield before + 1, row[at]
        before = rows.line_num + 1


def _json_lines(file: IO[str], leaf: Leaf | None) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            value: Any = json.loads(line)
        except ValueError:
            if leaf is None:
                yield number, None
            continue
        if leaf is None:
            yield number, "object" if isinstance(value, dict) else None
            continue
        for part in leaf.path:
            value = cast("dict[str, Any]", value).get(part) if isinstance(value, dict) else None
        yield number, "" if value is None else value


def _fits(value: object, holds: Holds, *, is_number: bool) -> bool:
    if value is None:
        return False
    text = str(value)
    if not text or holds is Holds.NODES:
        return True
    if holds is Holds.TIME:
        return _is_number(text) if is_number else _is_time(text)
    if holds is Holds.STATUS:
        return text.strip().lower() in STATUSES
    pattern = _PATTERNS.get(holds)
    return pattern is None or pattern.fullmatch(text) is not None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text.strip().replace(" UTC", "Z")))
    except ValueError:
        return False
    return True
