"""The report as JUnit XML, for pipelines that show tests: a suite for each target, a case for each check.

A suite is red exactly where the exit code of its run is not 0: its first case is the verdict, and says all that a person
needs first. JUnit has no word for "could not be seen". A required check that stayed open is an error and no failure, which
pipelines count apart and never as passed; one that is not required, or accepted, is skipped with its reason, and so is
a case of which all that counts is suppressed. What was found below --fail-on is told in a case that passed.

Written by hand and not by a library: it is a page, and what matters is the escaping, which the tests give to foreign parsers.
Sources: junit-10.xsd of Jenkins' xUnit plugin, which the tests hold every document against; Windy Road's schema of Ant's task,
which is narrower, for what older readers want (a time without zone, a hostname, both outputs of a suite).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from diagnostics.report import escape
from diagnostics.report.point import alone
from diagnostics.report.record import CheckView, FindingView, OpenView, Report
from diagnostics.report.summary import summary
from diagnostics.report.suppressed_wording import answered_for
from diagnostics.report.wording import ended, headline, sentence

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# What XML 1.0 cannot hold at all, not even as a reference (2.2, Char); nearly all of it is visible before it comes here.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RANKS = ("info", "warning", "critical")


def render(reports: Sequence[Report]) -> str:
    """Draw the reports of one run as one document."""
    from xml.etree.ElementTree import Element, indent, tostring

    root = Element("testsuites", name="ajo-doctor")
    for number, report in enumerate(reports):
        root.append(_suite(number, report))
    for name in ("tests", "failures", "errors"):  # the schema has no sum of those skipped
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("time", _seconds(sum(map(_took, reports))))
    indent(root)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}{tostring(root, encoding='unicode')}\n"


def _suite(number: int, report: Report) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    began = datetime.fromisoformat(report.started_at)
    suite = Element("testsuite", name=_visible(report.target), package="ajo-doctor")
    properties = SubElement(suite, "properties")
    for name, value in _properties(report):
        SubElement(properties, "property", name=name, value=_visible(value))
    cases = [_verdict(report), *(_case(report, check) for check in report.checks)]
    suite.extend(cases)
    told = {
        "id": str(number),
        "hostname": "localhost",
        "timestamp": f"{began:%Y-%m-%dT%H:%M:%S}",  # in UTC; the schema of Ant allows no zone
        "tests": str(len(cases)),
        "failures": _having(cases, "failure"),
        "errors": _having(cases, "error"),
        "skipped": _having(cases, "skipped"),
        "time": _seconds(_took(report)),
    }
    for name, value in told.items():
        suite.set(name, value)
    for name in ("system-out", "system-err"):  # the schema of Ant wants both
        SubElement(suite, name)
    return suite


def _properties(report: Report) -> Iterator[tuple[str, str]]:
    yield "ajo-doctor", report.version
    yield "simulated", str(report.simulated).lower()
    yield "topology", report.topology
    yield "verdict", report.verification.verdict if report.verification else report.verdict
    yield "exit_code", str(report.exit_code)
    yield from (
        ("clock", f"{clock.at} {clock.what}") for each in report.causes for clock in each.clocks
    )


def _verdict(report: Report) -> Element:
    """Give the case that is red where the run is; it bears the first page."""
    case = _empty(report, "verdict")
    message = f"{headline(report)}: {ended(report.sentence)}"
    lines = [
        line
        for point in summary(report)
        if not point.names_people
        for line in (
            f"{point.label}: {alone(point.text)}" if point.label else point.text,
            *((f"  {point.command.sh}",) if point.command else ()),
        )
    ]
    if report.exit_code == 1:
        _add(case, "failure", message, lines, kind=headline(report))
    elif report.exit_code:
        _add(case, "error", message, lines, kind="unknown")
    else:
        _tell(case, lines)
    return case


def _case(report: Report, check: CheckView) -> Element:
    case = _empty(report, f"{check.id}: {check.title}")
    found = [view for view in report.findings if check.id in view.checks]
    opened = [view for view in report.open if view.check == check.id]
    lines = [line for view in found for line in _of_finding(view)]
    lines += [line for view in opened for line in _of_question(view)]
    grave = [view for view in found if not view.suppressed and _counts(view.severity, report)]
    hidden = [answered_for(view) for view in found if view.suppressed]
    needed = [view for view in opened if view.required and not view.accepted]
    if grave:
        codes = ", ".join(dict.fromkeys(view.code for view in grave))
        _add(case, "failure", "; ".join(map(_said, grave)), lines, kind=codes)
    elif needed:
        kind = "crashed" if check.status == "crashed" else "unknown"
        reasons = " ".join(sentence(view.reason) for view in needed)
        _add(case, "error", reasons, lines, kind=kind)
    elif hidden:
        _add(case, "skipped", " ".join(dict.fromkeys(hidden)), lines)
    elif check.status in ("skipped", "unknown", "crashed"):
        accepted = next((f"accepted: {view.accepted}" for view in opened if view.accepted), "")
        reasons = " ".join(sentence(view.reason) for view in opened)
        _add(case, "skipped", accepted or reasons or check.reason, lines)
    elif lines:
        _tell(case, lines)
    return case


def _counts(severity: str, report: Report) -> bool:
    """Tell whether a finding made the run red: --fail-on is "warning" unless told, and shows in the exit code."""
    if report.exit_code in (0, 3):
        return False
    counting = [view for view in report.findings if not view.suppressed]
    worst = max((_RANKS.index(view.severity) for view in counting), default=0)
    return _RANKS.index(severity) >= min(1, worst)


def _said(view: FindingView) -> str:
    return f"{view.code} {view.title}"


def _of_finding(view: FindingView) -> Iterator[str]:
    yield f"{view.code} {view.severity}: {view.title}"
    yield f"  {ended(view.message)}"
    yield f"  subject: {view.subject}"
    yield from (f"  {line}" for line in view.evidence)
    if view.suppressed:
        yield f"  {answered_for(view)}"


def _of_question(view: OpenView) -> Iterator[str]:
    yield f"not seen ({view.code}): {sentence(view.reason)}"
    if view.permissions:
        yield f"  needs: {' or '.join(view.permissions)}"
    if view.do:
        yield f"  do: {view.do}"
    if view.accepted:
        yield f"  accepted: {view.accepted}"


def _empty(report: Report, name: str) -> Element:
    from xml.etree.ElementTree import Element

    # The time of a single check is not kept.
    return Element("testcase", classname=_visible(report.target), name=_visible(name), time="0")


def _add(case: Element, tag: str, message: str, lines: Iterable[str], *, kind: str = "") -> None:
    from xml.etree.ElementTree import SubElement

    told = SubElement(case, tag, message=_visible(message))
    if kind:
        told.set("type", _visible(kind))
    told.text = _text(lines)


def _tell(case: Element, lines: Iterable[str]) -> None:
    from xml.etree.ElementTree import SubElement

    SubElement(case, "system-out").text = _text(lines)


def _having(cases: Sequence[Element], tag: str) -> str:
    return str(sum(case.find(tag) is not None for case in cases))


def _took(report: Report) -> float:
    began, ended_at = map(datetime.fromisoformat, (report.started_at, report.finished_at))
    return max(0.0, (ended_at - began).total_seconds())  # a clock that was set back meanwhile


def _seconds(taken: float) -> str:
    return f"{taken:.3f}"


def _text(lines: Iterable[str]) -> str:
    return "\n".join(map(_visible, lines))


def _visible(text: str) -> str:
    return _NOT_XML.sub(lambda char: f"<U+{ord(char[0]):04X}>", escape.plain(text))
