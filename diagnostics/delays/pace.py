"""How a campaign's messages left over time: at one rate, or not at all and then together. Pure.

Sources, read 2026-11-23: Journey Optimizer, rate control of campaigns (1 to 2000 a second), quiet hours (a queue action releases
at most 5000 a second; suppression starts 30 minutes early).
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator
from datetime import datetime, timedelta

from diagnostics.delays.record import Delay, Flow, Side
from diagnostics.delays.scene import Scene, clock

_LEAST_MESSAGES = 20
_LONGEST_RATE = 2000.0  # a second: what a campaign can be throttled to
_FLAT = 1.4  # variance of the counts a step over their mean: 1 by chance alone, much more for people's own rhythm
_HELD_S = 900.0  # nothing leaves for so long
_STEPS = 5  # of a plateau
_BEYOND = 1.1  # times what left: more was asked for


def throttled(scene: Scene) -> Iterator[Delay]:
    """A campaign's messages leave at one steady rate while more are asked for: somebody set that rate."""
    for flow in scene.measured.flows:
        found = _plateau(flow)
        if found is None or _component_slows(scene, flow, *found):
            continue
        start, end = found
        part = flow.attempted[start:end]
        rate = statistics.median(part) / flow.step_s
        asked = max(flow.wanted[start:end]) / flow.step_s
        since, until = _times(scene, flow, start, end)
        backlog = max(_backlog(flow)[start:end])
        yield Delay(
            kind="delivery-throttled",
            side=Side.OURS,
            who=flow.campaign,
            dimension="campaign",
            since=since,
            until=until,
            messages=sum(part),
            sentence=f"Campaign {flow.campaign} sent {rate:.3g} messages a second from {clock(since)} to {_end(until)} while up to"
            f" {asked:.3g} a second were asked for: that is a throttle rate, not a fault.",
            evidence=(
                f"first attempts a second = {rate:.3g}, steady over {(end - start) * flow.step_s // 60} min (variance over mean"
                f" {_dispersion(part):.1f})",
                f"requests a second = up to {asked:.3g} in the same time",
                f"requests not yet attempted = up to {backlog}",
            ),
        )


def _plateau(flow: Flow) -> tuple[int, int] | None:
    """Find the longest time with a backlog in which the rate is steady and below what was asked for."""
    backlog = _backlog(flow)
    usual = statistics.median([each for each in flow.attempted if each] or [0])
    stretches = [
        stretch
        for start, end in _runs([each > max(_LEAST_MESSAGES, 0.5 * usual) for each in backlog])
        for stretch in _steady(flow, start, end)
    ]
    fitting = [(start, end) for start, end in stretches if _is_limit(flow, start, end)]
    longest = max(fitting, key=lambda each: each[1] - each[0], default=None)
    return (_began(backlog, longest[0]), longest[1]) if longest else None


def _began(backlog: list[int], start: int) -> int:
    """Go back to where the backlog that a stretch has began to grow."""
    while start and backlog[start - 1] > 1:
        start -= 1
    return start


