"""Ctrl-C while logs are written: it never comes between what is written and what is counted."""

from __future__ import annotations

import io
import signal
from pathlib import Path

import pytest

from diagnostics.cli.held import Held
from diagnostics.simulator.log_truth import Truth
from diagnostics.simulator.log_writer import Plan, prepared, write_logs
from tests.support.stories import AT, HOUR, story


class Pressing(io.StringIO):
    """A file of hits during whose third line Ctrl-C is pressed: the record is counted and not yet written."""

    lines = 0

    def write(self, text: str) -> int:
        self.lines += 1
        if self.lines == 3:
            signal.raise_signal(signal.SIGINT)
        return super().write(text)


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def test_it_waits_until_what_is_written_is_counted(tmp_path: Path) -> None:
    out = Pressing()
    truth = Truth(out)
    plan = Plan(folder=tmp_path, begin=AT - HOUR, end=AT + HOUR, bytes=400_000, share=0.01, seed=1)
    writers = prepared(story("own-account", "key-disabled"), plan, truth)
    with pytest.raises(KeyboardInterrupt), Held(silent) as held:
        write_logs(writers, held)
    assert not held.is_forced
    assert 0 < len(truth.files) < len(writers)
    assert {shown["path"]: shown["bytes"] for shown in truth.files} == {
        path.name: path.stat().st_size for path in tmp_path.iterdir()
    }
    assert out.getvalue().count("\n") == truth.hits


def press(held: Held, times: int) -> None:
    """Press Ctrl-C while the block runs, after word of how far it is."""
    with held:
        held(1, 1)
        for _ in range(times):
            signal.raise_signal(signal.SIGINT)


def test_the_second_one_is_not_held() -> None:
    held = Held(silent)
    with pytest.raises(KeyboardInterrupt):
        press(held, 2)
    assert held.is_forced


def test_pressed_after_the_last_word_it_still_ends_the_command() -> None:
    held = Held(silent)
    with pytest.raises(KeyboardInterrupt):
        press(held, 1)
    assert not held.is_forced


def test_how_far_it_is_is_told_and_ctrl_c_given_back() -> None:
    told: list[tuple[int, int]] = []
    before = signal.getsignal(signal.SIGINT)
    with Held(lambda done, total: told.append((done, total))) as held:
        assert signal.getsignal(signal.SIGINT) != before
        held(1, 2)
    assert told == [(1, 2)]
    assert signal.getsignal(signal.SIGINT) == before
