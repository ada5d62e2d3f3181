"""The SQL of every question. Each is asked once of all rows, by groups that fit into memory whatever the number of rows."""

from __future__ import annotations

import math

from diagnostics.delays.normal import COLUMNS, cleaned, literal
from diagnostics.delays.percentiles import PER_OCTAVE, bin_sql

# Dimension: column of the one form, and how many of its values are told apart; the others are counted together.
DIMENSIONS: dict[str, tuple[str, int]] = {
    "domain": ("domain", 24),
    "outbound_ip": ("ip", 24),
    "campaign": ("campaign", 24),
    "channel": ("channel", 6),
}
TIMES = ("inside", "downstream", "total", "intended")
ARRIVED = "status IN ('sent', 'delivered')"
OTHERS = "(others)"  # names beyond those that are told apart
NONE = "(none)"  # rows that name none
SLOW_BINS = round(math.log2(20) * PER_OCTAVE)  # 20 times as long, in bins
_AXIS = "coalesce(req, att, ts)"  # messages are placed where they were asked for
_COUNTED = (
    "count(*)",
    "count(*) FILTER (retries > 0)",
    "count(*) FILTER (status = 'delay')",
    "count(*) FILTER (status = 'bounce')",
    "count(*) FILTER (status = 'bounce' AND ftype = 'hard')",
    "count(*) FILTER (status = 'exclude')",
    "count(*) FILTER (is_sto)",
)


def union(selects: list[str]) -> str:
    """Join all files in the one form."""
    return "CREATE OR REPLACE TEMP VIEW every AS " + " UNION ALL ".join(selects)


FILLED = {
    "id": "id",
    "seen_at": "ts",
    "status": "status",
    "requested_at": "req",
    "attempted_at": "att",
    "retries": "retries",
    "domain": "domain",
    "outbound_ip": "ip",
    "campaign": "campaign",
    "channel": "channel",
    "optimized_for": "sto",
    "wave": "wave",
    "failure_type": "ftype",
    "exclusion": "xcode",
}


def profile(where: str) -> str:
    """Count rows, copies, tests and what is filled; find the window."""
    filled = ", ".join(f"count({column})" for column in FILLED.values())
    return (
        f"SELECT count(*), count(id) - count(DISTINCT id), count(*) FILTER (is_test),"
        f" count(*) FILTER (NOT is_test AND NOT coalesce({where}, false)),"
        f" min({_AXIS}) FILTER (NOT is_test AND {where}), max({_AXIS}) FILTER (NOT is_test AND {where}),"
        f" count(*) FILTER (att < req OR ts < att), {filled} FROM every"
    )


def twice() -> list[str]:
    """Take of rows that share an `_id` the one that comes first in an order of their values."""
    names = ", ".join(name for name, _ in COLUMNS)
    order = ", ".join(name for name, _ in COLUMNS if name not in ("id", "nodes"))
    return [
        "CREATE TEMP TABLE copies AS SELECT id FROM every WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1",
        f"CREATE TEMP TABLE firsts AS SELECT {names} FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER BY {order},"
        " nodes::VARCHAR) AS nth FROM every SEMI JOIN copies USING (id)) WHERE nth = 1",
    ]


def events(where: str, *, has_copies: bool) -> str:
    """Write what counts: each row once, no test, inside the window."""
    names = ", ".join(name for name, _ in COLUMNS)
    once = (
        f"(SELECT {names} FROM every ANTI JOIN copies USING (id) UNION ALL SELECT {names} FROM firsts)"
        if has_copies
        else "every"
    )
    return f"CREATE TEMP VIEW events AS SELECT *, {_AXIS} AS ax FROM {once} WHERE NOT is_test AND {where}"


def window(since_ms: int | None, until_ms: int | None, campaign: str | None) -> str:
    """Write the condition of the window."""
    parts = [f"{_AXIS} IS NOT NULL"]
    if since_ms is not None:
        parts.append(f"{_AXIS} >= {since_ms}")
    if until_ms is not None:
        parts.append(f"{_AXIS} < {until_ms}")
    if campaign is not None:
        parts.append(f"campaign = {literal(campaign)}")
    return "(" + " AND ".join(parts) + ")"


_NAMES = ("domain", "ip", "campaign", "channel", "status", "xcode")
TOPS = (
    f"SELECT {', '.join(f'{cleaned(name, name)} AS {name}' for name in _NAMES)}, n FROM (SELECT {', '.join(_NAMES)},"
    f" count(*) AS n FROM events GROUP BY GROUPING SETS ({', '.join(f'({name})' for name in _NAMES)}))"
    " ORDER BY n DESC, 1, 2, 3, 4, 5, 6"
)


def kind_of(name: str, values: list[str]) -> str:
    """Make a type whose values are the names that are told apart: a byte instead of a text in every group."""
    return f"CREATE TYPE top_{name} AS ENUM ({', '.join(literal(each) for each in values) or literal('-')})"


