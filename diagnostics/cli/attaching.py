"""From a bundle and a ticket to a comment there: draws, shows, asks, sends, and says what then stands on the ticket."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from diagnostics import state
from diagnostics.catalogue import Catalogue, load_catalogue
from diagnostics.cli.comparing import path_of
from diagnostics.cli.running import judge
from diagnostics.cli.saved import Saved, read_saved
from diagnostics.cli.sharing import Sharing, asked
from diagnostics.cloud.network import proxy_from, trust
from diagnostics.errors import ConfigError
from diagnostics.exit_codes import INCOMPLETE, INTERRUPTED, OK
from diagnostics.finding import Severity
from diagnostics.lock import Overlap, only_one
from diagnostics.report import html, markdown
from diagnostics.report.clean import clean
from diagnostics.report.escape import plain
from diagnostics.report.record import Report
from diagnostics.report.sizes import NAMED, bytes_of
from diagnostics.report.wrap import WIDTH
from diagnostics.targets import Target
from diagnostics.tickets.access import FIELDS, Access, access
from diagnostics.tickets.content import Content, content
from diagnostics.tickets.errors import NOTHING_SENT, Halfway
from diagnostics.tickets.mark import mark_of
from diagnostics.tickets.sending import Plan, Progress, plan, send
from diagnostics.tickets.service import Service
from diagnostics.tickets.services import service_of
from diagnostics.tickets.settings import Settings, settings_of
from diagnostics.tickets.ticket import Ticket
from diagnostics.tickets.way import Way

_SHOWN_LINES = 8
_INDENT = " " * 14
_PSEUDONYMS = "Names are pseudonyms, in the commands too: `ajo-doctor unshare` puts them back where this was made."


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The report of one run, made to leave this machine."""

    report: Report
    target: Target  # of the run, unchanged: what its mark is made of


def attach_bundle(values: Mapping[str, Any], environ: Mapping[str, str]) -> int:
    """Put the report of a bundle on a ticket; gives the exit code.

    Raises:
        ConfigError: if something that was given cannot be used, or the system refused: the ticket is as it was.
    """
    ticket = Ticket.parse(values["to"])
    settings = settings_of(values["config_file"], environ, Path.cwd())
    reached = access(ticket.system, environ, settings.urls.get(FIELDS[ticket.system], ""))
    room = min(NAMED[ticket.system], bytes_of(values["max_size"] or ticket.system))
    service = service_of(ticket, reached, _way(values, environ, settings))
    drawn = _drawn(values, environ)
    mark = mark_of(drawn.target, ticket)
    written = _written(drawn, ticket, mark, room, values, service)
    # Two schedulers that both find no comment would both write one.
    with _alone(state.folder(environ) / f"attach-{mark}.lock", ticket):
        what = plan(service, ticket, mark, written)
        for line in (*reached.warnings, *_announced(what, reached, drawn)):
            click.echo(line, err=True)
        return _done(service, what, values)


@contextmanager
def _alone(place: Path, ticket: Ticket) -> Generator[None]:
    try:
        with only_one(place):
            yield
    except Overlap as other:
        raise ConfigError(
            f"this report is just being attached there ({other.holder or 'it just began'})",
            do=f"{NOTHING_SENT}; wait until that has ended",
            source=str(ticket),
        ) from None


def _done(service: Service, what: Plan, values: Mapping[str, Any]) -> int:
    if what.is_done:
        click.echo(
            f"{what.ticket}: this report stands there already, {NOTHING_SENT}: {_where(what)}"
        )
        return OK
    if values["dry_run"]:
        click.echo(what.content.text, nl=False)
        return OK
    _confirm(yes=values["yes"])
    return _sent(service, what)


def _way(values: Mapping[str, Any], environ: Mapping[str, str], settings: Settings) -> Way:
    proxy = values["proxy"] or environ.get("AJO_DOCTOR_PROXY") or settings.proxy
    ca = values["ca"] or environ.get("AJO_DOCTOR_CA") or settings.ca
    return Way(
        context=trust(Path(ca).expanduser() if ca else None),
        proxy=proxy_from(proxy, environ),
        limit_s=values["deadline"],
    )


def _drawn(values: Mapping[str, Any], environ: Mapping[str, str]) -> Drawn:
    catalogue = load_catalogue(values["plugins"])
    place = path_of(values["bundle"], values["target"], environ)
    tables = values["share"] or values["share_map"] or values["share_anyway"]
    sharing = asked(values) if tables else None
    report, target = shared_report(place, catalogue, sharing)
    return Drawn(report=report, target=target)


