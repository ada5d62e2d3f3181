"""The logs that `triage.py` measures on."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from diagnostics.triage.known import known_signatures
from diagnostics.triage.recognise import recognise

PIECE = 1 << 20


def simulated(folder: Path, megabytes: int, logs: Path | None) -> tuple[Path, dict[str, Any]]:
    """One file of logs with one error in a thousand lines, and what is in it."""
    made = logs or _simulate(folder / "logs", megabytes, "0.001")
    truth = json.loads((made / "truth.json").read_text(encoding="utf-8"))
    file = folder / "all.log"
    with file.open("wb") as whole:
        for one in truth["files"]:
            with (made / one["path"]).open("rb") as part:
                shutil.copyfileobj(part, whole, PIECE)
    return file, truth


def clean_logs(folder: Path, megabytes: int, logs: Path | None) -> Path:
    """One file of logs without any error."""
    if logs and (logs / "clean.log").is_file():
        return logs / "clean.log"
    made = _simulate(folder / "clean", megabytes, "0")
    parts = sorted(
        path for path in made.rglob("*") if path.is_file() and path.name != "truth.json"
    )
    file = folder / "clean.log"
    with file.open("wb") as whole:
        for path in parts:
            with path.open("rb") as part:
                shutil.copyfileobj(part, whole, PIECE)
    return file


def _simulate(target: Path, megabytes: int, hits: str) -> Path:
    program = shutil.which("ajo-doctor", path=str(Path(sys.executable).parent)) or "ajo-doctor"
    argv = [program, "simulate-logs", str(target), "--size", f"{megabytes}MB", "--hits", hits]
    argv += [
        "--fault",
        "service-principal-disabled",
        "--at",
        "2026-01-15T03:07:00Z",
        "--seed",
        "7",
    ]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(
            f"simulate-logs did not work: {done.stderr.strip()}\n  do: give a folder with --logs"
        )
    return target


def one_line(file: Path, folder: Path) -> Path:
    """The same twice over, in one single line."""
    target = folder / "line.log"
    with target.open("wb") as line:
        for _ in range(2):
            with file.open("rb") as source:
                while part := source.read(PIECE):
                    line.write(part.replace(b"\n", b" "))
    return target


def embedded(clean: Path, chance: random.Random) -> tuple[Path, Counter[str]]:
    """The samples of real errors at random places among other lines, and what they are; none if they are not here."""
    fixtures = os.environ.get("AJO_DOCTOR_FIXTURES")
    path = Path(fixtures).parent / "reference" / "error-samples.jsonl" if fixtures else None
    if path is None or not path.is_file():
        return clean, Counter()
    signatures = known_signatures()
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    expected: Counter[str] = Counter()
    for text in texts:
        expected.update(item.signature_id for item in recognise(text, signatures))
    target = (
        clean.with_name("embedded.log")
        if os.access(clean.parent, os.W_OK)
        else Path("embedded.log")
    )
    size = clean.stat().st_size
    places = sorted(chance.randrange(size) for _ in texts)
    chance.shuffle(texts)
    with clean.open("rb") as source, target.open("wb") as mixed:
        for place, text in zip(places, texts, strict=True):
            while (left := place - source.tell()) > 0:
                mixed.write(source.read(min(PIECE, left)))
            mixed.write(source.readline() + text.encode() + b"\n")
        shutil.copyfileobj(source, mixed, PIECE)
    return target, expected
