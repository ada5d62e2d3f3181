"""The query that invents feedback rows: every value is drawn by hashing the message's number with the seed.

So any part can be made alone, in any order, on all cores. The names of a row's values stand in `_EVENTS`; instants and
durations are whole milliseconds. Retries: at least ten minutes apart for transactional messages (Journey Optimizer,
retries page). All other probabilities and times are from no source.
"""

# ruff: noqa: S608 - names and numbers of our own tables are put together, and nothing that anybody typed

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from diagnostics.simulator.delay_curve import STEPS, Curve
from diagnostics.simulator.delay_incidents import (
    CAMPAIGNS,
    COMPONENTS,
    DOMAINS,
    OUTBOUND_IPS,
    Incident,
)

RETRY_MS = 600_000  # ten minutes
QUIET_RELEASE_PER_S = 5000  # messages a second after quiet hours; source: quiet-hours page
SLOW_COMPONENT_MS = 90_000  # on average
MISSING_SHARE = 0.1
STOPS = ("store-revoked", "calls-refused")
_WAVES = 5
_PUSH_SHARE = 0.04
_SALTS = 64  # draws that a message can make
_SPREAD = 2**40  # more than any message's number times the salts
_SEEDS = 2**22  # so that all of it stays below 2**63


@dataclass(frozen=True, slots=True)
class Draw:
    """What the query is made of."""

    curve: Curve
    end: datetime  # rows after it are not in the export yet
    calls: int  # how many
    seed: int
    incidents: tuple[Incident, ...]

    def index_at(self, moment: datetime) -> float:
        """Return how many calls come before an instant."""
        return self.curve.share_at(moment) * self.calls


def calls(draw: Draw, *, only: str = "") -> str:
    """Return the query of all calls: number, time, campaign.

    Args:
        draw: what it is made of.
        only: a condition on `i`; empty = all.
    """
    turned = ", ".join(map(str, draw.curve.turned()))
    which = f"WHERE {only}" if only else ""
    begin = ms(draw.curve.begin)
    return f"""
SELECT i, ('HUMA-' || lpad(i::VARCHAR, 8, '0')) AS execution,
  ({begin} + turned[step + 1] + (x - step) * (turned[step + 2] - turned[step + 1]))::BIGINT AS requested,
  {_choice(_u(draw, 1), CAMPAIGNS)} AS campaign
FROM (SELECT i, x, floor(x)::BIGINT AS step, [{turned}] AS turned
  FROM (SELECT range AS i, (range + {_u(draw, 0, "range")}) * {STEPS} / {draw.calls}.0 AS x
    FROM range({draw.calls})) {which})"""


def events(draw: Draw, *, only: str = "") -> str:
    """Return the query of all rows; arguments as for `calls`."""
    return f"WITH calls AS ({calls(draw, only=only)}),{_messages(draw)},{_EVENTS} SELECT * FROM events WHERE seen < {ms(draw.end)}"


def accepted(draw: Draw) -> str:
    """Return the condition on a call that it was accepted."""
    stops = [
        _hits(one, "requested") if one.name in dict(CAMPAIGNS) else _within("requested", one)
        for one in draw.incidents
        if one.kind in STOPS
    ]
    return f"NOT ({' OR '.join(stops)})" if stops else "true"


def ms(moment: datetime) -> int:
    """Return milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def _messages(draw: Draw) -> str:
    mail = f"{_u(draw, 4)} >= {_PUSH_SHARE}"
    return f"""
drawn AS (SELECT *, {mail} AS is_mail,
    CASE WHEN {mail} THEN {_choice(_u(draw, 2), [row[:2] for row in DOMAINS])} END AS domain,
    CASE WHEN {mail} THEN {_choice(_u(draw, 3), OUTBOUND_IPS)} END AS outbound_ip,
    'u' || ({_hash(draw, 5)} % 10000000)::VARCHAR AS address,
    {_u(draw, 6)} AS fate, {_u(draw, 7)} AS luck, {_u(draw, 8)} < 0.001 AS is_test,
    {_optimized(draw)} AS optimized, {_wave(draw)} AS wave_number
  FROM calls WHERE {accepted(draw)} AND NOT {_any_of(draw, "missing-messages", f"{_u(draw, 9)} < {MISSING_SHARE}")}),
