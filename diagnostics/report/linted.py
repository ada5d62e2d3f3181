"""What was found in requests, and its drawing as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from diagnostics.report.wrap import wrap

SEVERITIES = ("critical", "warning", "info")
_MOST = 10  # findings of one kind and file that a person is shown; machines get all
_FORMS = {"curl": "cURL command", "har": "call in a HAR", "json": "JSON payload"}
_OFFLINE = "Nothing found. Only a run can see whether the campaign is live and the token valid: `ajo-doctor diagnose`."
_HELD = "Nothing found. Only a run can see the campaign's dates and who may be written to: `ajo-doctor diagnose`."
_PARTLY = "Nothing found in what was looked at; above stands what was not."


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


class UnreadView(NamedTuple):
    """One file that holds no request that can be read."""

    file: str
    line: int | None  # None = the file as a whole
    column: int | None
    problem: str
    expected: str  # empty = there is nothing to say
    do: str


class UnheldView(NamedTuple):
    """One rule that nothing was held against, and why."""

    rule: str  # its id
    title: str  # true when all is well
    reason: str
    do: str


class CampaignView(NamedTuple):
    """The campaign that the requests were held against; None = its answer does not say."""

    campaign_id: str
    source: str  # the file; empty = just read from Adobe
    simulated: bool
    status: str | None
    campaign_type: str | None
    category: str | None
    high_throughput: bool | None
    namespace: str | None


class Linted(NamedTuple):
    """All of one run, in the order of the files and of the places in them."""

    requests: tuple[RequestView, ...]
    findings: tuple[LintView, ...]
    exit_code: int
    version: str
    unread: tuple[UnreadView, ...] = ()
    unheld: tuple[UnheldView, ...] = ()
    campaign: CampaignView | None = None
    packs: tuple[str, ...] = ()  # foreign ones, whose rules counted too

    @property
    def counts(self) -> dict[str, int]:
        """Count the findings by severity, the worst first."""
        found = Counter(finding.severity for finding in self.findings)
        return {name: found[name] for name in SEVERITIES}


def summed(linted: Linted) -> str:
    """Say in one line what was found, and what was left out."""
    counts = linted.counts
    said = [f"{counts[name]} {name}" for name in SEVERITIES if counts[name]] or ["nothing found"]
    if linted.unread:
        said.append(f"{_many(len(linted.unread), 'file')} not read")
    if linted.unheld:
        said.append(f"{_many(len(linted.unheld), 'rule')} not applied")
    mark = "SIMULATED " if linted.campaign and linted.campaign.simulated else ""
    return f"{mark}{_many(len(linted.requests), 'request')}: {', '.join(said)}"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def named(request: RequestView) -> str:
    """Say what was looked at."""
    where = f" for {request.endpoint}" if request.endpoint else ", endpoint not told"
    return f"{_FORMS[request.form]}{where}"


def surroundings(linted: Linted) -> Iterator[str]:
    """Say what beside our own rules the requests were held against."""
    if linted.packs:
        packs = ("packs " if linted.packs[1:] else "pack ") + " and ".join(linted.packs)
        yield f"With the rules of the {packs}, as the configuration wants."
    if linted.campaign:
        source = linted.campaign.source
        where = f"as saved in {source}" if source else "as Adobe has it now"
        yield f"Against campaign {linted.campaign.campaign_id} {where}: {_described(linted.campaign)}."


def _described(campaign: CampaignView) -> str:
    mode = {True: "high-throughput mode", False: "standard mode", None: "mode not told"}
    return ", ".join(
        (
            campaign.campaign_type or "type not told",
            campaign.category or "category not told",
            mode[campaign.high_throughput],
            f"namespace {campaign.namespace}" if campaign.namespace else "namespace not told",
            f"status {campaign.status}" if campaign.status else "status not told",
        )
    )


def place(unread: UnreadView) -> str:
    """Write where a text is unreadable: `file:line:column`, as far as it is known."""
    parts = (unread.file, unread.line, unread.column)
    return ":".join(str(part) for part in parts if part is not None)


def last(linted: Linted) -> str:
    """Say what to do next."""
    codes = dict.fromkeys(finding.code for finding in linted.findings)
    if codes:
        first = f"`ajo-doctor explain {next(iter(codes))}`"
        return (
            f"What it means and what to do: {first}{', and so for each code' * (len(codes) > 1)}."
        )
    if linted.unread or linted.unheld:
        return _PARTLY
    return _HELD if linted.campaign and not linted.campaign.source else _OFFLINE


def text(linted: Linted) -> str:
    """Draw for a terminal."""
    return "\n".join(_text(linted)) + "\n"


def _text(linted: Linted) -> Iterator[str]:
    yield from wrap(summed(linted))
    for sentence in surroundings(linted):
        yield from wrap(sentence)
    for unread in linted.unread:
        yield from ("", *wrap(f"{place(unread)}: not read: {unread.problem}"))
        yield from wrap(unread.expected, "    ", "  expected: ") if unread.expected else ()
        yield from wrap(unread.do, "    ", "  do: ") if unread.do else ()
    for unheld in linted.unheld:
        yield from ("", *wrap(f"not applied: {unheld.title} ({unheld.rule}): {unheld.reason}"))
        yield from wrap(unheld.do, "    ", "  do: ")
    for file in dict.fromkeys(request.file for request in linted.requests):
        yield ""
        for request in (each for each in linted.requests if each.file == file):
            yield from wrap(f"{file}:{request.line}: {named(request)}")
            for note in request.notes:
                yield from wrap(f"({note})", "  ")
        yield from _findings(finding for finding in linted.findings if finding.file == file)
    yield from ("", *wrap(last(linted)))


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
