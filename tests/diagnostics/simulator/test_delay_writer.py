"""Whether generated feedback rows hold what their truth says, asked by queries written for this alone."""

# ruff: noqa: S608 - queries over files of the test's own

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.delay_incidents import CAMPAIGNS, DOMAINS, OUTBOUND_IPS, SORTS
from tests.support.commands import run
from tests.support.stories import AT, HOUR, story

WINDOW = ("--until", "2026-11-23T08:45:00Z")
FROM, TO = "TIMESTAMPTZ '2026-11-23 08:15:00Z'", "TIMESTAMPTZ '2026-11-23 08:45:00Z'"
_VIEW = """
CREATE VIEW rows AS SELECT "timestamp" AS seen, _id, j.messageExecution.messageExecutionID AS execution,
  j.messageExecution.campaignID AS campaign, j.messageExecution.waveID AS wave, j.emailChannelContext.domain AS domain,
  j.emailChannelContext.outboundIP AS ip, j.emailChannelContext.address AS address,
  j.messageDeliveryfeedback.feedbackStatus AS status, j.messageDeliveryfeedback.retryCount AS retries,
  j.messageDeliveryfeedback.requestTimestamp AS requested, j.messageDeliveryfeedback.firstAttemptTimestamp AS tried,
  j.messageDeliveryfeedback.messageFailure.type AS failure, j.messageProfile.optimizedSendTime AS optimized,
  j.processingFlowTimeline.processingNodes AS nodes
FROM (SELECT *, _experience.customerJourneyManagement AS j FROM '{}')
"""
Ask = Callable[[str], Any]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[..., Ask]]:
    """Generate rows; gives a way to ask for one value of them."""
    connection = duckdb.connect()

    def make(*options: str, rows: int = 8000) -> Ask:
        path = tmp_path / "mails.parquet"
        said = run("simulate-delays", str(path), "--rows", str(rows), *options)
        assert (said.code, said.err) == (0, "")
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(_VIEW.format(path))
        return lambda query: connection.execute(query).fetchone()[0]  # type: ignore[index]

    yield make
    connection.close()


