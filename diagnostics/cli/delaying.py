"""From files to the report of `delays`."""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from diagnostics.cli.faults import read_text
from diagnostics.cli.progress import StepLine
from diagnostics.delays.engine import bytes_of, opened
from diagnostics.delays.files import expand
from diagnostics.delays.measure import measure
from diagnostics.delays.question import NothingRead, Question
from diagnostics.delays.record import Answer, Published
from diagnostics.delays.told import told_of, write_answer
from diagnostics.delays.verdict import CANNOT_TELL, answer
from diagnostics.document import Document
from diagnostics.errors import ConfigError, LookError
from diagnostics.exit_codes import FOUND, INCOMPLETE, INTERRUPTED
from diagnostics.finding import Severity
from diagnostics.redact import redacted
from diagnostics.version import __version__

if TYPE_CHECKING:
    from diagnostics.cli.outputs import Output
    from diagnostics.cli.sharing import Sharing
    from diagnostics.report.delays_view import DelaysReport
    from diagnostics.report.record import Report

# The built-in pack's reader of the feed of incidents; `diagnostics` knows no pack, so it is met by its name.
_FEED_READER = "checks.ajo.status_feed"
_CHECK = "delivery.delays"
_AGO = re.compile(r"(\d+)\s*(m|h|d)")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What was typed."""

    paths: tuple[str, ...]
    caller_log: str | None = None
    status_feed: str | None = None
    campaign: str | None = None
    since: str | None = None
    until: str | None = None
    memory: str = "2GB"
    fail_on: str = "warning"


def delays_report(asking: Asking, sharing: Sharing | None = None) -> DelaysReport:
    """Measure and judge.

    Raises:
        ConfigError: for wrong usage, or if nothing could be read.
    """
    since, until = _instant(asking.since, "--since"), _instant(asking.until, "--until")
    if since and until and since >= until:
        raise ConfigError("--until does not lie after --since", source="--until")
    memory = bytes_of(asking.memory)
    paths = expand(asking.paths)
    feed = _published(asking.status_feed) if asking.status_feed else ()
    with StepLine(sys.stderr) as line, opened(memory) as engine:
        question = Question(
            paths=paths,
            caller_log=_existing(asking.caller_log),
            since=since,
            until=until,
            campaign=asking.campaign,
            published=feed,
            on_step=line.says,
        )
        try:
            measured = measure(question, engine)
        except NothingRead as error:
            raise _nothing(error) from None
    told = redacted(answer(measured))
    if sharing:
        (told,) = sharing.all((told,))
    return _report(told, asking)


def _existing(path: str | None) -> str | None:
    if path is not None and not os.path.isfile(path):  # noqa: PTH113 - names what was typed
        raise ConfigError(
            "there is no such file", source=path, do="give the caller's log with --caller-log"
        )
    return path


def _nothing(error: NothingRead) -> ConfigError:
    first = error.remarks[0]
    more = f" (and {len(error.remarks) - 1} more files alike)" if len(error.remarks) > 1 else ""
    return ConfigError(
        f"nothing could be read: {first.text.rstrip('.')}{more}",
        expected="an export of the feedback dataset: Parquet, CSV or JSON lines",
        do=first.do,
        source=first.path,
        line=first.line,
    )


def _instant(text: str | None, option: str) -> datetime | None:
    """Read an instant, or a span back from now; without a zone in UTC, as the report shows times."""
    if text is None:
        return None
    ago = _AGO.fullmatch(text.strip().lower())
    try:
        if ago:
            return datetime.now(UTC) - int(ago[1]) * _UNITS[ago[2]]
        at = datetime.fromisoformat(text.strip())
    except (ValueError, OverflowError):
        raise ConfigError(
            f"{text!r} is no time",
            expected="2027-01-31, 2027-01-31T03:15Z (without a zone: UTC), or a time ago: 90m, 6h, 2d",
            source=option,
        ) from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def _published(source: str) -> tuple[Published, ...]:
    text = read_text(source, "--status-feed", expected="a saved feed of Adobe's incidents")
    try:
        body: object = json.loads(text)
    except (ValueError, RecursionError):
        raise ConfigError(
            "this is not JSON", expected="the saved feed of Adobe's incidents", source=source
        ) from None
    if not isinstance(body, dict):
        raise ConfigError("this is no feed of incidents", expected="a JSON object", source=source)
    feed = Document(cast("dict[str, Any]", body), source=source, observed_at=datetime.now(UTC))
    try:
        incidents: Any = import_module(_FEED_READER).incidents(feed)
    except LookError as error:
        raise ConfigError(f"this is no feed of incidents: {error.reason}", source=source) from None
    return tuple(
        Published(id=each.id, product=each.product, since=each.started_on, until=each.ended_on)
        for each in incidents
    )


def _report(given: Answer, asking: Asking) -> DelaysReport:
    from diagnostics.report.delays_view import ActionView, DelaysReport, FoundView

    judged = _judged(given, asking)
    codes = {each.slug: (each.code, each.severity) for each in judged.findings}
    found = tuple(
        FoundView(code=codes[each.kind][0], severity=codes[each.kind][1], delay=each)
        for each in given.delays
        if each.kind in codes
    )
    actions = tuple(
        ActionView(
            title=cause.title,
            steps=cause.steps,
            works_after=cause.works_after,
            escalate=cause.escalate,
        )
        for cause in judged.causes
    )
    return DelaysReport(
        answer=given,
        found=found,
        actions=actions,
        exit_code=_exit_code(given, judged),
        version=__version__,
        go_on="ajo-doctor delays … --format json --output late.json, then ajo-doctor diagnose --delays late.json",
    )


def _judged(given: Answer, asking: Asking) -> Report:
    """Reason about the answer on the way of every diagnosis."""
    from diagnostics.catalogue import load_catalogue
    from diagnostics.cli.plan import TARGET_OF_DELAYS
    from diagnostics.cli.running import Plan, judge, run_all
    from diagnostics.config import Config
    from diagnostics.report.clean import clean

    catalogue = load_catalogue()
    plan = Plan(
        config=Config(targets=(TARGET_OF_DELAYS,)),
        catalogue=catalogue,
        environ={},
        delays=told_of(given),
        only=(_CHECK,),
        offline=True,
    )
    (run,) = run_all(plan)
    return clean(judge(run, catalogue, Severity[asking.fail_on.upper()]))


def _exit_code(given: Answer, judged: Report) -> int:
    if given.measured.interrupted:
        return INTERRUPTED
    if judged.exit_code == FOUND:
        return FOUND
    is_partial = any(each.left_out for each in given.measured.remarks)
    return INCOMPLETE if is_partial or given.verdict == CANNOT_TELL else 0


def drawn(report: DelaysReport, output: Output) -> str:
    """Draw in the form that was asked for."""
    if output.form == "json":
        return write_answer(report.answer, report.exit_code)
    if output.form == "markdown":
        from diagnostics.report import delays_markdown

        return delays_markdown.render(report)
    if output.form == "html":
        from diagnostics.report import html_delays

        return html_delays.render(report)
    from diagnostics.report import delays_text

    return delays_text.render(report, color=output.is_colored, ascii_only=output.ascii_only)
