r"""The report as metrics: OpenMetrics that node_exporter's textfile collector reads too.

The collector takes Prometheus' older text format. A document is both where it has gauges alone (the older format knows no
`info` and no `stateset`, and refuses the file), no sample with a time of its own (refused as well), no quote in a HELP, and
`# UNIT` and `# EOF` where the older format sees comments. So there is one form and one ending, .prom.
What runs out is given as the instant at which it does: `ajo_doctor_clock_timestamp_seconds - time()` is what is left, also
when the file is a week old.

Sources: OpenMetrics 1.0, 3.2 and 5; Prometheus "Exposition formats"; prometheus/node_exporter issue 1284, its
textfile collector, and jail_exporter issue 287 (`unknown metric type "info"`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from diagnostics.report import escape
from diagnostics.report.record import FindingView, Report

Labels = dict[str, str]
Sample = tuple[Labels, float]
_VERDICTS = ("broken", "incomplete", "clean", "interrupted")
_SEVERITIES = ("critical", "warning", "info")


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One metric: a gauge with a sample for each target, or several."""

    name: str
    help: str
    samples: Callable[[Report], Iterable[Sample]]
    unit: str = ""  # the end of the name


def render(reports: Sequence[Report]) -> str:
    """Draw reports; of two of one target the younger, since a metric has one value."""
    latest: dict[str, Report] = {}
    for report in sorted(reports, key=lambda each: datetime.fromisoformat(each.started_at)):
        latest[report.target] = report
    lines = [line for family in _FAMILIES for line in _lines(family, tuple(latest.values()))]
    return "\n".join((*lines, "# EOF", ""))


def _lines(family: Family, reports: Iterable[Report]) -> Iterator[str]:
    name = f"ajo_doctor_{family.name}"
    seen: dict[str, float] = {}
    for report in reports:
        for labels, value in family.samples(report):
            written = _labels({"target": report.target, **labels})
            seen[written] = min(value, seen.get(written, value))
    if not seen:
        return
    yield f"# TYPE {name} gauge"
    if family.unit:
        yield f"# UNIT {name} {family.unit}"
    yield f"# HELP {name} {family.help}"
    yield from (f"{name}{written} {_number(value)}" for written, value in seen.items())


def _labels(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{_value(text)}"' for name, text in labels.items()) + "}"


def _value(text: str) -> str:
    visible = escape.plain(text)
    return visible.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.3f}"


def _at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _about(report: Report) -> Iterator[Sample]:
    labels = {"topology": report.topology, "cloud": report.cloud, "version": report.version}
    yield {**labels, "simulated": str(report.simulated).lower()}, 1


def _verdict(report: Report) -> Iterator[Sample]:
    yield from (({"verdict": each}, float(report.verdict == each)) for each in _VERDICTS)


def _verification(report: Report) -> Iterator[Sample]:
    if report.verification:
        yield {"verdict": report.verification.verdict}, 1


def _exit_code(report: Report) -> Iterator[Sample]:
    yield {}, report.exit_code


def _checks(report: Report) -> Iterator[Sample]:
    statuses = [check.status for check in report.checks]
    for status in ("ok", "found", "unknown", "skipped", "crashed"):
        yield {"status": status}, statuses.count(status)


def _findings(report: Report) -> Iterator[Sample]:
    severities = [view.severity for view in report.findings if not view.suppressed]
    yield from (({"severity": each}, severities.count(each)) for each in _SEVERITIES)


def _suppressed(report: Report) -> Iterator[Sample]:
    yield {}, sum(view.suppressed is not None for view in report.findings)


def _suppressions(report: Report) -> Iterator[Sample]:
    for each in report.suppressions:
        labels = {"kind": each.kind, "subject": each.subject, "owner": each.owner}
        over = datetime.fromisoformat(f"{each.until}T00:00:00Z") + timedelta(days=1)
        yield {**labels, "standing": each.standing}, over.timestamp()


def _open(report: Report) -> Iterator[Sample]:
    needed = [view.required and not view.accepted for view in report.open]
    yield {"required": "true"}, needed.count(True)
    yield {"required": "false"}, needed.count(False)


def _finding(report: Report) -> Iterator[Sample]:
    yield from ((_of(view), 1) for view in report.findings)


def _of(view: FindingView) -> Labels:
    labels = {"code": view.code, "severity": view.severity, "subject": view.subject}
    return {**labels, "suppressed": str(view.suppressed is not None).lower()}


def _cause(report: Report) -> Iterator[Sample]:
    for cause in report.causes:
        yield {"cause": cause.id, "confidence": cause.confidence, "turn": cause.turn}, 1


def _clocks(report: Report) -> Iterator[Sample]:
    for view in report.findings:
        for clock in view.clocks:
            yield {"code": view.code, "subject": view.subject, "what": clock.what}, _at(clock.at)


def _left(report: Report) -> Iterator[Sample]:
    for each in report.dates:
        labels = {"code": each.code, "subject": each.subject, "what": each.what}
        left = datetime.fromisoformat(each.at) - datetime.fromisoformat(report.started_at)
        yield {**labels, "suppressed": str(each.suppressed).lower()}, left.total_seconds()


def _began(report: Report) -> Iterator[Sample]:
    yield {}, _at(report.started_at)


def _took(report: Report) -> Iterator[Sample]:
    yield {}, _at(report.finished_at) - _at(report.started_at)


_FAMILIES = (
    Family(
        name="target",
        help="What was looked at, and with which version; always 1.",
        samples=_about,
    ),
    Family(
        name="run_timestamp_seconds",
        unit="seconds",
        help="When the run began; an old one means that no run succeeds any more.",
        samples=_began,
    ),
    Family(
        name="run_duration_seconds",
        unit="seconds",
        help="How long the run took.",
        samples=_took,
    ),
    Family(
        name="exit_code",
        help="0 all seen and well, 1 found something, 3 something needed could not be seen, 130 interrupted.",
        samples=_exit_code,
    ),
    Family(
        name="verdict", help="1 for the verdict of the run, 0 for the others.", samples=_verdict
    ),
    Family(
        name="verification",
        help="What verify decided; always 1.",
        samples=_verification,
    ),
    Family(name="checks", help="Checks by how they ended.", samples=_checks),
    Family(
        name="findings", help="Findings by severity, without suppressed ones.", samples=_findings
    ),
    Family(name="suppressed_findings", help="Findings that do not count.", samples=_suppressed),
    Family(
        name="open_questions",
        help="Questions that stayed open; required ones are in the way of an all-clear.",
        samples=_open,
    ),
    Family(name="finding", help="One finding; always 1.", samples=_finding),
    Family(name="cause", help="One cause; always 1.", samples=_cause),
    Family(
        name="clock_timestamp_seconds",
        unit="seconds",
        help="When something runs out of which a finding tells.",
        samples=_clocks,
    ),
    Family(
        name="left_seconds",
        unit="seconds",
        help="Time from the run to a known end, also one that is no finding yet; below 0 it is over.",
        samples=_left,
    ),
    Family(
        name="suppression_timestamp_seconds",
        unit="seconds",
        help="When a suppression ends; what it is for counts from then on.",
        samples=_suppressions,
    ),
)
