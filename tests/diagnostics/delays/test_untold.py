"""What an export does not hold is unknown, not none: no zero and no sentence stands for a column that is not there."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.cli import cli
from diagnostics.delays.engine import opened
from diagnostics.delays.measure import measure
from diagnostics.delays.question import Question
from diagnostics.delays.record import Answer, Group
from diagnostics.delays.verdict import answer
from tests.support.mails import BEGIN, HOURS, Mails, Row, write_csv, write_lines

END = BEGIN + timedelta(hours=HOURS)
SLOW = Mails(incident="provider", messages=1500).rows()
COUNTS = ("events", "retried", "delayed", "bounced", "hard", "excluded", "open")


def without(value: Any, names: Iterable[str]) -> Any:
    if isinstance(value, dict):
        return {key: without(each, names) for key, each in value.items() if key not in names}
    return value


def answered(rows: list[Row], folder: Path, *names: str) -> Answer:
    file = write_lines([without(row, names) for row in rows], folder / "rows.jsonl")
    with opened(4 * 10**8, threads=1) as engine:
        return answer(measure(Question(paths=(str(file),)), engine))


def text_of(rows: list[Row], folder: Path, *names: str) -> str:
    file = write_lines([without(row, names) for row in rows], folder / "rows.jsonl")
    return CliRunner().invoke(cli, ["delays", str(file)]).stdout


@pytest.mark.parametrize(
    ("column", "unknown"),
    [
        ("retryCount", {"retried"}),
        ("feedbackStatus", {"delayed", "bounced", "hard", "excluded", "open"}),
    ],
)
def test_a_count_whose_column_is_empty_is_unknown(
    column: str, unknown: set[str], tmp_path: Path
) -> None:
    found = answered(SLOW, tmp_path, column)
    for group in found.measured.groups:
        assert {name for name in COUNTS if getattr(group, name) is None} == unknown


def test_which_bounces_are_hard_is_unknown_without_their_type(tmp_path: Path) -> None:
    rows = Mails(incident="bounces", messages=800).rows()
    (whole,) = answered(rows, tmp_path).measured.of("all")
    (bare,) = answered(rows, tmp_path, "messageFailure").measured.of("all")
    assert whole.hard
    assert (bare.bounced, bare.hard) == (whole.bounced, None)


def test_who_is_late_is_not_everybody_where_no_column_says_who(tmp_path: Path) -> None:
    whole = text_of(SLOW, tmp_path)
    assert "downstream: free.example" in whole
    bare = " ".join(text_of(SLOW, tmp_path, "emailChannelContext").split())
    assert "Every provider took" not in bare
    assert "everybody at once" not in bare
    assert "Whether by one provider or by every one cannot be told: domain is empty." in bare


def test_retries_alone_name_the_provider_too(tmp_path: Path) -> None:
    """Where no time from the first attempt on is known."""
    found = answered(SLOW, tmp_path, "firstAttemptTimestamp")
    assert (found.verdict, found.who) == ("downstream", "free.example"), found.sentence


def test_a_provider_with_most_of_the_mails_is_not_every_provider(tmp_path: Path) -> None:
    keep = random.Random(1)  # noqa: S311 - chooses rows
    rows = Mails(incident="provider", messages=3000).rows()
    rows = [row for row in rows if domain_of(row) == "free.example" or keep.random() < 0.2]
    share = sum(domain_of(row) == "free.example" for row in rows) / len(rows)
    assert share > 0.8
    found = answered(rows, tmp_path)
    assert (found.verdict, found.who) == ("downstream", "free.example"), found.sentence


def domain_of(row: Row) -> str:
    channel: dict[str, str] = row["_experience"]["customerJourneyManagement"][
        "emailChannelContext"
    ]
    return channel.get("domain", "")


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["provider", "bounces", "excluded", ""]),
    st.integers(1, 40),
    st.integers(0, 2**20),
)
def test_each_table_sums_up_to_all(tmp_path: Path, incident: str, names: int, seed: int) -> None:
    """Whatever is not named, and however many names there are."""
    chosen = random.Random(seed)  # noqa: S311 - chooses names
    made = Mails(incident=incident, messages=300, seed=seed).rows()
    rows: list[Row] = [without(row, ("address", "isTestExecution")) for row in made]
    for row in rows:
        journey = row["_experience"]["customerJourneyManagement"]
        mine = chosen.randrange(names + 1)
        journey["emailChannelContext"]["domain"] = f"d{mine}.example" if mine else ""
        if chosen.random() < 0.3:
            del journey["messageExecution"]["campaignID"]
    found = answered(rows, tmp_path).measured
    (whole,) = found.of("all")
    for dimension in ("domain", "outbound_ip", "campaign", "channel", "hour"):
        parts = found.of(dimension)
        assert sums(parts) == sums((whole,)), dimension
    unnamed = sum(each.events for each in found.of("domain") if each.name == "(none)")
    assert unnamed == sum(not domain_of(row) for row in rows)


def sums(groups: Iterable[Group]) -> dict[str, int]:
    listed = list(groups)
    return {name: sum(getattr(each, name) for each in listed) for name in COUNTS}


def logged(
    rows: list[Row], calls: list[str], folder: Path, *arguments: str
) -> tuple[int, dict[str, Any], str]:
    """Ask with the caller's log; give exit code, what the log showed, and all that was said."""
    data = write_lines(rows, folder / "rows.jsonl")
    log = folder / "calls.csv"
    log.write_text("\n".join(calls) + "\n", encoding="utf-8")
    asked = ["delays", str(data), "--caller-log", str(log), "--format", "json", *arguments]
    result = CliRunner().invoke(cli, asked)
    told: dict[str, Any] = json.loads(result.stdout or "{}")
    return result.exit_code, told, result.output


