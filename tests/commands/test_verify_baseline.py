"""What `verify` compares with, what it keeps, and what it cannot use."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.worlds import CANARIES
from tests.support.commands import ACCOUNT, run
from tests.support.verifying import ADOBE, OWN, patient


def test_the_last_diagnosis_stays_what_the_next_one_compares_with(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        pointer = (sick.state / "latest").read_text()
        sick.verify()
        sick.repair()
        said = sick.verify()
        assert "REPAIRED" in said.out
        assert (sick.state / "latest").read_text() == pointer
        kept = sorted((sick.state / "verifications").glob("*.ajo-bundle"))
        assert len(kept) == 2
        assert f"compared with: {sick.state / pointer}\n" in said.err
        assert said.err.endswith(f"bundle kept: {kept[-1]}\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_what_it_keeps_is_readable_by_its_owner_only(home: Path) -> None:
    before = os.umask(0)
    try:
        with patient(home, OWN, "key-disabled") as sick:
            sick.diagnose()
            sick.repair(delay_s=1000)
            sick.verify()
            folder = sick.state / "verifications"
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert {path.suffix for path in folder.iterdir()} == {".ajo-bundle", ".repaired"}


def test_a_replay_draws_it_to_the_byte(home: Path) -> None:
    with patient(home, OWN, "service-principal-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=1000)
        for form in ("text", "markdown", "json", "html"):
            bundle = home / f"{form}.ajo-bundle"
            said = sick.verify("--format", form, "--bundle", str(bundle))
            again = run("replay", str(bundle), "--format", form)
            assert (again.out, again.code) == (said.out, said.code)


def test_the_last_run_on_this_machine_is_taken_without_options(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair()
        said = run("verify", environ=sick.environ)
    assert said.code == 0
    assert f"ajo-doctor diagnose --account {ids.ACCOUNT_ID}" in said.out


def test_what_to_run_next_names_the_target_only_where_it_must(home: Path) -> None:
    other = home / "other.toml"
    other.write_text(f'[targets.other]\naccount = "{ids.ACCOUNT_ID}"\n')
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        assert next_of(sick.verified()) == ["ajo-doctor", "verify"]
        run("diagnose", "--config", str(other), environ=sick.environ)
        argv = next_of(sick.verified())  # the newest run is another target's now
    assert argv[:4] == ["ajo-doctor", "verify", "--account", ids.ACCOUNT_ID]


def next_of(report: dict[str, Any]) -> list[str]:
    return report["verification"]["next"]["argv"]


def test_a_bundle_names_its_target(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        bundle = home / "run.ajo-bundle"
        sick.diagnose("--bundle", str(bundle), "--no-save")
        sick.repair()
        said = run("verify", str(bundle), "--no-save", environ=sick.environ)
        assert not sick.state.exists()
    assert said.code == 0
    assert "REPAIRED" in said.out


def test_no_earlier_run(alone: dict[str, str]) -> None:
    for arguments in ((), ACCOUNT):
        said = run("verify", *arguments, environ=alone)
        assert said.code == 2
        assert "no earlier run" in said.err
        assert "`ajo-doctor diagnose` first" in said.err


def test_the_run_of_another_account(home: Path) -> None:
    other = ids.ACCOUNT_ID.replace("cosmos-ajo", "cosmos-other")
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        said = run("verify", "--account", other, environ=sick.environ)
    assert said.code == 2
    assert "looked at something else: it differs in account" in said.err


def test_the_bundle_of_a_verification_is_no_baseline(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        bundle = home / "second.ajo-bundle"
        sick.verify("--bundle", str(bundle))
        said = run("verify", str(bundle), environ=sick.environ)
    assert said.code == 2
    assert "bundle of a verification" in said.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--wait", "soon"), "2h, 90m"),
        (("--wait", "0s"), "no time to wait"),
        (("--wait", "8000h"), "at most 7 days"),
        (("--repaired-at", "yesterday"), "14:05"),
        (("--repaired-at", "2099-01-01T00:00Z"), "lies ahead"),
        (("--error", "missing.txt"), "cannot be read"),
    ],
)
def test_what_cannot_be_used(
    arguments: tuple[str, ...], words: str, environ: dict[str, str]
) -> None:
    said = run("verify", *ACCOUNT, *arguments, environ=environ)
    assert said.code == 2
    assert words in said.err
    assert said.out == ""


def test_no_secret_is_shown_or_kept(home: Path) -> None:
    with patient(home, ADOBE, "key-access-missing", pasted=True) as sick:
        sick.diagnose()
        sick.repair()
        shown = "".join(
            sick.verify("--format", form).out for form in ("text", "markdown", "json", "html")
        )
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    for canary in CANARIES:
        assert canary not in shown
        assert canary.encode() not in kept
