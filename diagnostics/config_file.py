"""The configuration as a file: where it lies, what stands in it, and in which line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from diagnostics.errors import ConfigError

FILE_NAME = "ajo-doctor.toml"
PREFIX = "AJO_DOCTOR_"  # of the environment's variables
_ENTRY = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?")  # one of several tables of a name


def find_file(
    explicit: str | None, environ: Mapping[str, str], cwd: Path
) -> tuple[Path | None, bool]:
    """Find the configuration file; the second value tells whether the user named it.

    Raises:
        ConfigError: if the named file does not exist.
    """
    named = explicit or environ.get(f"{PREFIX}CONFIG")
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise ConfigError(
                "there is no such file",
                source=str(path),
                do="write one with `ajo-doctor init`, or name another with --config",
            )
        return path, True
    here = cwd / FILE_NAME
    return (here, False) if here.is_file() else (None, False)


def tables_of(file: Path) -> dict[str, Any]:
    """Read the file.

    Raises:
        ConfigError: if it cannot be read or is no TOML, with the line.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise ConfigError(
            f"this is not TOML: {error}",
            expected='lines like  account = "/subscriptions/…"',
            do="mend the line, or write a new file with `ajo-doctor init`",
            source=str(file),
            line=int(found[1]) if found else None,
        ) from None
    except UnicodeDecodeError:
        raise ConfigError(
            "this is not a text file", expected="TOML in UTF-8", source=str(file)
        ) from None
    except OSError as error:
        raise ConfigError(
            f"the file cannot be read: {error.strerror}",
            source=str(file),
            do="check its permissions",
        ) from None


def line_of(file: Path, field: str, *, target: str = "") -> int | None:
    """Find the line that sets the field, which the TOML reader does not tell; None = nowhere.

    Of a target: in its own table, else at the top, else the head of its table. `suppress[2].until` is the field of the
    second of several tables of one name; where it is missing, the head of that table is meant.
    """
    entry = _ENTRY.fullmatch(field)
    if entry:
        return _line_of_entry(file, entry, target)
    sets = re.compile(rf"\s*[\"']?{re.escape(field)}[\"']?\s*=|\s*\[+.*\b{re.escape(field)}\]")
    head = re.compile(rf"\s*\[+\s*targets\s*\.\s*[\"']?{re.escape(target)}[\"']?\s*[.\]]")
    found: dict[str, int] = {}
    section = "top"
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.lstrip().startswith("["):
            section = "mine" if target and head.match(line) else "other"
            if section == "mine":
                found.setdefault("head", number)
        if sets.match(line):
            found.setdefault(section, number)
    order = ("mine", "top", "head") if target else ("top", "other")
    return next((found[place] for place in order if place in found), None)


def line_with(file: Path, value: str) -> int | None:
    """Find the first line that gives this text as a value; None = nowhere."""
    quoted = re.compile(rf"=\s*[\"']{re.escape(value)}[\"']")
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
    return next((at for at, line in lines if quoted.search(line)), None)


def _line_of_entry(file: Path, entry: re.Match[str], target: str) -> int | None:
    """Find the line of a field in one of several tables of the same name."""
    table, number, field = entry[1], int(entry[2]), entry[3] or ""
    above = rf"targets\s*\.\s*[\"']?{re.escape(target)}[\"']?\s*\.\s*" if target else ""
    head = re.compile(rf"\s*\[\[\s*{above}[\"']?{re.escape(table)}[\"']?\s*\]\]")
    sets = re.compile(rf"\s*[\"']?{re.escape(field)}[\"']?\s*=")
    passed, found = 0, None
    for at, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.lstrip().startswith("["):
            passed += bool(head.match(line))
            if found:
                return found
            if passed == number and head.match(line):
                found = at
        elif found and field and sets.match(line):
            return at
    return found or line_of(file, table, target=target)