def test_calls_of_the_log_that_are_not_judged_are_counted_apart(tmp_path: Path) -> None:
    lost = Mails(incident="missing", messages=1500)
    made = ["executionId,createdAt", *(f"{each},{at.isoformat()}" for each, at in lost.calls())]
    before = [f"HUMA-before-{n},2026-11-20T00:00:00Z" for n in range(7)]
    _, told, _ = logged(lost.rows(), [*made, *before], tmp_path)
    missing = told["answer"]["measured"]["missing"]
    assert missing["logged"] == len(lost.calls()) + 7
    # The last ten minutes of the six hours are too young.
    assert missing["called"] == sum(at < END - timedelta(minutes=10) for _, at in lost.calls())
    said = str(told["answer"]["delays"])
    assert f"calls of the caller's log that are judged = {missing['called']}" in said
    unjudged = missing["logged"] - missing["called"]
    assert f"calls of the log that are not judged = {unjudged}:" in said


def test_only_the_calls_of_the_campaign_that_is_asked_for_are_judged(tmp_path: Path) -> None:
    lost = Mails(incident="missing", messages=1500)
    rows = lost.rows()
    of = {
        each["messageExecution"]["messageExecutionID"]: each["messageExecution"]["campaignID"]
        for row in rows
        for each in [row["_experience"]["customerJourneyManagement"]]
    }
    calls = [
        f"{each},{at.isoformat()},{of.get(each, 'c-one')}" for each, at in lost.calls()
    ]  # all that are missing are of c-one
    named = ["executionId,createdAt,campaignId", *calls]
    _, whole, _ = logged(rows, named, tmp_path, "--campaign", "c-one")
    assert whole["answer"]["verdict"] == "AJO"
    code, other, _ = logged(rows, named, tmp_path, "--campaign", "c-two")
    assert other["answer"]["measured"]["missing"]["missing"] == 0
    assert (code, other["answer"]["verdict"]) == (0, "no delay")
    bare = ["executionId,createdAt", *(f"{each},{at.isoformat()}" for each, at in lost.calls())]
    code, _, said = logged(rows, bare, tmp_path, "--campaign", "c-two")
    assert code == 2
    assert "does not say of which campaign a call is" in said


