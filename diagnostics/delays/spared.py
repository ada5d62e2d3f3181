"""Who is hit and who is spared: the dimension that tells them apart best names the one at fault. Pure.

A provider that defers makes every address that sends to it look slow, and every campaign; but among the providers it stands
alone. So of all dimensions the one counts in which the hit names carry the smallest part of the messages.
"""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.delays.aggregates import OTHERS
from diagnostics.delays.changepoint import Window, is_worse
from diagnostics.delays.record import Line
from diagnostics.delays.scene import Hit, Scene

_MOST_HIT = 0.75  # of the messages; above, nobody is spared
_MOST_NAMES = 6
_ALIKE = 1.15  # shares that differ by less tell equally well

__all__ = ["OTHERS", "Narrow", "narrowest"]


@dataclass(frozen=True, slots=True)
class Narrow:
    """The names that are hit, in the dimension that tells them apart."""

    dimension: str
    hits: tuple[Hit, ...]  # of each name, the largest first
    share: float  # of the messages in the window

    @property
    def names(self) -> str:
        """The names, joined."""
        return ", ".join(hit.line.name for hit in self.hits)


def narrowest(
    scene: Scene, what: str, dimensions: tuple[str, ...], window: Window
) -> Narrow | None:
    """Find who is hit in a window; None = no dimension spares anybody.

    Args:
        scene: where.
        what: the quantity that is bad.
        dimensions: in the order in which they are preferred where they tell equally well.
        window: when.
    """
    found = [each for name in dimensions if (each := _hit(scene, what, name, window))]
    best = min((each.share for each in found), default=1.0)
    if best > _MOST_HIT:
        return None
    return next(each for each in found if each.share <= best * _ALIKE)


def _hit(scene: Scene, what: str, dimension: str, window: Window) -> Narrow | None:
    hits: list[Hit] = []
    for line in scene.lines(what, dimension):
        bad, of = _inside(line, window)
        normal = _normal(scene, line, window)
        if is_worse(bad, of, normal):
            own = Window(window.start, window.end, bad / of, normal)
            hits.append(Hit(line, own))
    total = sum(
        sum(each.counts[window.start : window.end]) for each in scene.lines(_of(what), dimension)
    )
    if not hits or not total or len(hits) > _MOST_NAMES:
        return None
    hits.sort(key=lambda hit: (-hit.rows, hit.line.name))
    return Narrow(dimension, tuple(hits), sum(hit.rows for hit in hits) / total)


def _of(what: str) -> str:
    """Name the quantity that has a line for every name: lines of shares stand only for names with any."""
    return "downstream" if what in ("retried", "hard") else what


def _inside(line: Line, window: Window) -> tuple[int, int]:
    part = slice(window.start, window.end)
    return sum(line.bad[part]), sum(line.counts[part])


def _normal(scene: Scene, line: Line, window: Window) -> float:
    """Give the share that is normal for a name: of its own best part, or of its time outside the window."""
    own = next((each for each in scene.hits(line.what, line.dimension) if each.line is line), None)
    if own:
        return own.window.normal
    bad, of = _inside(line, window)
    rest = sum(line.counts) - of
    return (sum(line.bad) - bad) / rest if rest else window.normal
