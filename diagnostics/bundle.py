"""One run as one file: what was read, to be judged again anywhere and at any time."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any, cast

from diagnostics.catalogue import Catalogue
from diagnostics.codec import decode, encode, registry_of
from diagnostics.errors import ConfigError
from diagnostics.outcome import Run
from diagnostics.redact import redacted
from diagnostics.verifying_record import Recheck
from diagnostics.version import __version__

FORMAT = "ajo-doctor bundle"
SCHEMA = 4  # rises when a field of a record is added, removed or changes its meaning
LARGEST = 64 * 1024 * 1024  # bytes of JSON; a run is some hundred kilobytes, a bomb is more
_A_BUNDLE = "a file that a run of ajo-doctor kept"


def dump(run: Run, catalogue: Catalogue, recheck: Recheck | None = None) -> bytes:
    """Write a run, redacted and compressed; the same run gives the same bytes.

    Args:
        run: what to keep.
        catalogue: the packs that it was made with.
        recheck: of a verification: what its run is compared with.

    Raises:
        ConfigError: if it is larger than a bundle may be.
    """
    body = {
        "format": FORMAT,
        "schema": SCHEMA,
        "version": __version__,
        "packs": [pack.name for pack in catalogue.packs],
        "run": encode(redacted(run)),
    }
    if recheck is not None:
        body["recheck"] = encode(redacted(recheck))
    text = json.dumps(body, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode()
    if len(text) > LARGEST:
        raise ConfigError(
            f"the run is too large for a bundle: {_megabytes(len(text))}",
            expected=f"at most {_megabytes(LARGEST)}",
            do="run again with --no-save, or with fewer checks (--only)",
        )
    return gzip.compress(text, mtime=0)


def load(data: bytes, catalogue: Catalogue) -> Run:
    """Read the run of a bundle.

    Raises:
        ConfigError: if it is none, is damaged, or comes from another version or other packs.
    """
    return load_with_recheck(data, catalogue)[0]


def load_with_recheck(data: bytes, catalogue: Catalogue) -> tuple[Run, Recheck | None]:
    """Read a bundle; the second is what a verification's run is compared with, None for a diagnosis.

    Raises:
        ConfigError: if it is none, is damaged, or comes from another version or other packs.
    """
    opened = _opened(data)
    body = cast("dict[str, Any]", opened) if isinstance(opened, dict) else {}
    if body.get("format") != FORMAT:
        raise ConfigError("this is not a bundle", expected=_A_BUNDLE)
    if body.get("schema") != SCHEMA:
        raise ConfigError(
            f"this bundle has schema {body.get('schema')!r}, written by version {body.get('version')!r}",
            expected=f"schema {SCHEMA}",
            do="replay it with the version that wrote it",
        )
    registry = registry_of(check.provides for check in catalogue.checks)
    run: Run = decode(Run, body.get("run"), registry)
    kept = body.get("recheck")
    recheck: Recheck | None = None if kept is None else decode(Recheck, kept, registry)
    return run, recheck


def _opened(data: bytes) -> object:
    try:
        return json.loads(_unpacked(data))
    except (zlib.error, ValueError, RecursionError):
        raise ConfigError(
            "this is not a bundle, or it is damaged", expected=_A_BUNDLE, do="copy it again"
        ) from None


def _unpacked(data: bytes) -> bytes:
    """Decompress no more than a bundle may hold, whatever the file claims."""
    unpacker = zlib.decompressobj(wbits=31)
    text = unpacker.decompress(data, LARGEST)
    if unpacker.unconsumed_tail:
        raise ConfigError(
            "this bundle is too large", expected=f"at most {_megabytes(LARGEST)} of JSON"
        )
    if not unpacker.eof:
        raise ConfigError("this bundle is cut off", expected="a whole file", do="copy it again")
    return text


def _megabytes(count: int) -> str:
    return f"{count / (1024 * 1024):.0f} MB"
