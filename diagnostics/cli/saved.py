"""Reads the bundle that the user named, or that an earlier run kept."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path

from diagnostics.bundle import load_with_recheck
from diagnostics.bundle_opening import LARGEST, megabytes
from diagnostics.catalogue import Catalogue
from diagnostics.errors import ConfigError
from diagnostics.outcome import Run
from diagnostics.records import record
from diagnostics.verifying_record import Recheck


@record(frozen=True, slots=True, kw_only=True)
class Saved:
    """What stands in a bundle."""

    run: Run
    recheck: Recheck | None  # None = the run is a diagnosis
    data: bytes = field(repr=False)  # the file


def read_saved(path: Path, catalogue: Catalogue, *, do: str = "") -> Saved:
    """Read a bundle.

    Args:
        path: its file.
        catalogue: the packs that it was made with.
        do: what to do if it is no bundle; empty = what its reader says.

    Raises:
        ConfigError: if the file cannot be read or holds no bundle.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)  # a bundle is packed JSON: no longer than what it holds
    except OSError as error:
        raise ConfigError(
            f"the bundle cannot be read: {error.strerror}", source=str(path)
        ) from None
    if len(data) > LARGEST:
        raise ConfigError(
            "this file is too large for a bundle",
            source=str(path),
            expected=f"at most {megabytes(LARGEST)}",
        )
    try:
        run, recheck = load_with_recheck(data, catalogue)
    except ConfigError as error:
        at_file = error.at(source=str(path))
        at_file.do = do or error.do
        raise at_file from None
    return Saved(run=run, recheck=recheck, data=data)