def shared_report(
    place: Path, catalogue: Catalogue, sharing: Sharing | None
) -> tuple[Report, Target]:
    """Read a bundle and make its report, and give its target as it was.

    Args:
        place: the bundle.
        catalogue: the packs that it was made with.
        sharing: replaces names; None = they stay.

    Raises:
        ConfigError: if it cannot be read, the table of names cannot be used, or something is left that may not be shared.
    """
    saved = read_saved(place, catalogue)
    target = saved.run.target
    if sharing is None:
        return _report(saved, catalogue), target
    (named,) = sharing.saved((saved,))
    report = _report(named, catalogue)
    left = sharing.checked((markdown.render(report), html.render((report,))))
    return sharing.noted((report,), left)[0], target


def _report(saved: Saved, catalogue: Catalogue) -> Report:
    if saved.recheck is None:
        judged = judge(saved.run, catalogue, Severity.WARNING)
        return clean(judged)
    from diagnostics.cli.verify_looks import report_of

    return report_of(saved.run, saved.recheck, catalogue, Severity.WARNING)


def _written(
    drawn: Drawn,
    ticket: Ticket,
    mark: str,
    room: int,
    values: Mapping[str, Any],
    service: Service,
) -> Content:
    takes_file = service.takes_files and not values["no_file"]
    file = html.render((drawn.report,)).encode() if takes_file else None
    return content(
        ticket,
        mark,
        lambda left: markdown.render_within((drawn.report,), left),
        room,
        file,
        closing=_PSEUDONYMS if drawn.report.sharing else "",
    )


def _announced(what: Plan, reached: Access, drawn: Drawn) -> Iterator[str]:
    """Say what is about to be sent, where and as whom."""
    found, text = what.found, what.content
    yield f"{what.ticket} at {reached.host}, as {plain(found.who)[:80]} ({reached.source})"
    yield f"  ticket      {plain(found.title)[:120]} ({plain(found.state)[:40]})"
    if what.is_done:
        return
    does = "changes the one that is there" if what.changes else "a new one"
    yield f"  comment     {does}: {text.size:,} of {text.room:,} bytes, begins"
    lines = [line for line in text.text.splitlines() if line.strip()]
    yield from (f"{_INDENT}{line[: WIDTH - len(_INDENT)]}" for line in lines[:_SHOWN_LINES])
    yield from (f"  {label:<11} {said}" for label, said in _beside(what, drawn))


def _beside(what: Plan, drawn: Drawn) -> Iterator[tuple[str, str]]:
    found, file = what.found, what.content.file
    if file:
        stays = " stays: this login may not delete files" if found.keeps_old_file else " goes"
        old = f"; the one that is there{stays}" if found.files else ""
        yield "file", f"{file.name}, {len(file.data):,} bytes{old}"
    elif what.ticket.system == "github":
        yield "file", "none: GitHub takes no files at an issue"
    yield "names", _names(drawn.report)
    if found.also_read_by:
        yield "read by", found.also_read_by
    if found.comments[1:]:
        others = ", ".join(plain(each.url or each.id) for each in found.comments[1:])
        yield "also there", f"further comments of this report, which stay: {others}"


def _names(report: Report) -> str:
    if report.sharing is None:
        return "as they are (--no-share)"
    return f"{report.sharing.replaced} replaced by pseudonyms, {report.sharing.listed} strings left that were listed"


def _confirm(*, yes: bool) -> None:
    """Ask.

    Raises:
        ConfigError: if nobody can answer, or the answer is no.
    """
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise ConfigError(
            "there is no terminal to confirm it on",
            do=f"{NOTHING_SENT}; add --yes where that is wanted, or --dry-run to see it",
        )
    try:
        is_wanted = click.confirm("Send it?", default=False, err=True)
    except click.Abort as gone:
        if isinstance(gone.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        is_wanted = False  # the end of the input is no yes
    if not is_wanted:
        raise ConfigError("it was not confirmed", do=NOTHING_SENT)


def _sent(service: Service, what: Plan) -> int:
    progress = Progress()
    try:
        send(service, what, progress)
    except Halfway as halfway:
        click.echo(f"ajo-doctor: {what.ticket}: {halfway}", err=True)
        return INCOMPLETE
    except KeyboardInterrupt:
        stands = ", ".join(progress.stands) or "nothing that is known of"
        click.echo(
            f"\najo-doctor: stopped; on {what.ticket}: {stands}; attach it again to complete it",
            err=True,
        )
        return INTERRUPTED
    for note in progress.notes:
        click.echo(f"ajo-doctor: {note}", err=True)
    done = "comment changed" if what.changes else "comment written"
    file = ", file replaced" if what.found.files else ", file added"
    place = plain(progress.comment.url) if progress.comment else _where(what)
    click.echo(f"{what.ticket}: {done}{file if what.content.file else ''}: {place}")
    return OK


def _where(what: Plan) -> str:
    return plain((what.changes and what.changes.url) or what.found.url)
