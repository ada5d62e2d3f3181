"""Generate feedback rows and tell what was written."""

from __future__ import annotations

import json
import re
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import click

from diagnostics.cli.simulated_time import Times, head_of, instant, story_of, times_of
from diagnostics.errors import ConfigError
from diagnostics.simulator import delay_sql
from diagnostics.simulator.delay_calls import Draw
from diagnostics.simulator.delay_columns import Form, removable
from diagnostics.simulator.delay_curve import Curve
from diagnostics.simulator.delay_incidents import SORTS, Incident, derived, incident_of
from diagnostics.simulator.delay_writer import (
    Engine,
    Export,
    form_of,
    sized,
    write_calls,
    write_rows,
)
from diagnostics.simulator.log_story import Story
from diagnostics.simulator.log_truth import stamp
from diagnostics.simulator.world import Doc

_QUIET_S = 1.0
_FORM = re.compile(r"(?P<kind>[a-z-]+)(?::(?P<name>[^@]+))?(?:@(?P<begin>[^/]+)/(?P<end>.+))?")
_MEMORY = re.compile(r"\d+(\.\d+)? ?[KMGT]i?B", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The command's options, by their names there."""

    path: Path
    file: Path | None
    base: str | None
    faults: tuple[str, ...]
    incidents: tuple[str, ...]
    at: str | None
    until: str | None
    begin: str | None
    end: str | None
    rows: int
    seed: int
    caller_log: Path | None
    logs: Path | None
    without: tuple[str, ...]
    heads: str
    memory: str


def listing() -> str:
    """List the sorts of incidents, whose each is, and where it can be."""
    lines = ["Incidents (the first place is the one unless told otherwise):"]
    for kind, sort in SORTS.items():
        lines += [
            f"  {kind:<20} {sort.verdict.value:<11} {sort.title}",
            f"  {'':<20} {', '.join(sort.names)}",
        ]
    return "\n".join(lines)


def run(asked: Asked) -> None:
    """Write the file, its truth and the caller's log.

    Raises:
        ConfigError: if something was asked for that cannot be.
    """
    times = times_of(asked.at, asked.until, asked.begin, asked.end)
    export = _export(asked)
    if asked.caller_log:
        form_of(asked.caller_log, "--caller-log")
    story = story_of(asked.file, asked.base, asked.faults, times)
    given = tuple(_incident(one, times) for one in asked.incidents)
    incidents = (*derived(story, times.end), *given)
    curve = Curve(times.begin, times.end)
    logged = _logged(asked.logs, head_of(story, times)) if asked.logs else ""
    draw = Draw(curve, times.end, asked.rows, asked.seed, incidents, logged)
    engine, began = Engine(asked.memory), time.monotonic()
    try:
        draw = sized(engine, draw, asked.rows)
        draw = replace(
            draw, incidents=tuple(_settled(draw, one) for one in incidents if _bites(draw, one))
        )
        bar = _Bar(asked.path.name)
        rows = write_rows(engine, draw, export, bar)
        calls = (
            write_calls(engine, draw, story, asked.caller_log, bar) if asked.caller_log else None
        )
        bar.end()
    finally:
        engine.close()
    truth = _truth(asked, story, times, draw, rows, calls)
    place = asked.path.with_name(asked.path.name + ".truth.json")
    place.write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")
    _tell(asked, story, draw, rows, time.monotonic() - began, place)


def _export(asked: Asked) -> Export:
    if not asked.path.parent.is_dir():
        raise ConfigError("there is no such folder", source=str(asked.path.parent))
    for name in asked.without:
        if name not in removable():
            raise ConfigError(
                f"there is no field {name!r} that could be left out",
                expected=", ".join(removable()),
                source="--without",
            )
    if not _MEMORY.fullmatch(asked.memory.strip()):
        raise ConfigError(
            f"{asked.memory!r} is no memory limit",
            expected="such as 500MB or 2GB",
            source="--memory",
        )
    form = form_of(asked.path, "FILE")
    separator = "_" if asked.heads == "underscores" else "."
    if separator == "_" and form is not Form.CSV:
        raise ConfigError("only CSV has flat heads", do="leave --heads out", source="--heads")
    return Export(path=asked.path, form=form, separator=separator, without=asked.without)


def _incident(given: str, times: Times) -> Incident:
    match = _FORM.fullmatch(given.strip())
    if match is None:
        raise ConfigError(
            f"{given!r} is no incident",
            expected="KIND, KIND:WHERE or KIND:WHERE@FROM/TO, such as provider-slow:webmail.example",
            do="`ajo-doctor simulate-delays --list` names them",
            source="--incident",
        )
    begin = instant(match["begin"], "--incident") if match["begin"] else times.at
    end = instant(match["end"], "--incident") if match["end"] else times.until or times.end
    if not times.begin <= begin < end <= times.end:
        raise ConfigError(
            f"{given!r} does not lie between the first and the last instant",
            expected=f"a time from {stamp(times.begin)} to {stamp(times.end)}",
            source="--incident",
        )
    return incident_of(match["kind"], match["name"] or "", begin, end)


def _logged(folder: Path, head: Doc) -> str:
    """Return the caller's log in a folder of `simulate-logs` that tells the same story.

    Raises:
        ConfigError: if there is none, or it tells another.
    """
    found = sorted(folder.glob("ajo-caller.log*"))
    try:
        truth = cast("Doc", json.loads((folder / "truth.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        truth = {}
    if not found or not truth:
        raise ConfigError(
            "this is no folder that simulate-logs wrote",
            expected="ajo-caller.log and truth.json in it",
            source=f"--logs {folder}",
        )
    for name, value in head.items():
        if truth.get(name) != value:
            raise ConfigError(
                f"the logs tell another story: {name} is {truth.get(name)} there and {value} here",
                do="give both commands the same world, faults and times",
                source=f"--logs {folder}",
            )
    return str(found[0])


def _bites(draw: Draw, one: Incident) -> bool:
    """Tell whether an incident touches any message: a rate above what is asked for slows nothing."""
    return one.rate is None or one.rate < delay_sql.asked_per_s(draw, one)


def _settled(draw: Draw, one: Incident) -> Incident:
    return replace(one, rate=delay_sql.rate_of(draw, one)) if one.kind == "throttled" else one


def _truth(
    asked: Asked, story: Story, times: Times, draw: Draw, rows: int, calls: int | None
) -> Doc:
    return {
        "seed": asked.seed,
        **head_of(story, times),
        "rows": rows,
        "calls": draw.calls,
        "caller_log": calls,
        "without": list(asked.without),
        "onset": min((one["from"] for one in map(Incident.shown, draw.incidents)), default=None),
        "incidents": [one.shown() for one in draw.incidents],
    }


def _tell(asked: Asked, story: Story, draw: Draw, rows: int, seconds: float, place: Path) -> None:
    click.echo(
        f"SIMULATED feedback: {rows:,} rows of {draw.calls:,} calls in {asked.path} ({seconds:.1f} s, seed {asked.seed})"
    )
    click.echo(f"world {story.world}, faults: {', '.join(story.faults) or 'none'}")
    for one in draw.incidents:
        click.echo(
            f"  {one.kind} at {one.name}, {stamp(one.begin)} to {stamp(one.end)}: {one.verdict.value}"
        )
    if story.faults and not any(one.begin == story.at for one in draw.incidents):
        click.echo("no message is late: what these faults change does not touch messages")
    click.echo(f"truth: {place}")


class _Bar:
    """Tells how far it is, on one line of a terminal, after a second."""

    def __init__(self, name: str) -> None:
        self._name, self._began, self._drawn = name, time.monotonic(), False

    def __call__(self, percent: float) -> None:
        if sys.stderr.isatty() and time.monotonic() - self._began > _QUIET_S and percent >= 0:
            sys.stderr.write(f"\r\x1b[K{self._name}: {percent:.0f} % written")
            sys.stderr.flush()
            self._drawn = True

    def end(self) -> None:
        """Take the line away."""
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
