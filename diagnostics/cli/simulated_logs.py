"""Generate logs and tell what was written."""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import click

from diagnostics.cli.held import Held
from diagnostics.cli.simulated_time import Times, head_of, size_of, story_of, times_of
from diagnostics.errors import ConfigError
from diagnostics.simulator.log_story import Story
from diagnostics.simulator.log_truth import Truth, stamp
from diagnostics.simulator.log_writer import Plan, prepared, write_logs

TRUTH = "truth.json"
_QUIET_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The command's options, by their names there."""

    folder: Path
    file: Path | None
    base: str | None
    faults: tuple[str, ...]
    at: str | None
    until: str | None
    begin: str | None
    end: str | None
    size: str
    hits: float
    seed: int
    is_packed: bool
    hits_out: Path | None


def run(asked: Asked) -> None:
    """Write the folder.

    Raises:
        ConfigError: if something was asked for that cannot be.
    """
    times = times_of(asked.at, asked.until, asked.begin, asked.end)
    size = size_of(asked.size)
    story = story_of(asked.file, asked.base, asked.faults, times)
    folder = _empty(asked.folder)
    plan = Plan(
        folder=folder,
        begin=times.begin,
        end=times.end,
        bytes=size,
        share=asked.hits,
        seed=asked.seed,
        is_packed=asked.is_packed,
    )
    with ExitStack() as stack:
        out = stack.enter_context(_hits(asked.hits_out)) if asked.hits_out else None
        truth = Truth(out)
        writers = prepared(story, plan, truth)
        began = time.monotonic()
        with Held(Watch(sys.stderr)) as held:
            try:
                write_logs(writers, held)
            finally:
                if not held.is_forced:
                    shown = {**_head(story, times, asked), **truth.shown()}
                    written = json.dumps(shown, indent=1) + "\n"
                    (folder / TRUTH).write_text(written, encoding="utf-8")
    _tell(story, truth, asked, time.monotonic() - began)


def _head(story: Story, times: Times, asked: Asked) -> dict[str, object]:
    holder = story.before.visitor
    return {
        "seed": asked.seed,
        **head_of(story, times),
        "account": story.account_host,
        "vault": holder.vault_host if holder else "",
        "identity": holder.app_id if holder else "",
    }


def _empty(folder: Path) -> Path:
    """Make the folder, or take one without files in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise ConfigError("the folder is not empty", do="name a new one", source=str(folder))
    except OSError as error:
        raise ConfigError(
            f"the folder cannot be made: {error.strerror}", source=str(folder)
        ) from None
    return folder


def _hits(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigError(
            f"the file cannot be written: {error.strerror}", source=f"--hits-out {path}"
        ) from None


def _tell(story: Story, truth: Truth, asked: Asked, seconds: float) -> None:
    size = sum(int(file["bytes"]) for file in truth.files)
    lines = sum(int(file["lines"]) for file in truth.files)
    click.echo(
        f"SIMULATED logs: {len(truth.files)} files, {size:,} bytes, {lines:,} lines in {asked.folder}"
        f" ({seconds:.1f} s, seed {asked.seed})"
    )
    faults = ", ".join(story.faults) or "none"
    click.echo(f"world {story.world}, faults: {faults}")
    if truth.hits:
        told = ", ".join(f"{name} {one.count}" for name, one in sorted(truth.events.items()))
        click.echo(f"onset {stamp(truth.onset())}, {truth.records} records with errors: {told}")
    elif story.faults:
        click.echo(
            "no error in them: what these faults change is not written to any of these logs"
        )
    click.echo(f"truth: {asked.folder / TRUTH}")


class Watch:
    """Tells how far it is, on one line of a terminal, after a second."""

    def __init__(self, stream: TextIO) -> None:
        """Begin."""
        self._stream, self._began, self._is_on = stream, time.monotonic(), stream.isatty()

    def __call__(self, done: int, total: int) -> None:
        """Rewrite the line."""
        passed = time.monotonic() - self._began
        if self._is_on and passed > _QUIET_S:
            left = passed * (total - done) / max(1, done)
            line = f"{done * 100 // total} % written, {done / passed / 1e6:.0f} MB/s, {left:.0f} s left"
            self._stream.write(f"\r\x1b[K{line}" if done < total else "\r\x1b[K")
            self._stream.flush()
