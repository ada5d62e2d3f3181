"""Stories of worlds' faults, and generated logs read by hand."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from diagnostics.simulator.clock import stopped
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.log_story import Story, tell
from diagnostics.simulator.log_truth import Truth
from diagnostics.simulator.log_writer import Plan, prepared, write_logs
from diagnostics.simulator.worlds import build

AT = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
# What a record begins with: JSON, or a time as each of the programs writes it.
_BEGINS = re.compile(
    rb"^(?:\{\"time\"|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d|[\d.]+ - - \[)", re.MULTILINE
)


def story(world: str, *faults: str, until: datetime | None = None) -> Story:
    """Break a world by hand: composing weighs every order of the faults, which takes most of the time."""
    with stopped(AT):
        broken = build(world)
        for name in faults:
            FAULTS[name].apply(broken)
            broken.faults.append(name)
        return tell(build(world), broken, AT, until)


def written(
    folder: Path,
    told: Story,
    *,
    size: int = 300_000,
    share: float = 0.01,
    seed: int = 1,
    is_packed: bool = False,
) -> Truth:
    folder.mkdir(exist_ok=True)
    truth = Truth()
    plan = Plan(
        folder=folder,
        begin=AT - HOUR,
        end=AT + HOUR,
        bytes=size,
        share=share,
        seed=seed,
        is_packed=is_packed,
    )
    write_logs(prepared(told, plan, truth), lambda _done, _total: None)
    return truth


def bytes_of(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def records(path: Path) -> Iterator[tuple[int, bytes]]:
    """Split a file into its records, by how they begin; with the offset of each."""
    data = bytes_of(path)
    starts = [match.start() for match in _BEGINS.finditer(data)]
    assert starts[0] == 0
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        yield start, data[start:end]


_TIMES = (
    (re.compile(rb"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)"), "%Y-%m-%d %H:%M:%S"),
    (re.compile(rb"\[(\d\d/[A-Z][a-z]{2}/\d{4}):(\d\d:\d\d:\d\d)"), "%d/%b/%Y %H:%M:%S"),
)


def second_of(record: bytes) -> datetime:
    """Read the first time in a record, to the second."""
    for pattern, form in _TIMES:
        if match := pattern.search(record):
            shown = b" ".join(match.groups()).decode()
            return datetime.strptime(shown, form).replace(tzinfo=UTC)
    raise AssertionError(record[:200])
