"""Queries as text: what goes into them, and what may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checks.signatures import SIGNATURES
from diagnostics.clouds import US_GOVERNMENT
from diagnostics.errors import ConfigError
from diagnostics.log_tables import LOG_TABLES
from diagnostics.triage import kql
from diagnostics.triage.counted import Counted, counted_in, occurrences, samples_in
from diagnostics.triage.kql_ready import ready
from diagnostics.triage.kql_tables import SOURCES, own_table
from diagnostics.triage.kql_text import indexed, quoted, squeezed_forms
from diagnostics.triage.recognised import Certainty, Signature
from diagnostics.triage.tally import Tally

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
WINDOW = kql.Window(since=NOON, until=NOON + timedelta(hours=2))
KNOWN = {signature.id: signature for signature in SIGNATURES}
OWN = Signature(
    id="acme.1", code="", category="x", title="Ours", step="-", stems=(("the frobnicator jammed badly",),)
)  # fmt: skip


def test_every_query_begins_with_its_window() -> None:
    for query in kql.queries(SIGNATURES[:3], WINDOW):
        assert "TimeGenerated >= datetime(2026-11-28T12:00:00.000000Z)" in query.text
        assert "TimeGenerated < datetime(2026-11-28T14:00:00.000000Z)" in query.text


def test_a_foreign_packs_signature_is_looked_for_too() -> None:
    (query, *_) = kql.queries((*SIGNATURES[:2], OWN), WINDOW)
    assert '"frobnicator"' in query.text
    assert "'|acme.1=|'" in query.text


def test_every_answer_is_bounded() -> None:
    texts = [query.text for query in (*kql.queries(SIGNATURES[:2], WINDOW), *ready(WINDOW))]
    assert all(f"take {kql.MOST_ROWS}" in text for text in texts)


def test_the_clouds_own_host_stands_in_the_query() -> None:
    text = kql.counting(SOURCES, SIGNATURES[:2], WINDOW, US_GOVERNMENT)
    assert ".vault.usgovcloudapi.net'" in text
    assert "strcat(tolower(Resource), '.vault.azure.net')" not in text


@pytest.mark.parametrize(
    "text", ["Logs_CL", "Logs_CL:", ":x", "a | take 1:b", "L:x; .drop", "L:'"]
)
def test_a_table_of_ones_own_is_two_names_and_nothing_else(text: str) -> None:
    with pytest.raises(ConfigError, match="does not name a table and its column"):
        own_table(text)


def test_a_table_of_ones_own_is_searched() -> None:
    source = own_table("Logs_CL:RawData")
    (query,) = kql.queries(SIGNATURES[:2], WINDOW, sources=[source])
    assert "Logs_CL" in query.text
    assert "RawData has_any (Terms)" in query.text


def test_what_is_filled_in_stays_inside_its_quotes() -> None:
    assert quoted("a'b\\c") == r"'a\'b\\c'"
    (query, *_) = ready(WINDOW, application="x' | take 1 //")
    assert r"let Application = 'x\' | take 1 //';" in query.text


@pytest.mark.parametrize(
    ("stems", "whole", "prefixes"),
    [
        (("cmk-troubleshooting-guide", "(4000)"), ("troubleshooting",), ()),
        (("forbiddenbyrbac",), ("forbiddenbyrbac", "u0022forbiddenbyrbac"), ()),
        (("CJMRT-110100-500",), (), ("cjmrt", "u0022cjmrt")),
        (("无法获取帐户默认身份的AAD身份验证令牌",), (), ()),
        (("error_code:403003",), ("error_code", "u0022error_code"), ()),
    ],
)
def test_the_index_is_asked_for_a_word_that_stands_alone(
    stems: tuple[str, ...], whole: tuple[str, ...], prefixes: tuple[str, ...]
) -> None:
    assert (indexed(stems).whole, indexed(stems).prefixes) == (whole, prefixes)


def test_only_two_translations_are_not_looked_for() -> None:
    assert kql.not_searched(SIGNATURES) == (
        "无法获取帐户默认身份的AAD身份验证令牌",
        "無法取得帳戶預設身分的AAD驗證Token",
    )


def test_accents_are_found_folded_kept_and_escaped() -> None:
    assert squeezed_forms("à l'Été") == ("alete", "àlété", "u00e0lu00c9tu00e9")


def a_row(**more: object) -> dict[str, object]:
    return {
        "Table": "AppTraces",
        "Signature": "cmk.4000",
        "Ambiguous": False,
        "Account": "cosmos-ajo.documents.azure.com",
        "Vault": "",
        "Identity": "",
        "Count": 7,
        "First": NOON,
        "Last": NOON + timedelta(seconds=40),
        **more,
    }


def test_counts_are_added_up_like_those_of_a_local_search() -> None:
    later = a_row(First=NOON + timedelta(minutes=3), Last=NOON + timedelta(minutes=3), Count=1)
    tally = Tally()
    for each, times in occurrences(counted_in([a_row(), later]), {}, SIGNATURES, "W"):
        tally.add(each, times)
    result = tally.result()
    (row,) = result.rows
    assert (row.count, row.account, row.recognised.kind) == (
        8,
        "cosmos-ajo.documents.azure.com",
        "CO101",
    )
    assert (row.first, row.last) == (NOON, NOON + timedelta(minutes=3))
    assert row.minutes == ((NOON, 7), (NOON + timedelta(minutes=3), 1))
    assert row.first_place.path == "workspace W, AppTraces"


def test_ambiguous_rows_are_ambiguous_in_the_sum() -> None:
    tally = Tally()
    rows = [a_row(Ambiguous=True, Count=3), a_row(Count=1)]
    for each, times in occurrences(counted_in(rows), {}, SIGNATURES, "W"):
        tally.add(each, times)
    assert (tally.result().hits, tally.result().ambiguous) == (4, 3)


def test_a_row_without_a_time_or_of_an_unknown_signature_counts_nothing() -> None:
    assert counted_in([a_row(First=None), a_row(Count="many")]) == ()
    strange = replace(counted_in([a_row()])[0], signature_id="gone.1")
    assert list(occurrences([strange], {}, SIGNATURES, "W")) == []


def test_a_sample_is_recognised_again_before_it_is_shown() -> None:
    said = "Sub Status: 4000 Bearer eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln"
    rows = [
        {"Signature": "cmk.4000", "Ambiguous": False, "Sample": said},
        {"Signature": "cmk.4002", "Ambiguous": False, "Sample": "nothing of the kind"},
    ]
    samples = samples_in(rows, SIGNATURES)
    assert set(samples) == {("cmk.4000", False)}
    assert "eyJ" not in samples["cmk.4000", False].excerpt
    (first, *_) = occurrences(counted_in([a_row()]), samples, SIGNATURES, "W")
    assert first[0].recognised.certainty is Certainty.CERTAIN
    assert first[0].recognised.account_host == "cosmos-ajo.documents.azure.com"


def test_every_table_names_its_page_and_begins_with_the_time() -> None:
    for table in LOG_TABLES:
        assert table.source.startswith(
            "https://learn.microsoft.com/azure/azure-monitor/reference/tables/"
        )
        assert table.columns[0] == ("TimeGenerated", "datetime")
        assert len({name for name, _ in table.columns}) == len(table.columns)


def test_a_counted_row_says_all_that_a_local_row_says() -> None:
    assert {"table", "signature_id", "account", "vault", "identity", "count"} <= set(
        Counted.__dataclass_fields__
    )
