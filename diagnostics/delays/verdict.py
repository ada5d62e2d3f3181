"""From what was measured to an answer: intended delay first, then time inside Journey Optimizer, then downstream. Pure.

The step named is that of the source page's section on late e-mail: it says to look for outages of outside services, and that
Journey Optimizer's timestamps of departure tell whether a delay is downstream.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from diagnostics.delays import downstream, inside, intended, missing, pace, stopped
from diagnostics.delays.record import Answer, Delay, Measured, Side
from diagnostics.delays.scene import Scene, clock, of_window, percent, times_of

NO_DELAY, CANNOT_TELL = "no delay", "cannot tell"
_STEPS = {
    Side.OURS.value: "Late e-mail: before the page's step, what was configured to wait",
    Side.AJO.value: "Late e-mail: timestamps of departure (the delay lies before them, inside Journey Optimizer)",
    Side.DOWNSTREAM.value: "Late e-mail: outages of outside services (the delay lies after the departure)",
    NO_DELAY: "Late e-mail: nothing of it is seen here",
    CANNOT_TELL: "Late e-mail: timestamps of departure are needed",
}
# Told, and never the answer to "why are mails late now".
_BESIDE = frozenset({"retry-window-long", "messages-excluded"})
_FAILURE_TYPE = "messageFailure.type"
_LEAST_BOUNCES, _MUCH_BOUNCED = 20, 0.05
_NAMES = {
    "seen_at": "timestamp",
    "status": "feedbackStatus",
    "requested_at": "requestTimestamp",
    "attempted_at": "firstAttemptTimestamp",
}


def answer(measured: Measured) -> Answer:
    """Judge a measurement."""
    scene = Scene(measured)
    ours = [
        *intended.send_time(scene),
        *pace.throttled(scene),
        *pace.held(scene),
        *intended.waves(scene),
    ]
    in_ajo = [each for each in ours if each.side is Side.AJO]
    ours = [each for each in ours if each.side is Side.OURS]
    ours = [*stopped.calls_stopped(scene, ours), *ours]
    in_ajo += inside.components(scene)
    in_ajo += inside.waiting(scene, [*ours, *in_ajo])
    if not ours and not in_ajo:
        in_ajo += inside.steady(scene)
    for each in missing.missing(scene, ours):
        (ours if each.side is Side.OURS else in_ajo).append(each)
    after = list(downstream.deferred(scene, [*ours, *in_ajo]))
    after += downstream.steady(scene, after)
    after += downstream.bounces(scene)
    ours += [*intended.retry_window(scene), *downstream.excluded(scene)]
    delays = (*ours, *in_ajo, *after)
    return _answer(scene, delays)


def _answer(scene: Scene, delays: tuple[Delay, ...]) -> Answer:
    measured = scene.measured
    telling = [each for each in delays if each.kind not in _BESIDE]
    if telling:
        by_side = Counter[Side]()
        for each in telling:
            by_side[each.side] += max(each.messages, 1)
        # Of equal weight the earlier in the documented order counts.
        side = max(Side, key=lambda one: (by_side[one], -list(Side).index(one)))
        first = max(
            (each for each in telling if each.side is side), key=lambda each: each.messages
        )
        more = len(telling) - 1
        also = f" And {more} more below." if more else ""
        return _made(side.value, first.who, f"{first.sentence}{also}", delays, measured)
    empty = _empty(measured)
    late = scene.hits("total", "all")
    if empty or late or not measured.events or measured.interrupted:
        return _undecided(scene, empty, delays)
    whole = measured.of("all")[0]
    total = f"; request to sent: {times_of(whole.total)}" if whole.total else ""
    beside = f" {delays[0].sentence}" if delays else ""
    return _made(
        NO_DELAY,
        "",
        f"No delay is seen in {measured.events} events{total}.{beside}{_after_the_end(measured)}",
        delays,
        measured,
    )


def _after_the_end(measured: Measured) -> str:
    """Say that an export cannot show a silence that lasts to its end, unless somebody said how far it goes."""
    steps = max((len(line.counts) for line in measured.lines), default=0)
    if measured.start is None or measured.until is None:
        return ""
    end = measured.start + timedelta(seconds=steps * measured.interval_s)
    if end - measured.until > timedelta(seconds=2 * measured.interval_s):
        return ""
    return (
        f" The last is of {clock(measured.until)}: whether messages stopped then is not seen, unless --until says how far"
        " the export goes."
    )


def _undecided(scene: Scene, empty: tuple[str, ...], delays: tuple[Delay, ...]) -> Answer:
    measured = scene.measured
    if measured.interrupted:
        text = "It was interrupted before enough was counted."
        return _made(CANNOT_TELL, "", text, delays, measured)
    if not measured.events:
        return _made(
            CANNOT_TELL,
            "",
            f"Nothing is left to look at: {_why_none(measured)}.",
            delays,
            measured,
        )
    late = scene.hits("total", "all")
    seen = f" That something is late is seen: {of_window(late[0], scene)}." if late else ""
    named = ", ".join(empty)
    if empty == (_FAILURE_TYPE,):
        return _made(CANNOT_TELL, named, _bounced(measured), delays, measured)
    why = (
        f"these columns are empty: {named}"
        if empty
        else "the parts of the time do not add up to it"
    )
    return _made(
        CANNOT_TELL, named, f"Where the time goes cannot be told: {why}.{seen}", delays, measured
    )


def _why_none(measured: Measured) -> str:
    """Say why no row counts."""
    if measured.outside:
        return "no row has a time and lies within --since, --until and --campaign"
    return "all rows are of test executions" if measured.tests else "there is no row"


def _empty(measured: Measured) -> tuple[str, ...]:
    """Name the columns without which "no delay" would be a guess."""
    named = tuple(shown for field, shown in _NAMES.items() if not measured.has(field))
    whole = next(iter(measured.of("all")), None)
    if whole and whole.bounced and whole.hard is None:
        is_much = whole.bounced >= max(_LEAST_BOUNCES, _MUCH_BOUNCED * whole.events)
        return (*named, _FAILURE_TYPE) if is_much else named
    return named


def _bounced(measured: Measured) -> str:
    whole = measured.of("all")[0]
    share = percent((whole.bounced or 0) / whole.events)
    return (
        f"{whole.bounced} of {whole.events} events ({share}) are bounces, and whether a provider refuses mails for good cannot be"
        f" told: {_FAILURE_TYPE} is empty."
    )


def _made(
    verdict: str, who: str, sentence: str, delays: tuple[Delay, ...], measured: Measured
) -> Answer:
    return Answer(
        verdict=verdict,
        who=who,
        sentence=sentence,
        step=_STEPS[verdict],
        delays=delays,
        measured=measured,
    )


def headline(answer: Answer) -> str:
    """Say the verdict in one line: ours, AJO, downstream: who, or cannot tell."""
    if answer.verdict == Side.DOWNSTREAM.value:
        everybody = (
            "everybody at once" if answer.measured.has("domain") else "at whom, cannot be told"
        )
        return f"downstream: {answer.who if answer.who != 'all' else everybody}"
    if answer.verdict == CANNOT_TELL and answer.who:
        return f"cannot tell: these columns are empty: {answer.who}"
    return answer.verdict
