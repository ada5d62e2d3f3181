"""Time after the first attempt: a provider, a sending address, or all of them. Pure.

Sources, read 2026-11-23: Journey Optimizer, retries (soft bounces are tried again); dataset query examples (a burst of hard
bounces on one domain is most likely an outage there, and quarantines addresses wrongly).
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.delays.inside import covered, incidents_of
from diagnostics.delays.record import Delay, Group, Side
from diagnostics.delays.scene import Hit, Scene, delay, percent, seconds, times_of
from diagnostics.delays.spared import NONE, OTHERS, narrowest

_ORDER = ("domain", "outbound_ip", "campaign")
_STEADY_S, _STEADY_FACTOR, _LEAST_EVENTS = 120.0, 5.0, 50
_LEAST_BOUNCES = 20


def deferred(scene: Scene, known: list[Delay]) -> Iterator[Delay]:
    """Mails are taken later than usual."""
    done: list[Hit] = []
    for what in ("downstream", "retried"):
        for dimension in ("all", *_ORDER):
            for hit in scene.hits(what, dimension):
                if any(hit.overlaps(each.window.start, each.window.end) for each in done):
                    continue
                if what == "retried" and covered(known, hit, scene):
                    continue
                done.append(hit)
                yield _deferred(scene, what, hit)


def _deferred(scene: Scene, what: str, hit: Hit) -> Delay:
    found = narrowest(scene, what, (*_ORDER, "channel"), hit.window)
    kinds = {
        "domain": ("provider-defers", "Provider"),
        "outbound_ip": ("outbound-ip-deferred", "Outbound IP"),
        "campaign": ("provider-defers", "What campaign"),
        "channel": ("provider-defers", "What channel"),
    }
    shown = (*(found.hits if found else ()), hit)
    if found is None:
        return delay(
            scene,
            "deferred-everywhere",
            Side.DOWNSTREAM,
            shown,
            who="all",
            dimension="all",
            sentence=_everywhere(scene, what, hit),
            more=incidents_of(scene, hit),
        )
    kind, noun = kinds[found.dimension]
    names = found.names.replace(OTHERS, "many smaller ones").replace(NONE, "that is not named")
    verb = (
        "sends was taken"
        if found.dimension in ("campaign", "channel")
        else "took mails"
        if found.dimension == "domain"
        else "was deferred, its mails were taken"
    )
    return delay(
        scene,
        kind,
        Side.DOWNSTREAM,
        _at_onset(scene, what, found.hits, hit),
        who=names,
        dimension=found.dimension,
        sentence=f"{noun} {names} {verb} later: {_said(what, found.hits[0])} {{when}}; {_share(what, found.share)} are hit, the"
        " others are not.",
        more=_retries(scene, found.dimension, found.hits),
    )


def _share(what: str, share: float) -> str:
    """Say of what it is a share: what is still tried has no time to be late by, and each retry is an event."""
    return f"{percent(share)} of {'the messages that arrived' if what == 'downstream' else 'all events'}"


def _everywhere(scene: Scene, what: str, hit: Hit) -> str:
    """Say that nobody stands out; and where the column is empty that would show who does, that this is not known."""
    nouns = {"domain": "provider", "outbound_ip": "address", "campaign": "campaign"}
    seen = [noun for name, noun in nouns.items() if scene.measured.has(name)]
    if "provider" not in seen:
        return (
            f"Mails were taken later: {_said(what, hit)} {{when}}. Whether by one provider or by every one cannot be told: domain"
            " is empty."
        )
    *more, last = seen
    spared = f"{', '.join(more)} or {last}" if more else last
    return f"Every provider took mails later: {_said(what, hit)} {{when}}; no {spared} was spared."


def _at_onset(scene: Scene, what: str, hits: tuple[Hit, ...], whole: Hit) -> tuple[Hit, ...]:
    """Take the windows of the names themselves, which begin more sharply than the window of all."""
    sharp = [
        own
        for each in hits
        for own in scene.hits(what, each.line.dimension)
        if own.line is each.line and own.overlaps(whole.window.start, whole.window.end)
    ]
    sharp.sort(key=lambda hit: -hit.rows)
    return (*sharp, whole) if sharp else (*hits, whole)


def _said(what: str, hit: Hit) -> str:
    if what == "retried":
        return f"{percent(hit.level)} needed a retry instead of {percent(hit.usual)}"
    return f"{seconds(hit.level)} (p95) from first attempt to sent instead of {seconds(hit.usual)}"


def _retries(scene: Scene, dimension: str, hits: tuple[Hit, ...]) -> tuple[str, ...]:
    groups = [scene.group(dimension, hit.line.name) for hit in hits[:3]]
    return tuple(f"{group.name}: {', '.join(_counted(group))}" for group in groups if group)


def _counted(group: Group) -> Iterator[str]:
    if group.retried is not None:
        yield f"{group.retried} of {group.events} events with a retry"
    if group.delayed is not None:
        yield f"{group.delayed} delay events"
    yield _open(group)


def _open(group: Group) -> str:
    if group.open is None:
        return "how many messages are still open is not known"
    return f"{group.open} messages still open"


def steady(scene: Scene, known: list[Delay]) -> Iterator[Delay]:
    """A provider or address that was slow in all of the data, beside others that were not."""
    for dimension, kind in (
        ("domain", "provider-defers"),
        ("outbound_ip", "outbound-ip-deferred"),
    ):
        if any(each.side is Side.DOWNSTREAM for each in known):
            return
        groups = [each for each in scene.measured.of(dimension) if each.downstream]
        for group in groups:
            others = sorted(
                each.downstream.p95
                for each in groups
                if each is not group and each.downstream and each.events >= _LEAST_EVENTS
            )
            if group.events < _LEAST_EVENTS or not group.downstream or not others:
                continue
            usual = others[len(others) // 2]
            if group.downstream.p95 >= max(_STEADY_S, _STEADY_FACTOR * usual):
                yield Delay(
                    kind=kind,
                    side=Side.DOWNSTREAM,
                    who=group.name,
                    dimension=dimension,
                    since=None,
                    until=None,
                    messages=group.events,
                    sentence=f"{group.name} takes mails after {seconds(group.downstream.p95)} (p95) in all of the data, others after"
                    f" {seconds(usual)}; when it began lies before it.",
                    evidence=(
                        f"first attempt to sent: {times_of(group.downstream)} ({dimension} {group.name})",
                    ),
                )
                break


def bounces(scene: Scene) -> Iterator[Delay]:
    """Many hard bounces at one domain in a short time: most likely an outage there, not wrong addresses."""
    done: list[Hit] = []
    for hit in (*scene.hits("hard", "domain"), *scene.hits("hard", "all")):
        count = hit.window.share * hit.rows
        if count < _LEAST_BOUNCES or any(_same(hit, each) for each in done):
            continue
        done.append(hit)
        name = hit.line.name
        is_one = hit.line.dimension == "domain" and name not in (OTHERS, NONE)
        yield delay(
            scene,
            "hard-bounce-burst",
            Side.DOWNSTREAM,
            (hit,),
            who=name if is_one else "all",
            dimension="domain" if is_one else "all",
            sentence=f"{percent(hit.level)} of the mails to {name if is_one else 'all domains'} bounced hard {{when}}, instead of"
            f" {percent(hit.usual)}: an outage there is likelier than that many wrong addresses, which are on the suppression"
            " list now.",
            more=(f"hard bounces = about {count:.0f} in that time",),
        )


def _same(hit: Hit, other: Hit) -> bool:
    both = hit.overlaps(other.window.start, other.window.end)
    return both and "all" in (hit.line.dimension, other.line.dimension)


def excluded(scene: Scene) -> Iterator[Delay]:
    """Calls were taken, and messages were excluded: nothing was sent, and nothing is late."""
    hits = scene.hits("excluded", "campaign") or scene.hits("excluded", "all")
    codes = ", ".join(f"{code} ({count})" for code, count in scene.measured.exclusions[:4])
    for hit in hits:
        name = hit.line.name
        yield delay(
            scene,
            "messages-excluded",
            Side.OURS,
            (hit,),
            who=name,
            dimension=hit.line.dimension,
            sentence=f"{percent(hit.level)} of the messages of {'all campaigns' if name == 'all' else name} were excluded {{when}}, instead of"
            f" {percent(hit.usual)}: nothing was sent to these.",
            more=(f"exclusion codes = {codes or 'not said'}",),
        )