started AS (SELECT *, CASE WHEN wave_number > 0 THEN 'wave-' || wave_number END AS wave, {_start(draw)} AS start
  FROM drawn),
{_nodes(draw)},
tried AS (SELECT *, CASE WHEN fate < 0.008 THEN NULL ELSE end_{len(COMPONENTS) - 1} END AS reached FROM timed),
met AS (SELECT *, reached AS attempted,
    CASE WHEN reached IS NULL OR NOT is_mail THEN 0 {_retries(draw)} WHEN luck < 0.006 THEN 1 ELSE 0 END AS retries,
    CASE WHEN reached IS NULL THEN 'exclude' {_ends(draw)} WHEN fate < 0.018 THEN 'hard' WHEN fate < 0.021 THEN 'soft'
      ELSE 'sent' END AS ending,
    {_exponential(_u(draw, 20), _seconds())} AS taken
  FROM tried)"""


_EVENTS = f"""
each AS (SELECT *, unnest(range(retries + 1)) AS k FROM met),
events AS (SELECT *,
    CASE WHEN k < retries THEN 'delay' WHEN ending IN ('hard', 'soft') THEN 'bounce' ELSE ending END AS status,
    CASE WHEN k < retries THEN attempted + k * {RETRY_MS} + 1500
      ELSE coalesce(attempted, end_1) + retries * {RETRY_MS} + taken END AS seen,
    CASE WHEN k < retries THEN 'deferred by the receiving server' WHEN ending = 'hard' THEN 'unknown recipient'
      WHEN ending = 'soft' THEN 'refused for now, given up' END AS reason,
    CASE WHEN k < retries THEN '421' WHEN ending = 'hard' THEN '550' WHEN ending = 'soft' THEN '451' END AS failure_code,
    CASE WHEN k < retries OR ending = 'soft' THEN 'Soft' WHEN ending = 'hard' THEN 'Hard' END AS failure_type,
    CASE WHEN k < retries OR ending IN ('hard', 'soft') THEN 'sync' END AS failure_category,
    CASE WHEN ending = 'exclude' THEN '050102' END AS exclusion_code,
    CASE WHEN ending = 'exclude' THEN 'EmailSuppressed' END AS exclusion_reason
  FROM each)"""


def _u(draw: Draw, salt: int, number: str = "i") -> str:
    """Return a number from 0 to below 1 that a message always draws; draws of different salts are independent."""
    return f"(({_hash(draw, salt, number)} >> 11)::DOUBLE / 9007199254740992.0)"


def _hash(draw: Draw, salt: int, number: str = "i") -> str:
    """Hash one whole number made of all three: the engine's hash of several values mixes them too little."""
    return f"hash({number} * {_SALTS} + {draw.seed % _SEEDS * _SPREAD + salt})"


def _exponential(drawn: str, mean: str) -> str:
    return f"(-ln(1 - {drawn}) * ({mean}))::BIGINT"


def _choice(drawn: str, rows: Sequence[tuple[str, float]]) -> str:
    below, cases = 0.0, ""
    for name, share in rows[:-1]:
        below += share
        cases += f"WHEN {drawn} < {below:.6f} THEN '{name}' "
    return f"CASE {cases}ELSE '{rows[-1][0]}' END"


def _seconds() -> str:
    cases = " ".join(f"WHEN '{name}' THEN {seconds * 1000:.0f}" for name, _, seconds in DOMAINS)
    return f"CASE domain {cases} ELSE 700 END"


def _within(instant: str, incident: Incident) -> str:
    return f"({instant} >= {ms(incident.begin)} AND {instant} < {ms(incident.end)})"


def _hits(incident: Incident, instant: str) -> str:
    """Return the condition that a message is in an incident."""
    if incident.dimension in ("domain", "outbound_ip", "campaign"):
        return f"({incident.dimension} = '{incident.name}' AND {_within(instant, incident)})"
    return _within(instant, incident)


def _of(draw: Draw, *kinds: str) -> list[Incident]:
    return [one for one in draw.incidents if one.kind in kinds]


def _any_of(draw: Draw, kind: str, also: str) -> str:
    found = [_hits(one, "requested") for one in _of(draw, kind)]
    return f"(({' OR '.join(found)}) AND {also})" if found else "false"


def _optimized(draw: Draw) -> str:
    """Let an optimised send time lie 20 to 80 minutes ahead."""
    cases = "".join(
        f"WHEN {_hits(one, 'requested')} THEN requested + 1200000 + ({_u(draw, 10)} * 3600000)::BIGINT "
        for one in _of(draw, "send-time-optimised")
    )
    return f"CASE {cases}END" if cases else "NULL::BIGINT"


