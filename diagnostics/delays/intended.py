"""Delay that somebody configured: it is looked for first, so that nobody else is accused of it. Pure.

Sources, read 2026-11-23: Journey Optimizer, rate control and waves of campaigns (1 to 2000 a second), quiet hours (a queue
action releases at most 5000 a second; suppression starts 30 minutes early), retries (84 hours by default).
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from diagnostics.delays.record import Delay, Group, Side, Wave
from diagnostics.delays.scene import Scene, clock, delay, percent, seconds, times_of

_LEAST_MESSAGES = 20
_LEAST_WAIT_S = 60.0
_LONG_RETRY_S = 3600.0
_MOST_WAVES = 8  # named one by one


def send_time(scene: Scene) -> Iterator[Delay]:
    """Messages with an optimised send time wait for it."""
    whole = next(iter(scene.measured.of("all")), None)
    if whole is None or whole.intended is None or whole.intended.count < _LEAST_MESSAGES:
        return
    if whole.intended.p95 < _LEAST_WAIT_S:
        return
    hits = scene.hits("optimized", "campaign") or scene.hits("optimized", "all")
    which = {hit.line.name for hit in hits if hit.line.dimension == "campaign"}
    who = ", ".join(sorted(which)) or "all"
    evidence = (
        f"request to optimizedSendTime: {times_of(whole.intended)}",
        f"optimizedSendTime (or request) to first attempt: {times_of(whole.inside)}",
    )
    sentence = f"{whole.intended.count} messages waited for their optimised send time (p95 {seconds(whole.intended.p95)})"
    if hits:
        yield delay(
            scene,
            "send-time-optimized",
            Side.OURS,
            hits,
            who=who,
            dimension="campaign" if which else "all",
            sentence=f"{sentence} {{when}}: an optimised send time is set.",
            more=evidence,
        )
        return
    yield Delay(
        kind="send-time-optimized",
        side=Side.OURS,
        who=who,
        dimension="all",
        since=None,
        until=None,
        messages=whole.intended.count,
        sentence=f"{sentence}: an optimised send time is set.",
        evidence=evidence,
    )


def waves(scene: Scene) -> Iterator[Delay]:
    """A campaign that is sent in waves lets the later ones wait."""
    by_campaign: dict[str, list[Wave]] = defaultdict(list)
    for wave in scene.measured.waves:
        by_campaign[wave.campaign].append(wave)
    for campaign, each in sorted(by_campaign.items()):
        waits = [(wave.first_at - wave.requested_at).total_seconds() for wave in each]
        if len(each) < 2 or max(waits) < _LEAST_WAIT_S:  # noqa: PLR2004 - two waves
            continue
        gaps = [(b.first_at - a.first_at).total_seconds() for a, b in pairwise(each)]
        yield Delay(
            kind="sent-in-waves",
            side=Side.OURS,
            who=campaign,
            dimension="campaign",
            since=min(wave.requested_at for wave in each),
            until=max(wave.last_at for wave in each),
            messages=sum(wave.messages for wave in each),
            sentence=f"Campaign {campaign} was sent in {len(each)} waves: the last began {seconds(max(waits))} after it was asked for.",
            evidence=(
                f"waveID = {len(each)} different ones; between two of them p50 {seconds(statistics.median(gaps))}",
                *(
                    f"wave {wave.name}: {wave.messages} messages, first attempt {clock(wave.first_at)}"
                    for wave in each[:_MOST_WAVES]
                ),
                *_more_waves(each[_MOST_WAVES:]),
            ),
        )


def _more_waves(left: list[Wave]) -> Iterator[str]:
    if left:
        count = sum(wave.messages for wave in left)
        yield f"{len(left)} later: {count} messages, the last's first attempt {clock(left[-1].first_at)}"


def _open(whole: Group, ended: int) -> Iterator[str]:
    if whole.open is None:
        yield "how many are still open at the end of the data is not known"
        return
    delayed = whole.open + ended
    part = percent(whole.open / delayed if delayed else 0.0)
    yield f"still open at the end of the data = {whole.open} of {delayed} delayed messages ({part})"


def retry_window(scene: Scene) -> Iterator[Delay]:
    """Delayed messages are retried for hours: as configured, and too long for a one-time code."""
    spread = scene.measured.longest_retry
    whole = next(iter(scene.measured.of("all")), None)
    if (
        spread is None
        or whole is None
        or spread.p95 < _LONG_RETRY_S
        or spread.count < _LEAST_MESSAGES
    ):
        return
    yield Delay(
        kind="retry-window-long",
        side=Side.OURS,
        who="all",
        dimension="all",
        since=None,
        until=None,
        messages=spread.count,
        sentence=f"Delayed messages were still tried after {seconds(spread.p95)} (p95): the retry window allows it, and a one-time code is"
        " of no use then.",
        evidence=(f"first delay to the end: {times_of(spread)}", *_open(whole, spread.count)),
    )
