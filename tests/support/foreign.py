"""Packs of strangers, offered as an installation offers them: a folder with code, and one with its metadata."""

from __future__ import annotations

from importlib import invalidate_caches
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

WATER = Path(__file__).parents[1] / "foreign_pack"
FAULTY = """
from diagnostics import Lint, Pack

def judge(request, beside):
    yield request.body["kim.secret"]

PACK = Pack(
    name="faulty",
    lints=(Lint(id="faulty.rule", title="All is well", kinds=(), judge=judge),),
    runbooks="faulty_pages",
)
"""


def offer_packs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offer `water`, the sample pack, and `faulty`, whose one rule fails."""
    info = folder / "strange-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: strange\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[ajo_doctor.checks]\nwater = water_checks:PACK\nfaulty = faulty_rules:PACK\n"
    )
    (folder / "faulty_rules.py").write_text(FAULTY)
    (folder / "faulty_pages").mkdir()
    (folder / "faulty_pages" / "__init__.py").write_text("")
    for each in (WATER, folder):
        monkeypatch.syspath_prepend(str(each))
    invalidate_caches()
