"""The engine's answer against the recogniser's, record for record: every signature in the dresses of logs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count

from checks.signatures import SIGNATURES
from diagnostics.clouds import PUBLIC
from diagnostics.simulator import ids, log_engine, log_workspace
from diagnostics.simulator.world import World
from diagnostics.triage import kql
from diagnostics.triage.kql_tables import own_table
from diagnostics.triage.recognise import recognise
from diagnostics.triage.recognised import Certainty
from tests.support.log_rows import dressed, texts

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
WINDOW = kql.Window(since=NOON, until=NOON + timedelta(hours=2))
SOURCE = own_table("Logs_CL:RawData")
HOST = f"{ids.ACCOUNT}.documents.azure.com"
MISSED = kql.not_searched(SIGNATURES)


def ask(
    rows: list[str],
    signatures: tuple[object, ...] = SIGNATURES,
    seconds: Iterable[int] | None = None,
) -> list[list[object]]:
    """Count these records, of one each second or of those seconds after noon."""
    world = World("logs")
    log_workspace.put_table(
        world,
        SOURCE.table,
        [
            {"TimeGenerated": (NOON + timedelta(seconds=at)).isoformat(), "RawData": text}
            for at, text in zip(seconds or count(), rows, strict=False)
        ],
    )
    text = kql.counting((SOURCE,), signatures, WINDOW, PUBLIC)  # type: ignore[arg-type]
    return log_engine.run(world, log_workspace.WORKSPACE_ID, text).rows


def of(*names: str) -> tuple[object, ...]:
    return tuple(each for each in SIGNATURES if each.id in names)


def test_every_signature_is_counted_as_often_as_the_recogniser_counts_it() -> None:
    rows = [dressed(text)[place % 4] for place, text in enumerate(texts(SIGNATURES))]
    rows = [row for row in rows if not any(recognisably(each, row) for each in MISSED)]
    rows += ["Substatus: 0; all is well", "nothing to see here", "AADSTS1 is no code"]
    expected = Counter(
        (item.signature_id, item.certainty is Certainty.AMBIGUOUS)
        for row in rows
        for item in recognise(row, SIGNATURES)
    )
    counted: Counter[tuple[object, bool]] = Counter()
    for answer in ask(rows):
        counted[answer[1], bool(answer[2])] += int(str(answer[7]))
    assert len(expected) >= len(SIGNATURES) - 1
    assert counted == expected


def recognisably(literal: str, row: str) -> bool:
    escaped = literal.encode("unicode_escape").decode()
    return literal in row or escaped in row.replace("\\\\", "\\")


SETTLED: dict[str, list[tuple[str, bool]]] = {
    "token for the account's default identity, Substatus: 4002": [("cmk.4002", False)],
    "unable to obtain the AAD authentication token for the account's default identity; Substatus: 4002": [
        ("cmk.4000", True)
    ],
    "unable to obtain the AAD authentication token for the account's default identity; Substatus: 1234": [
        ("cmk.4000", True)
    ],
    "Access to your account is currently revoked (4003)": [("cmk.4003", False)],
    "Access to your account is currently revoked; Sub Status: 4018": [("cmk.4018", False)],
    "Request timed out. sub_status=4000": [("cmk.4000", False)],
    "Request timed out.": [("cmk.timed-out-408", False)],
    "Forbidden (403); Substatus: 1008": [("cosmos.1008", False)],
    "Gone (410); Substatus: 1008": [],
    "Substatus: 40000": [],
    "Sub Status: 4000\\n2026-11-28 next record": [("cmk.4000", False)],
    "CJMRT-110100-500: Substatus: 4000": [("ajo.cjmrt-110100-500", False), ("cmk.4000", False)],
}


def test_words_and_numbers_settle_what_they_mean_together() -> None:
    names = {name for expected in SETTLED.values() for name, _ in expected} | {"cmk.revoked"}
    known = of(*names)
    local = {
        text: sorted(
            (item.signature_id, item.certainty is Certainty.AMBIGUOUS)
            for item in recognise(text, known)  # type: ignore[arg-type]
        )
        for text in SETTLED
    }
    assert local == SETTLED
    answered: dict[str, list[tuple[object, bool]]] = {text: [] for text in SETTLED}
    for row in ask(list(SETTLED), known, seconds=range(0, 3600, 60)):
        minute = (datetime.fromisoformat(str(row[6])) - NOON) // timedelta(minutes=1)
        answered[list(SETTLED)[minute]].append((row[1], bool(row[2])))
    assert {text: sorted(found, key=str) for text, found in answered.items()} == SETTLED


def test_account_vault_identity_and_minute_are_told_apart() -> None:
    rows = [
        f"https://{HOST}:443/ Sub Status: 4000",
        f'{{"endpoint":"https://{HOST}/","subStatusCode":4000}}',
        "Sub Status: 4000 https://kv-ajo.vault.azure.net/keys/k appid=44444444-dddd-4000-8000-000000000001;oid=x",
    ]
    answered = sorted([*row[3:8], row[8], row[9]] for row in ask(rows, of("cmk.4000")))
    minute = "2026-11-28T12:00:00Z"
    assert answered == [
        [
            "",
            "kv-ajo.vault.azure.net",
            "44444444-dddd-4000-8000-000000000001",
            minute,
            1,
            "2026-11-28T12:00:02Z",
            "2026-11-28T12:00:02Z",
        ],
        [HOST, "", "", minute, 2, "2026-11-28T12:00:00Z", "2026-11-28T12:00:01Z"],
    ]


def test_what_lies_outside_the_window_is_not_counted() -> None:
    early, late = -1, int((WINDOW.until - NOON).total_seconds())
    answered = ask(["Sub Status: 4000"] * 4, of("cmk.4000"), seconds=(early, 0, late - 1, late))
    assert [row[8] for row in answered] == ["2026-11-28T12:00:00Z", "2026-11-28T13:59:59Z"]
