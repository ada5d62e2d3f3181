"""`ajo-doctor delays` beside SQL written by hand for the same aggregates, on the same rows, in DuckDB.

    python benchmarks/delays.py --rows 50000000 [--memory 2GB] [--file kept.parquet]

Prints medians of --runs of wall time and peak memory, each in a process of its own, all in turn. *By hand* is what an engineer
types: one statement for the groups, one for the lines over time, with exact percentiles (`quantile_cont`), copies counted by
`_id`, delayed messages followed; a second one uses `approx_quantile`. The unnesting of per-component times stands apart, for
both. Without a limit of memory the exact ones hold all times of every group; with one, they may fail: that is printed too.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

J = "_experience.customerJourneyManagement"
FIELDS = f"""
  hash(_id) AS id, epoch_ms(timestamp) AS ts, epoch_ms({J}.messageDeliveryfeedback.requestTimestamp) AS req,
  epoch_ms({J}.messageDeliveryfeedback.firstAttemptTimestamp) AS att, {J}.messageDeliveryfeedback.feedbackStatus AS status,
  {J}.messageDeliveryfeedback.retryCount AS retries, {J}.messageDeliveryfeedback.messageFailure.type AS ftype,
  {J}.emailChannelContext.domain AS domain, {J}.emailChannelContext.outboundIP AS ip,
  {J}.messageExecution.campaignID AS campaign, {J}.messageProfile.channel._id AS channel,
  {J}.messageProfile.messageProfileID AS mp, coalesce({J}.messageProfile.isTestExecution, false) AS is_test,
  {J}.processingFlowTimeline.processingNodes AS nodes"""
EXACT = "quantile_cont({0}, [0.5, 0.95, 0.99])"
NEAR = "approx_quantile({0}, [0.5, 0.95, 0.99])"
SLOWEST = {EXACT: "quantile_cont({0}, 0.95)", NEAR: "approx_quantile({0}, 0.95)"}
COUNTS = """count(*), sum((retries > 0)::INT), sum((status = 'delay')::INT), sum((status = 'bounce')::INT),
  sum((status = 'bounce' AND lower(ftype) = 'hard')::INT), sum((status = 'exclude')::INT)"""
INSIDE = "(CASE WHEN status <> 'delay' THEN att - req END)"
AFTER = "(CASE WHEN status IN ('sent', 'delivered') THEN ts - att END)"
TOTAL = "(CASE WHEN status IN ('sent', 'delivered') THEN ts - req END)"


def by_hand(file: str, percentile: str, interval_ms: int) -> list[str]:
    """What an engineer types for the same answers."""
    three = ", ".join(percentile.format(each) for each in (INSIDE, AFTER, TOTAL))
    two = ", ".join(SLOWEST[percentile].format(each) for each in (INSIDE, AFTER, TOTAL))
    return [
        f"CREATE VIEW r AS SELECT {FIELDS} FROM read_parquet('{file}')",
        "SELECT count(*), count(id) - count(DISTINCT id), sum(is_test::INT), min(req), max(req), count(req), count(att),"
        " count(status), count(domain), count(ip), count(campaign), count(channel), count(mp), count(retries) FROM r",
        "CREATE VIEW e AS SELECT * FROM r WHERE NOT is_test",
        "SELECT status, count(*) FROM e GROUP BY 1",
        f"SELECT domain, ip, campaign, channel, hour, {three}, {COUNTS} FROM (SELECT *, req // 3600000 AS hour FROM e)"
        " GROUP BY GROUPING SETS ((), (domain), (ip), (campaign), (channel), (hour))",
        f"SELECT domain, ip, campaign, channel, t, {two}, {COUNTS} FROM (SELECT *, req // {interval_ms} AS t FROM e)"
        " GROUP BY GROUPING SETS ((t), (domain, t), (ip, t), (campaign, t), (channel, t))",
        "CREATE TEMP TABLE w AS SELECT mp, min(ts) AS began, min(domain) AS domain, min(ip) AS ip, min(campaign) AS campaign,"
        " min(channel) AS channel FROM e WHERE status = 'delay' GROUP BY mp",
        "CREATE TEMP TABLE d AS SELECT mp, min(ts) AS done FROM e SEMI JOIN w USING (mp) WHERE status <> 'delay' GROUP BY mp",
        "SELECT domain, ip, campaign, channel, count(*) FROM w ANTI JOIN d USING (mp)"
        " GROUP BY GROUPING SETS ((), (domain), (ip), (campaign), (channel))",
        f"SELECT {percentile.format('(done - began)')} FROM w JOIN d USING (mp)",
        "SELECT campaign, req // 60000, count(*) FROM e WHERE status <> 'delay' AND att IS NOT NULL GROUP BY ALL",
        "SELECT campaign, att // 60000, count(*) FROM e WHERE status <> 'delay' AND att IS NOT NULL GROUP BY ALL",
    ]


def components(percentile: str, interval_ms: int) -> list[str]:
    """The same for components."""
    source = f"""(SELECT node.componentName AS c, t, epoch_ms(node.endTime) - epoch_ms(node.startTime) AS x FROM
      (SELECT req // {interval_ms} AS t, unnest(nodes) AS node FROM e WHERE status <> 'delay'))"""
    return [
        f"SELECT c, {percentile.format('x')}, count(*) FROM {source} GROUP BY 1",
        f"SELECT c, t, {SLOWEST[percentile].format('x')} FROM {source} GROUP BY ALL",
    ]


def run_by_hand(file: str, memory: str, percentile: str, *, with_nodes: bool) -> None:
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{memory}'")
        connection.execute(f"SET temp_directory = '{folder}'")
        connection.execute("SET preserve_insertion_order = false")
        first, last = connection.execute(
            f"SELECT epoch_ms(min({J}.messageDeliveryfeedback.requestTimestamp)),"
            f" epoch_ms(max({J}.messageDeliveryfeedback.requestTimestamp)) FROM read_parquet('{file}')"
        ).fetchall()[0]
        from diagnostics.delays.intervals import interval_of

        interval_ms = interval_of((last - first) / 1000) * 1000
        statements = by_hand(file, percentile, interval_ms)
        if with_nodes:
            statements += components(percentile, interval_ms)
        for each in statements:
            connection.execute(each).fetchall()


def run_ours(file: str, memory: str, *, with_nodes: bool) -> None:
    from diagnostics.delays import measure as measuring
    from diagnostics.delays.engine import bytes_of, opened
    from diagnostics.delays.question import Question
    from diagnostics.delays.verdict import answer

    if not with_nodes:
        measuring._hops = lambda *_: ((), [])  # noqa: SLF001 - what is timed apart is left out here
    with opened(bytes_of(memory)) as engine:
        answer(measuring.measure(Question(paths=(file,)), engine))


def once(kind: str, file: str, memory: str, nodes: bool) -> dict[str, float]:
    """Run one kind in this process and tell its time and peak memory."""
    began = time.perf_counter()
    if kind == "ours":
        run_ours(file, memory, with_nodes=nodes)
    else:
        percentile = EXACT if kind == "exact" else NEAR
        run_by_hand(file, memory, percentile, with_nodes=nodes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": time.perf_counter() - began, "megabytes": peak}


def in_a_process(kind: str, file: str, memory: str, nodes: bool) -> dict[str, float] | None:
    """Run one kind alone; None = it failed, as by want of memory."""
    command = [sys.executable, __file__, "--once", kind, "--file", file, "--memory", memory]
    done = subprocess.run(
        [*command, *(["--nodes"] if nodes else [])], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"  {kind}: {done.stderr.strip().splitlines()[-1][:150]}", file=sys.stderr)
        return None
    result: dict[str, float] = json.loads(done.stdout)
    return result


def compare(file: str, memory: str, runs: int, nodes: bool, beside: list[str]) -> None:
    """Run all kinds in turn and print their medians."""
    others = {"exact": ("exact", "1TB"), "near": ("near", "1TB"), "limited": ("exact", memory)}
    kinds = [("ours", memory), *(others[each] for each in beside)]
    found: dict[tuple[str, str], list[dict[str, float] | None]] = {each: [] for each in kinds}
    for _ in range(runs):
        for each in kinds:
            if None not in found[each]:
                one = in_a_process(each[0], file, each[1], nodes)
                found[each].append(one)
                if one:
                    said = f"  {each[0]}: {one['seconds']:.1f} s, {one['megabytes']:.0f} MB"
                    print(said, file=sys.stderr, flush=True)
    names = {
        "ours": "ajo-doctor delays",
        "exact": "by hand, exact",
        "near": "by hand, approximate",
    }
    print(f"\n{'with' if nodes else 'without'} per-component times")
    print(f"{'':22}{'memory limit':>14}{'s':>8}{'(range)':>16}{'MB':>8}")
    medians: dict[tuple[str, str], tuple[float, float]] = {}
    for (kind, limit), results in found.items():
        good = [each for each in results if each]
        shown = "none" if limit == "1TB" else limit
        if len(good) < len(results) or not good:
            print(f"{names[kind]:22}{shown:>14}  fails for want of memory")
            continue
        seconds = [each["seconds"] for each in good]
        peak = statistics.median(each["megabytes"] for each in good)
        medians[kind, limit] = (statistics.median(seconds), peak)
        spread = f"{min(seconds):.1f}-{max(seconds):.1f}"
        print(
            f"{names[kind]:22}{shown:>14}{statistics.median(seconds):8.1f}{spread:>16}{peak:8.0f}"
        )
    ours = medians.get(("ours", memory))
    for kind, limit in kinds[1:]:
        if ours and (kind, limit) in medians:
            time_ratio, memory_ratio = (
                mine / theirs for mine, theirs in zip(ours, medians[kind, limit], strict=True)
            )
            shown = "no limit" if limit == "1TB" else limit
            print(
                f"ours / {names[kind]} ({shown}): {time_ratio:.2f} x time, {memory_ratio:.2f} x memory"
            )


def main() -> None:
    """Generate, run, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=50_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--memory", default="2GB")
    parser.add_argument("--file", help="Parquet to use, or to write if it is not there.")
    parser.add_argument(
        "--beside",
        default="exact,near,limited",
        help="What to compare with: exact and near percentiles without a limit of memory, exact ones with it.",
    )
    parser.add_argument("--without-components", action="store_true", help="Time only the groups.")
    parser.add_argument("--once", choices=["ours", "exact", "near"], help=argparse.SUPPRESS)
    parser.add_argument("--nodes", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once:
        print(json.dumps(once(asked.once, asked.file, asked.memory, asked.nodes)))
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(asked.file or Path(folder) / "mails.parquet")
        if not file.exists():
            command = [sys.executable, "-m", "diagnostics.cli", "simulate-delays", str(file)]
            frame = ["--from", "2026-11-22T12:00:00Z", "--to", "2026-11-23T12:00:00Z"]
            incident = "provider-slow@2026-11-23T08:15:00Z/2026-11-23T10:00:00Z"
            subprocess.run(
                [*command, "--rows", str(asked.rows), *frame, "--incident", incident], check=True
            )
        print(
            f"{asked.rows} rows, {file.stat().st_size / 1e6:.0f} MB, {asked.runs} runs each, medians"
        )
        for nodes in (False,) if asked.without_components else (False, True):
            compare(str(file), asked.memory, asked.runs, nodes, asked.beside.split(","))


if __name__ == "__main__":
    main()
