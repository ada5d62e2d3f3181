"""The caller's own log, read for the executions that were accepted and when.

CSV or JSON lines with a column `executionId` (also inside an answer) and a time (`createdAt`, as the API answers, or the log's
own); of any other text each line with an execution id (`HUMA-…`) and a time in it.
Source: Interactive Message Execution API, answer 202 (executionId, createdAt), read 2026-11-23.
"""

from __future__ import annotations

from diagnostics.delays.columns import Holds, Leaf, fold
from diagnostics.delays.engine import Engine
from diagnostics.delays.files import Form, NoRows, Source, recognised
from diagnostics.delays.normal import Style, divisor_of, literal, reference, value
from diagnostics.delays.tables import Table, parquet
from diagnostics.errors import ConfigError

_EXECUTION = ("executionid", "messageexecutionid", "execution")
# Preferred first: what the API says before what the log's own clock says.
_TIMES = ("createdat", "acceptedat", "timestamp", "calledat", "time", "at", "date")
_STATUSES = ("status", "httpstatus", "statuscode", "responsestatus")
_CAMPAIGN = ("campaignid", "campaign")
_ID = r"'(HUMA-[0-9A-Za-z-]+)'"
_TIME = r"'(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)'"
_SAMPLE = 20_000


def read_calls(path: str, engine: Engine, campaign: str | None = None) -> int:
    """Fill the table `calls` (hash of the execution, milliseconds); give how many have no time.

    Args:
        path: of the log.
        engine: where.
        campaign: only calls of this one; None = all.

    Raises:
        ConfigError: if there is no such file, no execution in it, or not which campaign each is of.
    """
    import duckdb

    try:
        source = recognised(path)
        select = _select(source, engine)
        engine.rows(
            f"CREATE TEMP TABLE calls AS SELECT ek, min(at_ms) AS at_ms, min(campaign) AS campaign FROM ({select}) WHERE ek IS NOT NULL GROUP BY ek"
        )
    except (NoRows, duckdb.Error) as error:
        reason = str(error) if isinstance(error, NoRows) else "it cannot be read"
        raise _unfit(path, reason) from None
    except OSError as error:
        raise _unfit(path, f"the file cannot be read: {error.strerror}") from None
    count, timed, named = engine.rows("SELECT count(*), count(at_ms), count(campaign) FROM calls")[
        0
    ]
    if not count:
        raise _unfit(path, "no line of it names an execution")
    if campaign is not None:
        if not named:
            raise _unfit(
                path, "it does not say of which campaign a call is, and --campaign asks for one"
            )
        engine.rows(f"DELETE FROM calls WHERE campaign IS DISTINCT FROM {literal(campaign)}")
        count, timed = engine.rows("SELECT count(*), count(at_ms) FROM calls")[0]
    return int(count - timed)


def _unfit(path: str, reason: str) -> ConfigError:
    return ConfigError(
        f"the caller's log is of no use: {reason}",
        expected="CSV or JSON lines with executionId and createdAt (or a time), or text with HUMA-… and a time on each line",
        source=path,
    )


def _select(source: Source, engine: Engine) -> str:
    opened = (
        parquet((source.path,), engine, source)
        if source.form is Form.PARQUET
        else _any_columns(source, engine)
    )
    execution = _found(opened, _EXECUTION)
    if execution is None:
        return _of_lines(source)
    when = _found(opened, _TIMES)
    at = "NULL::BIGINT"
    if when is not None:
        largest = engine.rows(
            f"SELECT max(try_cast({reference(when)}::VARCHAR AS DOUBLE)) FROM (SELECT * FROM {opened.relation} LIMIT {_SAMPLE})"
        )[0][0]
        at = value(when, Holds.TIME, Style(divisor_of(largest)) if largest else None)
    text = f"nullif(trim({reference(execution)}::VARCHAR), '')"
    conditions = [f"{text} IS NOT NULL"]
    status = _found(opened, _STATUSES)
    if status is not None:  # of a log that keeps refused calls too
        conditions.append(f"coalesce(try_cast({reference(status)} AS INTEGER), 202) = 202")
    of = _found(opened, _CAMPAIGN)
    campaign = f"{reference(of)}::VARCHAR" if of else "NULL::VARCHAR"
    return f"SELECT hash({text}) AS ek, {at} AS at_ms, {campaign} AS campaign FROM {opened.relation} WHERE {' AND '.join(conditions)}"


def _any_columns(source: Source, engine: Engine) -> Table:
    """Read whatever columns there are: the caller's log has no schema of ours."""
    if source.form is Form.CSV:
        relation = (
            f"read_csv({literal(source.path)}, all_varchar=true, header=true, ignore_errors=true)"
        )
        names = [name for name, _ in engine.described(relation)]
        return Table(source, relation, tuple(Leaf((name,), "VARCHAR") for name in names))
    relation = f"read_json({literal(source.path)}, format='auto', ignore_errors={'false' if source.form is Form.ARRAY else 'true'})"
    return Table(source, relation, tuple(_flat(engine.described(relation))))


def _flat(members: list[tuple[str, object]], above: tuple[str, ...] = ()) -> list[Leaf]:
    leaves: list[Leaf] = []
    for name, kind in members:
        if getattr(kind, "id", "") == "struct":
            leaves += _flat(list(getattr(kind, "children", [])), (*above, name))
        else:
            leaves.append(Leaf((*above, name), str(kind)))
    return leaves


def _found(opened: Table, names: tuple[str, ...]) -> Leaf | None:
    for name in names:
        for leaf in opened.leaves:
            if fold((leaf.path[-1],)) == name:
                return leaf
    return None


def _of_lines(source: Source) -> str:
    relation = f"read_csv({literal(source.path)}, auto_detect=false, header=false, delim='\x01', quote='', escape='', columns={{'line': 'VARCHAR'}}, ignore_errors=true)"
    return (
        f"SELECT hash(nullif(regexp_extract(line, {_ID}), '')) AS ek, epoch_ms(try_cast(regexp_extract(line, {_TIME}) AS TIMESTAMPTZ))"
        f" AS at_ms, NULL::VARCHAR AS campaign FROM {relation} WHERE regexp_matches(line, {_ID})"
    )


def held_against(start: int, end: int, interval_ms: int) -> tuple[str, str]:
    """Write which executions of the log have feedback, then how many lack it over time.

    Args:
        start: first instant that the feedback covers, milliseconds.
        end: last call that must have feedback by now, milliseconds.
        interval_ms: of the line over time.
    """
    inside = f"at_ms BETWEEN {start} AND {end}"
    return (
        f"CREATE TEMP TABLE answered AS SELECT calls.ek, any_value(at_ms) AS at_ms, any_value(campaign) AS campaign, min(seen) AS seen FROM calls LEFT JOIN"
        f" (SELECT ek, min(ts) AS seen FROM every SEMI JOIN calls USING (ek) GROUP BY ek) AS f ON f.ek = calls.ek"
        f" WHERE {inside} GROUP BY calls.ek",
        f"SELECT campaign, (at_ms - {start}) // {interval_ms} AS t, count(*), count(*) FILTER (seen IS NULL) FROM answered"
        " GROUP BY GROUPING SETS ((t), (campaign, t)) ORDER BY 1 NULLS FIRST, 2",
    )
