"""The look of the HTML report: colours for light and dark, and a style sheet that every page has once.

Each colour of a text has a contrast of at least 4.5 against each ground it stands on (WCAG 2.2, success criterion 1.4.3).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from diagnostics.report import plot_canvas

LIGHT = {
    "ground": "#ffffff",
    "raised": "#f6f8fa",
    "code": "#eef1f4",
    "ink": "#1f2328",
    "faint": "#57606a",
    "edge": "#c8d1da",
    "link": "#0a4f96",
    "bad": "#a8201a",
    "warn": "#7f4600",
    "good": "#1d6331",
}
DARK = {
    "ground": "#14171a",
    "raised": "#1d2227",
    "code": "#252b32",
    "ink": "#e6edf3",
    "faint": "#a3aebb",
    "edge": "#444c56",
    "link": "#8cc2f8",
    "bad": "#ff9a92",
    "warn": "#f2b672",
    "good": "#8fd19e",
}
GROUNDS = ("ground", "raised", "code")
TEXTS = ("ink", "faint", "link", "bad", "warn", "good")


def _of(palette: dict[str, str], plots: dict[str, str]) -> str:
    named = ";".join(f"--{name}:{colour}" for name, colour in palette.items())
    return f"{named};{plot_canvas.colours(plots)}"


@cache
def style() -> str:
    """Give the style sheet: the system's scheme, unless the reader has chosen one; paper is always light."""
    light, dark = _of(LIGHT, plot_canvas.LIGHT), _of(DARK, plot_canvas.DARK)
    return (
        f":root{{color-scheme:light;{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}"
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}"
        f"{plot_canvas.RULES}\n{asset('style.css')}"
    )


@cache
def script() -> str:
    """Give the script: it only shows, hides and copies; without it everything can be read."""
    return asset("script.js")


def asset(name: str) -> str:
    """Read a file that is built into the page."""
    place = files("diagnostics.report").joinpath("html_templates", name)
    return place.read_text(encoding="utf-8")
