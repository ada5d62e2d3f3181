"""Time inside Journey Optimizer: which component takes longer, or whether messages wait between components. Pure.

Source: XDM schema of the message feedback (processingFlowTimeline, requestTimestamp, firstAttemptTimestamp), read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.delays.record import Delay, Published, Side
from diagnostics.delays.scene import Hit, Scene, clock, delay, seconds, times_of
from diagnostics.delays.spared import narrowest

# What our own configuration looks like in an export: without the column nobody can tell it from a delay inside.
_CONFIGURED = {
    "optimized_for": "send-time optimisation (optimizedSendTime)",
    "wave": "waves (waveID)",
    "campaign": "the campaign (campaignID)",
}
_STEADY_LATE_S = 120.0  # p95 inside, of data that was never better


def components(scene: Scene) -> Iterator[Delay]:
    """A component whose time rose."""
    for hit in scene.hits("component", "component"):
        whole = [each for each in scene.hits("inside", "all") if _same(each, hit)]
        name = hit.line.name
        yield delay(
            scene,
            "component-slow",
            Side.AJO,
            (hit, *whole),
            who=name,
            dimension="component",
            sentence=f"Component {name} of Journey Optimizer took {seconds(hit.level)} (p95) instead of"
            f" {seconds(hit.usual)} {{when}}.",
            more=incidents_of(scene, hit),
        )


def _same(one: Hit, other: Hit) -> bool:
    return one.overlaps(other.window.start, other.window.end)


def waiting(scene: Scene, known: list[Delay]) -> Iterator[Delay]:
    """Messages take longer until their first attempt, and no component says so."""
    hits = [
        *scene.hits("inside", "all"),
        *scene.hits("inside", "campaign"),
        *scene.hits("inside", "channel"),
    ]
    hits = [hit for hit in hits if not covered(known, hit, scene)]
    done: list[Hit] = []
    for hit in hits:
        if any(_same(each, hit) for each in done):
            continue
        done.append(hit)
        found = narrowest(scene, "inside", ("campaign", "channel"), hit.window)
        who, dimension = (found.names, found.dimension) if found else ("all", "all")
        between = _components_said(scene)
        yield delay(
            scene,
            "waiting-inside",
            Side.AJO,
            (hit, *(found.hits if found else ())),
            who=who,
            dimension=dimension,
            sentence=f"Messages of {_named(who)} waited inside Journey Optimizer: {seconds(hit.level)} (p95) from request to first"
            f" attempt instead of {seconds(hit.usual)} {{when}}; {between}.",
            more=incidents_of(scene, hit),
        )


def _named(who: str) -> str:
    return "all campaigns" if who == "all" else who


def _components_said(scene: Scene) -> str:
    """Say where they waited; and what of our own configuration would look the same and has no column here."""
    if not scene.measured.hops:
        said = "which component cannot be told, for processingFlowTimeline is empty"
    else:
        said = "no component took longer, so they waited between components"
    nameless = [shown for name, shown in _CONFIGURED.items() if scene.measured.lacks(name)]
    if not nameless:
        return said
    return f"{said}. Whether they were configured to wait is not told by these exports: no column of {' or '.join(nameless)}"


def steady(scene: Scene) -> Iterator[Delay]:
    """It was slow from the beginning of the data to its end: no change is there to be found."""
    whole = next(iter(scene.measured.of("all")), None)
    if whole is None or whole.inside is None or whole.inside.p95 < _STEADY_LATE_S:
        return
    slowest = max(scene.measured.hops, key=lambda hop: hop.spread.p95, default=None)
    is_told = slowest is not None and slowest.spread.p95 >= 0.5 * whole.inside.p95
    who = slowest.name if is_told and slowest else "all"
    yield Delay(
        kind="component-slow" if is_told else "waiting-inside",
        side=Side.AJO,
        who=who,
        dimension="component" if is_told else "all",
        since=None,
        until=None,
        messages=whole.inside.count,
        sentence=f"Messages took {seconds(whole.inside.p95)} (p95) inside Journey Optimizer in all of the data; when it began lies before it.",
        evidence=(
            f"request to first attempt: {times_of(whole.inside)}",
            *(f"component {hop.name}: {times_of(hop.spread)}" for hop in scene.measured.hops[:6]),
        ),
    )


def incidents_of(scene: Scene, hit: Hit) -> tuple[str, ...]:
    """Name the published incidents of Adobe that lasted in this window."""
    start = scene.at(hit.window.start) or scene.measured.since
    end = scene.until(hit.window.end) or scene.measured.until
    return tuple(
        _said(each)
        for each in scene.measured.published
        if (each.since is None or end is None or each.since <= end)
        and (each.until is None or start is None or start <= each.until)
    )


def _said(each: Published) -> str:
    until = clock(each.until) if each.until else "now"
    return f"Adobe published incident {each.id} of {each.product} from {clock(each.since)} to {until} (status feed)"


def covered(known: list[Delay], hit: Hit, scene: Scene) -> bool:
    """Tell whether delays that are known already cover at least half of a bad window."""
    count = hit.window.end - hit.window.start
    inside = sum(
        any(_covers(each, hit, at, scene) for each in known)
        for at in range(hit.window.start, hit.window.end)
    )
    return inside * 2 >= count


def _covers(each: Delay, hit: Hit, at: int, scene: Scene) -> bool:
    if each.kind in (
        "retry-window-long",
        "send-time-optimized",
        "feedback-missing",
        "messages-excluded",
    ):
        return False
    if hit.line.dimension == "campaign" == each.dimension and hit.line.name not in each.who.split(
        ", "
    ):
        return False
    start, end = scene.at(at), scene.until(at + 1)
    begins = each.since is None or end is None or each.since < end
    return begins and (each.until is None or start is None or start < each.until)