def _steady(flow: Flow, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut off bursts and pauses: give the stretches whose counts are those of one rate, give or take chance."""
    part = flow.attempted[start:end]
    rate = statistics.median(part)
    chance = 5 * math.sqrt(rate) + 1
    for a, b in _runs([abs(each - rate) <= chance for each in part]):
        if b - a >= _STEPS:
            yield start + a, start + b


def _is_limit(flow: Flow, start: int, end: int) -> bool:
    part = flow.attempted[start:end]
    rate = statistics.median(part)
    is_flat = _dispersion(part) <= _FLAT or statistics.pstdev(part) <= 0.08 * rate
    is_less = sum(flow.wanted[start:end]) > _BEYOND * sum(part) or max(
        flow.wanted[start:end]
    ) > rate + 5 * math.sqrt(rate)
    return bool(rate) and is_flat and is_less and rate / flow.step_s <= _LONGEST_RATE


def _dispersion(part: tuple[int, ...]) -> float:
    mean = statistics.fmean(part)
    return statistics.pvariance(part) / mean if mean else 0.0


def _backlog(flow: Flow) -> list[int]:
    """Count at each step the requests that no first attempt followed yet; the smallest count ever is "none"."""
    waiting, out = 0, [0] * len(flow.wanted)
    for at, (asked, left) in enumerate(zip(flow.wanted, flow.attempted, strict=True)):
        waiting = max(0, waiting + asked - left)
        out[at] = waiting
    return out


def _runs(flags: list[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for at, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = at
        elif not flag and start is not None:
            yield start, at
            start = None


def _times(
    scene: Scene, flow: Flow, start: int, end: int
) -> tuple[datetime | None, datetime | None]:
    since = scene.measured.start
    if since is None:
        return None, None
    step = timedelta(seconds=flow.step_s)
    return since + start * step, None if end >= len(flow.attempted) else since + end * step


def _end(until: datetime | None) -> str:
    return clock(until) if until else "the end of the data"


def _component_slows(scene: Scene, flow: Flow, start: int, end: int) -> bool:
    ratio = flow.step_s / scene.measured.interval_s
    return any(
        hit.overlaps(int(start * ratio), int(end * ratio) + 1)
        for hit in scene.hits("component", "component")
    )


def held(scene: Scene) -> Iterator[Delay]:
    """Nothing of a campaign leaves for a while and then all at once: quiet hours, unless everything stopped."""
    in_waves = {wave.campaign for wave in scene.measured.waves}
    holds = {
        flow.campaign: [] if flow.campaign in in_waves else _holds(flow)
        for flow in scene.measured.flows
    }
    by_campaign = {flow.campaign: flow for flow in scene.measured.flows}
    for campaign, spans in holds.items():
        for start, end in spans:
            flow = by_campaign[campaign]
            if _component_slows(scene, flow, start, end):
                continue
            yield _held(
                scene, flow, start, end, is_quiet=_is_quiet(scene, holds, flow, start, end)
            )


def _holds(flow: Flow) -> list[tuple[int, int]]:
    """Find where requests came, nothing left, and what was held left at once afterwards."""
    least = max(3, int(_HELD_S // flow.step_s))
    found: list[tuple[int, int]] = []
    for start, end in _runs([left == 0 for left in flow.attempted]):
        asked = sum(flow.wanted[start:end])
        after = sum(flow.attempted[end : end + 5])
        if end - start >= least and asked >= _LEAST_MESSAGES and after >= 0.5 * asked:
            found.append((start, end))
    return found


def _is_quiet(
    scene: Scene,
    holds: dict[str, list[tuple[int, int]]],
    flow: Flow,
    start: int,
    end: int,
) -> bool:
    """Tell quiet hours from an outage: they begin or end on a quarter, or come again, or spare other campaigns."""
    others = [name for name in holds if name != flow.campaign]
    spared = [name for name in others if not any(a < end and start < b for a, b in holds[name])]
    if spared:
        return True
    since, until = _times(scene, flow, start, end)
    near = timedelta(seconds=max(flow.step_s, 60))
    on_time = [_off_quarter(at) <= near for at in (since, until) if at is not None]
    return all(on_time) and bool(on_time)


def _off_quarter(at: datetime) -> timedelta:
    past = (at.minute * 60 + at.second) % 900
    return timedelta(seconds=min(past, 900 - past))


def _held(scene: Scene, flow: Flow, start: int, end: int, *, is_quiet: bool) -> Delay:
    since, until = _times(scene, flow, start, end)
    asked = sum(flow.requested[start:end])
    released = max(flow.attempted[end : end + 5], default=0) / flow.step_s
    when = f"from {clock(since)} to {_end(until)}"
    why = (
        "quiet hours hold messages so, and release them together"
        if is_quiet
        else "everything stopped at once, at no hour that anybody would set"
    )
    return Delay(
        kind="held-for-quiet-hours" if is_quiet else "sending-stopped",
        side=Side.OURS if is_quiet else Side.AJO,
        who=flow.campaign if is_quiet else "all",
        dimension="campaign" if is_quiet else "all",
        since=since,
        until=until,
        messages=asked,
        sentence=f"Nothing of campaign {flow.campaign} left {when}, though {asked} messages were asked for; then they left together: {why}.",
        evidence=(
            f"first attempts = 0 {when} ({(end - start) * flow.step_s // 60} min)",
            f"requests in that time = {asked}",
            f"first attempts a second afterwards = up to {released:.3g}",
        ),
    )
