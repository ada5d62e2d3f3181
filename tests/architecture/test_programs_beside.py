"""Benchmarks and scripts name what there is: no type checker reads them, and most run too seldom to be missed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = sorted([*ROOT.glob("benchmarks/*.py"), *ROOT.glob("scripts/*.py")])
OURS = ("diagnostics", "checks")


def modules_and_lost(tree: ast.AST) -> tuple[dict[str, ModuleType], list[str]]:
    """Our modules by the name that a program gives them, and the names that it imports and are not there."""
    modules: dict[str, ModuleType] = {}
    lost: list[str] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or (node.module or "").split(".")[0] not in OURS:
            continue
        try:
            source = import_module(node.module or "")
        except ModuleNotFoundError as error:
            if (error.name or "").split(".")[
                0
            ] in OURS:  # else a library that this machine cannot have
                lost.append(str(error.name))
            continue
        for each in node.names:
            if not hasattr(source, each.name):
                try:
                    import_module(f"{node.module}.{each.name}")
                except ModuleNotFoundError:
                    lost.append(f"{node.module}.{each.name}")
                    continue
            found = getattr(source, each.name)
            if isinstance(found, ModuleType):
                modules[each.asname or each.name] = found
    return modules, lost


def missing_in(tree: ast.AST) -> Iterator[str]:
    """Every name of ours that a program imports, reads from a module or replaces in one, and that is not there."""
    modules, lost = modules_and_lost(tree)
    yield from lost
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = modules.get(node.value.id)
            if module and not hasattr(module, node.attr):
                yield f"{module.__name__}.{node.attr}"


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_name_of_ours_is_there(program: Path) -> None:
    assert list(missing_in(ast.parse(program.read_text(encoding="utf-8")))) == []


def test_a_name_that_is_gone_is_found() -> None:
    program = """
from diagnostics import runner
from diagnostics.delays import measure as measuring, no_such_room
from diagnostics.errors import ConfigError, NoSuchError
from diagnostics.no_such_house import door
runner.read, runner.no_such_function(), measuring._hops
measuring._no_such_part = None
"""
    assert set(missing_in(ast.parse(program))) == {
        "diagnostics.delays.no_such_room",
        "diagnostics.errors.NoSuchError",
        "diagnostics.no_such_house",
        "diagnostics.runner.no_such_function",
        "diagnostics.delays.measure._no_such_part",
    }
