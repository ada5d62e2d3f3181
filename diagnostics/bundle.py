"""One run as one file: what was read, to be judged again anywhere and at any time."""

from __future__ import annotations

import gzip
from typing import Any

from diagnostics import bundle_opening
from diagnostics.bundle_opening import FORMAT, check_digest, digest, megabytes, opened, written
from diagnostics.catalogue import Catalogue
from diagnostics.codec import decode, encode, registry_of
from diagnostics.errors import ConfigError
from diagnostics.outcome import Run
from diagnostics.redact import redacted
from diagnostics.verifying_record import Recheck
from diagnostics.version import __version__

SCHEMA = 6  # rises when a field of a record is added, removed or changes its meaning


def dump(run: Run, catalogue: Catalogue, recheck: Recheck | None = None) -> bytes:
    """Write a run, redacted and compressed; the same run gives the same bytes.

    Args:
        run: what to keep.
        catalogue: the packs that it was made with.
        recheck: of a verification: what its run is compared with.

    Raises:
        ConfigError: if it is larger than a bundle may be.
    """
    body: dict[str, Any] = {
        "format": FORMAT,
        "schema": SCHEMA,
        "version": __version__,
        "packs": [pack.name for pack in catalogue.packs],
        "run": encode(redacted(run)),
    }
    if recheck is not None:
        body["recheck"] = encode(redacted(recheck))
    body["digest"] = digest(body)
    text = written(body).encode()
    if len(text) > bundle_opening.LARGEST:
        raise ConfigError(
            f"the run is too large for a bundle: {megabytes(len(text))}",
            expected=f"at most {megabytes(bundle_opening.LARGEST)}",
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
    body, text = opened(data)
    if body.get("schema") != SCHEMA:
        raise _of_another_schema(body)
    check_digest(body, text)
    registry = registry_of(check.provides for check in catalogue.checks)
    run: Run = decode(Run, body.get("run"), registry)
    kept = body.get("recheck")
    recheck: Recheck | None = None if kept is None else decode(Recheck, kept, registry)
    return run, recheck


def _of_another_schema(body: dict[str, Any]) -> ConfigError:
    """Say which version wrote it, and what to do: a newer one is installed, an older one replays its own."""
    schema, version = body.get("schema"), body.get("version")
    is_newer = isinstance(schema, int) and not isinstance(schema, bool) and schema > SCHEMA
    age = "a newer version" if is_newer else "another version"
    return ConfigError(
        f"this bundle has schema {str(schema)[:20]!s}, written by {age}: {str(version)[:20]!r}",
        expected=f"schema {SCHEMA}, which version {__version__} writes",
        do="update ajo-doctor, or replay it with the version that wrote it"
        if is_newer
        else "replay it with the version that wrote it",
    )
