"""The report of `delays` as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tabulate import tabulate

from diagnostics.delays.record import Remark
from diagnostics.report import delays_view as view
from diagnostics.report import escape
from diagnostics.report.delays_view import ActionView, DelaysReport, FoundView, Table
from diagnostics.report.plot_spark import spark
from diagnostics.report.wrap import WIDTH, wrap

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_LABEL = 8


def render(report: DelaysReport, *, color: bool = False, ascii_only: bool = False) -> str:
    """Draw the report.

    Args:
        report: what to say.
        color: print headlines in bold.
        ascii_only: for terminals without block characters.
    """
    head = escape.plain(view.title(report))
    lines = [f"{_BOLD}{head}{_PLAIN}" if color else head, *wrap(report.answer.sentence)]
    for label, text in view.facts(report):
        lines += wrap(text, " " * _LABEL, first=f"{label:<{_LABEL}}")
    lines += _section("Over time", _sparks(report, ascii_only=ascii_only), color=color)
    for title, found, tables in view.parts(report):
        body = _part(found, tables, view.nothing(report, title))
        lines += _section(title, body, color=color)
    lines += _section("What to do", _actions(report.actions), color=color)
    lines += _section("About the files", _remarks(report.answer.measured.remarks), color=color)
    if report.found:
        lines += [
            "",
            *wrap(f"Why, in one report with everything else that is seen: {report.go_on}"),
        ]
        codes = dict.fromkeys(each.code for each in report.found)
        lines += wrap(f"What a code means: ajo-doctor explain {next(iter(codes))}")
    return "\n".join(lines) + "\n"


def _section(title: str, body: Iterable[str], *, color: bool) -> list[str]:
    lines = list(body)
    if not lines:
        return []
    head = f"{_BOLD}{title}{_PLAIN}" if color else title
    return ["", head, "-" * min(len(title), WIDTH), *lines]


def _sparks(report: DelaysReport, *, ascii_only: bool) -> Iterator[str]:
    for label, values, largest in view.sparks(report):
        yield f"{label:<16}{spark(values, ascii_only=ascii_only)}  {largest}"
    legend = view.spark_legend(report)
    if legend:
        yield legend


def _part(found: tuple[FoundView, ...], tables: tuple[Table, ...], nothing: str) -> Iterator[str]:
    if not found:
        yield from wrap(nothing)
    for each in found:
        yield from wrap(f"{each.code} {each.severity}: {each.delay.sentence}", "  ", first="")
        for line in each.delay.evidence:
            yield from wrap(line, "    ", first="  - ")
    for table in tables:
        yield from ("", f"{table.title}:")
        rows = [[escape.plain(cell) for cell in row] for row in table.rows]
        yield from tabulate(rows, headers=table.headers, disable_numparse=True).splitlines()
        if table.hidden:
            yield f"and {table.hidden} more; --format json has all"


def _actions(actions: tuple[ActionView, ...]) -> Iterator[str]:
    for action in actions:
        yield from wrap(f"{action.title}:", "")
        for number, step in enumerate(action.steps, 1):
            yield from wrap(step.purpose, "   ", first=f"{number}. ")
            yield from wrap(f"Who: {step.role}. Risk: {step.risk}.", "   ")
        yield from wrap(f"Works after: {action.works_after}. Escalate: {action.escalate}.")


def _remarks(remarks: tuple[Remark, ...]) -> Iterator[str]:
    for each in remarks:
        place = f"{each.path}:{each.line}" if each.line else each.path
        left = "left out: " if each.left_out else ""
        yield from wrap(f"{place}: {left}{each.text}", "  ", first="* ")
        if each.do:
            yield from wrap(f"do: {each.do}", "  ")
