"""`--share`: names of the customer become pseudonyms in all that a run shows, and the finished output is looked through."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from diagnostics import state
from diagnostics.adobe_login import SECRET, TOKEN
from diagnostics.errors import ConfigError
from diagnostics.operators import operators_of
from diagnostics.redact import Redactor, redacted
from diagnostics.report.record import Report, SharingView
from diagnostics.share import map as kept_map
from diagnostics.share.records import Records
from diagnostics.share.scan import Left, left_in

if TYPE_CHECKING:
    from diagnostics.cli.saved import Saved
    from diagnostics.outcome import Run
    from diagnostics.share.pseudonyms import Pseudonyms
    from diagnostics.verifying_record import Recheck

T = TypeVar("T")

_SECRETS = (
    "AZURE_CLIENT_SECRET",
    "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    "AZURE_PASSWORD",
    TOKEN,
    SECRET,
)
_MOST_LISTED = 20
_OWN_FOLDERS = ("share", "triage")  # of the state folder; the others are called as targets


def asked(values: Mapping[str, Any]) -> Sharing:
    """Read the options of sharing.

    Raises:
        ConfigError: if nothing is shared, or the table of names cannot be used.
    """
    if not values["share"]:
        raise ConfigError(
            "nothing is shared",
            do="add --share, or leave this out",
            source="--share-map" if values["share_map"] else "--share-anyway",
        )
    named: str | None = values["share_map"]
    place = Path(named) if named else kept_map.place_of(os.environ)
    return Sharing(place, anyway=values["share_anyway"])


class Sharing:
    """What one command shares, with one table of names."""

    def __init__(
        self, place: Path, *, anyway: bool = False, kept: frozenset[str] = frozenset()
    ) -> None:
        """Read the table, so that a wrong one is told before anything is asked.

        Args:
            place: of the table of names.
            anyway: share though strings are left that may be names; secrets never.
            kept: names in small letters that stay.

        Raises:
            ConfigError: if the table cannot be used.
        """
        self._table = kept_map.Table(place)
        self._kept = kept
        self._anyway = anyway
        self._use(self._table.read())

    def _use(self, names: Pseudonyms) -> None:
        names.kept = self._kept
        self.names = names
        self._records = Records(names)

    def all(
        self, records: tuple[T, ...], operators: frozenset[str] = frozenset()
    ) -> tuple[T, ...]:
        """Replace the names in records that belong together; what is new among them is kept at once.

        Args:
            records: runs, or what stands in a report.
            operators: names and addresses that are no recipient's; None are taken from elsewhere.

        Raises:
            ConfigError: if the table of names cannot be written.
        """
        with self._table.opened(self._kept) as names:
            self._use(names)
            return self._records.all(
                tuple(redacted(each, operators=operators) for each in records)
            )

    def runs(self, runs: tuple[Run, ...]) -> tuple[Run, ...]:
        """Replace the names in runs; one that was shared before stays as it is.

        Raises:
            ConfigError: if the table of names cannot be written.
        """
        fresh = tuple(run for run in runs if not is_shared(run))
        done = iter(self.all(fresh, operators_of(fresh)))
        return tuple(run if is_shared(run) else _marked(next(done)) for run in runs)

    def verification(self, run: Run, recheck: Recheck) -> tuple[Run, Recheck]:
        """Replace the names in a verification: a run, and what it is compared with.

        Raises:
            ConfigError: if the table of names cannot be written.
        """
        if is_shared(run):
            return run, recheck
        pair: tuple[Any, ...] = (run, recheck)
        run, recheck = self.all(pair, operators_of((run, recheck.before)))
        return _marked(run), recheck

    def saved(self, saved: Sequence[Saved]) -> list[Saved]:
        """Replace the names in what stood in bundles.

        Raises:
            ConfigError: if the table of names cannot be written.
        """
        runs = iter(self.runs(tuple(each.run for each in saved if each.recheck is None)))
        done: list[Saved] = []
        for each in saved:
            if each.recheck is None:
                done.append(replace(each, run=next(runs)))
            else:
                run, recheck = self.verification(each.run, each.recheck)
                done.append(replace(each, run=run, recheck=recheck))
        return done

    def files(self, paths: Sequence[str]) -> list[str]:
        """Replace the names of files.

        Raises:
            ConfigError: if the table of names cannot be written.
        """
        with self._table.opened(self._kept) as names:
            self._use(names)
            return list(map(self._records.file, paths))

    def text(self, text: str) -> str:
        """Replace the names in what is said beside a report; a new name is kept, if it can be."""
        known = self.names.size
        done = self._said(text)
        if self.names.size == known:
            return done
        try:
            with self._table.opened(self._kept) as names:
                self._use(names)
                return self._said(text)
        except ConfigError:
            return done  # an error is told whatever becomes of the table

    def _said(self, text: str) -> str:
        operators = [
            self.names.real[given] for given in self.names.of.get("operator", {}).values()
        ]
        return self._records.text(self._without_state(Redactor(operators).text(text)))

    def _without_state(self, text: str) -> str:
        """Name the state folder instead of its place; the folders in it are called as their targets."""
        place = re.escape(str(state.folder(os.environ)))
        return re.sub(rf"{place}[/\\]([^/\\\s]+)", self._target, text)

    def _target(self, found: re.Match[str]) -> str:
        own = found[1] in _OWN_FOLDERS or self.names.is_given("target", found[1])
        return f"<state folder>/{found[1] if own else self.names.name('target', found[1])}"

    def noted(self, reports: Sequence[Report], left: Sequence[Left]) -> tuple[Report, ...]:
        """Let reports say how much was replaced, and what was left and agreed to."""
        view = SharingView(replaced=self.names.replaced, listed=len(left))
        line = (
            "names",
            f"{view.replaced} replaced by pseudonyms, {view.listed} strings left that were listed",
        )
        return tuple(
            replace(
                each,
                sharing=view,
                environment=(*(pair for pair in each.environment if pair != _MARK), line),
            )
            for each in reports
        )

    def checked(self, texts: Sequence[str]) -> tuple[Left, ...]:
        """Look through finished outputs; what is left was agreed to.

        Raises:
            ConfigError: if a secret is left, or something that the user does not want to share.
        """
        planted = [os.environ[name] for name in _SECRETS if os.environ.get(name)]
        left = left_in(texts, self.names, planted)
        secrets = [each for each in left if each.is_secret]
        if secrets:
            raise ConfigError(
                f"nothing was written: a secret is left in the output:\n{_listed(secrets)}",
                do="report this; it is a fault of ajo-doctor",
                source="--share",
            )
        if left and not self._anyway and not _agreed(left):
            raise ConfigError(
                f"nothing was written: these strings may tell who you are:\n{_listed(left)}",
                do="look at them; if they may be shared, add --share-anyway",
                source="--share",
            )
        return left


def _agreed(left: Sequence[Left]) -> bool:
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    click.echo(f"These strings may tell who you are:\n{_listed(left)}", err=True)
    return click.confirm("Share them?", err=True)


def _listed(left: Sequence[Left]) -> str:
    lines = [f"    {each.what}: {each.text}" for each in left[:_MOST_LISTED]]
    more = len(left) - _MOST_LISTED
    return "\n".join([*lines, *([f"    and {more} more"] if more > 0 else [])])


_MARK = ("names", "replaced, to be shared")


def is_shared(run: Run) -> bool:
    """Tell whether the names of a run are pseudonyms already."""
    return _MARK in run.environment


def _marked(run: Run) -> Run:
    return replace(run, environment=(*run.environment, _MARK))
