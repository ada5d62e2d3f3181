"""Writes a story's logs: any size, at a bounded memory, the same seed giving the same bytes.

A file is made of blocks of harmless lines, rendered once and drawn at random; each gets its second when it is written.
Records that matter (errors, good and bad uses of the key, sign-ins) are rendered one by one at their own moment.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import IO, cast

from diagnostics.errors import ConfigError
from diagnostics.simulator.log_files import LogFile, files_of, names_of
from diagnostics.simulator.log_ink import NUMBER, TIME, fill
from diagnostics.simulator.log_moments import Moment, errors_of, moments_of
from diagnostics.simulator.log_story import Story
from diagnostics.simulator.log_truth import Hit, Truth

_BLOCKS = (
    40  # of each state; a block far apart from its copy keeps a packed file as large as a real one
)
_MOST_LINES = 64  # of a block
_TIME, _NUMBER = TIME.encode(), NUMBER.encode()
_NUMBERS = 100_000  # five digits
_LEVEL = 6  # of gzip: what the program of that name takes
# Words that errors are made of: lines with one are drawn as seldom as a real log has them, about as often as errors.
_NEAR = re.compile(
    r"revoked|aadsts|sub-?status|forbidden|unable|authorized|key vault|denied|expired|disabled",
    re.IGNORECASE,
)
_NEAR_SHARE = 0.002  # of the harmless lines
_LEAST_SHARE = 0.2  # of a file that harmless lines must keep

Watch = Callable[[int, int], None]  # bytes done, bytes in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was asked for."""

    folder: Path
    begin: datetime  # aware, UTC
    end: datetime
    bytes: int  # of all files together, unpacked
    share: float  # records with an error, for each line
    seed: int
    is_packed: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    data: bytes
    lines: int
    is_numbered: bool