def test_what_was_configured_is_not_laid_on_adobe_without_a_caveat(tmp_path: Path) -> None:
    rows = Mails(incident="optimized", messages=1500).rows()
    assert answered(rows, tmp_path).verdict == "ours"
    assert answered(rows, tmp_path, "isSendTimeOptimized").verdict == "ours"
    file = tmp_path / "flat.csv"
    write_csv([without(row, ("isSendTimeOptimized", "optimizedSendTime")) for row in rows], file)
    drawn = {
        form: CliRunner().invoke(cli, ["delays", str(file), "--format", form]).stdout
        for form in ("text", "markdown", "html")
    }
    assert drawn["text"].startswith("the delay is AJO")
    for text in drawn.values():
        said = " ".join(text.replace("\\", "").split())  # Markdown's escapes
        assert "Whether they were configured to wait is not told by these exports" in said
        assert "Nothing found; not looked at, for want of a column: optimized_for, wave" in said


def test_calls_that_stop_are_seen_where_no_row_names_its_campaign(tmp_path: Path) -> None:
    rows = Mails(incident="stopped", messages=1500).rows()
    whole, bare = answered(rows, tmp_path), answered(rows, tmp_path, "campaignID")
    assert (
        [each.kind for each in bare.delays]
        == ["calls-stopped"]
        == [each.kind for each in whole.delays]
    )
    one, other = bare.delays[0].since, whole.delays[0].since
    assert one
    assert other
    assert abs(one - other) <= timedelta(seconds=bare.measured.interval_s)


def test_many_bounces_of_an_unknown_type_are_no_all_clear(tmp_path: Path) -> None:
    rows = Mails(incident="bounces", messages=1500).rows()
    found = answered(rows, tmp_path, "messageFailure")
    assert (found.verdict, found.who) == ("cannot tell", "messageFailure.type"), found.sentence
    assert "are bounces" in found.sentence
    assert answered(Mails(messages=800).rows(), tmp_path, "messageFailure").verdict == "no delay"


def test_every_wave_is_told(tmp_path: Path) -> None:
    found = answered(Mails(incident="waves", messages=1500).rows(), tmp_path)
    (whole,) = [each for each in found.delays if each.kind == "sent-in-waves"]
    told = [int(each) for each in re.findall(r"(\d+) messages", " ".join(whole.evidence))]
    assert sum(told) == whole.messages


def test_what_was_not_measured_is_not_drawn_as_none(tmp_path: Path) -> None:
    said = text_of(Mails(incident="stopped", messages=1500).rows(), tmp_path)
    (line,) = [each for each in said.splitlines() if each.startswith("inside, p95")]
    assert "??" in line
    assert "? = not known" in said


@pytest.mark.parametrize(
    "arguments", [("--since", "2027-01-01"), ("--campaign", "nobody's"), ("--until", "2020-01-01")]
)
def test_where_no_row_is_asked_for_the_columns_are_not_blamed(
    arguments: tuple[str, str], tmp_path: Path
) -> None:
    file = write_lines(SLOW[:50], tmp_path / "rows.jsonl")
    result = CliRunner().invoke(cli, ["delays", str(file), *arguments])
    said = " ".join(result.stdout.split())
    assert result.exit_code == 3
    assert "no row has a time and lies within --since, --until and --campaign" in said
    assert "nodes" not in said
    assert "timestamps of departure are needed" not in said
    assert "Data 0 events of 50 rows in 1 file Not in" in said


def test_the_share_that_is_hit_says_of_what(tmp_path: Path) -> None:
    """Of what arrived: a message that is still tried is not in it."""
    assert "% of the messages that arrived are hit" in answered(SLOW, tmp_path).sentence
    said = answered(SLOW, tmp_path, "firstAttemptTimestamp").sentence
    assert "% of all events are hit" in said


@pytest.mark.parametrize("more", [(), ("--share",)])
def test_a_column_that_nobody_fills_has_no_table(
    more: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor an invented host in it where names are pseudonyms."""
    monkeypatch.setenv("AJO_DOCTOR_STATE", str(tmp_path / "state"))
    rows = [without(row, ("emailChannelContext",)) for row in SLOW[:300]]
    file = write_lines(rows, tmp_path / "rows.jsonl")
    said = CliRunner().invoke(cli, ["delays", str(file), *more]).stdout
    assert "By channel" in said
    assert "By provider" not in said
    assert "By outbound IP" not in said
    assert "host-" not in said
