"""From files to what was found in them; loads the rules, and no more of any pack than was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from diagnostics.cli.faults import read_text
from diagnostics.errors import ConfigError
from diagnostics.finding import Severity
from diagnostics.report.linted import Linted, LintView, RequestView, UnheldView, UnreadView
from diagnostics.requests.lint import Beside, Lint, Remark
from diagnostics.requests.mapped import line_and_column
from diagnostics.requests.reader import FORMS, read_requests
from diagnostics.version import __version__

if TYPE_CHECKING:
    from diagnostics.cli.lint_campaign import Asked, Campaign
    from diagnostics.config import Config
    from diagnostics.requests.record import Request

# Where the built-in pack keeps its rules. Its entry point would load every check first, three times the cost of this
# whole command; a test holds that both give the same.
RULES = "checks.ajo.payload"
_STDIN = "stdin"
# As `diagnostics.exit_codes` has them, whose import costs a tenth of the start.
_OK, _FOUND, _INCOMPLETE, _INTERRUPTED = 0, 1, 3, 130


class _Named(NamedTuple):
    """What the options name beside the requests."""

    campaign: Campaign | Asked | None  # read from a file; to be read; none
    foreign: tuple[tuple[str, tuple[Lint, ...]], ...]  # rules by their pack's name


def linted(values: Mapping[str, Any]) -> Linted:
    """Read the requests and hold them against the rules.

    Args:
        values: the options of `lint`, by their names.

    Raises:
        ConfigError: for options that cannot be used, or if no text is a request.
    """
    sources: tuple[str, ...] = values["requests"]
    from_stdin = (*sources, values["campaign"], values["token_file"]).count("-")
    if from_stdin > 1:
        raise ConfigError("stdin can be read once", do="give the others as files")
    named = _named(values)
    requests, unread = _read(sources)
    campaign = _campaign(named.campaign)
    rules: list[tuple[str, Lint]] = [("", rule) for rule in import_module(RULES).LINTS]
    rules += [(pack, rule) for pack, lints in named.foreign for rule in lints]
    views, unheld = _held(requests, rules, values["endpoint"], campaign)
    worst = max((Severity[view.severity.upper()] for view in views), default=None)
    is_found = worst is not None and worst >= Severity[values["fail_on"].upper()]
    code = _FOUND if is_found else _INCOMPLETE if unread or unheld else _OK
    return Linted(
        requests=tuple(_seen(request, values["endpoint"]) for request in requests),
        findings=tuple(views),
        exit_code=_INTERRUPTED if campaign and campaign.interrupted else code,
        version=__version__,
        unread=unread,
        unheld=unheld,
        campaign=campaign.view if campaign else None,
        packs=tuple(pack for pack, lints in named.foreign if lints),
    )


def _named(values: Mapping[str, Any]) -> _Named:
    """Look at configuration and campaign first: what is wrong there is told before anything is read or asked."""
    import os

    campaign: Campaign | Asked | None = None
    source: str | None = values["campaign"]
    is_named = bool(values["config_file"] or os.environ.get("AJO_DOCTOR_CONFIG"))
    if source is not None:
        from diagnostics.cli.lint_campaign import saved

        campaign = saved(source)
    if campaign is None and source is not None:
        from diagnostics.cli.lint_campaign import asked

        config = _config(values, every=False)
        campaign = asked(source, values, config, config.targets[0])
        return _Named(campaign, _foreign(config))
    return _Named(campaign, _foreign(_config(values, every=True)) if is_named else ())


def _config(values: Mapping[str, Any], *, every: bool) -> Config:
    """Load the configuration: of one target, whose campaign is read, or for its packs alone."""
    import os
    from dataclasses import replace
    from pathlib import Path

    from diagnostics.cli.lint_campaign import TARGET_OPTIONS
    from diagnostics.config import Asked, load
    from diagnostics.config_file import find_file

    environ = dict(os.environ)
    file, is_named = find_file(values["config_file"], environ, Path.cwd())
    flags = {name: values[name] for name in TARGET_OPTIONS if values[name] is not None}
    asked = Asked(
        environ={} if every else environ,
        flags={} if every else flags,
        target=None if every else values["target"],
        every=every,
    )
    config = load(file, asked, is_named=is_named)
    return replace(
        config,
        proxy=values["proxy"] or config.proxy,
        ca=Path(values["ca"]) if values["ca"] else config.ca,
    )


def _foreign(config: Config) -> tuple[tuple[str, tuple[Lint, ...]], ...]:
    """Give the rules of the packs that a configuration lists, by pack."""
    if not config.plugins:
        return ()
    from diagnostics.catalogue import BUILTIN, load_catalogue

    packs = load_catalogue(config.plugins).packs
    return tuple((pack.name, pack.lints) for pack in packs if pack.name != BUILTIN)


def _read(sources: tuple[str, ...]) -> tuple[tuple[Request, ...], tuple[UnreadView, ...]]:
    """Read what can be read.

    Raises:
        ConfigError: if that is nothing, with the messages of all.
    """
    requests: list[Request] = []
    errors: list[tuple[str, ConfigError]] = []
    for source in sources:
        name = _STDIN if source == "-" else source
        try:
            requests += read_requests(read_text(source, "lint", expected=FORMS), name)
        except ConfigError as error:
            errors.append((name, error))
    if not requests:
        first, *others = (error for _, error in errors)
        raise ConfigError("\n".join(map(str, (first, *others)))) if others else first
    return tuple(requests), tuple(_unread(name, error) for name, error in errors)


def _unread(name: str, error: ConfigError) -> UnreadView:
    from diagnostics.redact import without_secrets  # a sixth of the start, and most files are read

    problem, expected, do = map(without_secrets, (error.problem, error.expected, error.do))
    return UnreadView(name, error.line, error.column, problem, expected, do)


def _campaign(named: Campaign | Asked | None) -> Campaign | None:
    if named is None:
        return None
    from diagnostics.cli.lint_campaign import Asked, live

    return live(named) if isinstance(named, Asked) else named


def _held(
    requests: tuple[Request, ...],
    rules: list[tuple[str, Lint]],
    endpoint: str | None,
    campaign: Campaign | None,
) -> tuple[list[LintView], tuple[UnheldView, ...]]:
    """Hold every request against every rule; give what was found, and the rules that could not be applied."""
    answer = campaign.answer if campaign else None
    unheld: dict[str, UnheldView] = {}
    if campaign and answer is None:
        for _, rule in rules:
            if rule.needs_campaign:
                unheld[rule.id] = UnheldView(rule.id, rule.title, campaign.reason, campaign.do)
    views: list[LintView] = []
    for number, request in enumerate(requests):
        beside = Beside(endpoint=endpoint, campaign=answer, earlier=requests[:number])
        placed: list[tuple[int, Remark]] = []
        for pack, rule in rules:
            if rule.id in unheld:
                continue
            try:
                remarks = list(rule.judge(request, beside))
                placed += [(request.offset(remark.at), remark) for remark in remarks]
            except Exception as error:
                if not pack:
                    raise  # our own bug, told as such
                unheld[rule.id] = _crashed(pack, rule, error)
        placed.sort(key=lambda each: (each[0], each[1].kind.code))
        views += [_view(request, at, remark) for at, remark in placed]
    return views, tuple(unheld.values())


def _crashed(pack: str, rule: Lint, error: Exception) -> UnheldView:
    from diagnostics.crash import crash_text

    reason = f"the rule failed by a fault of its own: {crash_text(error, rule.judge)}"
    return UnheldView(rule.id, rule.title, reason, f"report it to the makers of the pack {pack}")


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
