"""Reads the history and shows it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import click

from diagnostics.cli.history import FORMS
from diagnostics.cli.outputs import Output, Outputs, write_all
from diagnostics.errors import ConfigError
from diagnostics.history.kept import Past
from diagnostics.history.opening import NAME
from diagnostics.history.store import use
from diagnostics.report import history_forms
from diagnostics.state import folder


def show(values: Mapping[str, Any]) -> None:
    """Write the history to every place that was asked for.

    Raises:
        ConfigError: if there is none, it cannot be read, or a file cannot be written.
    """
    outputs = Outputs.of(values, FORMS)
    # Of all targets only JSON shows how each check ended.
    with_checks = values["target"] is not None or any(
        each.form == "json" for each in outputs.places
    )
    pasts = _pasts(values["target"], values["runs"], with_checks=with_checks)
    if len(pasts) == 1 and not with_checks:  # the only target is shown in full
        pasts = _pasts(pasts[0].target, values["runs"], with_checks=True)
    now = datetime.now(UTC)

    def drawn(output: Output) -> str:
        if output.form == "json":
            return history_forms.as_json(pasts)
        return history_forms.text(
            pasts, now, every_check=values["every_check"], color=output.is_colored
        )

    write_all(outputs, drawn)


def _pasts(target: str | None, runs: int, *, with_checks: bool) -> tuple[Past, ...]:
    place = folder(os.environ) / NAME
    if not place.exists():
        raise ConfigError(
            "there is no history yet",
            do="`ajo-doctor watch --once` or `ajo-doctor diagnose` begins it",
            source=str(place),
        )
    try:
        pasts = use(
            place.parent,
            lambda history: history.pasts(target, runs=runs, with_checks=with_checks),
            _say,
        )
    except (sqlite3.Error, OSError) as error:
        raise ConfigError(
            f"the history cannot be read: {error}",
            do="try again when no other run writes it; check its permissions",
            source=str(place),
        ) from None
    if not pasts:
        raise ConfigError(
            f"the history knows no target {target!r}" if target else "the history is empty",
            do="`ajo-doctor history` names those that it knows"
            if target
            else "run `ajo-doctor watch --once`",
            source=str(place),
        )
    return pasts


def _say(remark: str) -> None:
    click.echo(f"ajo-doctor: {remark}", err=True)
