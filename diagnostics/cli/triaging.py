"""From logs to a report: search, add up, look back, judge offline as a pasted text is judged, show, keep."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diagnostics.cli.outputs import write_all, write_reports
from diagnostics.cli.say import say
from diagnostics.cli.triage_asked import Asked
from diagnostics.cli.triage_progress import Watch
from diagnostics.cli.triage_workspace import WorkspaceAsked, printed
from diagnostics.triage.known import known_signatures
from diagnostics.triage.occurrence import LeftOut, Occurrence
from diagnostics.triage.onset import onset_of
from diagnostics.triage.tally import Tally

if TYPE_CHECKING:
    from diagnostics.catalogue import Catalogue
    from diagnostics.outcome import LedgerEntry, Run
    from diagnostics.triage.recognised import Recognised, Signature
    from diagnostics.triage.triaged import LookedBack, Onset, Tallied, Turn


_NEEDED_AFTERWARDS = ("diagnostics.cli.examine", "diagnostics.cli.plan")
_ROWS_WITH_LINES = 50  # what is rarer is named by its byte


@dataclass(slots=True)
class Searched:
    """How a search ended."""

    tally: Tally
    watch: Watch
    began: datetime
    seconds: float = 0.0
    interrupted: bool = False
    ledger: tuple[LedgerEntry, ...] = ()  # of what a workspace was asked
    is_simulated: bool = False
    turns: tuple[Turn, ...] = ()  # as a workspace says; files are looked back through afterwards


def triage_logs(asked: Asked) -> int:
    """Search, judge, show and keep; gives the exit code.

    Raises:
        ConfigError: if something that was asked for cannot be used.
    """
    signatures = _signatures(asked)
    if asked.workspace and asked.kql:
        queries = printed(asked.workspace, signatures)
        write_all(asked.outputs, lambda _: queries)
        return 0
    with ThreadPoolExecutor(1) as beside:
        # Loaded while the scanner waits for the disk: half a second that nobody waits for.
        catalogue = beside.submit(_load, asked)
        searched = (
            _asked_workspace(asked.workspace, asked, signatures)
            if asked.workspace
            else _searched(asked, signatures)
        )
        return _told(asked, searched, catalogue)


def _signatures(asked: Asked) -> tuple[Signature, ...]:
    """Give what is looked for; only foreign packs have to be loaded for it."""
    known = known_signatures()
    if not asked.plugins:
        return known
    from diagnostics.catalogue import load_catalogue

    built_in = {each.id for each in known}
    every = load_catalogue(asked.plugins).signatures
    return (*known, *(each for each in every if each.id not in built_in))


def _load(asked: Asked) -> Catalogue:
    from diagnostics.catalogue import load_catalogue

    for module in _NEEDED_AFTERWARDS:
        import_module(module)
    return load_catalogue(asked.plugins)


def _searched(asked: Asked, signatures: tuple[Signature, ...]) -> Searched:
    watch = Watch(sys.stderr, asked.paths, is_drawn=not asked.follow)
    done = Searched(Tally(asked.window), watch, datetime.now(UTC))
    began = time.monotonic()
    try:
        for each in _found(asked, signatures, watch):
            if isinstance(each, LeftOut):
                done.tally.leave_out(each)
            elif done.tally.add(each):
                watch.hits += 1
    except KeyboardInterrupt:
        done.interrupted = True
    finally:
        watch.clear()
    done.seconds = time.monotonic() - began
    return done


def _asked_workspace(
    workspace: WorkspaceAsked, asked: Asked, signatures: tuple[Signature, ...]
) -> Searched:
    """Let the workspace do the searching."""
    from diagnostics.cli.workspace_search import run_workspace

    done = Searched(Tally(asked.window), Watch(sys.stderr), datetime.now(UTC))
    began = time.monotonic()
    found = run_workspace(workspace, signatures, done.tally, say)
    for name in found.read:
        done.watch.advance(name, found.amounts[name].bytes)
    done.ledger, done.interrupted = found.ledger, found.interrupted
    done.is_simulated, done.turns = found.is_simulated, found.turns
    done.seconds = time.monotonic() - began
    return done


def _found(
    asked: Asked, signatures: tuple[Signature, ...], watch: Watch
) -> Iterator[Occurrence | LeftOut]:
    from diagnostics.triage.scan import scan

    if not asked.follow:
        yield from scan(asked.paths, signatures, watch)
        return
    from diagnostics.cli.running import Stop
    from diagnostics.cli.triage_following import telling
    from diagnostics.triage.follow import follow

    # Where the result is for a machine, only it stands on stdout.
    aside = not asked.outputs.are_for_people
    stop = Stop()
    with stop.installed():
        found = follow(asked.paths, signatures, watch, is_stopped=lambda: stop.pressed)
        yield from telling(found, partial(click.echo, err=aside), asked.window)


def _told(
    asked: Asked,
    searched: Searched,
    loading: Future[Catalogue],
) -> int:
    from diagnostics.cli.running import judge
    from diagnostics.config import severity_named
    from diagnostics.report.clean import clean

    catalogue = loading.result()
    run = run_of(asked, searched, catalogue)
    (told,) = asked.sharing.runs((run,)) if asked.sharing else (run,)
    remarks = list(_keep(asked, run, told, catalogue))
    report = clean(judge(told, catalogue, severity_named(asked.fail_on)))
    try:
        write_reports((report,), asked.outputs)
    finally:
        for remark in remarks:
            say(remark)
    return report.exit_code


def run_of(asked: Asked, searched: Searched, catalogue: Catalogue) -> Run:
    """Judge what was found as a text that somebody pasted: offline, every question to a cloud stays open."""
    from diagnostics.triage.go_on import go_on, named_in
    from diagnostics.triage.logged import as_evidence
    from diagnostics.triage.triaged import GoOn, Triage

    known = {each.id: each for each in catalogue.signatures}
    tallied, onset, looked_back = _looked_back(asked, searched, known)
    evidence = as_evidence(tallied.rows, known)
    kept = _place(asked, searched.began) if evidence else None
    named = named_in(evidence, looked_back)
    run = _judged(evidence, named.application, catalogue)
    return replace(
        run,
        started_at=searched.began,
        interrupted=searched.interrupted or run.interrupted,
        ledger=searched.ledger or run.ledger,
        simulated=searched.is_simulated or run.simulated,
        triage=Triage(
            inputs=asked.inputs,
            tallied=tallied,
            onset=onset,
            looked_back=looked_back,
            go_on=go_on(named, str(kept) if kept else None) if evidence else GoOn(),
            files=searched.watch.files,
            bytes=searched.watch.bytes,
            seconds=searched.seconds,
            since=asked.window.since,
            until=asked.window.until,
        ),
    )


def _looked_back(
    asked: Asked, searched: Searched, known: dict[str, Signature]
) -> tuple[Tallied, Onset | None, LookedBack]:
    """Add up, look back from the onset, and number the lines of what will be shown."""
    from diagnostics.triage import lines
    from diagnostics.triage.look_back import look_back, vaults_of
    from diagnostics.triage.triaged import LookedBack

    tallied = searched.tally.result()
    onset = onset_of(tallied.rows, known)
    if asked.workspace:
        return tallied, onset, LookedBack(turns=searched.turns)
    looked_back = look_back(asked.paths, onset, vaults_of(onset, tallied.rows))
    shown = lines.counted(lines.places_of(tallied, onset, looked_back, _ROWS_WITH_LINES))
    return (
        lines.in_tallied(tallied, shown),
        lines.in_onset(onset, shown),
        lines.in_looked_back(looked_back, shown),
    )


def _judged(evidence: tuple[Recognised, ...], application: str, catalogue: Catalogue) -> Run:
    """Run the checks on what was found, with no cloud asked."""
    from diagnostics.cli.plan import target_of_text
    from diagnostics.cli.running import Plan, run_all
    from diagnostics.config import Config
    from diagnostics.names import AppId
    from diagnostics.targets import Topology

    target = target_of_text(evidence, "logs", "only the text of logs was given")
    if application and target.topology is Topology.ADOBE_MANAGED:
        target = replace(target, application=AppId.parse(application))
    plan = Plan(
        config=Config(targets=(target,)),
        catalogue=catalogue,
        environ=dict(os.environ),
        pasted=evidence,
        offline=True,
    )
    (run,) = run_all(plan)
    return run


def _place(asked: Asked, began: datetime) -> Path | None:
    """Name the file that will hold this search."""
    from diagnostics.state import place_of_search

    if asked.bundle:
        return asked.bundle
    return place_of_search(began, os.environ) if asked.save else None


def _keep(asked: Asked, run: Run, told: Run, catalogue: Catalogue) -> Iterator[str]:
    """Keep the bundle; a place that cannot be written costs the bundle, not the report."""
    from diagnostics.bundle import dump
    from diagnostics.state import place_of_search, save_search, write_private

    if not (asked.bundle or (asked.save and run.pasted)):
        return
    try:
        data = dump(run, catalogue)
        if asked.bundle:
            write_private(asked.bundle, data if told is run else dump(told, catalogue))
            yield f"bundle written to {asked.bundle}"
        if asked.save and run.pasted:
            place = place_of_search(run.started_at, os.environ)
            save_search(data, place)
            yield f"bundle kept: {place}"
    except OSError as error:
        yield f"the bundle could not be kept: {error}"
