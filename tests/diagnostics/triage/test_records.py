"""Where a record begins and ends, in every form of log; neighbours lend it nothing."""

from __future__ import annotations

import json

import pytest

from diagnostics.triage.records import FAR, record_around
from diagnostics.triage.views import Passing

HIT = "HIT"


def record(text: str, after: int = 0) -> str:
    view = Passing()
    data = text.encode()
    view.append(data, 0)
    return record_around(view, data.index(HIT.encode()) + 1, after).raw.decode().strip()


def a_json(message: str, second: int = 1) -> str:
    return json.dumps(
        {
            "time": f"2026-01-02T03:04:0{second}Z",
            "properties": {"message": message, "a": [1, {"b": 2}]},
        }
    )


BEFORE, MEANT, BEHIND = a_json("before", 1), a_json("it is HIT", 2), a_json("behind", 3)
RECORDS = [json.loads(each) for each in (BEFORE, MEANT, BEHIND)]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join((BEFORE, MEANT, BEHIND)),
        "\r\n".join((BEFORE, MEANT, BEHIND)),
        "".join((BEFORE, MEANT, BEHIND)),
        json.dumps(RECORDS),
        json.dumps(RECORDS, separators=(",", ":")),
        json.dumps(RECORDS, indent=4),
        json.dumps({"records": RECORDS}),
        json.dumps({"records": RECORDS}, indent=2),
        json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": RECORDS}]}]}),
        "\ufeff" + MEANT,
        MEANT,
    ],
)  # fmt: skip
def test_one_json_record_is_told_from_its_neighbours(text: str) -> None:
    assert json.loads(record(text).removeprefix("\ufeff")) == RECORDS[1]


def test_a_row_of_a_table_is_a_record() -> None:
    rows = [[f"2026-01-02T03:04:0{n}Z", "kv", word] for n, word in enumerate(("a", HIT, "b"))]
    table = json.dumps(
        {"tables": [{"name": "PrimaryResult", "columns": [{"name": "x"}], "rows": rows}]}
    )
    assert json.loads(record(table)) == rows[1]


def test_a_record_in_the_middle_of_an_endless_line_is_found() -> None:
    text = "[" + ",".join([BEFORE] * 5000 + [MEANT] + [BEHIND] * 5000) + "]"
    assert json.loads(record(text)) == RECORDS[1]


def test_a_json_record_that_quotes_json_is_one_record() -> None:
    quoting = json.dumps(
        {"log": json.dumps([{"a": HIT}, {"b": 1}, {"time": 3}]), "time": "2026-01-02T03:04:05Z"}
    )
    assert record(f"{BEFORE}\n{quoting}\n{BEHIND}") == quoting


def test_a_line_with_a_time_takes_the_lines_without_one() -> None:
    block = "2026-01-02 03:04:05,678 ERROR x - failed\ncom.acme.BadException: no\n\tat a.b(C.java:1)\n\nCaused by: HIT\n\t... 3 more"
    text = f"2026-01-02 03:04:05,677 INFO before\n{block}\n2026-01-02 03:04:05,679 INFO behind"
    assert record(text) == block


@pytest.mark.parametrize(
    "stamp",
    [
        "2026-01-02T03:04:05Z",
        "2026-01-02 03:04:05.123",
        "[2026-01-02 03:04:05]",
        "ERROR 2026/01/02 03:04:05",
        "Jan  2 03:04:05 host app[1]:",
        "<11>Jan 12 03:04:05 host app:",
        "03:04:05.123 [main] ERROR",
        "I0102 03:04:05.000001 7 main.go:1]",
        "1767323045.123",
        '10.1.1.1 - - [02/Jan/2026:03:04:05 +0000] "GET /"',
        "web_1  | 2026-01-02T03:04:05Z",
        "[pod/ajo-7f/app] 2026-01-02T03:04:05Z stderr F",
    ],
)
def test_each_line_with_a_time_is_a_record(stamp: str) -> None:
    text = f"{stamp} before\n{stamp} it is HIT\n{stamp} behind"
    assert record(text) == f"{stamp} it is HIT"


def test_lines_without_times_are_records_of_their_own() -> None:
    assert record("one line\nit is HIT\nanother line") == "it is HIT"


def test_an_exception_without_a_time_is_one_record() -> None:
    block = "azure.cosmos.exceptions.CosmosHttpResponseError: Status code: 403\nMessage: HIT\nThis is blocked."
    assert record(f"one line\n\n{block}\n\nanother line") == block
    assert record(f"{BEFORE}\n{block}\n{BEHIND}") == block
    assert record(f"{block}\nother.OtherError: nothing") == block


def test_the_body_of_an_answer_belongs_to_the_line_above() -> None:
    block = '2026-01-02 03:04:05 ERROR Status code: 403\n{"Errors":["HIT"]}\nContent: nothing'
    assert record(f"{BEFORE}\n{block}\n{BEHIND}") == block


def test_json_without_times_is_a_record_a_line() -> None:
    assert record('{"a":1}\n{"b":"HIT"}\n{"c":2}') == '{"b":"HIT"}'


def test_an_endless_line_of_text_is_cut_by_the_times_in_it() -> None:
    text = (
        "2026-01-02 03:04:05 before " * 9000
        + "2026-01-02 03:04:06 it is HIT here "
        + "2026-01-02 03:04:07 behind " * 9000
    )
    assert record(text) == "2026-01-02 03:04:06 it is HIT here"


def test_an_endless_line_without_any_border_gives_what_is_near() -> None:
    found = record("x" * 3 * FAR + HIT + "y" * 3 * FAR)
    assert HIT in found
    assert len(found) < FAR


def test_nothing_before_the_last_record_is_read_again() -> None:
    text = "x" * 200_000 + "before" + HIT
    assert record(text, after=len(text) - len(HIT)) == HIT


@pytest.mark.parametrize("size", [9_000, 20_000, 60_000])
def test_a_stack_trace_longer_than_one_look_is_whole(size: int) -> None:
    block = (
        "2026-01-02 03:04:05 ERROR x\n"
        + "\tat a.b.c(D.java:1)\n" * (size // 20)
        + "Caused by: HIT"
    )
    if block.count("\n") < 280:
        assert record(f"2026-01-02 03:04:04 x\n{block}\n2026-01-02 03:04:06 y") == block
    else:
        assert record(block).endswith("Caused by: HIT")
