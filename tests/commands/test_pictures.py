"""Pictures beside a Markdown report: of a search through logs, and of late mails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import run

pytest.importorskip("duckdb", reason="delays needs the extra of that name")
_AT = "2026-11-23T08:15:00Z"


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Logs and feedback of one broken environment, in the current folder."""
    monkeypatch.chdir(tmp_path)
    logs = ("simulate-logs", "logs", "--fault", "key-disabled", "--at", _AT, "--size", "1MB")
    assert run(*logs).code == 0
    mails = ("simulate-delays", "f.parquet", "--incident", "provider-slow", "--rows", "20000")
    assert run(*mails).code == 0
    return tmp_path


def test_pictures_lie_beside_the_report_and_are_told_in_words(story: Path) -> None:
    assert (
        run("triage", "logs", "--no-save", "--format", "markdown", "--output", "my log.md").code
        == 1
    )
    assert run("delays", "f.parquet", "--format", "markdown", "--output", "late.md").code == 1
    assert sorted(each.name for each in story.glob("*.svg")) == [
        "late-hops.svg",
        "late-time.svg",
        "my log-hits.svg",
    ]
    said = Path("my log.md").read_text(encoding="utf-8")
    assert "](my%20log-hits.svg)" in said
    assert "onset at 2026-11-23 08:15 UTC" in said
    assert "DL301 begins at 2026-11-23 08:15 UTC" in Path("late.md").read_text(encoding="utf-8")


def test_no_picture_is_written_where_nobody_asked_for_a_file(story: Path) -> None:
    assert "## Pictures" not in run("delays", "f.parquet", "--format", "markdown").out
    assert run("triage", "logs", "--no-save", "--format", "json", "--output", "t.json").code == 1
    assert not list(story.glob("*.svg"))