def told_apart(name: str, values: list[str], most: int) -> list[str]:
    """Write the macros that put a value among the names that are told apart, and that name the rest of them."""
    is_more = len(values) > most
    value = f"coalesce(x, {literal(NONE)})" if is_more else "x"
    return [
        kind_of(name, [*values[:most], *([NONE] * is_more)]),
        f"CREATE TEMP MACRO named_{name}(x) AS try_cast({value} AS top_{name})",
        f"CREATE TEMP MACRO rest_{name}() AS {literal(OTHERS if is_more else NONE)}",
    ]


def _dimensions() -> str:
    return ", ".join(
        f"named_{name}({column}) AS {name}" for name, (column, _) in DIMENSIONS.items()
    )


def cube(start: int, interval_ms: int, *, is_optimized: bool) -> list[str]:
    """Count times by bin, of each dimension over time: percentiles of everything follow from it.

    The table `cube` has dim, name, t, m (place in TIMES), b (bin), n.
    """
    begin = "CASE WHEN is_sto AND sto > req THEN sto ELSE req END" if is_optimized else "req"
    parts = [
        f"CASE WHEN status <> 'delay' THEN {bin_sql(f'(att - {begin})')} END",
        f"CASE WHEN {ARRIVED} THEN {bin_sql('(ts - att)')} END",
        f"CASE WHEN {ARRIVED} THEN {bin_sql('(ts - req)')} END",
    ]
    if is_optimized:
        parts.append(f"CASE WHEN is_sto AND status <> 'delay' THEN {bin_sql('(sto - req)')} END")
    numbers = ", ".join(str(at) for at in range(len(parts)))
    sets = ", ".join(f"({name}, t, m, b)" for name in DIMENSIONS)
    names = ", ".join(DIMENSIONS)
    return [
        f"CREATE TEMP TABLE cube AS SELECT {_labelled()}, t, m, b, n FROM (SELECT grouping({names}) AS g, {names}, t, m, b,"
        f" count(*) AS n FROM (SELECT {_dimensions()}, ((ax - {start}) // {interval_ms})::SMALLINT AS t,"
        f" unnest([{numbers}]::UTINYINT[]) AS m, unnest([{', '.join(parts)}]) AS b FROM events) WHERE b IS NOT NULL"
        f" GROUP BY GROUPING SETS ({sets}))",
        "INSERT INTO cube SELECT 'all', 'all', t, m, b, sum(n) FROM cube WHERE dim = 'channel' GROUP BY ALL",
    ]


def _labelled() -> str:
    cases = " ".join(f"WHEN {set_of(name)} THEN '{name}'" for name in DIMENSIONS)
    # A channel is an address (https://ns.adobe.com/xdm/channels/email) whose last part names it.
    texts = {name: f"{name}::VARCHAR" for name in DIMENSIONS}
    texts["channel"] = "split_part(channel::VARCHAR, '/', -1)"
    names = " ".join(
        f"WHEN {set_of(name)} THEN coalesce({text}, rest_{name}())" for name, text in texts.items()
    )
    return f"CASE g {cases} END AS dim, CASE g {names} END AS name"


def tally(start: int, interval_ms: int) -> str:
    """Count events, retries, delays, bounces, exclusions and optimised send times of each dimension over time."""
    sets = ", ".join(f"({name}, t)" for name in DIMENSIONS)
    names = ", ".join(DIMENSIONS)
    numbered = ", ".join(f"{counted} AS n{at}" for at, counted in enumerate(_COUNTED))
    shown = ", ".join(f"n{at}" for at in range(len(_COUNTED)))
    return (
        f"SELECT {_labelled()}, t, {shown} FROM (SELECT grouping({names}) AS g, {names}, t, {numbered} FROM"
        f" (SELECT {_dimensions()}, ((ax - {start}) // {interval_ms})::SMALLINT AS t, retries, status, ftype, is_sto FROM events)"
        f" GROUP BY GROUPING SETS ({sets}))"
    )


def folded(per_hour: int) -> str:
    """Sum the cube over time, and by hour.

    Args:
        per_hour: intervals that make one group of time.
    """
    return (
        "SELECT dim, name, NULL AS t, m, b, sum(n) FROM cube GROUP BY ALL UNION ALL"
        f" SELECT 'hour', 'hour', t // {per_hour}, m, b, sum(n) FROM cube WHERE dim = 'all' GROUP BY ALL"
    )


def set_of(name: str) -> int:
    """Give what `grouping` says of the set of one dimension: a bit for each that is not in it."""
    names = list(DIMENSIONS)
    return (1 << len(names)) - 1 - (1 << (len(names) - 1 - names.index(name)))


