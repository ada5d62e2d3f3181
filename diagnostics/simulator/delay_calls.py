"""The calls whose messages are invented, and how a message draws its values.

Every value is drawn by hashing the message's number with the seed, so any part can be made alone, in any order, on all
cores. Instants and durations are whole milliseconds.
"""

# ruff: noqa: S608 - names and numbers of our own tables are put together, and nothing that anybody typed

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diagnostics.simulator.delay_curve import STEPS, Curve
from diagnostics.simulator.delay_incidents import CAMPAIGNS, Incident

_LOGGED_FROM = 4_000_000_000  # the numbers of calls from a log: more than can be asked for
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
    caller_log: str = ""  # of generated logs: its accepted calls get feedback too; empty = none

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
    generated = f"""
SELECT i, i::DOUBLE AS place, format('HUMA-{{:08d}}', i) AS execution,
  ({begin} + turned[step + 1] + (x - step) * (turned[step + 2] - turned[step + 1]))::BIGINT AS requested,
  {choice(drawn(draw, 1), CAMPAIGNS)} AS campaign
FROM (SELECT i, x, floor(x)::BIGINT AS step, [{turned}] AS turned
  FROM (SELECT range AS i, (range + {drawn(draw, 0, "range")}) * {STEPS} / {draw.calls}.0 AS x
    FROM range({draw.calls})) {which})"""
    if not draw.caller_log or only:
        return generated
    return f"{generated} UNION ALL {_logged(draw, turned)}"


def _logged(draw: Draw, turned: str) -> str:
    """Return the query of the calls that a generated log of the same story holds; `place` is among the drawn calls."""
    begin, file = ms(draw.curve.begin), draw.caller_log.replace("'", "''")
    return f"""
SELECT i, (step + (passed - turned[step + 1]) / (turned[step + 2] - turned[step + 1])) * {draw.calls} / {STEPS} AS place,
  execution, {begin} + passed AS requested, campaign
FROM (SELECT *, least({STEPS - 1}, len(list_filter(turned, lambda t: t <= passed)) - 1) AS step
  FROM (SELECT {_LOGGED_FROM} + row_number() OVER () AS i, [{turned}] AS turned,
      regexp_extract(line, 'executionId":"([^"]+)', 1) AS execution,
      epoch_ms(regexp_extract(line, 'createdAt":"([^"Z]+)', 1)::TIMESTAMP) - {begin} AS passed,
      regexp_extract(line, 'campaignId=(\\S+)', 1) AS campaign
    FROM read_csv('{file}', columns = {{'line': 'VARCHAR'}}, delim = chr(1), quote = '', escape = '', header = false,
      auto_detect = false)
    WHERE contains(line, '-> 202 {{"executionId"')))"""


def ms(moment: datetime) -> int:
    """Return milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def drawn(draw: Draw, salt: int, number: str = "i") -> str:
    """Return a number from 0 to below 1 that a message always draws; draws of different salts are independent."""
    return f"(({hashed(draw, salt, number)} >> 11)::DOUBLE / 9007199254740992.0)"


def hashed(draw: Draw, salt: int, number: str = "i") -> str:
    """Hash one whole number made of all three: the engine's hash of several values mixes them too little."""
    return f"hash({number} * {_SALTS} + {draw.seed % _SEEDS * _SPREAD + salt})"


def choice(number: str, rows: Sequence[tuple[str, float]]) -> str:
    """Return a name by a number from 0 to below 1 and the names' shares."""
    below, cases = 0.0, ""
    for name, share in rows[:-1]:
        below += share
        cases += f"WHEN {number} < {below:.6f} THEN '{name}' "
    return f"CASE {cases}ELSE '{rows[-1][0]}' END"
