"""What the user says of notifications: `[notify]` and `[watch]` of the configuration, and addresses from elsewhere.

An address may carry a secret (a token in its path, a password). So none stands in the configuration, which is shown around,
and none on the command line, which a process list shows: they come from the environment or from a file of their own.
A configuration that merely lies in the current folder may not even name that file: it would choose where reports go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from diagnostics.config_file import FILE_NAME, PREFIX
from diagnostics.errors import ConfigError
from diagnostics.records import record

URLS = f"{PREFIX}NOTIFY_URLS"
HEARTBEAT = f"{PREFIX}HEARTBEAT_URL"
METHODS = ("GET", "POST")
_FIELDS = {
    "notify": ("urls_file", "remind"),
    "watch": ("heartbeat_file", "heartbeat_method"),
}
_FILES = ("urls_file", "heartbeat_file")
_ADDRESSES = re.compile(r"urls?|heartbeat(_url)?|address(es)?|webhook(_url)?", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,4})\s*([mhd])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_WEB = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)
_SHORTEST, _LONGEST = timedelta(minutes=5), timedelta(days=90)
_MOST = 50  # addresses


@record(frozen=True, slots=True, kw_only=True)
class Settings:
    """Whom to tell, and how often."""

    urls: tuple[str, ...] = field(default=(), repr=False)  # of Apprise; may carry secrets
    urls_from: str = ""  # the variable or file, for messages
    remind: timedelta | None = timedelta(days=1)  # None = never
    heartbeat: str = field(default="", repr=False)  # http or https; empty = none
    heartbeat_from: str = ""
    heartbeat_method: str = "GET"


def fields_of(table: Mapping[str, Any], where: str, *, is_named: bool) -> dict[str, str]:
    """Check both tables and give their fields, whose names are different ones; no file is opened.

    Args:
        table: the whole configuration; others than `notify` and `watch` are left alone.
        where: its file.
        is_named: the user named it, so it may name files of addresses.

    Raises:
        ConfigError: for an unknown field, a value that is no text, an address, or a file that it may not name.
    """
    return {
        key: value
        for name in _FIELDS
        for key, value in _fields(table, name, where, is_named=is_named)
    }


def settings_of(fields: Mapping[str, str], environ: Mapping[str, str], where: str) -> Settings:
    """Read what the fields say and point to.

    Args:
        fields: as checked.
        environ: `AJO_DOCTOR_NOTIFY_URLS` and `AJO_DOCTOR_HEARTBEAT_URL`, or each with `_FILE`, go before them.
        where: the configuration's file.

    Raises:
        ConfigError: for anything that cannot be used; no address is repeated.
    """
    text, source = _given(environ, URLS, fields.get("urls_file", ""), where)
    urls = _lines(text)
    if len(urls) > _MOST:
        raise ConfigError(f"more than {_MOST} addresses", source=source)
    beat, beat_from = _given(environ, HEARTBEAT, fields.get("heartbeat_file", ""), where)
    return Settings(
        urls=urls,
        urls_from=source,
        remind=_remind(fields.get("remind", "24h"), where),
        heartbeat=_web(beat, beat_from),
        heartbeat_from=beat_from,
        heartbeat_method=_method(fields.get("heartbeat_method", "GET"), where),
    )


def _fields(
    table: Mapping[str, Any], name: str, where: str, *, is_named: bool
) -> Iterator[tuple[str, str]]:
    given: object = table.get(name, {})
    if not isinstance(given, dict):
        raise ConfigError(f"{name} is not a table", expected=f"[{name}]", source=where, field=name)
    for key, value in cast("dict[str, object]", given).items():
        yield key, _text(name, key, value, where)
        if key in _FILES and not is_named:
            raise ConfigError(
                f"a configuration found in the current folder may not set {key}",
                do=f"name the file if you trust it: --config {FILE_NAME}",
                source=where,
                field=key,
            )


def _text(table: str, key: str, value: object, where: str) -> str:
    known = _FIELDS[table]
    if key not in known and _ADDRESSES.fullmatch(key):
        variable, file = (
            (URLS, "urls_file") if table == "notify" else (HEARTBEAT, "heartbeat_file")
        )
        raise ConfigError(
            "an address may carry a secret, so none stands in this file",
            expected=f"the variable {variable}, or {file}: a file of its own, with --config",
            do="take it out here, and give it there",
            source=where,
            field=key,
        )
    if key not in known:
        near = get_close_matches(key, known, n=1)
        raise ConfigError(
            f"[{table}] has no field {key!r}",
            expected=", ".join(known),
            do=f"did you mean {near[0]!r}?" if near else "",
            source=where,
            field=key,
        )
    if not isinstance(value, str):
        raise ConfigError(f"{key} is not a text", expected=f'{key} = "…"', source=where, field=key)
    return value


def _given(environ: Mapping[str, str], name: str, file: str, where: str) -> tuple[str, str]:
    """Give the text and where it stood: the variable, the file it names, the file that the configuration names."""
    if text := environ.get(name, "").strip():
        return text, name
    if named := environ.get(f"{name}_FILE", "").strip():
        return _read(Path(named), f"{name}_FILE"), named
    if file:
        path = Path(where).parent / Path(file).expanduser()
        return _read(path, where), str(path)
    return "", ""


def _read(path: Path, source: str) -> str:
    try:
        text = path.expanduser().read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not a text file"
        raise ConfigError(
            f"{path} cannot be read: {why}",
            expected="a text file with one address a line",
            source=source,
        ) from None
    if not text:
        raise ConfigError(
            f"{path} is empty", expected="a text file with one address a line", source=source
        )
    return text


def _lines(text: str) -> tuple[str, ...]:
    """Split addresses: by blanks and line ends; lines that begin with # are remarks."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return tuple(dict.fromkeys(word for line in lines for word in line.split()))


def _web(text: str, source: str) -> str:
    words = _lines(text)
    if len(words) == 1 and _WEB.fullmatch(words[0]):
        return words[0]
    if words:
        raise ConfigError(
            "this is not the address of a heartbeat",
            expected="one address that begins with https:// or http://",
            source=source,
        )
    return ""


def _remind(text: str, where: str) -> timedelta | None:
    if text.strip().lower() == "never":
        return None
    found = _SPAN.fullmatch(text.strip().lower())
    span = int(found[1]) * _UNITS[found[2]] if found else timedelta(0)
    if not _SHORTEST <= span <= _LONGEST:
        raise ConfigError(
            f"{text!r} is no interval of reminders",
            expected='minutes, hours or days, 5m to 90d: "24h", "3d"; or "never"',
            source=where,
            field="remind",
        )
    return span


def _method(text: str, where: str) -> str:
    if text.upper() not in METHODS:
        raise ConfigError(
            f"{text!r} is no method of a heartbeat",
            expected="GET or POST",
            source=where,
            field="heartbeat_method",
        )
    return text.upper()
