"""From the options of `watch` to a plan of all its targets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from diagnostics.catalogue import load_catalogue
from diagnostics.cli.plan import (
    check_suppressions,
    must_name_something,
    must_name_the_client,
    names_nothing,
    with_flags,
)
from diagnostics.cli.running import Plan
from diagnostics.cli.signing import login_of
from diagnostics.config import Asked, load
from diagnostics.config_file import find_file
from diagnostics.errors import ConfigError


def plan_watch(values: Mapping[str, Any], environ: Mapping[str, str], cwd: Path) -> Plan:
    """Make the plan of one round.

    Raises:
        ConfigError: for anything that cannot be used.
    """
    file, is_named = find_file(values["config_file"], environ, cwd)
    asked = Asked(environ=environ, flags={}, names=tuple(values["targets"]), every=True)
    config = load(file, asked, is_named=is_named)
    if file is None and all(names_nothing(target) for target in config.targets):
        raise ConfigError(
            "there is nothing to watch: no ajo-doctor.toml here, and none was named",
            do="name one with --config; `ajo-doctor init` writes it",
        )
    catalogue = load_catalogue(config.plugins)
    check_suppressions(config, catalogue)
    must_name_something(config)
    login = login_of(values, environ)
    must_name_the_client(config, login)
    return Plan(
        config=with_flags(config, values), catalogue=catalogue, environ=environ, adobe=login
    )
