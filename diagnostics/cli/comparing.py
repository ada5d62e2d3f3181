"""From two words to a comparison: finds the bundles, judges both, and says what is different."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics import state
from diagnostics.catalogue import Catalogue, load_catalogue
from diagnostics.cli.judged import judge
from diagnostics.cli.saved import Saved, read_saved
from diagnostics.errors import ConfigError
from diagnostics.finding import Severity
from diagnostics.operators import operators_of
from diagnostics.redact import redacted
from diagnostics.report import compared_forms
from diagnostics.report.compared import Source, compared
from diagnostics.report.compared_record import ComparedReport

if TYPE_CHECKING:
    from diagnostics.cli.sharing import Sharing

_DRAWN = {
    "text": compared_forms.text,
    "markdown": compared_forms.markdown,
    "json": compared_forms.as_json,
}


def compare_bundles(
    words: tuple[str, str],
    target: str | None,
    plugins: Iterable[str],
    sharing: Sharing | None = None,
) -> ComparedReport:
    """Compare the runs of two bundles.

    Args:
        words: paths, or `latest` and `latest-clean`.
        target: whose these are; None = of the last run on this machine.
        plugins: packs that the runs were made with.
        sharing: replaces names; None = they stay.

    Raises:
        ConfigError: if there is no such run, or a bundle cannot be read.
    """
    catalogue = load_catalogue(plugins)
    paths = [path_of(word, target, os.environ) for word in words]
    saved = [read_saved(path, catalogue) for path in paths]
    named: Sequence[str] = [str(path) for path in paths]
    if sharing:
        saved, named = sharing.saved(saved), sharing.files(named)
    before, now = map(partial(_source, catalogue=catalogue), saved, named)
    texts = frozenset(check.id for check in catalogue.checks if check.repeats_text)
    report = compared(before, now, texts)
    operators = operators_of((before.judged.run, now.judged.run))
    return redacted(report, operators=operators)


def drawn(report: ComparedReport, form: str) -> str:
    """Draw it in the form that was asked for."""
    return _DRAWN[form](report)


def path_of(word: str, target: str | None, environ: Mapping[str, str]) -> Path:
    """Find the bundle that a word names; a file of such a name is `./latest`.

    Raises:
        ConfigError: if no run of that sort was kept.
    """
    if word not in state.WORDS:
        return Path(word)
    last = state.latest(target, environ) if target else state.latest_of_all(environ)
    if last is None:
        whose = f"of target {target!r} " if target else ""
        raise ConfigError(
            f"no run {whose}was kept on this machine",
            expected=f"a bundle in {state.folder(environ)}",
            do="run `ajo-doctor diagnose` first, or name two bundles",
        )
    if word == state.LATEST:
        return last
    clean = state.clean_beside(last)
    if clean is None:
        raise ConfigError(
            "no clean run of this target was kept: none in which all was seen and well",
            expected=f"one in {last.parent}",
            do="name two bundles instead; `latest-clean` is kept from the next clean run on",
        )
    return clean


def _source(saved: Saved, named: str, *, catalogue: Catalogue) -> Source:
    # All of a run is compared, whatever severity its user let count as found.
    return Source(judged=judge(saved.run, catalogue, Severity.WARNING), source=named)