def over_time(source: str, key: str, least_bin: int) -> str:
    """Give of each line in each interval the bin of its 95th percentile, the slow ones and all.

    Slow is what takes 20 times the quarter that is fastest of that line in all of the data: a few in a thousand where times are
    as they usually are, whatever the line's own pace.

    Args:
        source: table with bins: `cube` or `hops`.
        key: its columns that name a line.
        least_bin: what is below is never slow.
    """
    return (
        f"WITH whole AS (SELECT {key}, b, sum(n) AS n FROM {source} GROUP BY ALL),"
        f" sums AS (SELECT {key}, b, sum(n) OVER (PARTITION BY {key} ORDER BY b) AS upto, sum(n) OVER (PARTITION BY {key}) AS total"
        f" FROM whole), low AS (SELECT {key}, greatest({least_bin}, min(b) FILTER (upto >= 0.25 * total) + {SLOW_BINS}) AS limit_bin"
        f" FROM sums GROUP BY ALL), parts AS (SELECT *, sum(n) OVER (PARTITION BY {key}, t ORDER BY b) AS upto,"
        f" sum(n) OVER (PARTITION BY {key}, t) AS total FROM {source})"
        f" SELECT {key}, t, min(b) FILTER (upto >= 0.95 * total), coalesce(sum(n) FILTER (b >= limit_bin), 0), any_value(total)"
        f" FROM parts JOIN low USING ({key}) GROUP BY {key}, t"
    )


def flows(column: str, start: int, step_ms: int) -> str:
    """Count each campaign's messages by the time they were wanted for, or of their first attempt.

    Args:
        column: "req", "want" (the optimised send time, where there is one) or "att".
        start: milliseconds.
        step_ms: of one count.
    """
    at = "CASE WHEN is_sto AND sto > req THEN sto ELSE req END" if column == "want" else column
    return (
        f"SELECT try_cast(campaign AS top_campaign) AS c, ({at} - {start}) // {step_ms} AS t, count(*) FROM events"
        f" WHERE {'req' if column == 'want' else column} IS NOT NULL AND att IS NOT NULL AND status <> 'delay' GROUP BY ALL HAVING c IS NOT NULL"
    )


WAVES = (
    "SELECT campaign, wave, count(*), min(req), min(att), max(att) FROM events WHERE wave IS NOT NULL AND att IS NOT NULL"
    " GROUP BY ALL ORDER BY min(att), campaign, wave LIMIT 500"
)


def waiting() -> list[str]:
    """Take the messages that were delayed, by the time of their first delay, then when each came to its end."""
    names = ", ".join(f"min({column}) AS {column}" for column, _ in DIMENSIONS.values())
    return [
        f"CREATE TEMP TABLE waiting AS SELECT mk, min(ts) AS began, min(ax) AS ax, {names} FROM events WHERE status = 'delay' AND mk IS NOT NULL"
        " GROUP BY mk",
        "CREATE TEMP TABLE ended AS SELECT mk, min(ts) AS done FROM events SEMI JOIN waiting USING (mk)"
        " WHERE status NOT IN ('delay', 'unknown') GROUP BY mk",
    ]


def still_open(start: int, interval_ms: int) -> str:
    """Count the delayed messages without an end, by dimension, over the time of their first delay."""
    names = ", ".join(DIMENSIONS)
    sets = ", ".join(f"({name}, t)" for name in DIMENSIONS)
    return (
        f"SELECT {_labelled()}, t, n FROM (SELECT grouping({names}) AS g, {names}, t, count(*) AS n FROM (SELECT {_dimensions()},"
        f" ((ax - {start}) // {interval_ms})::SMALLINT AS t FROM waiting ANTI JOIN ended USING (mk)) GROUP BY GROUPING SETS ({sets}))"
    )


RETRIED_FOR = f"SELECT {bin_sql('(done - began)')} AS b, count(*) FROM waiting JOIN ended USING (mk) GROUP BY 1 HAVING b IS NOT NULL"
COMPONENTS = (
    "SELECT c, count(*) AS n FROM (SELECT unnest(nodes).c AS c FROM (SELECT nodes FROM events WHERE nodes IS NOT NULL LIMIT 200000))"
    " WHERE c IS NOT NULL GROUP BY 1 ORDER BY n DESC, c LIMIT 24"
)


def hops(start: int, interval_ms: int) -> str:
    """Count the time in each component by bin, over time."""
    return (
        f"CREATE TEMP TABLE hops AS SELECT c, t, b, count(*) AS n FROM (SELECT try_cast(node.c AS top_component) AS c, t,"
        f" {bin_sql('(node.e - node.s)')} AS b FROM (SELECT ((ax - {start}) // {interval_ms})::SMALLINT AS t, unnest(nodes) AS node"
        " FROM events WHERE status <> 'delay')) WHERE b IS NOT NULL AND c IS NOT NULL GROUP BY ALL"
    )
