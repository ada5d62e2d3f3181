"""Hold the present login against the rights that the checks need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click
from tabulate import tabulate

from diagnostics.catalogue import load_catalogue
from diagnostics.cli.running import Plan, run_all
from diagnostics.config import Asked, find_file, load
from diagnostics.exit_codes import FOUND, INCOMPLETE, OK
from diagnostics.permission import Permission
from diagnostics.rights import CallerRights
from diagnostics.targets import Target

_WORDS = {True: "held", False: "LACKING", None: "cannot tell"}


def lacking(
    rights: tuple[Permission, ...],
    config_file: str | None,
    target: str | None,
    environ: Mapping[str, str],
    *,
    proxy: str | None,
    ca: Path | None,
) -> int:
    """Print which rights this login holds; 0 all held, 1 one is lacking, 3 one cannot be told.

    Raises:
        ConfigError: if the configuration cannot be used.
    """
    file, is_named = find_file(config_file, environ, Path.cwd())
    config = load(file, Asked(environ=environ, flags={}, target=target), is_named=is_named)
    config = replace(config, proxy=proxy or config.proxy, ca=ca or config.ca)
    catalogue = load_catalogue(config.plugins)
    (run,) = run_all(Plan(config=config, catalogue=catalogue, environ=environ))
    held = run.seen.maybe(CallerRights)
    rows = [
        (_WORDS[_holds(held, permission, run.target)], permission.name, permission.granted_by)
        for permission in rights
    ]
    click.echo(tabulate(rows, headers=("this login", "right", "granted by")))
    words = {row[0] for row in rows}
    return FOUND if "LACKING" in words else INCOMPLETE if "cannot tell" in words else OK


def _holds(held: CallerRights | None, permission: Permission, target: Target) -> bool | None:
    """Tell whether the login holds a right at the place where the target needs it.

    Cosmos DB's own roles are not Azure roles and stand in no list that the login may read about itself: None.
    """
    if held is None or permission.api == "cosmos":
        return None
    place = permission.scope or _place(permission, target)
    return held.may(permission.at(place)) if place or permission.api == "graph" else None


def _place(permission: Permission, target: Target) -> str:
    if "DocumentDB" in permission.name:
        return str(target.account or "")
    return str(target.vault or target.account or "")
