"""Logs of a bad night: what cannot be read is named, the rest is answered, and nothing found is then no all-clear."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.support.commands import Said, run

HIT = "2026-11-23T14:02:11Z POST https://cosmos-ajo.documents.azure.com Forbidden (403); Substatus: 4000\n"
NOISE = "2026-11-23T14:02:10Z INFO 200 in 12 ms\n"


def searched(environ: dict[str, str], *paths: str) -> Said:
    return run("triage", *paths, "--no-save", environ=environ)


def test_a_folder_without_logs(here: Path, alone: dict[str, str]) -> None:
    (here / "empty").mkdir()
    said = searched(alone, "empty")
    assert said.code == 3
    assert "Left out: empty: The folder holds no file." in said.out


def test_a_name_that_is_nobody_s(alone: dict[str, str]) -> None:
    said = searched(alone, "gone.log")
    assert said.code == 3
    assert "Left out: gone.log: " in said.out
    assert "Traceback" not in said.err


def test_a_binary_file_beside_a_log(here: Path, alone: dict[str, str]) -> None:
    (here / "a.bin").write_bytes(bytes(range(256)) * 400)
    (here / "b.log").write_text(NOISE)
    said = searched(alone, "a.bin", "b.log")
    assert said.code == 3
    assert "Left out: a.bin: It is no text." in said.out
    (here / "b.log").write_text(HIT)
    found = searched(alone, "a.bin", "b.log")
    assert found.code == 1
    assert "Left out: a.bin" in found.out
    assert "b.log:1" in found.out


def test_an_archive_that_ends_early_is_read_up_to_there(here: Path, alone: dict[str, str]) -> None:
    noise = "".join(f"{NOISE[:-1]} {n * 7919 % 1000003}\n" for n in range(20_000))
    packed = gzip.compress((HIT + noise).encode())
    (here / "app.log.gz").write_bytes(packed[: len(packed) // 2])
    said = searched(alone, "app.log.gz")
    assert said.code == 1
    assert "Left out: app.log.gz, byte " in said.out
    (here / "app.log.gz").write_bytes(gzip.compress(noise.encode())[:-20])
    assert searched(alone, "app.log.gz").code == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_a_log_in_another_encoding(here: Path, alone: dict[str, str], encoding: str) -> None:
    text = "2026-11-23T14:02:10Z Ereignis für Müller\n" + HIT
    (here / "app.log").write_bytes(text.encode(encoding))
    said = searched(alone, "app.log")
    assert said.code == 1
    assert "first 4000 on cosmos-ajo.documents.azure.com" in " ".join(said.out.split())


def test_one_line_of_many_megabytes(here: Path, alone: dict[str, str]) -> None:
    line = NOISE.replace("\n", " ") * 200_000
    (here / "app.log").write_text(line + HIT.replace("\n", " ") + line)
    assert searched(alone, "app.log").code == 1


def test_times_without_a_zone_and_records_without_a_time(
    here: Path, alone: dict[str, str]
) -> None:
    bare = HIT.removeprefix("2026-11-23T14:02:11Z ")
    (here / "app.log").write_text(f"2026-11-23 14:02:11 {bare}")
    (here / "bare.log").write_text(f"{NOISE.partition(' ')[2]}{bare}")
    page = " ".join(searched(alone, "app.log", "bare.log").out.split())
    assert "1 hit whose time names no zone, first app.log:1: taken as UTC." in page
    assert "1 hit without a time, first bare.log:2: counted, but in no minute" in page


def test_standard_input_as_a_pipe_gives_it(alone: dict[str, str]) -> None:
    said = run("triage", "-", "--format", "json", "--no-save", environ=alone, text=NOISE + HIT)
    found = json.loads(said.out)["triage"]
    assert said.code == 1
    assert (found["hits"], found["files"]) == (1, 1)
    assert found["rows"][0]["first_at"].startswith("standard input")
