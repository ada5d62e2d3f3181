"""One line for each target of a round: how it stands, and the one thing to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from diagnostics.report import escape
from diagnostics.report.nagios import in_short
from diagnostics.report.record import Report
from diagnostics.report.wording import headline
from diagnostics.report.wrap import columns, cut

_SENTENCE = 200  # columns: what a line of a log can be read at
_BOLD = ("\x1b[1m", "\x1b[0m")


def render(reports: Sequence[Report], *, color: bool = False) -> str:
    """Draw the lines, in the order of the configuration.

    Args:
        reports: of one round.
        color: whether the words are bold.
    """
    return "".join(f"{line}\n" for line in _lines(reports, color=color))


def _lines(reports: Sequence[Report], *, color: bool) -> Iterator[str]:
    words = [headline(report) for report in reports]
    names = [_name(report) for report in reports]
    for report, word, name in zip(reports, words, names, strict=True):
        first = _padded(word, max(map(columns, words)))
        shown = f"{_BOLD[0]}{first}{_BOLD[1]}" if color else first
        yield f"{shown}  {_padded(name, max(map(columns, names)))}  {_shortened(report)}"


def counted(reports: Sequence[Report]) -> str:
    """Say in one line how many targets stand how."""
    words = Counter(headline(report) for report in reports)
    total = f"{len(reports)} target{'s' if len(reports) > 1 else ''}"
    return f"{total}: {', '.join(f'{number} {word}' for word, number in words.items())}"


def _name(report: Report) -> str:
    name = escape.plain(report.target)
    return f"SIMULATED {name}" if report.simulated else name


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _shortened(report: Report) -> str:
    visible = escape.plain(in_short(report))
    short = cut(visible, _SENTENCE - 1)
    return visible if short == visible else f"{short.rstrip()}…"
