"""Any report: every text in it may be hostile, every list empty; hypothesis' strategies for what all forms must bear."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

from diagnostics.report.record import Report
from diagnostics.report.repair_record import Command
from diagnostics.report.suppressed_record import SuppressedView, SuppressionView
from diagnostics.report.triaged_record import TriageView
from diagnostics.report.views import command, instant
from tests.support.anything import instants

# What a terminal, a ticket, XML, a line of metrics and a line of a plugin would each stumble over.
EVIL = (
    "",
    " ",
    "|",
    "a|b=1;2;3",
    "'quoted' = 1",
    '"x",evil="1"} 1\nfree_metric 2',
    "\\",
    "\\n",
    '\\"',
    "# EOF",
    "two\nlines\r\nand\rmore",
    "]]>",
    "<failure message='x'/>&amp;&#0;",
    "\x00\x0b\x1b[2J\x7f\x85\u2028\u202e\ufffe\uffff",
    "\ud800",
    "\U000e0041\U0001f600\u0301\u0301\u0301\u0301",
    "```\nfence",
    "``````",
    "| a | b |\n|---|---|",
    "# heading",
    "<script>alert(1)</script> @everyone https://evil.example",
    "漢字" * 30,
    "word " * 40,
)
TEXTS = st.one_of(
    st.sampled_from(EVIL),
    st.text(max_size=9),
    st.builds(str.__add__, st.text(max_size=5), st.sampled_from(EVIL)),
)
COMMANDS = (
    st.lists(TEXTS.map(lambda word: word.encode("utf-8", "replace").decode()), min_size=1)
    .map(lambda rest: command(("az", *rest[:3])))
    .filter(bool)
)
_CHOICES: dict[str, tuple[Any, ...]] = {
    "exit_code": (0, 1, 3, 130),
    "code": ("KV101", "KV102", "ZZ999"),
    "severity": ("info", "warning", "critical"),
    "CheckView.status": ("ok", "found", "unknown", "skipped", "crashed"),
    "PastedView.certainty": ("certain", "possible", "ambiguous"),
    "confidence": ("high", "medium", "low"),
    "turn": ("ours", "Adobe's", "Microsoft's"),
    "this_login": ("may", "may not", "cannot tell"),
    "Report.verdict": ("broken", "incomplete", "clean", "interrupted"),
    "Report.topology": ("own-account", "adobe-managed", "no-customer-key"),
    "Report.schema": (1,),
    "VerificationView.verdict": (
        *("repaired", "not-yet-effective", "still-broken", "something-else-broken"),
        *("effect-not-visible", "cannot-tell", "nothing-to-verify"),
    ),
    "VerificationView.sides": ("ours", "told", "both"),
    "ProofView.state": ("gone", "there", "not seen"),
    "StepState.state": ("found", "suppressed", "open", "ok", "to do", "not looked at"),
    "SuppressionView.standing": ("ended", "elsewhere"),  # the others go with what was found
    "StepState.number": ("1", "2", "3", "4"),
    "LogView.state": ("read", "not permitted", "not collected", "not asked", "did not answer"),
    "ChangeView.weight": ("explains", "may explain", "beside it"),
}
_NEVER_EMPTY = ("explains", "runbooks", "checks", "incident")
_WHOLE = {"offset_minutes": st.integers(-720, 840), "alternative_to": st.none() | st.just(1)}
_MOST = 2  # elements of a list


def reports() -> st.SearchStrategy[Report]:
    """Reports of runs and verifications; what a search through logs adds has its own tests."""
    return _record(Report).map(_possible)


def _possible(report: Report) -> Report:
    """Take out what no run can say: well with a needed question open, broken with nothing found."""
    if report.exit_code == 0:
        opened = (dataclasses.replace(each, accepted="until then") for each in report.open)
        report = dataclasses.replace(report, open=tuple(opened))
    if report.findings:
        return report
    verdict = "incomplete" if report.verdict == "broken" else report.verdict
    return dataclasses.replace(report, verdict=verdict, verification=None)


@cache
def _record(kind: type) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind)
    fields = {
        field.name: _field(kind, field.name, hints[field.name])
        for field in dataclasses.fields(kind)
    }
    return st.builds(kind, **fields)


def _field(kind: type, name: str, hint: Any) -> st.SearchStrategy[Any]:
    choices = _CHOICES.get(f"{kind.__name__}.{name}", _CHOICES.get(name))
    if choices:
        return st.sampled_from(choices)
    if name in _WHOLE:
        return _WHOLE[name]
    if name == "until" and kind in (SuppressedView, SuppressionView):
        return st.dates(date(2000, 1, 1), date(2090, 1, 1)).map(str)
    if hint in (str, str | None) and name.endswith(("at", "since", "until")):
        at = instants.map(instant)
        return at if hint is str else at | st.none()
    return _value(hint, least=int(name in _NEVER_EMPTY))


def _value(hint: Any, least: int = 0) -> st.SearchStrategy[Any]:
    if hint is Command:
        return COMMANDS
    if hint is TriageView:
        return st.none()
    if dataclasses.is_dataclass(hint):
        return st.deferred(lambda: _record(hint))
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (inner,) = (each for each in typing.get_args(hint) if each is not type(None))
        return st.none() | _value(inner)
    if typing.get_origin(hint) is tuple:
        inner, *rest = typing.get_args(hint)
        if rest != [...]:
            return st.tuples(*(_value(each) for each in (inner, *rest)))
        return st.lists(_value(inner), min_size=least, max_size=_MOST).map(tuple)
    simple = {str: TEXTS, bool: st.booleans(), int: st.integers(0, 999)}
    return simple[hint]