def _wave(draw: Draw) -> str:
    """Number the waves from 1: the drawn one, but none that has left before the call; 0 = there are no waves."""
    cases = ""
    for one in _of(draw, "waves"):
        step = (ms(one.end) - ms(one.begin)) // (_WAVES + 1)
        drawn = f"1 + floor({_u(draw, 11)} * {_WAVES})::BIGINT"
        next_one = f"1 + (requested - {ms(one.begin)}) // {step}"
        cases += (
            f"WHEN {_hits(one, 'requested')} THEN least({_WAVES}, greatest({drawn}, {next_one})) "
        )
    return f"CASE {cases}ELSE 0 END" if cases else "0"


def _start(draw: Draw) -> str:
    """Return when a message is worked on: at once, or when our own configuration lets it."""
    cases = "WHEN optimized IS NOT NULL THEN optimized "
    for kind, released in _RELEASES.items():
        for one in _of(draw, kind):
            cases += (
                f"WHEN {_hits(one, 'requested')} THEN greatest(requested, {released(draw, one)}) "
            )
    return f"CASE {cases}ELSE requested END"


def _waves_release(draw: Draw, one: Incident) -> str:
    del draw
    step = (ms(one.end) - ms(one.begin)) // (_WAVES + 1)
    return f"{ms(one.begin)} + wave_number * {step}"


def _quiet_release(draw: Draw, one: Incident) -> str:
    place = f"(i - {draw.index_at(one.begin):.0f}) * {_share(one)}"
    return f"{ms(one.end)} + ({place} * 1000 / {QUIET_RELEASE_PER_S})::BIGINT"


def _throttle_release(draw: Draw, one: Incident) -> str:
    """Let messages leave one by one; whoever still waits when the rate is lifted leaves then."""
    place = f"(i - {draw.index_at(one.begin):.0f}) * {_share(one)}"
    return (
        f"least({ms(one.end)}, {ms(one.begin)} + ({place} * 1000 / {rate_of(draw, one)})::BIGINT)"
    )


_RELEASES: dict[str, Callable[[Draw, Incident], str]] = {
    "waves": _waves_release,
    "quiet-hours": _quiet_release,
    "throttled": _throttle_release,
}


def asked_per_s(draw: Draw, one: Incident) -> float:
    """Return how many messages a second the incident's campaign is asked for, on average."""
    count = (draw.index_at(one.end) - draw.index_at(one.begin)) * _share(one)
    return count / max(1.0, (one.end - one.begin).total_seconds())


def rate_of(draw: Draw, one: Incident) -> float:
    """Return the throttle's rate, messages a second."""
    return one.rate if one.rate is not None else max(0.001, round(asked_per_s(draw, one) / 2, 3))


def _share(one: Incident) -> float:
    return dict(CAMPAIGNS)[one.name]


def _nodes(draw: Draw) -> str:
    """Lay the components one after the other; what waits waits after the first."""
    lines: list[str] = []
    before, at = "started", "requested + 20"
    for place, (name, _, usual) in enumerate(COMPONENTS):
        slow = "".join(
            f"WHEN {_hits(one, at)} THEN {_exponential(_u(draw, 30 + place), str(SLOW_COMPONENT_MS))} "
            for one in _of(draw, "component-slow")
            if one.name == name
        )
        usually = f"5 + {_exponential(_u(draw, 12 + place), str(usual))}"
        lasts = f"(CASE {slow}ELSE {usually} END)" if slow else f"({usually})"
        called = "timed" if place == len(COMPONENTS) - 1 else f"node_{place}"
        lines.append(
            f"{called} AS (SELECT *, {at} AS begin_{place}, {at} + {lasts} AS end_{place} FROM {before})"
        )
        before = called
        at = f"greatest(end_{place}, start) + 10" if place == 0 else f"end_{place} + 10"
    return ",\n".join(lines)


def _retries(draw: Draw) -> str:
    cases = ""
    for one in _of(draw, "provider-slow"):
        cases += f"WHEN {_hits(one, 'reached')} AND luck < 0.8 THEN 1 + floor({_u(draw, 21)} * 3)::BIGINT "
    for one in _of(draw, "ip-blocked"):
        cases += f"WHEN {_hits(one, 'reached')} AND luck < 0.7 THEN 2 + floor({_u(draw, 22)} * 3)::BIGINT "
    return cases


def _ends(draw: Draw) -> str:
    cases = ""
    for one in _of(draw, "hard-bounces"):
        cases += f"WHEN is_mail AND {_hits(one, 'reached')} AND luck < 0.6 THEN 'hard' "
    for one in _of(draw, "ip-blocked"):
        cases += f"WHEN {_hits(one, 'reached')} AND fate > 0.9 THEN 'soft' "
    return cases
