"""Gives every node of the causal graph its place: in columns where there is room, as a tree where there is none.

Lengths are pixels of the picture; a row is as high as the highest node in it, so nothing can lie on another.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from diagnostics.records import record
from diagnostics.report.escape import plain
from diagnostics.report.html_graph import Node, Trunk
from diagnostics.report.plot_canvas import text_width

_LINE, _PAD, _GAP = 16, 10, 12
_MOST_LINES = 3
_BOLD = 0.98  # of the room, for the same text in small bold letters
_CHANNEL = 56  # between two columns, for the lines
_INDENT = 20
WIDE, NARROW = 960, 328  # pixels


@record(frozen=True, slots=True, kw_only=True)
class Box:
    """One node at its place; `lines` are those of its text, cut if need be."""

    node: Node
    title: str
    x: float
    y: float
    width: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """Its height, which follows from the number of its lines."""
        return _height(self.lines)


@record(frozen=True, slots=True, kw_only=True)
class Edge:
    """One line from a node to another; `sort` is that of the node that it explains."""

    path: str
    tip: str
    sort: str


@dataclass(slots=True, kw_only=True)
class Drawn:
    """A picture: everything in the order in which it is read."""

    name: str
    width: int
    height: float = 0.0
    boxes: list[Box] = field(default_factory=list[Box])
    edges: list[Edge] = field(default_factory=list[Edge])


def wide(graph: tuple[Trunk, ...]) -> Drawn:
    """Lay out in columns: changes if there are any, causes, findings, evidence."""
    has_changes = any(trunk.changes for trunk in graph)
    columns = 4 if has_changes else 3
    size = (WIDE - 2 - _CHANNEL * (columns - 1)) / columns
    at = [1 + place * (size + _CHANNEL) for place in range(columns)]
    drawn = Drawn(name="wide", width=WIDE)
    places: dict[str, Box] = {}
    y = 1.0
    for trunk in graph:
        y = _wide_trunk(trunk, drawn, (at, size), places, y) + _GAP
    drawn.height = y - _GAP + 1
    return drawn


def _wide_trunk(
    trunk: Trunk, drawn: Drawn, grid: tuple[list[float], float], places: dict[str, Box], y: float
) -> float:
    """Draw one trunk from `y` down; give where it ends."""
    at, size = grid
    cause = _put(drawn, trunk.node, at[-3], y, size)
    ends = y
    for change in trunk.changes:
        box = _put(drawn, change, at[0], ends, size)
        drawn.edges.append(_across(box, cause, "change"))
        ends += box.height + _GAP
    row = y
    for branch in trunk.branches:
        if not branch.is_first:
            drawn.edges.append(_across(cause, places[branch.node.key], "finding"))
            continue
        box = _put(drawn, branch.node, at[-2], row, size)
        places[branch.node.key] = box
        drawn.edges.append(_across(cause, box, branch.node.sort))
        high = box.height
        if branch.evidence:
            seen = _put(drawn, branch.evidence, at[-1], row, size)
            drawn.edges.append(_across(box, seen, "evidence"))
            high = max(high, seen.height)
        row += high + _GAP
    return max(ends, row, y + cause.height + _GAP)


def narrow(graph: tuple[Trunk, ...]) -> Drawn:
    """Lay out as a tree, one node below the other: what hangs on a node is indented, and so are the changes above a cause."""
    drawn = Drawn(name="narrow", width=NARROW)
    y = 1.0
    for trunk in graph:
        changes: list[Box] = []
        for change in trunk.changes:
            box, y = _under(drawn, change, 1, y, None)
            changes.append(box)
        cause, y = _under(drawn, trunk.node, 0, y, None)
        drawn.edges.extend(_down(change, cause) for change in changes)
        for branch in trunk.branches:
            box, y = _under(drawn, branch.node, 1, y, cause)
            if branch.evidence and branch.is_first:
                _, y = _under(drawn, branch.evidence, 2, y, box)
    drawn.height = y - _GAP + 1
    return drawn


def _under(drawn: Drawn, node: Node, level: int, y: float, above: Box | None) -> tuple[Box, float]:
    x = 1 + level * _INDENT
    box = _put(drawn, node, x, y, NARROW - 2 - level * _INDENT)
    if above:
        middle, left = y + box.height / 2, above.x + _INDENT / 2
        path = f"M{left:.0f} {above.y + above.height:.0f}V{middle:.0f}H{x:.0f}"
        drawn.edges.append(Edge(path=path, tip=_tip(x, middle), sort=node.sort))
    return box, y + box.height + _GAP


def _down(change: Box, cause: Box) -> Edge:
    """Lead from the side of a change down to the cause below it, past the changes between them."""
    x, middle, end = cause.x + _INDENT / 2, change.y + change.height / 2, cause.y
    path = f"M{change.x:.0f} {middle:.0f}H{x:.0f}V{end - 5:.0f}"
    tip = f"M{x - 4:.0f} {end - 8:.0f}L{x:.0f} {end:.0f}L{x + 4:.0f} {end - 8:.0f}Z"
    return Edge(path=path, tip=tip, sort="change")


def _put(drawn: Drawn, node: Node, x: float, y: float, width: float) -> Box:
    room = width - 2 * _PAD
    lines = _folded(plain(node.text), room)
    title = _cut(plain(node.title), room * _BOLD)
    box = Box(
        node=node, title=title, x=round(x, 1), y=round(y, 1), width=round(width, 1), lines=lines
    )
    drawn.boxes.append(box)
    return box


def _height(lines: tuple[str, ...]) -> float:
    return 2 * _PAD + _LINE * (1 + len(lines)) - 4


def _across(tail: Box, head: Box, sort: str) -> Edge:
    x1, y1 = tail.x + tail.width, tail.y + tail.height / 2
    x2, y2 = head.x, head.y + head.height / 2
    bend = (x1 + x2) / 2
    path = f"M{x1:.0f} {y1:.0f}C{bend:.0f} {y1:.0f} {bend:.0f} {y2:.0f} {x2 - 5:.0f} {y2:.0f}"
    return Edge(path=path, tip=_tip(x2, y2), sort=sort)


def _tip(x: float, y: float) -> str:
    return f"M{x - 8:.0f} {y - 4:.0f}L{x:.0f} {y:.0f}L{x - 8:.0f} {y + 4:.0f}Z"


def _folded(text: str, room: float) -> tuple[str, ...]:
    """Fold a text to lines that fit; a word that does not is broken, the end of a long text is cut."""
    lines: list[str] = []
    line = ""
    for word in _words(text, room):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer) > room:
            lines.append(line)
            longer = word
        line = longer
        if len(lines) == _MOST_LINES:
            break
    lines.append(line)
    if len(lines) > _MOST_LINES:
        last = _cut(f"{lines[_MOST_LINES - 1]} …", room)
        lines = [*lines[: _MOST_LINES - 1], last]
    return tuple(lines)


def _cut(text: str, room: float) -> str:
    """Cut a text to the room it has; the mark at its end stays."""
    body = text.removesuffix(" …")
    if body == text and text_width(text) <= room:
        return text
    while body and text_width(f"{body} …") > room:
        body = body[:-1]
    return f"{body.rstrip()} …"


def _words(text: str, room: float) -> list[str]:
    parts: list[str] = []
    for word in text[:600].split():
        rest = word
        while text_width(rest) > room:
            at = max(1, int(len(rest) * room / text_width(rest)) - 1)
            while at > 1 and text_width(rest[:at]) > room:
                at -= 1
            parts.append(rest[:at])
            rest = rest[at:]
        parts.append(rest)
    return parts