def prepared(story: Story, plan: Plan, truth: Truth) -> list[FileWriter]:
    """Make ready what writes each file; nothing is written yet.

    Args:
        story: what happens.
        plan: what was asked for.
        truth: grows while files are written, so that an interrupt leaves it right.

    Raises:
        ConfigError: if the errors that were asked for do not fit into the size.
    """
    files, names = files_of(story), names_of(story)
    weights = sum(file.weight for file in files)
    showing = sum(file.weight for file in files if errors_of(story, file.key))
    share = plan.share * weights / showing if showing else 0.0
    writers = [FileWriter(story, plan, file, names, truth) for file in files]
    for writer, file in zip(writers, files, strict=True):
        writer.prepare(plan.bytes * file.weight // weights, share)
    return writers


def write_logs(writers: Sequence[FileWriter], watch: Watch) -> None:
    """Write all files.

    Args:
        writers: of one file each.
        watch: is told how far it is, only while files and truth fit each other; what it raises ends the writing.

    Raises:
        OSError: if one cannot be written.
    """
    done, total = 0, sum(writer.size for writer in writers)
    for writer in writers:
        writer.write(_Onward(watch, done, total))
        done += writer.size
        watch(done, total)


@dataclass(frozen=True, slots=True)
class _Onward:
    """Tells the progress of one file as that of all."""

    watch: Watch
    done: int
    total: int

    def __call__(self, written: int) -> None:
        self.watch(self.done + written, self.total)


class FileWriter:
    """Writes one file."""

    def __init__(
        self, story: Story, plan: Plan, file: LogFile, names: dict[str, str], truth: Truth
    ) -> None:
        self._story, self._plan, self._file = story, plan, file
        self._names, self._truth = names, truth
        self._rng = Random(f"{plan.seed}:{file.key}")  # noqa: S311 - it invents log lines
        self._name = file.name + (".gz" if plan.is_packed else "")
        self._offset = self._lines = 0
        self.size = self._harmless = 0  # bytes
        self._pools: list[list[_Block]] = []  # of the well world, of the broken one
        self._moments: list[Moment] = []

    def prepare(self, size: int, share: float) -> None:
        """Render blocks of harmless lines and settle when what matters happens.

        Args:
            size: of the file, in bytes; it becomes a little more or less.
            share: records with an error, of all lines; 0 = none.

        Raises:
            ConfigError: if so many errors do not fit.
        """
        lines = self._lines_a_block(size)
        self.size = size
        self._pools = [self._pool(is_broken, lines) for is_broken in (False, True)]
        errors = self._count(size, share)
        self._moments = moments_of(self._story, self._plan, self._file, size, errors, self._rng)
        self._harmless = size - self._weight_of(self._moments)
        if self._harmless < size * _LEAST_SHARE:
            raise ConfigError(
                f"so many errors do not fit into {size} bytes of {self._name}",
                do="ask for a smaller share (--hits) or a larger size (--size)",
                source="--hits",
            )

    def write(self, watch: Callable[[int], None]) -> None:
        """Write the file; the truth says what of it was written, even after an interrupt."""
        try:
            with _opened(self._plan.folder / self._name, packed=self._plan.is_packed) as out:
                self._fill(out, watch)
        finally:
            self._truth.files.append(
                {"path": self._name, "bytes": self._offset, "lines": self._lines}
            )

    def _fill(self, out: IO[bytes], watch: Callable[[int], None]) -> None:
        pools, harmless = self._pools, self._harmless
        begin, span = self._plan.begin.timestamp(), self._span_s()
        at, until = self._story.at.timestamp(), self._story.until
        end = until.timestamp() if until else float("inf")
        is_hurt = self._file.hurt(self._story.after)
        waiting = iter([*self._moments, None])
        coming = next(waiting)
        draw, blocks, told = self._rng.random, len(pools[0]), 0
        second, stamp, written, number = -1, b"", 0, 0
        while written < harmless:
            now = begin + span * written / harmless
            while coming is not None and coming.at.timestamp() <= now:
                self._record(out, coming)
                coming = next(waiting)
            if int(now) != second:
                second = int(now)
                stamp = self._file.second(datetime.fromtimestamp(second, UTC)).encode()
            block = pools[is_hurt and at <= second < end][int(draw() * blocks)]
            data = block.data.replace(_TIME, stamp)
            if block.is_numbered:
                data = data.replace(_NUMBER, b"%05d" % (number % _NUMBERS))
                number += 1
            out.write(data)
            written += len(data)
            self._offset += len(data)
            self._lines += block.lines
            if written - told > 1 << 22:
                told = written
                watch(self._offset)
        while coming is not None:
            self._record(out, coming)
            coming = next(waiting)

    def _record(self, out: IO[bytes], moment: Moment) -> None:
        """Write one record that matters, and count it."""
        data = self._rendered(moment, self._rng)
        out.write(data)
        lines = data.count(b"\n")
        if moment.refusal is not None:
            cosmos = moment.refusal.source in ("cosmos", "line", "entra")
            vault = moment.refusal.source == "vault"
            self._truth.add(
                Hit(
                    path=self._name,
                    offset=self._offset,
                    line=self._lines + 1,
                    bytes=len(data),
                    at=moment.at,
                    signatures=moment.refusal.signatures,
                    account=self._names["account"] if cosmos else "",
                    vault=self._names["vault"] if vault else "",
                    identity=self._names["holderapp"] if vault else "",
                )
            )
        elif moment.is_good_use and moment.at < self._story.at:
            self._truth.last_good = moment.at
        self._offset += len(data)
        self._lines += lines

    def _rendered(self, moment: Moment, rng: Random) -> bytes:
        second = self._file.second(moment.at)
        return moment.write(rng, self._names).replace(TIME, second).encode()

    def _weight_of(self, moments: Sequence[Moment]) -> int:
        """Weigh the records that matter by samples; a generator of its own, so that nothing else changes by it."""
        rng = Random(0)  # noqa: S311 - the same
        samples = moments[:: max(1, len(moments) // 16)]
        sizes = [len(self._rendered(one, rng)) for one in samples]
        return len(moments) * sum(sizes) // max(1, len(sizes))

    def _count(self, size: int, share: float) -> int:
        """Return how many records with errors make up the share; at least one where any was asked for."""
        if not share:
            return 0
        data = sum(len(block.data) for block in self._pools[0])
        lines = sum(block.lines for block in self._pools[0])
        return max(1, round(share * size * lines / data))

    def _lines_a_block(self, size: int) -> int:
        """Give small files small blocks, so that their times advance evenly too."""
        estimate = size / 250 / max(1.0, self._span_s())
        return max(1, min(_MOST_LINES, int(estimate)))

    def _span_s(self) -> float:
        return (self._plan.end - self._plan.begin).total_seconds()

    def _pool(self, is_broken: bool, lines: int) -> list[_Block]:
        """Render the blocks of one state of the world."""
        chatter = self._file.chatter
        state = (
            chatter.broken if is_broken and self._file.hurt(self._story.after) else chatter.well
        )
        every = (*chatter.always, *state, *state)
        near = tuple(each for each in every if _NEAR.search(each))
        plain = tuple(each for each in every if each not in near) or near
        count = _BLOCKS if lines > 1 else _BLOCKS * 8
        return [self._block(plain, near or plain, lines) for _ in range(count)]

    def _block(self, plain: Sequence[str], near: Sequence[str], lines: int) -> _Block:
        drawn = [
            fill(
                self._rng.choice(near if self._rng.random() < _NEAR_SHARE else plain),
                self._rng,
                {**self._names, "place": f"{place:02d}"},
            )
            for place in range(lines)
        ]
        data = "".join(drawn).encode()
        return _Block(data, data.count(b"\n"), _NUMBER in data)


@contextmanager
def _opened(path: Path, *, packed: bool) -> Generator[IO[bytes]]:
    with path.open("wb", buffering=1 << 20) as file:
        if not packed:
            yield file
            return
        # Neither name nor time in the head: the same seed gives the same bytes.
        with gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as inner:
            yield cast("IO[bytes]", inner)
