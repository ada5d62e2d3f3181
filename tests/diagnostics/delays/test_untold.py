"""What an export does not hold is unknown, not none: no zero and no sentence stands for a column that is not there."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.cli import cli
from diagnostics.delays.engine import opened
from diagnostics.delays.measure import Question, measure
from diagnostics.delays.record import Answer, Group
from diagnostics.delays.verdict import answer
from tests.support.mails import Mails, Row, write_lines

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
