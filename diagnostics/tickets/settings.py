"""What a configuration says about the way to a ticket system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from diagnostics.config_file import FILE_NAME, find_file, line_of, tables_of
from diagnostics.errors import ConfigError
from diagnostics.tickets.access import FIELDS

_READ = ("proxy", "ca", *FIELDS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Proxy, authority and addresses; empty = not said."""

    proxy: str = field(default="", repr=False)  # may carry a password
    ca: str = ""
    urls: Mapping[str, str] = field(default_factory=dict[str, str])  # by the names in `FIELDS`


def settings_of(named: str | None, environ: Mapping[str, str], cwd: Path) -> Settings:
    """Read them from the configuration that the user named.

    One that merely lies in the current folder may come from anybody, and these say where a token goes.

    Raises:
        ConfigError: if it cannot be read, or may not set one of them.
    """
    file, is_named = find_file(named, environ, cwd)
    if file is None:
        return Settings()
    table = tables_of(file)
    given: dict[str, str] = {}
    for name in _READ:
        value = table.get(name)
        if value is None:
            continue
        if not is_named:
            raise ConfigError(
                f"a configuration found in the current folder may not set {name}",
                do=f"name the file if you trust it: --config {FILE_NAME}",
                source=str(file),
                line=line_of(file, name),
                field=name,
            )
        if not isinstance(value, str):
            raise ConfigError(
                f"{value!r} is not a text",
                source=str(file),
                line=line_of(file, name),
                field=name,
            )
        given[name] = value
    urls = {name: given[name] for name in FIELDS.values() if name in given}
    return Settings(proxy=given.get("proxy", ""), ca=given.get("ca", ""), urls=urls)
