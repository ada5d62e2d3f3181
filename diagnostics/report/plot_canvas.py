"""Draws SVG: no script, no font and no picture from outside, light and dark, and a text for who cannot see it.

Colours: each of the two sets has a contrast of at least 4.5 against its ground (WCAG 2.2, success criterion 1.4.3).
"""

from __future__ import annotations

import html
import unicodedata

WIDTH = 720
FONT = 12
MOST_LINES = 6  # colours that can be told apart
_WIDEST_NAME = 36  # characters; the rest is cut
# A letter of a sans serif font is at most so wide on average; wide ones of East Asia take their whole size.
_LETTER, _WIDE = 0.62, 1.05

LIGHT = {
    "ground": "#ffffff",
    "ink": "#1f2328",
    "faint": "#59636e",
    "grid": "#d1d9e0",
    "mark": "#b3261e",
    "0": "#0b5cad",
    "1": "#9a4a06",
    "2": "#2a6b39",
    "3": "#7b3fa0",
    "4": "#0f6a73",
    "5": "#8a2f5d",
}
DARK = {
    "ground": "#14171a",
    "ink": "#e6edf3",
    "faint": "#9aa5b1",
    "grid": "#363c44",
    "mark": "#ff8a80",
    "0": "#7db8f5",
    "1": "#f0a36b",
    "2": "#8fd19e",
    "3": "#cfa3ee",
    "4": "#7fd3dc",
    "5": "#f0a0c4",
}


def colours(palette: dict[str, str]) -> str:
    """Declare a set of colours, for a rule of a style sheet."""
    return ";".join(f"--plot-{name}:{colour}" for name, colour in palette.items())


RULES = (  # all but the colours; a page that holds pictures has them once
    f".plot{{font:{FONT}px system-ui,'Segoe UI',Helvetica,Arial,sans-serif}}"
    ".plot-ground{fill:var(--plot-ground)}.plot-ink{fill:var(--plot-ink)}.plot-faint{fill:var(--plot-faint)}"
    ".plot-title{fill:var(--plot-ink);font-weight:600;font-size:14px}"
    ".plot-grid{stroke:var(--plot-grid);stroke-width:1}"
    ".plot-mark{stroke:var(--plot-mark);stroke-width:1.5;stroke-dasharray:4 3}.plot-marked{fill:var(--plot-mark)}"
    + "".join(
        f".plot-line-{one}{{stroke:var(--plot-{one});fill:none;stroke-width:2}}.plot-fill-{one}{{fill:var(--plot-{one})}}"
        for one in range(MOST_LINES)
    )
)
STYLE = (
    f".plot{{{colours(LIGHT)}}}"
    f"@media (prefers-color-scheme:dark){{.plot{{{colours(DARK)}}}}}"
    f"@media print{{.plot{{{colours(LIGHT)}}}}}{RULES}"
)


def text_width(text: str) -> float:
    """Return the width of a text in pixels, rather too large than too small."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return FONT * (_LETTER * (len(text) - wide) + _WIDE * wide)


def cut(name: str, most: int = _WIDEST_NAME) -> str:
    """Cut a name that is too long for a label."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _safe(text: str) -> str:
    """Escape a text, and take out what XML cannot bear or what would turn the text around."""
    shown = (letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return html.escape("".join(shown), quote=False)


class Canvas:
    """A picture that grows by elements; its height is said at the end."""

    def __init__(self, title: str, description: str) -> None:
        """Begin a picture.

        Args:
            title: its name, shown and read aloud.
            description: what it shows in a sentence with its figures, read aloud.
        """
        self._title, self._description = title, description
        self._parts: list[str] = []
        self.text(0, 16, title, kind="title")

    def text(
        self, x: float, y: float, text: str, *, kind: str = "ink", anchor: str = "start"
    ) -> None:
        """Write a text; `y` is its baseline."""
        self._parts.append(
            f'<text class="plot-{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_safe(text)}</text>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, *, kind: str = "grid") -> None:
        """Draw a line."""
        self._parts.append(
            f'<line class="plot-{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'
        )

    def path(self, points: list[tuple[float, float]], index: int) -> None:
        """Draw a line through points; a single one becomes a dot."""
        if len(points) == 1:
            x, y = points[0]
            self._parts.append(
                f'<circle class="plot-fill-{index}" cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>'
            )
            return
        steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._parts.append(f'<polyline class="plot-line-{index}" points="{steps}"/>')

    def box(
        self, x: float, y: float, width: float, height: float, index: int, title: str = ""
    ) -> None:
        """Draw a filled box; `title` is shown when it is pointed at."""
        shape = f'<rect class="plot-fill-{index}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        said = f"><title>{_safe(title)}</title></rect>" if title else "/>"
        self._parts.append(shape + said)

    def legend(self, names: tuple[str, ...], y: float, left: float = 0) -> float:
        """Name the colours in as many rows as they need; give the y below them."""
        x = left
        for index, name in enumerate(map(cut, names)):
            needed = 18 + text_width(name) + 16
            if x > left and x + needed > WIDTH:
                x, y = left, y + 18
            self.box(x, y - 9, 12, 10, index)
            self.text(x + 18, y, name)
            x += needed
        return y + 14

    def done(self, height: float) -> str:
        """Give the whole picture."""
        attribute = _safe(self._title).replace('"', "&quot;")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="-8 -6 {WIDTH + 16} {height + 12:.0f}"'
            f' width="{WIDTH + 16}" height="{height + 12:.0f}" role="img" aria-label="{attribute}">'
            f"<title>{_safe(self._title)}</title><desc>{_safe(self._description)}</desc><style>{STYLE}</style>"
            f'<rect class="plot-ground" x="-8" y="-6" width="{WIDTH + 16}" height="{height + 12:.0f}"/>'
            + "".join(self._parts)
            + "</svg>\n"
        )
