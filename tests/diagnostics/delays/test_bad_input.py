"""What cannot be read is said with file and line, the rest is answered, and the exit code tells that something is missing."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diagnostics.cli import cli
from tests.support.mails import Mails, Row, flat, write_csv, write_lines, write_parquet

DOMAIN = "_experience.customerJourneyManagement.emailChannelContext.domain"
PARTIAL, USAGE = 3, 2


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return Mails(messages=300).rows()


def delays(*arguments: object) -> Result:
    result = CliRunner().invoke(cli, ["delays", *map(str, arguments), "--memory", "400MB"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert "Traceback" not in result.output
    return result


def remark(result: Result, file: Path, line: int | None, *words: str) -> None:
    said = " ".join(result.stdout.split())
    place = f"{file}:{line}: " if line else f"{file}: "
    assert place in said, said
    for word in words:
        assert word in said


def test_a_header_that_lies_is_caught_and_the_rest_answered(
    rows: list[Row], tmp_path: Path
) -> None:
    file = write_csv(rows, tmp_path / "lies.csv")
    head, _, body = file.read_text(encoding="utf-8").partition("\n")
    names = head.split(",")
    at, to = names.index("timestamp"), names.index(DOMAIN)
    names[at], names[to] = names[to], names[at]
    file.write_text(",".join(names) + "\n" + body, encoding="utf-8")
    result = delays(file)
    remark(result, file, 2, "column timestamp does not hold what its name says", DOMAIN)
    assert result.exit_code == PARTIAL
    assert "cannot tell: these columns are empty: timestamp" in result.stdout


def test_rows_that_do_not_fit_the_header_are_named(rows: list[Row], tmp_path: Path) -> None:
    file = write_csv(rows, tmp_path / "ragged.csv")
    lines = file.read_text(encoding="utf-8").split("\n")
    lines[49] += ",extra"
    lines[79] = lines[79].rsplit(",", 4)[0]
    file.write_text("\n".join(lines), encoding="utf-8")
    result = delays(file)
    remark(result, file, 50, "1 row(s) hold more values than the header names columns")
    remark(result, file, 80, "1 row(s) hold fewer values")
    assert result.exit_code == PARTIAL


def test_times_without_a_zone_are_taken_as_utc_and_told(rows: list[Row], tmp_path: Path) -> None:
    file = write_csv(rows, tmp_path / "naive.csv")
    file.write_text(file.read_text(encoding="utf-8").replace("Z,", ","), encoding="utf-8")
    result = delays(file)
    remark(result, file, 2, "times without a zone in timestamp", "taken as UTC")
    assert result.exit_code == 0, "nothing was left out"


def test_rows_that_repeat_an_id_count_once(rows: list[Row], tmp_path: Path) -> None:
    once = delays(write_lines(rows, tmp_path / "once.jsonl"), "--format", "json")
    twice = delays(write_lines(rows + rows[:40], tmp_path / "twice.jsonl"), "--format", "json")
    first, second = (json.loads(each.stdout)["answer"]["measured"] for each in (once, twice))
    assert (first["duplicates"], second["duplicates"]) == (0, 40)
    assert first["groups"] == second["groups"]


def test_lines_that_are_no_json_and_values_of_another_type_are_named(
    rows: list[Row], tmp_path: Path
) -> None:
    file = write_lines(rows, tmp_path / "broken.jsonl")
    lines = file.read_text(encoding="utf-8").split("\n")
    lines[7], lines[9] = '{"broken', "[1, 2]"
    lines[20] = lines[20].replace('"timestamp": "2026', '"timestamp": "yesterday 2026')
    file.write_text("\n".join(lines), encoding="utf-8")
    result = delays(file)
    remark(result, file, 8, "2 line(s) are no JSON object")
    remark(result, file, 21, "1 value(s) of column timestamp are not a time")
    assert result.exit_code == PARTIAL


def test_a_column_of_another_type_is_left_out(rows: list[Row], tmp_path: Path) -> None:
    file = write_csv(rows, tmp_path / "types.csv")
    text = file.read_text(encoding="utf-8")
    for ip in ("192.0.2.10", "192.0.2.11", "192.0.2.12"):
        text = text.replace(ip, "the second rack")
    file.write_text(text, encoding="utf-8")
    result = delays(file)
    remark(result, file, 2, "outboundIP does not hold what its name says", "an IP address")
    assert "By outbound IP" not in result.stdout
    assert result.exit_code == PARTIAL


def cut(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def damaged(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4000:6000] = bytes(2000)
    file.write_bytes(bytes(data))


@pytest.mark.parametrize(
    ("name", "write", "break_it", "says"),
    [
        ("cut.parquet", write_parquet, cut, "the file is cut off"),
        ("damaged.parquet", write_parquet, damaged, "the file is damaged"),
        ("empty.csv", write_csv, lambda file: file.write_bytes(b""), "the file is empty"),
        ("binary.csv", write_csv, lambda file: file.write_bytes(bytes(range(256))), "binary"),
        ("other.csv", write_csv, lambda file: file.write_text("a,b\n1,2\n"), "no column of the"),
        ("text.jsonl", write_lines, lambda file: file.write_text("{no\n{json\n"), "JSON object"),
    ],
)
def test_one_bad_file_among_good_ones(
    name: str,
    write: Callable[[list[Row], Path], Path],
    break_it: Callable[[Path], object],
    says: str,
    rows: list[Row],
    tmp_path: Path,
) -> None:
    good = write_lines(rows, tmp_path / "good.jsonl")
    bad = write(rows, tmp_path / name)
    break_it(bad)
    result = delays(good, bad)
    remark(result, bad, None, says)
    assert result.stdout.startswith("no delay")
    assert result.exit_code == PARTIAL
    alone = delays(bad)
    assert (alone.exit_code, alone.stdout) == (USAGE, "")
    assert says in alone.stderr


def test_a_gzip_stream_that_is_cut_gives_its_whole_lines(rows: list[Row], tmp_path: Path) -> None:
    file = write_lines(rows, tmp_path / "cut.jsonl.gz")
    whole = gzip.decompress(file.read_bytes())
    cut(file)
    result = delays(file, "--format", "json")
    measured = json.loads(result.stdout)["answer"]["measured"]
    (said,) = measured["remarks"]
    assert 0 < measured["read"] < whole.count(b"\n")
    assert said["line"] == measured["read"] + 1
    assert said["path"] == str(file)
    assert result.exit_code == PARTIAL


def test_what_is_typed_wrongly_is_told_in_one_message(rows: list[Row], tmp_path: Path) -> None:
    good = write_lines(rows, tmp_path / "good.jsonl")
    (tmp_path / "empty").mkdir()
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    wrong: list[tuple[tuple[object, ...], str]] = [
        ((tmp_path / "none.csv",), "there is no such file"),
        ((tmp_path / "empty",), "there is no export in this folder"),
        ((good, "--memory", "lots"), "is not a size"),
        ((good, "--since", "yesterday"), "is no time"),
        ((good, "--since", "2026-11-23", "--until", "2026-11-22"), "does not lie after"),
        ((good, "--caller-log", tmp_path / "none.csv"), "there is no such file"),
        ((good, "--caller-log", other), "of no use"),
        ((good, "--status-feed", good), "this is not JSON"),
    ]
    for arguments, says in wrong:
        result = CliRunner().invoke(cli, ["delays", *map(str, arguments)])
        assert (result.exit_code, result.stdout) == (USAGE, ""), arguments
        assert says in result.stderr


def test_empty_columns_are_named_instead_of_guessed(rows: list[Row], tmp_path: Path) -> None:
    lacking = [
        {name: value for name, value in flat(row).items() if "Timestamp" not in name}
        for row in rows
    ]
    result = delays(write_csv(lacking, tmp_path / "few.csv"))  # already flat: it stays as it is
    assert result.exit_code == PARTIAL
    assert result.stdout.startswith(
        "cannot tell: these columns are empty: requestTimestamp, firstAttemptTimestamp"
    )
