"""Who is hit and who is spared: the dimension that tells them apart best names the one at fault. Pure.

A provider that defers makes every address that sends to it look slow, and every campaign; but among the providers it stands
alone. So of all dimensions the one counts in which the hit names carry the smallest part of the messages.
"""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.delays.aggregates import NONE, OTHERS
from diagnostics.delays.changepoint import Window, is_worse
from diagnostics.delays.record import Line
from diagnostics.delays.scene import Hit, Scene

_MOST_HIT = 0.75  # of the messages; above, nobody is spared
_MOST_NAMES = 6
_ALIKE = 1.15  # shares that differ by less tell equally well

_LEAST_SPARED = 30  # messages of a name in the window, to say that it was spared
_SPARED_SHARE = 0.25  # of what is bad among the hit, at most

__all__ = ["NONE", "OTHERS", "Narrow", "narrowest"]


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
    named = [each for each in found if each.names != NONE] or found
    best = min((each.share for each in named), default=1.0)
    if best > _MOST_HIT:
        return next((each for each in named if _is_one_spared(scene, what, each, window)), None)
    return next(each for each in named if each.share <= best * _ALIKE)


def _is_one_spared(scene: Scene, what: str, hit: Narrow, window: Window) -> bool:
    """Tell whether a name with messages enough was well while those that carry most of them were not."""
    worst = max(each.window.share for each in hit.hits)
    others = [_inside(line, window) for line in scene.lines(what, hit.dimension)]
    return any(of >= _LEAST_SPARED and bad <= _SPARED_SHARE * worst * of for bad, of in others)


def _hit(scene: Scene, what: str, dimension: str, window: Window) -> Narrow | None:
    hits: list[Hit] = []
    for line in scene.lines(what, dimension):
        bad, of = _inside(line, window)
        normal = _normal(scene, line, window)
        if is_worse(bad, of, normal):
            own = Window(window.start, window.end, bad / of, normal)
            hits.append(Hit(line, own))
    # Lines of shares stand only for names with any, and that of all counts everybody's rows.
    whole = scene.lines(what, "all") or scene.lines(what, dimension)
    total = sum(sum(each.counts[window.start : window.end]) for each in whole)
    if not hits or not total or len(hits) > _MOST_NAMES:
        return None
    hits.sort(key=lambda hit: (-hit.rows, hit.line.name))
    return Narrow(dimension, tuple(hits), sum(hit.rows for hit in hits) / total)


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
