"""One answer for every layout of the same rows, in any order, however often they are repeated; and no address anywhere."""

from __future__ import annotations

import json
from dataclasses import replace
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
from diagnostics.delays.record import Answer
from diagnostics.delays.verdict import answer
from tests.support.mails import CANARY, Mails, Row, text_of, write_csv, write_lines, write_parquet

ROWS = Mails(incident="provider", messages=800).rows()


def answered(*files: Path) -> Answer:
    with opened(4 * 10**8, threads=1) as engine:
        return answer(measure(Question(paths=tuple(map(str, files))), engine))


def without_names(found: Answer) -> Answer:
    """Take out what names files, columns and copies."""
    measured = replace(
        found.measured,
        files=(),
        filled=(),
        duplicates=0,
        read=0,
        tests=0,
    )
    return replace(found, measured=measured)


def webhook(rows: list[Row]) -> list[Row]:
    """Spell as the webhook does."""
    text = json.dumps(rows, default=text_of).replace("Deliveryfeedback", "DeliveryFeedback")
    found: list[Row] = json.loads(text)
    return found


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    file = write_lines(ROWS, tmp_path_factory.mktemp("first") / "rows.jsonl")
    found = answered(file)
    assert (found.verdict, found.who) == ("downstream", "free.example")
    return without_names(found)


def test_every_layout_gives_the_same_answer(expected: Answer, tmp_path: Path) -> None:
    files = [
        write_csv(ROWS, tmp_path / "dots.csv"),
        write_csv(ROWS, tmp_path / "underscores.csv", "_"),
        write_csv(ROWS, tmp_path / "semicolons.csv", delimiter=";"),
        write_lines(ROWS, tmp_path / "packed.jsonl.gz"),
        write_lines(webhook(ROWS), tmp_path / "webhook.jsonl"),
        write_parquet(ROWS, tmp_path / "nested.parquet"),
    ]
    array = tmp_path / "array.json"
    array.write_text(json.dumps(ROWS, default=text_of), encoding="utf-8")
    for file in (*files, array):
        assert without_names(answered(file)) == expected, file.name


def test_rows_may_lie_in_several_files_of_several_forms(expected: Answer, tmp_path: Path) -> None:
    write_csv(ROWS[::3], tmp_path / "a.csv")
    write_lines(ROWS[1::3], tmp_path / "b.jsonl")
    write_parquet(ROWS[2::3], tmp_path / "c.parquet")
    assert without_names(answered(*sorted(tmp_path.iterdir()))) == expected


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.randoms(use_true_random=False), st.integers(0, len(ROWS)))
def test_neither_order_nor_copies_change_the_answer(
    expected: Answer, tmp_path: Path, random: Any, copies: int
) -> None:
    rows = [*ROWS, *random.sample(ROWS, copies)]
    random.shuffle(rows)
    found = answered(write_lines(rows, tmp_path / "rows.jsonl"))
    assert found.measured.duplicates == copies
    assert without_names(found) == expected


def test_tests_are_dropped_and_told(tmp_path: Path) -> None:
    for row in (rows := webhook(ROWS[:200])):
        row["_experience"]["customerJourneyManagement"]["messageProfile"]["isTestExecution"] = True
    found = answered(write_lines([*rows, *ROWS[200:]], tmp_path / "rows.jsonl"))
    assert found.measured.tests >= 200
    assert found.measured.events == len(ROWS) - found.measured.tests


@pytest.mark.parametrize(
    ("write", "form"), [(write_lines, "json"), (write_csv, "text"), (write_parquet, "markdown")]
)
def test_of_an_address_only_the_domain_is_ever_seen(
    write: Any, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in the report, nor in what is kept meanwhile; also where the domain must be cut out of the address."""
    rows = webhook(Mails(incident="bounces", messages=400).rows())
    for row in rows:
        del row["_experience"]["customerJourneyManagement"]["emailChannelContext"]["domain"]
    suffix = {"write_lines": ".jsonl", "write_csv": ".csv", "write_parquet": ".parquet"}
    file = write(rows, tmp_path / f"rows{suffix[write.__name__]}")
    kept: list[bytes] = []
    from diagnostics.delays import engine

    class Watched(engine.Engine):
        def rows(self, sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
            found = super().rows(sql, parameters)
            kept.append(repr(found).encode())
            kept.extend(each.read_bytes() for each in self.folder.rglob("*") if each.is_file())
            return found

    monkeypatch.setattr(engine, "Engine", Watched)
    result = CliRunner().invoke(cli, ["delays", str(file), "--format", form])
    assert "free.example" in result.stdout
    assert CANARY not in result.output
    assert CANARY.encode() not in b"".join(kept)


def test_which_messages_are_open_is_unknown_where_nothing_tells_them_apart(tmp_path: Path) -> None:
    def nameless(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: nameless(each) for name, each in value.items() if name not in _NAMES}
        return value

    whole, none = (
        answered(write_lines(rows, tmp_path / f"{name}.jsonl"))
        for name, rows in (("whole", ROWS), ("none", [nameless(row) for row in ROWS]))
    )
    assert {group.open is None for group in whole.measured.groups} == {False}
    assert {group.open for group in none.measured.groups} == {None}
    assert (none.verdict, none.who) == (whole.verdict, whole.who)
    assert "messages still open" not in str(none.delays)
    assert "still open is not known" in str(none.delays)


_NAMES = {"messageExecutionID", "messageProfileID", "requestID"}
