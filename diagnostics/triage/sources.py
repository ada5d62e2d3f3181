"""Says what is to be read: files, everything in folders, globs, standard input, members of archives."""

from __future__ import annotations

import glob
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from diagnostics.triage.occurrence import LeftOut, Place
from diagnostics.triage.unpacking import ZIP

STDIN = "-"
_WILD = "*?["


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read."""

    name: str  # as it is shown: "app.log", "logs.zip!app.log", "-"
    path: str  # of the file it lies in; "-" for standard input
    member: str = ""  # of the archive at `path`; empty = the file itself
    size: int | None = None  # in bytes, as it lies there; None = not known


def written_at(path: str) -> datetime | None:
    """Say when a file was written last; None for standard input and what is gone."""
    try:
        return datetime.fromtimestamp(os.path.getmtime(path), UTC)  # noqa: PTH204
    except OSError:
        return None


def sources(inputs: Iterable[str]) -> Iterator[Source | LeftOut]:
    """Find what is to be read; what cannot be is told, and the rest goes on."""
    for each in inputs:
        if each == STDIN:
            yield Source(STDIN, STDIN)
        elif os.path.isdir(each):  # noqa: PTH112 - pathlib costs a part of the start
            yield from _in_folder(each)
        elif os.path.lexists(each):
            yield from _in_file(each)
        else:
            yield from _in_glob(each)


def _in_glob(said: str) -> Iterator[Source | LeftOut]:
    found = sorted(glob.glob(said, recursive=True)) if set(said) & set(_WILD) else []  # noqa: PTH207
    if not found:
        reason = (
            "no file is called so" if not set(said) & set(_WILD) else "no file fits this pattern"
        )
        yield LeftOut(
            place=Place(path=said, offset=0),
            reason=reason,
            do="check the name; quote a pattern that we shall expand",
        )
    for each in found:
        yield from _in_folder(each) if os.path.isdir(each) else _in_file(each)  # noqa: PTH112


def _in_folder(folder: str) -> Iterator[Source | LeftOut]:
    """Give all files below a folder, sorted; links to folders are not followed, so that none is met twice."""
    found = False
    refused: list[OSError] = []
    for at, folders, names in os.walk(folder, onerror=refused.append):
        folders.sort()
        for name in sorted(names):
            found = True
            yield from _in_file(os.path.join(at, name))  # noqa: PTH118
    for error in refused:
        yield LeftOut(
            place=Place(path=str(error.filename), offset=0),
            reason=f"the folder cannot be read: {error.strerror}",
            do="run as somebody who may read it",
        )
    if not found and not refused:
        yield LeftOut(
            place=Place(path=folder, offset=0),
            reason="the folder holds no file",
            do="name the folder that holds the logs",
        )


def _in_file(path: str) -> Iterator[Source | LeftOut]:
    try:
        if not os.path.isfile(path):  # noqa: PTH113
            yield LeftOut(
                place=Place(path=path, offset=0),
                reason="it is neither a file nor a folder",
                do="pipe it in: ajo-doctor triage - < FILE",
            )
            return
        with open(path, "rb") as file:  # noqa: PTH123
            head = file.read(4)
        size = os.path.getsize(path)  # noqa: PTH202
    except OSError as error:
        yield LeftOut(
            place=Place(path=path, offset=0),
            reason=f"it cannot be read: {error.strerror}",
            do="run as somebody who may read it",
        )
        return
    if head.startswith(ZIP):
        yield from _in_zip(path)
    else:
        yield Source(path, path, size=size)


def _in_zip(path: str) -> Iterator[Source | LeftOut]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        yield LeftOut(
            place=Place(path=path, offset=0),
            reason=f"the zip archive ends early or is broken: {error}",
            do="copy the file once more",
        )
        return
    files = [member for member in members if not member.is_dir()]
    for member in files:
        yield Source(f"{path}!{member.filename}", path, member.filename, member.file_size)
    if not files:
        yield LeftOut(
            place=Place(path=path, offset=0),
            reason="the archive holds no file",
            do="name the archive that holds the logs",
        )
