"""Calls that were accepted and have no feedback: held back still, or lost. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.delays.inside import incidents_of
from diagnostics.delays.record import Delay, Missing, Side
from diagnostics.delays.scene import Hit, Scene, delay, percent, times_of

_LEAST, _LEAST_SHARE = 5, 0.005
_HELD_SHARE = 0.9  # of a campaign's calls, while others go on


def missing(scene: Scene, known: list[Delay]) -> Iterator[Delay]:
    """Say what lacks feedback.

    Args:
        scene: where.
        known: what was configured to wait; its messages may still come where it reaches the end of the data.
    """
    found = scene.measured.missing
    if found is None or found.missing < max(_LEAST, _LEAST_SHARE * found.called):
        return
    hits = scene.hits("missing", "campaign") or scene.hits("missing", "all")
    for hit in hits:
        if not _still_waits(scene, hit, known):
            yield _held(scene, hit) if _is_held(scene, hit) else _lost(scene, hit, found)
    if not hits:
        yield Delay(
            kind="feedback-missing",
            side=Side.AJO,
            who="all",
            dimension="all",
            since=None,
            until=None,
            messages=found.missing,
            sentence=f"{_text(found)}, over the whole time.{_elsewhere(found)}",
            evidence=_evidence(found),
        )


def _text(found: Missing) -> str:
    return f"{found.missing} of {found.called} accepted calls have no feedback"


def _elsewhere(found: Missing) -> str:
    if found.missing < found.called:
        return ""
    return " None of them is in these exports: high-throughput campaigns write to the dataset named Non Profile."


def _evidence(found: Missing) -> tuple[str, ...]:
    share = percent(found.missing / found.called)
    return (
        f"calls of the caller's log that are judged = {found.called}, without feedback = {found.missing} ({share})",
        *_unjudged(found),
        f"call to first feedback: {times_of(found.first)}",
        f"first of them, hashed = {', '.join(found.examples)}",
    )


def _unjudged(found: Missing) -> Iterator[str]:
    if found.logged > found.called:
        yield (
            f"calls of the log that are not judged = {found.logged - found.called}: made before the feedback begins, in its last"
            " 10 minutes, or later, or without a time"
        )


def _lost(scene: Scene, hit: Hit, found: Missing) -> Delay:
    name = hit.line.name
    return delay(
        scene,
        "feedback-missing",
        Side.AJO,
        (hit,),
        who=name,
        dimension=hit.line.dimension,
        sentence=f"{_text(found)}, most of them of {'all campaigns' if name == 'all' else name} {{when}}.{_elsewhere(found)}",
        more=(*_evidence(found), *incidents_of(scene, hit)),
    )


def _reaches_end(scene: Scene, hit: Hit) -> bool:
    return not any(hit.line.counts[hit.window.end :]) or scene.until(hit.window.end) is None


def _is_held(scene: Scene, hit: Hit) -> bool:
    """Tell whether one campaign stands still up to the end while others go on."""
    is_one = hit.line.dimension == "campaign" and len(scene.lines("missing", "campaign")) > 1
    return is_one and hit.window.share >= _HELD_SHARE and _reaches_end(scene, hit)


def _held(scene: Scene, hit: Hit) -> Delay:
    return delay(
        scene,
        "held-for-quiet-hours",
        Side.OURS,
        (hit,),
        who=hit.line.name,
        dimension="campaign",
        sentence=f"{percent(hit.window.share)} of the accepted calls of campaign {hit.line.name} have no feedback {{when}}, while other"
        " campaigns go on: its messages are still held (quiet hours, a wave, a send time).",
    )


def _still_waits(scene: Scene, hit: Hit, known: list[Delay]) -> bool:
    """Tell whether what lacks feedback is what our own configuration holds at the end of the data."""
    if not _reaches_end(scene, hit):
        return False
    return any(
        each.dimension == "campaign" and hit.line.name in (*each.who.split(", "), "all")
        for each in known
    )
