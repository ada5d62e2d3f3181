from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from checks.signatures import SIGNATURES
from diagnostics.triage import explain
from diagnostics.triage.explain import (
    Explained,
    explain_code,
    explain_recognised,
    load_codes,
    nearest,
)
from diagnostics.triage.recognise import recognise

ROOT = Path(__file__).resolve().parents[3]


def explained(code: str) -> Explained:
    found = explain_code(code)
    assert found is not None
    return found


@pytest.mark.parametrize("written", ["4000", " (4000). ", "substatus 4000", "Sub-Status: 4000"])
def test_a_sub_status_is_explained_however_it_is_written(written: str) -> None:
    found = explained(written)
    assert (found.code, found.kind, found.step) == ("4000", "CO101", "1")
    assert found.runbook == "CO101-revoked-token-acquisition.md"
    assert found.page.startswith("# CO101")
    assert any("accountEnabled=true" in argv for argv in found.commands)
    assert found.source


@pytest.mark.parametrize("written", ["AADSTS7000112", "7000112", "aadsts 7000112"])
def test_an_entra_code_is_explained(written: str) -> None:
    assert explained(written).code == "AADSTS7000112"


@pytest.mark.parametrize("written", ["KV101", "kv101", "KV101-key-disabled", "key-disabled"])
def test_a_kind_is_explained_by_its_page(written: str) -> None:
    found = explained(written)
    assert (found.code, found.severity) == ("KV101", "critical")
    assert found.meaning
    assert found.meaning in " ".join(found.page.split())


def test_a_kind_names_the_codes_that_become_it() -> None:
    assert {"4001", "4004"} <= set(explained("CO112").also)


def test_a_wrong_slug_behind_a_kind_is_no_kind() -> None:
    assert explain_code("KV101-key-expired") is None


def test_an_entra_prefix_before_a_sub_status_is_unknown() -> None:
    assert explain_code("AADSTS4000") is None


@pytest.mark.parametrize("written", ["", "nonsense", "9999", "KV999", "../../etc/passwd", "\x00"])
def test_what_is_not_known_is_not_explained(written: str) -> None:
    assert explain_code(written) is None


def test_near_codes_are_offered() -> None:
    assert "4000" in nearest("40000")
    assert "AADSTS7000112" in nearest("AADSTS7000113")
    assert nearest("xyzzy") == []


def test_every_code_and_kind_of_the_file_can_be_explained() -> None:
    known = load_codes()
    wanted = [*known["kinds"], *(one["code"] or name for name, one in known["signatures"].items())]
    assert [code for code in wanted if explain_code(code, known) is None] == []


def test_what_was_recognised_is_explained() -> None:
    (item,) = recognise("Substatus: 4018", SIGNATURES)
    found = explain_recognised(item)
    assert found
    assert found.code == "4018"


def test_a_signature_of_a_foreign_pack_is_not_in_the_file() -> None:
    (item,) = recognise("Substatus: 4018", SIGNATURES)
    assert explain_recognised(item, {"schema": 1, "signatures": {}, "kinds": {}}) is None


def test_an_installation_without_pages_still_explains(monkeypatch: pytest.MonkeyPatch) -> None:
    known = load_codes()
    monkeypatch.setattr(explain, "__file__", "/nowhere/diagnostics/triage/explain.py")
    monkeypatch.setattr(sys, "path", [])
    found = explain_code("4000", known)
    assert found
    assert found.page == ""
    with pytest.raises(FileNotFoundError, match=r"codes\.json"):
        load_codes()


def test_the_file_is_what_the_pack_says_today() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/generate_codes.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_explaining_a_code_loads_no_checks() -> None:
    program = (
        "import sys; from diagnostics.triage.explain import explain_code; explain_code('4000');"
        "assert not {'checks', 'azure', 'aiohttp', 'importlib.metadata', 'asyncio'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
