"""No message was asked for in a while: the calls failed, or nobody called. Pure.

Feedback alone cannot tell the two apart; a cause that makes calls fail (`diagnose`), or the caller's log, does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from diagnostics.delays.record import Delay, Flow, Side
from diagnostics.delays.scene import Scene, clock

_LEAST_S = 600.0
_LEAST_EXPECTED = 40  # messages that the time around would have brought
_AROUND_S = 3600.0  # before and after, for what is usual


def calls_stopped(scene: Scene, known: list[Delay]) -> Iterator[Delay]:
    """Requests stop at once and come again at once, or do not come again before the end.

    Args:
        scene: where.
        known: what was configured to wait; at the end of the data it looks like calls that stopped.
    """
    flows = scene.measured.flows
    whole = _whole(scene)
    if whole is None:
        return
    found = list(_stops(whole))
    yield from (_stopped(scene, whole, *each) for each in found)
    if not found and len(flows) > 1:
        for flow in flows:
            for each in _stops(flow):
                if not _only_held(scene, flow, each[1], known):
                    yield _stopped(scene, flow, *each)


def _whole(scene: Scene) -> Flow | None:
    """Add up what all campaigns asked for; where no row names its campaign, take all rows that were attempted."""
    flows = scene.measured.flows
    if flows:
        counts = tuple(map(sum, zip(*(flow.requested for flow in flows), strict=True)))
        step = flows[0].step_s
    else:
        (line, *_) = [*scene.lines("inside", "all"), None]
        if line is None:
            return None
        counts, step = line.counts, scene.measured.interval_s
    return Flow(campaign="all", step_s=step, requested=counts, wanted=(), attempted=())


def _only_held(scene: Scene, flow: Flow, end: int, known: list[Delay]) -> bool:
    """Tell whether a campaign only seems to stop at the end: its messages are held, or the caller's log has the calls."""
    if end < len(flow.requested):
        return False
    logged = any(
        sum(line.counts)
        for line in scene.lines("missing", "campaign")
        if line.name == flow.campaign
    )
    return logged or any(flow.campaign in each.who.split(", ") for each in known)


def _stops(flow: Flow) -> Iterator[tuple[int, int, float]]:
    """Give begin, end and the messages expected in between."""
    around = max(1, int(_AROUND_S // flow.step_s))
    start: int | None = None
    for at, count in enumerate([*flow.requested, 1]):
        if not count:
            start = at if start is None else start
            continue
        if start is not None:
            usual = [
                *flow.requested[max(0, start - around) : start],
                *flow.requested[at : at + around],
            ]
            expected = sum(usual) / max(len(usual), 1) * (at - start)
            if (at - start) * flow.step_s >= _LEAST_S and expected >= _LEAST_EXPECTED:
                yield start, at, expected
        start = None


def _stopped(scene: Scene, flow: Flow, start: int, end: int, expected: float) -> Delay:
    since, until = _when(scene, flow, start), _when(scene, flow, end)
    is_all = flow.campaign == "all"
    whom = "any campaign" if is_all else f"campaign {flow.campaign}"
    return Delay(
        kind="calls-stopped",
        side=Side.OURS,
        who=flow.campaign,
        dimension="all" if is_all else "campaign",
        since=since,
        until=until,
        messages=round(expected),
        sentence=f"No message of {whom} was asked for from {clock(since)} to {clock(until)}, when about {expected:.0f} would be usual: the"
        " calls were refused, or nobody called.",
        evidence=(
            f"requests = 0 in {(end - start) * flow.step_s // 60} min",
            f"requests = {expected / ((end - start) * flow.step_s):.3g} a second in the hour before and after",
        ),
    )


def _when(scene: Scene, flow: Flow, step: int) -> datetime | None:
    since = scene.measured.start
    return None if since is None else since + timedelta(seconds=step * flow.step_s)