def truth_of(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(Path(f"{path}.truth.json").read_text())
    return value


def share(ask: Ask, condition: str, among: str, *, inside: bool) -> float:
    """Give the share of messages for which something holds, requested inside the incident or outside."""
    when = f"(requested >= {FROM} AND requested < {TO}) = {str(inside).lower()}"
    return float(
        ask(
            f"SELECT avg(({condition})::INT) FROM rows WHERE status != 'delay' AND {when} AND {among}"
        )
    )


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(tmp_path: Path) -> None:
    # More rows than one group of a Parquet file holds, so that several threads write.
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        run(
            "simulate-delays",
            str(tmp_path / f"{name}.parquet"),
            "--seed",
            seed,
            "--rows",
            "130000",
        )
    a, b, c = (tmp_path.joinpath(f"{name}.parquet").read_bytes() for name in "abc")
    assert a == b
    assert a != c


def test_the_number_of_rows_is_the_truths_and_about_what_was_asked_for(
    made: Callable[..., Ask], tmp_path: Path
) -> None:
    ask = made("--incident", "provider-slow", rows=20_000)
    count = ask("SELECT count(*) FROM rows")
    assert truth_of(tmp_path / "mails.parquet")["rows"] == count
    assert abs(count - 20_000) <= 200
    assert ask("SELECT count(DISTINCT _id) FROM rows") == count


def test_what_nobody_disturbs_is_the_same_for_all(made: Callable[..., Ask]) -> None:
    ask = made(rows=25_000)
    for column, rows in (("campaign", CAMPAIGNS), ("ip", OUTBOUND_IPS), ("domain", DOMAINS)):
        for name, wanted, *_ in rows:
            found = ask(
                f"SELECT avg(({column} = '{name}')::INT) FROM rows WHERE domain IS NOT NULL"
            )
            assert abs(found - wanted) < 0.02
    # No value may depend on another: hashing badly once made hard bounces a matter of the campaign.
    usual = ask(
        "SELECT avg((failure = 'Hard')::INT) FROM (SELECT coalesce(failure, '') AS failure FROM rows)"
    )
    for name, _ in CAMPAIGNS:
        found = ask(
            f"SELECT avg((coalesce(failure, '') = 'Hard')::INT) FROM rows WHERE campaign = '{name}'"
        )
        assert abs(found - usual) < 0.006
    assert ask("SELECT quantile_cont(epoch(tried) - epoch(requested), 0.99) FROM rows") < 5
    assert ask("SELECT count(*) FROM rows WHERE address NOT LIKE '%.example'") == 0


def test_a_slow_provider_defers_its_own_mails(made: Callable[..., Ask]) -> None:
    ask = made("--incident", "provider-slow:webmail.example", *WINDOW)
    assert share(ask, "retries > 0", "domain = 'webmail.example'", inside=True) > 0.6
    assert share(ask, "retries > 0", "domain = 'webmail.example'", inside=False) < 0.03
    assert share(ask, "retries > 0", "domain != 'webmail.example'", inside=True) < 0.03
    assert ask("SELECT max(epoch(tried) - epoch(requested)) FROM rows") < 20
    assert ask("SELECT count(*) FROM rows WHERE status = 'delay' AND retries > 3") == 0


def test_a_blocked_address_defers_and_refuses_what_it_sends(made: Callable[..., Ask]) -> None:
    ask = made("--incident", "ip-blocked", *WINDOW)
    assert share(ask, "retries > 1", "ip = '192.0.2.10'", inside=True) > 0.4
    assert share(ask, "coalesce(failure, '') = 'Soft'", "ip = '192.0.2.10'", inside=True) > 0.04
    assert share(ask, "retries > 1", "ip != '192.0.2.10'", inside=True) == 0


def test_hard_bounces_come_from_one_domain(made: Callable[..., Ask]) -> None:
    ask = made("--incident", "hard-bounces:inbox.example", *WINDOW)
    hard = "coalesce(failure, '') = 'Hard'"
    assert share(ask, hard, "domain = 'inbox.example'", inside=True) > 0.5
    assert share(ask, hard, "domain != 'inbox.example'", inside=True) < 0.03
    assert share(ask, hard, "domain = 'inbox.example'", inside=False) < 0.04


def test_a_slow_component_is_slow_itself(made: Callable[..., Ask]) -> None:
    ask = made("--incident", "component-slow:HERALD", *WINDOW)
    lasts = "SELECT median(epoch(nodes[{}].endTime) - epoch(nodes[{}].startTime)) FROM rows WHERE {} AND len(nodes) = 5"
    within = f"requested >= {FROM} AND requested < {TO}"
    assert ask("SELECT nodes[3].componentName FROM rows WHERE len(nodes) = 5 LIMIT 1") == "HERALD"
    assert 40 < ask(lasts.format(3, 3, within)) < 90
    assert ask(lasts.format(3, 3, f"NOT ({within})")) < 1
    assert ask(lasts.format(4, 4, within)) < 1


def test_a_throttled_campaign_leaves_at_its_rate(made: Callable[..., Ask], tmp_path: Path) -> None:
    ask = made("--incident", "throttled", *WINDOW)
    rate = truth_of(tmp_path / "mails.parquet")["incidents"][0]["rate_per_s"]
    first = f"campaign = '{ids.CAMPAIGN}' AND nodes[1].startTime >= {FROM} AND tried < {TO}"
    left = ask(f"SELECT count(DISTINCT execution) / 1800 FROM rows WHERE {first}")
    assert left == pytest.approx(rate, rel=0.1)
    wait = (
        "SELECT max(epoch(tried) - epoch(requested)) FROM rows WHERE campaign {} '"
        + ids.CAMPAIGN
        + "'"
    )
    assert ask(wait.format("=")) > 600
    assert ask(wait.format("!=")) < 20


def test_quiet_hours_keep_messages_until_they_end(made: Callable[..., Ask]) -> None:
    ask = made("--incident", "quiet-hours", *WINDOW)
    within = f"campaign = '{ids.CAMPAIGN}' AND requested >= {FROM} AND requested < {TO}"
    assert ask(f"SELECT count(*) FROM rows WHERE {within} AND tried < {TO}") == 0
    assert ask(f"SELECT max(epoch(tried)) - epoch({TO}) FROM rows WHERE {within}") < 60


def test_an_optimised_send_time_is_kept_and_named(made: Callable[..., Ask]) -> None:
    ask = made("--incident", "send-time-optimised", *WINDOW, "--to", "2026-11-23T11:00:00Z")
    assert ask("SELECT count(*) FROM rows WHERE optimized IS NOT NULL") > 100
    assert ask("SELECT min(epoch(tried) - epoch(optimized)) FROM rows") >= 0
    assert ask("SELECT max(epoch(tried) - epoch(optimized)) FROM rows") < 20
    assert (
        ask(
            f"SELECT count(*) FROM rows WHERE optimized IS NULL AND campaign = '{ids.CAMPAIGN}' AND requested >= {FROM} AND requested < {TO}"
        )
        == 0
    )


def test_waves_leave_one_after_the_other(made: Callable[..., Ask]) -> None:
    ask = made("--incident", "waves", *WINDOW)
    assert ask("SELECT count(DISTINCT wave) FROM rows") == 5
    overlap = "SELECT count(*) FROM (SELECT wave, median(tried) AS now, lag(median(tried)) OVER (ORDER BY wave) AS before FROM rows WHERE wave IS NOT NULL GROUP BY wave) WHERE now < before"
    assert ask(overlap) == 0


def test_missing_messages_stand_in_the_callers_log_alone(
    made: Callable[..., Ask], tmp_path: Path
) -> None:
    log = tmp_path / "calls.jsonl"
    ask = made("--incident", "missing-messages", *WINDOW, "--caller-log", str(log))
    lacking = f"FROM '{log}' WHERE executionId NOT IN (SELECT execution FROM rows) AND createdAt < '2026-11-23T09:10:00Z'"
    count = ask(f"SELECT count(*) {lacking}")
    assert 40 < count < 130
    assert (
        ask(
            f"SELECT count(*) {lacking} AND campaignId = '{ids.CAMPAIGN}' AND createdAt >= {FROM} AND createdAt < {TO}"
        )
        == count
    )


def test_a_revoked_store_lets_no_new_message_out_and_the_calls_end_with_500(
    made: Callable[..., Ask], tmp_path: Path
) -> None:
    log = tmp_path / "calls.csv"
    ask = made(
        "--base", "adobe-managed", "--fault", "key-disabled", *WINDOW, "--caller-log", str(log)
    )
    assert ask(f"SELECT count(*) FROM rows WHERE requested >= {FROM} AND requested < {TO}") == 0
    assert ask(f"SELECT count(*) FROM rows WHERE requested >= {TO}") > 500
    within = f'("at" >= {FROM} AND "at" < {TO})'
    assert (
        ask(
            f"SELECT string_agg(DISTINCT status::VARCHAR || ' ' || coalesce(error, ''), ',') FROM '{log}' WHERE {within}"
        )
        == "500 CJMRT-110100-500"
    )
    assert (
        ask(f"SELECT string_agg(DISTINCT status::VARCHAR, ',') FROM '{log}' WHERE NOT {within}")
        == "202"
    )
    assert ask(f"SELECT count(*) FROM '{log}' WHERE {within} AND executionId IS NOT NULL") == 0
    incident = truth_of(tmp_path / "mails.parquet")["incidents"][0]
    assert (incident["kind"], incident["verdict"]) == ("store-revoked", "ours")
    assert incident["signatures"] == ["cmk.4018"]


def test_a_program_whose_own_store_is_revoked_does_not_call(
    made: Callable[..., Ask], tmp_path: Path
) -> None:
    log = tmp_path / "calls.parquet"
    ask = made("--fault", "key-disabled", "--caller-log", str(log))
    assert ask(f"SELECT count(*) FROM '{log}' WHERE \"at\" >= '2026-11-23T08:15:00Z'") == 0
    assert (
        ask(f"SELECT count(*) FROM '{log}'") == truth_of(tmp_path / "mails.parquet")["caller_log"]
    )


@pytest.mark.parametrize(
    ("fault", "others"), [("campaign-stopped", True), ("adobe-token-expired", False)]
)
def test_a_refused_call_stops_its_campaign_or_all(
    made: Callable[..., Ask], fault: str, *, others: bool
) -> None:
    ask = made("--base", "adobe-managed", "--fault", fault)
    after = (
        f"SELECT count(*) FROM rows WHERE requested >= {FROM} AND campaign {{}} '{ids.CAMPAIGN}'"
    )
    assert ask(after.format("=")) == 0
    assert (ask(after.format("!=")) > 0) is others


def test_a_throttle_that_is_above_what_is_asked_for_is_no_incident(
    made: Callable[..., Ask], tmp_path: Path
) -> None:
    made("--base", "adobe-managed", "--fault", "throttle-low", rows=2000)
    assert truth_of(tmp_path / "mails.parquet")["incidents"] == []


def test_a_throttle_below_it_is_one_with_the_worlds_rate(tmp_path: Path) -> None:
    path = tmp_path / "mails.parquet"
    run(
        "simulate-delays",
        str(path),
        "--base",
        "adobe-managed",
        "--fault",
        "throttle-low",
        "--rows",
        "40000",
    )
    assert [(one["kind"], one["rate_per_s"]) for one in truth_of(path)["incidents"]] == [
        ("throttled", 2.0)
    ]


def test_every_form_holds_the_same_rows(tmp_path: Path) -> None:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    seen = []
    for name, status, more in (
        (
            "a.parquet",
            "_experience.customerJourneyManagement.messageDeliveryfeedback.feedbackStatus",
            (),
        ),
        (
            "a.jsonl",
            "_experience.customerJourneyManagement.messageDeliveryfeedback.feedbackStatus",
            (),
        ),
        (
            "a.csv",
            '"_experience.customerJourneyManagement.messageDeliveryfeedback.feedbackStatus"',
            (),
        ),
        (
            "b.csv",
            "_experience_customerJourneyManagement_messageDeliveryfeedback_feedbackStatus",
            ("--heads", "underscores"),
        ),
    ):
        path = tmp_path / name
        said = run(
            "simulate-delays", str(path), "--rows", "800", "--incident", "ip-blocked", *more
        )
        assert said.code == 0
        query = f"SELECT _id, epoch_ms(\"timestamp\"::TIMESTAMPTZ), {status} FROM '{path}' ORDER BY ALL"
        seen.append(connection.execute(query).fetchall())
    connection.close()
    assert seen[0] == seen[1] == seen[2] == seen[3]


def test_a_field_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    run(
        "simulate-delays",
        str(path),
        "--rows",
        "500",
        "--without",
        "requestTimestamp",
        "--without",
        "processingNodes",
    )
    text = path.read_text()
    assert "requestTimestamp" not in text
    assert "processingNodes" not in text
    assert "firstAttemptTimestamp" in text


def test_logs_and_mails_of_one_story_begin_at_one_minute(tmp_path: Path) -> None:
    given = (
        "--base",
        "adobe-managed",
        "--fault",
        "service-principal-disabled",
        "--at",
        "2026-11-23T08:21:00Z",
    )
    said = run("simulate-logs", str(tmp_path / "logs"), *given, "--size", "300KB")
    assert said.code == 0
    path = tmp_path / "mails.parquet"
    said = run("simulate-delays", str(path), *given, "--rows", "3000")
    assert said.code == 0
    logs = json.loads((tmp_path / "logs" / "truth.json").read_text())
    mails = truth_of(path)
    assert logs["onset"] == mails["onset"] == "2026-11-23T08:21:00.000Z"
    assert set(mails["incidents"][0]["signatures"]) <= set(logs["events"])
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    last = "max(_experience.customerJourneyManagement.messageDeliveryfeedback.requestTimestamp)"
    row = connection.execute(f"SELECT strftime({last}, '%H:%M') FROM '{path}'").fetchone()
    connection.close()
    assert row == ("08:20",)


def test_every_sort_of_incident_is_listed_with_its_places() -> None:
    said = run("simulate-delays", "--list")
    assert said.code == 0
    for kind, sort in SORTS.items():
        assert kind in said.out
        assert all(name in said.out for name in sort.names)


def test_a_story_without_a_limit_on_the_campaign_has_no_rate() -> None:
    told = story("adobe-managed", "throttle-low", until=AT + HOUR)
    assert (told.rate_before, told.rate_after) == (200.0, 2.0)
