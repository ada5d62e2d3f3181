"""The one connection to DuckDB: bounded memory, a folder of its own for what does not fit, no network, no extension loaded."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.errors import ConfigError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]i?)?B?", re.IGNORECASE)
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_LEAST = 200 * 10**6  # bytes; below, reading one row group of Parquet fails


def bytes_of(text: str) -> int:
    """Read a size such as 2GB, 500 MB or 1GiB.

    Raises:
        ConfigError: if it is none, or less than 200 MB.
    """
    hit = _SIZE.fullmatch(text.strip())
    if not hit:
        raise ConfigError(
            f"{text!r} is not a size", expected="such as 2GB or 500MB", source="--memory"
        )
    unit = (hit[2] or "").upper()
    factor = 1024 ** "KMGT".index(unit[0]) * 1024 if unit.endswith("I") else _UNITS[unit]
    size = int(float(hit[1]) * factor)
    if size < _LEAST:
        raise ConfigError(
            f"{text} is too little memory", expected="at least 200MB", source="--memory"
        )
    return size


class Engine:
    """Asks DuckDB; `folder` is private and is removed at the end."""

    def __init__(self, connection: DuckDBPyConnection, folder: Path) -> None:
        """Hold both."""
        self._connection = connection
        self.folder = folder

    def rows(self, sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """Run one statement.

        Raises:
            KeyboardInterrupt: if the user pressed Ctrl-C, which DuckDB tells in its own way.
        """
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except RuntimeError as error:
            if "interrupted" in str(error).lower():
                raise KeyboardInterrupt from None
            raise

    def described(self, source: str) -> list[tuple[str, Any]]:
        """Give columns and types of what can stand behind FROM; nothing but its beginning is read."""
        relation = self._connection.sql(f"SELECT * FROM {source}")
        return list(zip(relation.columns, relation.types, strict=True))


@contextmanager
def opened(memory: int, threads: int | None = None) -> Generator[Engine]:
    """Open the engine.

    Args:
        memory: bytes it may use; what does not fit goes to disk.
        threads: None = one a core.

    Raises:
        ConfigError: if DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise ConfigError(
            "reading exports needs DuckDB, which is not installed",
            do="install ajo-doctor with its extra: pip install 'ajo-doctor[delays]' (or pip install duckdb)",
        ) from None
    with tempfile.TemporaryDirectory(prefix="ajo-doctor-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{memory // 10**6}MB",
            "temp_directory": str(folder / "spilled"),
            "autoinstall_known_extensions": False,
            "preserve_insertion_order": False,
        }
        if threads:
            settings["threads"] = threads
        with duckdb.connect(config=settings) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute("SET enable_progress_bar = false")
            yield Engine(connection, folder)
