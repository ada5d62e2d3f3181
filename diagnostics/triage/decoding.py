"""Turns bytes of a log into text, whatever wrote them.

UTF-8 first; bytes that are none are taken for Windows-1252, as older programs write; the zero bytes of a stretch of UTF-16
in the middle of something else are left out, which gives its text back as long as it is Latin.
"""

from __future__ import annotations

import codecs

_BEYOND = "ajo-doctor-cp1252"
_MARK = "\ufeff"
_CONTROLS = (
    *range(1, 8),
    *range(14, 27),
    *range(28, 32),
    127,
)  # without white space and the escape of colours
_MOST_CONTROLS = 0.05  # packed and encrypted bytes have a tenth


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", errors="replace"), error.end


codecs.register_error(_BEYOND, _as_cp1252)


def decoded(data: bytes) -> str:
    """Return the text of some bytes; never fails."""
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    return data.decode("utf-8", errors=_BEYOND).removeprefix(_MARK)


def encoding_of(head: bytes) -> str:
    """Say which sort of UTF-16 a file is in, by its first bytes; empty = it is to be read as it lies there.

    Without a mark it is told by its zero bytes: Latin text in UTF-16 has one in every second place.
    """
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and len(head) > 4:  # noqa: PLR2004 - a mark's length
        return "utf-32-le" if head.startswith(codecs.BOM_UTF32_LE) else "utf-32-be"
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    even, odd = head[0::2], head[1::2]
    half = max(1, len(odd))
    if odd.count(0) > 0.6 * half and even.count(0) < 0.1 * half:
        return "utf-16-le"
    if even.count(0) > 0.6 * half and odd.count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def is_binary(head: bytes) -> bool:
    """Tell whether the first bytes of a file are no text: control characters stand among the others.

    Zero bytes alone say nothing: a stretch of UTF-16 has many, and so has a file whose space was reserved ahead.
    """
    rest = head.replace(b"\0", b"")
    controls = sum(rest.count(byte) for byte in _CONTROLS)
    return bool(head) and (not rest or controls > _MOST_CONTROLS * len(rest))
