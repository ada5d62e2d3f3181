"""From the bytes of a file to the body of a bundle: whatever else it may be is told plainly, and costs little to refuse."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any, cast

from diagnostics.errors import ConfigError

FORMAT = "ajo-doctor bundle"
LARGEST = 64 * 1024 * 1024  # bytes of JSON; a run is some hundred kilobytes, a bomb is more
MOST_VALUES = (
    4_000_000  # a run has one in forty bytes; a file of nothing but brackets would fill the memory
)
A_BUNDLE = "a file that a run of ajo-doctor kept"
_AGAIN = "copy it again"
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_TAR_AT, _TAR = 257, b"ustar"
_SEALED = ("schema", "packs", "run", "recheck")  # what the digest is made of
_BEFORE = ("format", "schema", "version", "packs")  # what a run writes before itself


def opened(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Give the body of a bundle, and the text that it was read from.

    Raises:
        ConfigError: if it is none, is cut off, damaged or too large.
    """
    if not data:
        raise ConfigError("this file is empty", expected=A_BUNDLE, do=_AGAIN)
    if not data.startswith(_GZIP):
        raise _no_bundle(data)
    text = _unpacked(data)
    if text.startswith(_GZIP):
        raise ConfigError(
            "this is not a bundle: it is packed twice", expected=A_BUNDLE, do="unpack it once"
        )
    if sum(text.count(mark) for mark in (b"[", b"{", b",")) > MOST_VALUES:
        raise ConfigError(
            "this bundle is too large: it holds more values than any run",
            expected=f"at most {MOST_VALUES} values",
        )
    body = _read(text)
    if body is None and text[_TAR_AT:].startswith(_TAR):
        raise ConfigError(
            "this is a packed archive, not a bundle", expected=A_BUNDLE, do="unpack it"
        )
    if body is None:
        raise ConfigError("this is not a bundle, or it is damaged", expected=A_BUNDLE, do=_AGAIN)
    if body.get("format") != FORMAT:
        raise ConfigError("this is not a bundle: another program packed it", expected=A_BUNDLE)
    return body, text


def digest(body: Mapping[str, Any]) -> str:
    """Give the digest of what a bundle keeps: it tells an accident or a hand from what the run wrote; it is no signature."""
    return _digest(written({name: body[name] for name in _SEALED if name in body}).encode())


def written(tree: Mapping[str, Any]) -> str:
    """Write JSON as it stands in a bundle.

    Raises:
        ValueError: if a number in it is none.
    """
    return json.dumps(tree, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _digest(*parts: bytes | memoryview) -> str:
    made = hashlib.sha256()
    for part in parts:
        made.update(part)
    return f"sha256:{made.hexdigest()}"


def check_digest(body: Mapping[str, Any], text: bytes) -> None:
    """Make sure that it holds what the run wrote.

    Args:
        body: what was read.
        text: what it was read from.

    Raises:
        ConfigError: if it was altered.
    """
    try:
        said = body.get("digest")
        is_whole = isinstance(said, str) and (
            said == _digest_of_text(body, text) or said == digest(body)
        )
    except ValueError:
        is_whole = False  # NaN and the like: nothing that a run writes
    if not is_whole:
        raise ConfigError(
            "this bundle was altered after the run wrote it: its digest does not fit",
            expected="the file as the run kept it",
            do=f"{_AGAIN} from where it was kept",
        )


def _digest_of_text(body: Mapping[str, Any], text: bytes) -> str | None:
    """Give the digest of a text as a run writes it, which is what it would be if all were written again; None = is none."""
    before = f'{written({name: body.get(name) for name in _BEFORE})[:-1]},"run":'.encode()
    after = f',"digest":{json.dumps(body.get("digest"))}}}'.encode()
    if not (text.startswith(before) and text.endswith(after)):
        return None
    kept = written({name: body[name] for name in _BEFORE if name in _SEALED})
    run = memoryview(text)[len(before) : len(text) - len(after)]
    return _digest(f'{kept[:-1]},"run":'.encode(), run, b"}")


def _no_bundle(data: bytes) -> ConfigError:
    """Say of a file that is not packed what it is instead."""
    if data.startswith(_ZIP):
        return ConfigError(
            "this is a zip archive, not a bundle", expected=A_BUNDLE, do="unpack it"
        )
    head = data[:LARGEST]
    is_json = head.lstrip()[:1] in (b"{", b"[")
    if is_json and f'"{FORMAT}"'.encode() in head:
        return ConfigError(
            "this bundle was unpacked", expected="the file as the run kept it", do="pack it: gzip"
        )
    if is_json and b'"exit_code"' in head and b'"verdict"' in head:
        return ConfigError(
            "this is a report, not a bundle",
            expected=A_BUNDLE,
            do="take the file of which the run said `bundle kept:`",
        )
    return ConfigError("this is not a bundle, or it is damaged", expected=A_BUNDLE, do=_AGAIN)


def _unpacked(data: bytes) -> bytes:
    """Decompress no more than a bundle may hold, whatever the file claims."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        text = unpacker.decompress(data, LARGEST)
    except zlib.error:
        raise ConfigError(
            "this is not a bundle, or it is damaged", expected=A_BUNDLE, do=_AGAIN
        ) from None
    if unpacker.unconsumed_tail:
        raise ConfigError(
            "this bundle is too large", expected=f"at most {megabytes(LARGEST)} of JSON"
        )
    if not unpacker.eof:
        raise ConfigError("this bundle is cut off", expected="a whole file", do=_AGAIN)
    if unpacker.unused_data:
        raise ConfigError(
            "this bundle was altered: something follows after its end",
            expected="the file as the run kept it",
            do=_AGAIN,
        )
    return text


def _read(text: bytes) -> dict[str, Any] | None:
    try:
        body: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}


def megabytes(count: int) -> str:
    """Write a size."""
    return f"{count / (1024 * 1024):.0f} MB"
