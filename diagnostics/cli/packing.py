"""From a bundle to a packet: what the provider asks for stays, the rest becomes pseudonyms, and all of it is looked through."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from diagnostics.bundle import dump
from diagnostics.catalogue import Catalogue, load_catalogue
from diagnostics.cli.comparing import path_of
from diagnostics.cli.running import judge
from diagnostics.cli.saved import Saved, read_saved
from diagnostics.cli.sharing import Sharing, is_shared
from diagnostics.errors import ConfigError
from diagnostics.finding import Severity
from diagnostics.report import html, markdown, packet
from diagnostics.report.clean import clean
from diagnostics.report.record import Report
from diagnostics.share import map as kept_map
from diagnostics.state import write_together

_ZIP, _MARKDOWN, _BUNDLE = ".zip", ".md", ".ajo-bundle"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same run gives the same file
_MOST_MISSING = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """What is handed over."""

    text: str  # Markdown
    page: str  # the report as HTML
    bundle: bytes
    missing: tuple[str, ...]


def write_packet(values: Mapping[str, Any]) -> None:
    """Write the packet of a bundle.

    Raises:
        ConfigError: if it cannot be read or written, or something is left that may not be shared; then nothing is written.
    """
    provider = packet.Provider(values["provider"])
    place = _place(values["output"] or f"ajo-doctor-for-{provider.value}{_ZIP}")
    catalogue = load_catalogue(values["plugins"])
    source = path_of(values["bundle"], values["target"], os.environ)
    made = _made(read_saved(source, catalogue), catalogue, provider, values)
    files = {place: _zipped(made)}
    if _is_markdown(place):
        files = {place: made.text.encode(), place.with_suffix(_BUNDLE): made.bundle}
    try:
        write_together(
            dict(reversed(files.items()))
        )  # the text tells of the bundle: it comes last
    except OSError as error:
        raise ConfigError(
            f"the packet cannot be written: {error.strerror}",
            do="choose another --output",
            source=str(error.filename),
        ) from None
    for file in files:
        click.echo(f"packet for {packet.NAMES[provider]} written to {file}", err=True)
    if made.missing:
        click.echo(f"not known from this run, add it: {', '.join(made.missing)}", err=True)


def _place(name: str) -> Path:
    """Read `--output`.

    Raises:
        ConfigError: if its ending says no form, or it cannot be a file.
    """
    place = Path(name)
    if place.suffix.lower() not in (_ZIP, _MARKDOWN):
        raise ConfigError(
            f"the ending of this name says no form: {name}",
            expected=f"{_ZIP}, or {_MARKDOWN} with the bundle beside it",
            source="--output",
        )
    if not place.parent.is_dir():
        raise ConfigError(f"there is no folder {str(place.parent)!r}", source="--output")
    for file in (place, *([place.with_suffix(_BUNDLE)] if _is_markdown(place) else [])):
        if file.is_dir():
            raise ConfigError(f"this is a folder: {file}", source="--output")
    return place


def _is_markdown(place: Path) -> bool:
    return place.suffix.lower() == _MARKDOWN


def _made(
    saved: Saved, catalogue: Catalogue, provider: packet.Provider, values: Mapping[str, Any]
) -> Packet:
    if is_shared(saved.run):
        raise ConfigError(
            "the names in this bundle are pseudonyms already, and a provider needs some of them",
            do="pack the bundle that was kept: ajo-doctor pack latest",
            source=values["bundle"],
        )
    table: str | None = values["share_map"]
    sharing = Sharing(
        Path(table) if table else kept_map.place_of(os.environ),
        anyway=values["share_anyway"],
        kept=packet.kept_names(saved.run, provider),
    )
    (named,) = sharing.saved((saved,))
    report = _report(named, catalogue)
    text = packet.render(named.run, report, provider, markdown.render(report))
    left = sharing.checked((text, html.render((report,))))
    (report,) = sharing.noted((report,), left)
    text = packet.render(named.run, report, provider, markdown.render(report))
    lines = packet.known(named.run, report, provider)
    return Packet(
        text=text,
        page=html.render((report,)),
        bundle=dump(named.run, catalogue, named.recheck),
        missing=packet.missing(lines, provider)[:_MOST_MISSING],
    )


def _report(saved: Saved, catalogue: Catalogue) -> Report:
    if saved.recheck is None:
        return clean(judge(saved.run, catalogue, Severity.WARNING))
    from diagnostics.cli.verify_looks import report_of

    return report_of(saved.run, saved.recheck, catalogue, Severity.WARNING)


def _zipped(made: Packet) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (
            ("packet.md", made.text.encode()),
            ("report.html", made.page.encode()),
            ("run.ajo-bundle", made.bundle),
        ):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return whole.getvalue()
