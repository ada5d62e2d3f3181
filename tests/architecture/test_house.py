"""What the house promises about itself: sizes, walls that import-linter cannot see, words that must not occur."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = ROOT / "diagnostics/report/html_templates/translated"  # Jinja wrote it
SOURCES = sorted(
    path
    for path in [*ROOT.glob("diagnostics/**/*.py"), *ROOT.glob("checks/**/*.py")]
    if path.parent != TRANSLATED
)
LONGEST_FILE, MOST_FILES = 400, 300
LONGEST_FUNCTION, MEDIAN_FUNCTION = 40, 10


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (f"{path.name}:{node.name}", (node.end_lineno or 0) - body_start(node) + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def body_start(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The first line after the docstring: documentation does not make a function long."""
    first = node.body[0]
    is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return (first.end_lineno or 0) + 1 if is_doc else first.lineno


def test_files_stay_small() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert [str(path) for path, length in lengths.items() if length > LONGEST_FILE] == []
    above = [path for path, length in lengths.items() if length > MOST_FILES]
    assert len(above) <= len(SOURCES) * 0.05, above


def test_functions_stay_small() -> None:
    lengths = [each for path in SOURCES for each in functions(path)]
    assert statistics.median(length for _, length in lengths) <= MEDIAN_FUNCTION
    above = [name for name, length in lengths if length > LONGEST_FUNCTION]
    assert len(above) <= len(lengths) * 0.05, above


def test_only_the_cloud_names_the_sdk() -> None:
    strangers = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if "cloud" not in path.parts
        and re.search(r"^\s*(from|import) azure\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert strangers == []


def test_only_the_room_of_tickets_names_its_client_libraries() -> None:
    named = re.compile(r"^\s*(from|import) (atlassian|github|requests|urllib3)\b", re.MULTILINE)
    strangers = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if named.search(path.read_text(encoding="utf-8"))
    }
    assert {path.rsplit("/", 1)[0] for path in strangers} == {"diagnostics/tickets"}


def test_checks_import_only_the_public_surface() -> None:
    strangers = []
    for path in sorted(ROOT.glob("checks/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if module and module.startswith("diagnostics."):
                strangers.append(f"{path.relative_to(ROOT)}: {module}")
    assert strangers == []


def test_the_public_surface_is_complete() -> None:
    import diagnostics

    for name in diagnostics.__all__:
        assert getattr(diagnostics, name) is not None
    with pytest.raises(AttributeError):
        _ = diagnostics.nothing_of_that_name  # type: ignore[attr-defined]


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: the list of project files comes from git")
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in names.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_file_speaks_of_a_workplace_or_a_registry() -> None:
    # Assembled here so that this file does not speak of them either.
    words = ["/" + "work/", "pypi" + ".org", "files.python" + "hosted", "registry.npm" + "js"]
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked()
        for word in words
        if word in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert found == []
