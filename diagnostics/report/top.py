"""The first page: at most 24 rows of 80 columns; texts give way to each other, a command is never cut."""

from __future__ import annotations

from dataclasses import dataclass, field

from diagnostics.report.point import Point
from diagnostics.report.record import Report
from diagnostics.report.summary import summary
from diagnostics.report.wrap import WIDTH, columns, cut, rows_of, wrap

__all__ = ["ROWS", "WIDTH", "rows_of", "top"]

ROWS = 24
_LABEL = 10  # columns before the text
_MORE = " … (in full below)"
# The first gives way first; "" stands for the headline.
_GIVE_WAY = (
    "Before",
    "Escalate",
    "More",
    "Clocks",
    "Changed",
    "Cause",
    "Works",
    "Now",
    "Shows",
    "Left",
    "Open",
    "Text",
    "Test",
    "Noticed",
    "",
    "Also",
    "Who",
    "Risk",
    "Due",
    "Do now",
)


def top(report: Report) -> list[str]:
    """Give the lines of the first page."""
    fields = [_Field(point) for point in summary(report)]
    _fit(fields)
    room = ROWS - sum(each.rows for each in fields)
    return _with_air(fields, room)


def _fit(fields: list[_Field]) -> None:
    """Take rows away until the page is not too long, and give away what is left.

    What may be missed gives way first, then all that can; the last to give way is the first to get rows back.
    """
    by_worth = sorted(fields, key=lambda each: _worth(each.point.label))
    for each, least in [
        *((each, each.point.least) for each in by_worth),
        *((each, 1) for each in by_worth),
    ]:
        over = sum(other.rows for other in fields) - ROWS
        if over > 0:
            each.allowed = max(min(least, each.allowed), each.allowed - over)
    for each in reversed(by_worth):  # a text said whole is worth more than an empty line
        room = ROWS - sum(other.rows for other in fields)
        if room > 0:
            each.allowed = min(rows_of(each.text), each.allowed + room)


def _worth(label: str) -> int:
    """Tell how late a point gives way; the headline has no fixed label."""
    word = label if label in _GIVE_WAY else label.partition(" ")[0]  # "Cause 1/2"
    return _GIVE_WAY.index(word) if word in _GIVE_WAY else _GIVE_WAY.index("")


@dataclass(slots=True)
class _Field:
    """One point, and the rows it has for its text."""

    point: Point
    allowed: int = field(init=False)
    text: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.text = _laid_out(self.point)
        self.allowed = min(self.point.most, rows_of(self.text))

    @property
    def command(self) -> list[str]:
        return [f"  {self.point.command.sh}"] if self.point.command else []

    @property
    def rows(self) -> int:
        return self.allowed + rows_of(self.command)

    @property
    def lines(self) -> list[str]:
        return [*_shortened(self.text, self.allowed), *self.command]


def _with_air(fields: list[_Field], room: int) -> list[str]:
    """Set the command apart by empty lines, if there is room for them."""
    lines: list[str] = []
    for each in fields:
        behind = [""] * min(1, room) if each.command else []
        before = [""] * min(1, room - len(behind)) if each.command else []
        room -= len(behind) + len(before)
        lines += [*before, *each.lines, *behind]
    return lines


def _laid_out(point: Point) -> list[str]:
    if not point.label:
        return wrap(point.text)
    gap = "  " if len(point.label) >= _LABEL else ""
    return wrap(point.text, " " * _LABEL, first=f"{point.label:<{_LABEL}}{gap}")


def _shortened(lines: list[str], rows: int) -> list[str]:
    """Keep so many rows; the last one says that more stands below."""
    if rows_of(lines) <= rows:
        return lines
    kept: list[str] = []
    for line in lines:
        left = rows - rows_of(kept)
        if left <= rows_of([line]):
            return [*kept, _ended(line, left)]
        kept.append(line)
    return kept


def _ended(line: str, rows: int) -> str:
    """End a text within so many rows, at a word if one fits."""
    room = rows * WIDTH - columns(_MORE)
    if columns(line) > room:
        short = cut(line, room)
        at_word = short.rpartition(" ")[0]
        line = at_word if at_word.strip() else short
    return line.rstrip(" ,;:(.") + _MORE
