"""What is no whole bundle, given to every command that reads one: one clear message, exit code 2, little memory."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.bundle_opening import digest
from diagnostics.report.present import present
from tests.support.commands import Said, run, surroundings
from tests.support.examined import examined

# Every place in which a bundle is named; {} is the bad one, good.ajo-bundle a whole one.
READERS: dict[str, tuple[str, ...]] = {
    "report": ("report", "{}"),
    "report after a whole one": ("report", "good.ajo-bundle", "{}", "--format", "json"),
    "replay": ("replay", "{}", "--format", "junit"),
    "compare, first": ("compare", "{}", "good.ajo-bundle"),
    "compare, second": ("compare", "good.ajo-bundle", "{}"),
    "verify": ("verify", "{}"),
}
PACKED = {"diagnose --error": ("diagnose", "--error", "{}", "--no-save")}  # all else is a text
BAD = "bad.ajo-bundle"


@cache
def whole() -> bytes:
    return examined("key-disabled").bundle


@cache
def body() -> dict:
    return json.loads(gzip.decompress(whole()))


def packed(value: object) -> bytes:
    return gzip.compress(json.dumps(value).encode(), mtime=0)


def sealed(value: dict) -> bytes:
    return packed({**value, "digest": digest(value)})


def bomb() -> bytes:
    """300 MB of blanks in 300 kB."""
    packer = zlib.compressobj(level=1, wbits=31)
    return b"".join(packer.compress(b" " * 1_000_000) for _ in range(300)) + packer.flush()


def full_of_values() -> bytes:
    """No more bytes than a bundle may have, and millions of values."""
    return gzip.compress(b'{"a":[' + b"{}," * 15_000_000 + b"{}]}", 1)


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "this file is empty"),
    "cut short": (lambda: whole()[:-99], "this bundle is cut off"),
    "cut to its first bytes": (lambda: whole()[:2], "this bundle is cut off"),
    "altered": (
        lambda: packed({**body(), "run": {**body()["run"], "simulated": False}}),
        "this bundle was altered",
    ),
    "something behind it": (lambda: whole() + b"\n", "something follows after its end"),
    "two in one": (lambda: whole() * 2, "something follows after its end"),
    "of a newer version": (
        lambda: packed({**body(), "schema": 99, "version": "9.9"}),
        "written by a newer version: '9.9'",
    ),
    "of an older version": (
        lambda: packed({**body(), "schema": 1, "version": "0.0.1"}),
        "written by another version: '0.0.1'",
    ),
    "of another program": (
        lambda: packed({"format": "other", "run": {}}),
        "another program packed it",
    ),
    "of a pack that is not named": (
        lambda: sealed(json.loads(json.dumps(body()).replace('"checks.', '"elsewhere.'))),
        "is not known here",
    ),
    "no JSON": (lambda: gzip.compress(b"hello"), "not a bundle, or it is damaged"),
    "a bomb": (bomb, "this bundle is too large"),
    "full of values": (full_of_values, "more values than any run"),
}
UNPACKED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a text": (lambda: b"Substatus: 4000", "not a bundle, or it is damaged"),
    "unpacked": (lambda: json.dumps(body()).encode(), "this bundle was unpacked"),
    "a zip": (lambda: b"PK\x03\x04....", "this is a zip archive"),
    "a report": (
        lambda: present((examined("key-disabled").report,), "json").encode(),
        "this is a report, not a bundle",
    ),
    "noise": (lambda: bytes(range(256)) * 9, "not a bundle, or it is damaged"),
}


@pytest.fixture
def alone(here: Path) -> dict[str, str]:
    Path("good.ajo-bundle").write_bytes(whole())
    return surroundings(here.parent)


def asked(reader: tuple[str, ...], place: str, environ: dict[str, str]) -> Said:
    return run(*(word.replace("{}", place) for word in reader), environ=environ)


def is_told(said: Said, *words: str) -> None:
    """One message that names the file, on stderr alone."""
    assert (said.code, said.out) == (2, ""), said
    (line, *more) = said.err.strip().splitlines()
    assert line.startswith("ajo-doctor: ")
    assert all(each.startswith("  ") for each in more), said.err
    assert "Traceback" not in said.err
    for word in words:
        assert word in said.err


@pytest.mark.parametrize("reader", [*READERS, *PACKED])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is(name: str, reader: str, alone: dict[str, str]) -> None:
    data, words = FILES[name]
    Path(BAD).write_bytes(data())
    if (reader, name) in {("diagnose --error", "empty"), ("diagnose --error", "a bomb")}:
        words = {"empty": "the text is empty"}.get(name, words)
    is_told(asked({**READERS, **PACKED}[reader], BAD, alone), f"{BAD}: ", words)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", UNPACKED)
def test_a_file_that_is_not_packed(name: str, reader: str, alone: dict[str, str]) -> None:
    data, words = UNPACKED[name]
    Path(BAD).write_bytes(data())
    is_told(asked(READERS[reader], BAD, alone), f"{BAD}: ", words, "  expected: ", "  do: ")


@pytest.mark.parametrize("reader", [*READERS, *PACKED])
@pytest.mark.parametrize(
    "place", ["nowhere", "folder", "loop", "good.ajo-bundle/x", "/proc/self/mem", "x" * 5000]
)
def test_a_place_that_cannot_be_read(place: str, reader: str, alone: dict[str, str]) -> None:
    Path("folder").mkdir()
    Path("loop").symlink_to("loop")
    said = asked({**READERS, **PACKED}[reader], place, alone)
    if reader == "verify":  # click looks before the command does, and shows the usage too
        assert (said.code, said.out) == (2, "")
        assert "Invalid value for '[BUNDLE]'" in said.err or "cannot be read" in said.err
    else:
        is_told(said, "cannot be read")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
@pytest.mark.parametrize("reader", READERS)
def test_a_file_of_somebody_else(reader: str, alone: dict[str, str]) -> None:
    Path(BAD).write_bytes(whole())
    Path(BAD).chmod(0)
    is_told(asked(READERS[reader], BAD, alone), BAD, "Permission denied")


@pytest.mark.parametrize("name", ["a bomb", "full of values"])
def test_a_bomb_costs_little_memory(name: str, alone: dict[str, str]) -> None:
    Path(BAD).write_bytes(FILES[name][0]())
    program = (
        "import resource, sys;"
        "resource.setrlimit(resource.RLIMIT_AS, (900_000_000, 900_000_000));"
        "from diagnostics.cli import main; main(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "report", BAD],
        check=False,
        env={**os.environ, **alone},
        capture_output=True,
        text=True,
        timeout=60,
    )
    is_told(Said(done.returncode, done.stdout, done.stderr), BAD, FILES[name][1])


@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_cut_and_flipped_at_random_it_is_told_or_read_as_it_was(
    data: st.DataObject, alone: dict[str, str]
) -> None:
    bent = bytearray(whole())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(bent) - 1))
        bent[at] ^= data.draw(st.integers(1, 255))
    del bent[data.draw(st.integers(1, len(bent)) | st.just(len(bent))) :]
    Path(BAD).write_bytes(bent)
    first = asked(READERS["report"], BAD, alone)
    if first.code != 2:  # a bit of the head that says nothing
        assert first == asked(READERS["report"], "good.ajo-bundle", alone)
        return
    for reader in READERS.values():
        is_told(asked(reader, BAD, alone), BAD)
