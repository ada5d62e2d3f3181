"""From files to what was found in them; loads the rules and nothing else of the pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from diagnostics.cli.faults import read_text
from diagnostics.errors import ConfigError
from diagnostics.finding import Severity
from diagnostics.report.linted import Linted, LintView, RequestView
from diagnostics.requests.lint import Beside, Lint, Remark, SavedCampaign
from diagnostics.requests.mapped import line_and_column
from diagnostics.requests.reader import FORMS, read_campaign, read_requests
from diagnostics.version import __version__

if TYPE_CHECKING:
    from diagnostics.requests.record import Request

# Where the built-in pack keeps its rules. Its entry point would load every check first, three times the cost of this
# whole command; a test holds that both give the same.
RULES = "checks.ajo.payload"
_STDIN = "stdin"


def linted(
    sources: Iterable[str], *, endpoint: str | None, campaign: str | None, fail_on: str
) -> Linted:
    """Read the requests and hold them against the rules.

    Args:
        sources: files, `-` for stdin.
        endpoint: of payloads whose address is not told; None = not told.
        campaign: file with a saved answer of the campaign API; None = none.
        fail_on: least severity for exit code 1.

    Raises:
        ConfigError: for the first text that is no such request.
    """
    sources = tuple(sources)
    if sources.count("-") > 1:
        raise ConfigError("stdin can be read once", do="give the others as files")
    against = _campaign(campaign) if campaign is not None else None
    every: list[Request] = []
    for source in sources:
        text = read_text(source, "lint", expected=FORMS)
        every += read_requests(text, _STDIN if source == "-" else source)
    rules: tuple[Lint, ...] = import_module(RULES).LINTS
    views: list[LintView] = []
    for number, request in enumerate(every):
        beside = Beside(endpoint=endpoint, campaign=against, earlier=tuple(every[:number]))
        views += _views(request, (one for rule in rules for one in rule.judge(request, beside)))
    worst = max((Severity[view.severity.upper()] for view in views), default=None)
    return Linted(
        requests=tuple(_seen(request, endpoint) for request in every),
        findings=tuple(views),
        exit_code=int(worst is not None and worst >= Severity[fail_on.upper()]),
        version=__version__,
    )


def _campaign(source: str) -> SavedCampaign:
    """Read the saved campaign; its bare id needs a login, and this command asks nobody."""
    import os

    if source != "-" and not os.path.exists(source):  # noqa: PTH110 - pathlib costs a fifth of the start
        raise ConfigError(
            "there is no such file; a campaign's id alone is refused, because lint is offline",
            expected="the saved answer of GET …/journey/campaigns/service/campaigns/<campaign id>",
            do="save it first, or let `ajo-doctor diagnose --campaign <id>` look at the live campaign",
            source="--campaign",
        )
    return read_campaign(read_text(source, "--campaign", expected="a saved campaign"), source)


def _views(request: Request, remarks: Iterator[Remark]) -> list[LintView]:
    placed = [(request.offset(remark.at), remark) for remark in remarks]
    placed.sort(key=lambda each: (each[0], each[1].kind.code))
    return [_view(request, at, remark) for at, remark in placed]


def _view(request: Request, at: int, remark: Remark) -> LintView:
    line, column = line_and_column(request.text, at)
    kind = remark.kind
    severity = remark.severity or kind.severity
    return LintView(
        file=request.source,
        line=line,
        column=column,
        code=kind.code,
        slug=kind.slug,
        severity=severity.name.lower(),
        title=kind.title,
        message=remark.message,
        because=remark.because,
    )


def _seen(request: Request, endpoint: str | None) -> RequestView:
    line, _ = line_and_column(request.text, request.at)
    return RequestView(
        request.source, line, request.form, _endpoint(request, endpoint), request.notes
    )


def _endpoint(request: Request, told: str | None) -> str:
    last = (request.url or "").split("?")[0].rstrip("/").rpartition("/")[2]
    return last if last in ("unitary", "highthroughput", "audience") else told or ""
