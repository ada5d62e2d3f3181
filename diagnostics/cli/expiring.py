"""From saved runs to the list of known ends: finds the bundles, judges them, writes list and calendar."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics import state
from diagnostics.catalogue import load_catalogue
from diagnostics.cli.expiry import FORMS
from diagnostics.cli.outputs import Output, Outputs, write_all
from diagnostics.cli.running import judge
from diagnostics.cli.saved import read_saved
from diagnostics.errors import ConfigError
from diagnostics.finding import Severity
from diagnostics.report import calendar, expiring_forms
from diagnostics.report.clean import clean
from diagnostics.report.expiring import Expiry, expiring
from diagnostics.report.record import Report

if TYPE_CHECKING:
    from diagnostics.cli.sharing import Sharing


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The ends, and the reports that they are of."""

    expiry: Expiry
    reports: tuple[Report, ...]


def expiry_of(values: Mapping[str, Any], sharing: Sharing | None = None) -> Known:
    """Read the runs that were asked for.

    Raises:
        ConfigError: if there is none, or a bundle cannot be read.
    """
    catalogue = load_catalogue(values["plugins"])
    places = dict.fromkeys(_places(values, os.environ))
    runs = tuple(read_saved(place, catalogue).run for place in places)
    named = sharing.runs(runs) if sharing else runs
    reports = tuple(clean(judge(run, catalogue, Severity.WARNING)) for run in named)
    # Of two runs of one target the later knows better.
    latest = {each.target: each for each in sorted(reports, key=lambda each: each.started_at)}
    return Known(
        expiry=expiring(tuple(latest.values()), datetime.now(UTC), values["within"]),
        reports=tuple(latest.values()),
    )


def outputs_of(values: Mapping[str, Any]) -> Outputs:
    """Read where the list goes, and the calendar where one was asked for.

    Raises:
        ConfigError: if a file cannot be written there.
    """
    outputs = Outputs.of(values, FORMS)
    if not values["ics"]:
        return outputs
    also = Outputs.of({"output": (values["ics"],), "form": "ics"}, FORMS)
    return replace(outputs, places=(*outputs.places, *also.places))


def write(known: Known, outputs: Outputs) -> int:
    """Write list and calendar; give the exit code.

    Raises:
        ConfigError: if a file cannot be written.
    """
    write_all(outputs, lambda output: _drawn(known, output))
    return known.expiry.exit_code


def _drawn(known: Known, output: Output) -> str:
    if output.form == "ics":
        return calendar.render(known.reports)
    return (expiring_forms.as_json if output.form == "json" else expiring_forms.text)(known.expiry)


def _places(values: Mapping[str, Any], environ: Mapping[str, str]) -> Iterator[Path]:
    yield from map(Path, values["bundles"])
    for name in values["targets"]:
        yield _found(state.latest(name, environ), f"of target {name!r} ", environ)
    if values["every"]:
        every = state.latest_of_each(environ)
        yield from every or (_found(None, "", environ),)
    elif not values["bundles"] and not values["targets"]:
        yield _found(state.latest_of_all(environ), "", environ)


def _found(place: Path | None, whose: str, environ: Mapping[str, str]) -> Path:
    if place is None:
        raise ConfigError(
            f"no run {whose}was kept on this machine",
            expected=f"a bundle in {state.folder(environ)}",
            do="run `ajo-doctor diagnose` first, or name a bundle",
        )
    return place
