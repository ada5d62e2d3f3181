"""What was found in requests, and its drawing as text and as lines that editors and CI systems read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from diagnostics.report.escape import plain
from diagnostics.report.wrap import wrap

SEVERITIES = ("critical", "warning", "info")
_MOST = 10  # findings of one kind and file that a person is shown; machines get all
_FORMS = {"curl": "cURL command", "har": "call in a HAR", "json": "JSON payload"}
# The words that compilers use, and those of GitHub's workflow commands.
_COMPILER = {"critical": "error", "warning": "warning", "info": "note"}
_GITHUB = {"critical": "error", "warning": "warning", "info": "notice"}
CLEAN = "Nothing to find in what the rules look at. Whether the campaign is live and the token valid, only a run can see: `ajo-doctor diagnose`."


class LintView(NamedTuple):
    """One finding at its place."""

    file: str
    line: int  # from 1
    column: int  # from 1, in characters
    code: str
    slug: str
    severity: str  # "critical", "warning" or "info"
    title: str
    message: str
    because: str  # why the severity is not the kind's; empty = it is


class RequestView(NamedTuple):
    """One request that was looked at."""

    file: str
    line: int
    form: str  # "curl", "har" or "json"
    endpoint: str  # "unitary", "highthroughput", "audience"; empty = it does not say
    notes: tuple[str, ...]


class Linted(NamedTuple):
    """All of one run, in the order of the files and of the places in them."""

    requests: tuple[RequestView, ...]
    findings: tuple[LintView, ...]
    exit_code: int
    version: str

    @property
    def counts(self) -> dict[str, int]:
        """Count the findings by severity, the worst first."""
        found = Counter(finding.severity for finding in self.findings)
        return {name: found[name] for name in SEVERITIES}


def summed(linted: Linted) -> str:
    """Say in one line what was found."""
    counts = linted.counts
    said = [f"{counts[name]} {name}" for name in SEVERITIES if counts[name]]
    looked = len(linted.requests)
    return f"{looked} request{'s' * (looked != 1)}: {', '.join(said) or 'nothing found'}"


def named(request: RequestView) -> str:
    """Say what was looked at."""
    where = f" for {request.endpoint}" if request.endpoint else ", endpoint not told"
    return f"{_FORMS[request.form]}{where}"


def text(linted: Linted) -> str:
    """Draw for a terminal."""
    return "\n".join(_text(linted)) + "\n"


def _text(linted: Linted) -> Iterator[str]:
    yield from wrap(summed(linted))
    for file in dict.fromkeys(request.file for request in linted.requests):
        yield ""
        for request in (each for each in linted.requests if each.file == file):
            yield from wrap(f"{file}:{request.line}: {named(request)}")
            for note in request.notes:
                yield from wrap(f"({note})", "  ")
        yield from _findings(finding for finding in linted.findings if finding.file == file)
    yield ""
    codes = list(dict.fromkeys(finding.code for finding in linted.findings))
    if codes:
        yield from wrap(f"What to do about each: ajo-doctor explain {codes[0]}")
    else:
        yield from wrap(CLEAN)


def _findings(findings: Iterable[LintView]) -> Iterator[str]:
    shown, hidden = few(findings)
    for each in shown:
        lead = f"  {each.line}:{each.column}  {each.severity}  {each.code}  "
        yield from wrap(said(each), " " * min(len(lead), 30), first=lead)
    for code, count in hidden.items():
        yield f"  and {count} more {code}; --format json has all"


def said(finding: LintView) -> str:
    """Give the sentence, with the reason for another severity."""
    return f"{finding.message} ({finding.because})" if finding.because else finding.message


def few(findings: Iterable[LintView]) -> tuple[list[LintView], dict[str, int]]:
    """Keep the first of each kind, and count the rest by code."""
    seen: Counter[str] = Counter()
    shown: list[LintView] = []
    for each in findings:
        seen[each.code] += 1
        if seen[each.code] <= _MOST:
            shown.append(each)
    return shown, {code: count - _MOST for code, count in seen.items() if count > _MOST}


def compiler_lines(linted: Linted) -> str:
    """Write one line a finding as compilers do: `file:line:column: severity: code message`."""
    lines = (
        f"{plain(each.file)}:{each.line}:{each.column}: {_COMPILER[each.severity]}: {each.code} {plain(said(each))}\n"
        for each in linted.findings
    )
    return "".join(lines)


def github(linted: Linted) -> str:
    """Write one workflow command a finding.

    Source: GitHub Docs, workflow commands for GitHub Actions (and the escapes of actions/toolkit), read 2026-11-24.
    """
    return "".join(_command(each) for each in linted.findings)


def _command(each: LintView) -> str:
    fields = {
        "file": each.file,
        "line": str(each.line),
        "col": str(each.column),
        "title": f"{each.code} {each.title}",
    }
    told = ",".join(f"{name}={_property(value)}" for name, value in fields.items())
    return f"::{_GITHUB[each.severity]} {told}::{_data(said(each))}\n"


def _data(value: str) -> str:
    return plain(value).replace("%", "%25")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
