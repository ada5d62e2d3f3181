"""One run as one file: what was read, to be judged again anywhere and at any time."""

from __future__ import annotations

import gzip
import json
import zlib

from diagnostics.catalogue import Catalogue
from diagnostics.codec import Codec
from diagnostics.errors import ConfigError
from diagnostics.outcome import Run
from diagnostics.redact import redacted
from diagnostics.rights import CallerRights, SignIn
from diagnostics.version import __version__

SCHEMA = 1
LARGEST = 32 * 1024 * 1024  # bytes of JSON; a run is some hundred kilobytes, a bomb is more


def dump(run: Run, catalogue: Catalogue) -> bytes:
    """Write a run, redacted and compressed; the same run gives the same bytes.

    Raises:
        ConfigError: if it is larger than a bundle may be.
    """
    body = {
        "schema": SCHEMA,
        "version": __version__,
        "packs": [pack.name for pack in catalogue.packs],
        "run": codec_of(catalogue).encode(redacted(run)),
    }
    text = json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    if len(text) > LARGEST:
        raise ConfigError(
            f"the run is too large for a bundle: {len(text)} bytes",
            expected=f"at most {LARGEST} bytes",
        )
    return gzip.compress(text, mtime=0)


def load(data: bytes, catalogue: Catalogue) -> Run:
    """Read a bundle.

    Raises:
        ConfigError: if it is none, is damaged, or comes from another version or other packs.
    """
    body = _opened(data)
    if not isinstance(body, dict) or "run" not in body:
        raise ConfigError("this is not a bundle", expected="a file that a run of ajo-doctor kept")
    if body.get("schema") != SCHEMA:
        raise ConfigError(
            f"this bundle has schema {body.get('schema')!r}, written by version {body.get('version')!r}",
            expected=f"schema {SCHEMA}",
            do="replay it with the version that wrote it",
        )
    run = codec_of(catalogue).decode(body["run"])
    if not isinstance(run, Run):
        raise ConfigError(
            "this bundle holds no run", expected="a file that a run of ajo-doctor kept"
        )
    return run


def codec_of(catalogue: Catalogue) -> Codec:
    """Give the codec that knows the evidence of these packs."""
    evidence = {check.provides for check in catalogue.checks}
    return Codec(
        [Run, SignIn, CallerRights, *sorted(evidence, key=lambda kind: kind.__qualname__)]
    )


def _opened(data: bytes) -> object:
    try:
        unpacker = zlib.decompressobj(wbits=31)
        text = unpacker.decompress(data, LARGEST)
        if unpacker.unconsumed_tail:
            raise ConfigError(
                "this bundle is too large", expected=f"at most {LARGEST} bytes of JSON"
            )
        if not unpacker.eof:
            raise ConfigError(
                "this bundle is cut off", expected="a whole file", do="copy it again"
            )
        return json.loads(text)
    except (zlib.error, ValueError):
        raise ConfigError(
            "this is not a bundle, or it is damaged",
            expected="a file that a run of ajo-doctor kept",
        ) from None
