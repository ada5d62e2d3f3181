"""`--format html` as it is typed: one file, for one target and several, for searches and late mails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import run


def test_the_demo_writes_one_file(tmp_path: Path) -> None:
    said = run("demo", "key-disabled", "--format", "html", "--output", str(tmp_path / "r.html"))
    assert (said.code, said.out) == (0, "")
    assert [each.name for each in tmp_path.iterdir()] == ["r.html"]
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert text.endswith("</html>\n")
    assert "az keyvault key set-attributes" in text


def test_charts_are_in_the_file_and_not_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("duckdb", reason="delays needs the extra of that name")
    monkeypatch.chdir(tmp_path)
    at = "2026-11-23T08:15:00Z"
    logs = ("simulate-logs", "logs", "--fault", "key-disabled", "--at", at, "--size", "1MB")
    assert run(*logs).code == 0
    mails = ("simulate-delays", "f.parquet", "--incident", "provider-slow", "--rows", "20000")
    assert run(*mails).code == 0
    assert run("triage", "logs", "--no-save", "--format", "html", "--output", "t.html").code == 1
    assert run("delays", "f.parquet", "--format", "html", "--output", "d.html").code == 1
    assert not list(tmp_path.glob("*.svg"))
    for name, charts in (("t.html", 1), ("d.html", 2)):
        text = Path(name).read_text(encoding="utf-8")
        assert text.count('<svg xmlns="http://www.w3.org/2000/svg" class="plot"') == charts
        assert text.count("<style>") == 1
    late = Path("d.html").read_text(encoding="utf-8")
    for said in ("DL301", "What to do", "Time by hop", "diagnose --delays late.json"):
        assert said in late
