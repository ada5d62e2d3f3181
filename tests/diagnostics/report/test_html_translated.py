"""The translated templates draw what the written ones draw, and are used only as long as they are true."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest
from jinja2 import FileSystemLoader, ModuleLoader

from diagnostics.report import html, html_page, html_translated
from diagnostics.report.html_env import reading
from diagnostics.report.html_translated import TEMPLATES, loader, translate
from tests.support.html_pages import reports_of


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("pages") / "translated"
    translate(reading(FileSystemLoader(TEMPLATES)), into)
    return into


def test_every_template_is_translated(translated: Path) -> None:
    names = [path.name for path in TEMPLATES.glob("*.jinja")]
    expected = {ModuleLoader.get_module_filename(name) for name in names}
    assert len(names) > 5
    assert {path.name for path in translated.glob("*.py")} == expected


@pytest.mark.parametrize(
    "name", ["several targets", "changes", "triage", "repaired", "a hundred findings"]
)
def test_a_page_is_the_same_either_way(name: str, translated: Path) -> None:
    reports = reports_of(name)
    pages = tuple(html_page.page_of(each, at) for at, each in enumerate(reports, 1))
    drawn = {
        reading(each).get_template("reports.html.jinja").render(pages=pages)
        for each in (FileSystemLoader(TEMPLATES), loader(translated))
    }
    assert isinstance(loader(translated), ModuleLoader)
    assert drawn == {html.render(reports)}


def test_what_nobody_translated_is_read_as_it_is_written(tmp_path: Path) -> None:
    assert isinstance(loader(tmp_path / "nowhere"), FileSystemLoader)


def test_another_jinja_does_not_get_what_this_one_wrote(
    translated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jinja2, "__version__", "3.99")
    assert isinstance(loader(translated), FileSystemLoader)


def test_a_template_that_was_changed_since_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates, into = tmp_path / "templates", tmp_path / "translated"
    templates.mkdir()
    (templates / "one.html.jinja").write_text("before", encoding="utf-8")
    monkeypatch.setattr(html_translated, "TEMPLATES", templates)
    translate(reading(FileSystemLoader(templates)), into)
    assert isinstance(loader(into), ModuleLoader)
    (templates / "one.html.jinja").write_text("after", encoding="utf-8")
    found = loader(into)
    assert reading(found).get_template("one.html.jinja").render() == "after"


def test_a_translation_that_broke_off_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over an older one: half of each would be worse than none."""
    templates, into = tmp_path / "templates", tmp_path / "translated"
    templates.mkdir()
    (templates / "one.html.jinja").write_text("fine", encoding="utf-8")
    monkeypatch.setattr(html_translated, "TEMPLATES", templates)
    translate(reading(FileSystemLoader(templates)), into)
    (templates / "two.html.jinja").write_text("{% if %}", encoding="utf-8")
    with pytest.raises(jinja2.TemplateSyntaxError):
        translate(reading(FileSystemLoader(templates)), into)
    (templates / "two.html.jinja").unlink()
    assert isinstance(loader(into), FileSystemLoader)
