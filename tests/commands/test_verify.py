"""`verify`, as its users call it: every verdict through the real clients, in worlds that were broken and repaired."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from diagnostics.report import record
from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import inject
from diagnostics.simulator.wire import fail
from tests.support.commands import run
from tests.support.verifying import ADOBE, OWN, first_page, patient

SCHEMA = json.loads(
    Path(record.__file__).with_name("report.schema.json").read_text(encoding="utf-8")
)


def test_repaired_with_the_proof_by_fewer_requests_that_only_read(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        assert sick.diagnose().code == 1
        whole = sick.asked
        sick.repair()
        sick.simulator.log.clear()
        said = sick.verify()
        assert said.code == 0, said.out
        assert 0 < sick.asked < whole
        assert sick.wrote == []
    page = first_page(said.out)
    assert page.startswith("SIMULATED target default")
    assert "REPAIRED" in page
    assert '"The key is disabled"' in page
    assert "attributes.enabled = false" in page
    assert "enabled = true" in page
    assert "ajo-doctor diagnose" in page
    assert "Taken over from the run of" in said.out
    assert "ajo." not in said.out.partition("Taken over from the run of")[2]  # nobody asked Adobe


def test_where_adobe_holds_the_account_much_less_is_asked(home: Path) -> None:
    with patient(home, ADOBE, "key-disabled", pasted=True) as sick:
        sick.diagnose()
        whole = sick.asked
        sick.repair()
        sick.simulator.log.clear()
        report = sick.verified()
        assert sick.asked <= whole / 2
    assert report["verification"]["verdict"] == "effect-not-visible"
    assert "rbac.key_access" in report["verification"]["carried"]


@pytest.mark.parametrize(
    ("base", "pasted"), [(OWN, False), (ADOBE, True)], ids=["own account", "Adobe's"]
)
def test_still_broken_says_what_to_do(base: str, pasted: bool, home: Path) -> None:
    with patient(home, base, "service-principal-disabled", pasted=pasted) as sick:
        sick.diagnose()
        said = sick.verify()
        report = sick.verified()["verification"]
    assert said.code == 1
    page = first_page(said.out)
    assert "STILL BROKEN" in page
    assert "az ad sp update" in page
    assert report["cause"] == "service-principal-disabled"
    assert report["repaired_since"] is None
    assert report["due"] == []


def test_of_two_causes_one_is_repaired(home: Path) -> None:
    with patient(home, OWN, "key-disabled", "purge-protection-off") as sick:
        sick.diagnose()
        sick.change(lambda world: (sick.repair(), inject(world, "purge-protection-off")))
        said = sick.verify()
    assert said.code == 1
    assert "1 of 2 causes are repaired" in " ".join(said.out.split())


@pytest.mark.parametrize(
    ("base", "pasted"), [(OWN, False), (ADOBE, True)], ids=["own account", "Adobe's"]
)
def test_something_else_is_broken_comes_with_its_own_commands(
    base: str, pasted: bool, home: Path
) -> None:
    with patient(home, base, "key-disabled", pasted=pasted) as sick:
        sick.diagnose()
        sick.change(lambda world: (sick.repair(), inject(world, "key-expired")))
        said = sick.verify()
        report = sick.verified()["verification"]
    assert said.code == 1
    page = first_page(said.out)
    assert "SOMETHING ELSE IS BROKEN" in page
    assert "--expires" in page
    assert '"The key is disabled" is repaired' in " ".join(page.split())
    assert report["verdict"] == "something-else-broken"
    assert report["cause"] == "key-expired"


def test_what_the_first_cause_hid_is_found(home: Path) -> None:
    """A deleted principal hides that its role is gone, too: no assignment counts while it is away."""
    with patient(home, ADOBE, "key-access-missing", "service-principal-soft-deleted") as sick:
        first = json.loads(sick.diagnose("--format", "json").out)
        assert first["causes"][0]["id"] == "service-principal-soft-deleted"
        sick.change(lambda world: (sick.repair(), inject(world, "key-access-missing")))
        report = sick.verified()
    assert report["verification"]["verdict"] == "something-else-broken"
    assert report["verification"]["before"][0]["gone"]


def test_repaired_on_our_side_says_where_the_effect_shows(home: Path) -> None:
    with patient(home, ADOBE, "service-principal-disabled", pasted=True) as sick:
        sick.diagnose()
        sick.repair()
        said = sick.verify()
        report = sick.verified()["verification"]
    assert said.code == 3
    page = " ".join(first_page(said.out).split())
    for words in ("REPAIRED HERE", "successful trigger", "wrap or unwrap", "Adobe Customer Care"):
        assert words in page
    assert len(report["shows"]) == 3
    assert ids.ADOBE_APP in report["shows"][1]
    assert [due["seen_here"] for due in report["due"]] == [False, False, False]


def test_a_new_error_text_says_that_it_is_not_over(home: Path) -> None:
    with patient(home, ADOBE, "service-principal-disabled", pasted=True) as sick:
        sick.diagnose()
        sick.repair()
        report = sick.verified(*sick.text)
    assert report["verification"]["verdict"] == "not-yet-effective"
    assert report["exit_code"] == 1


def test_a_search_through_newer_logs_says_that_it_is_not_over(home: Path) -> None:
    with patient(home, ADOBE, "service-principal-disabled", pasted=True) as sick:
        sick.diagnose()
        sick.repair()
        log, bundle = home / "after.log", home / "search.ajo-bundle"
        log.write_text(f"2026-11-23T14:02:11Z ERROR {Path(sick.text[1]).read_text()}\n")
        assert run("triage", str(log), "--no-save", "--bundle", str(bundle)).code == 1
        report = sick.verified("--error", str(bundle))
    assert report["verification"]["verdict"] == "not-yet-effective"
    assert report["pasted"][0]["logged"]["count"] == 1


def test_what_a_text_alone_told_cannot_be_seen_repaired(home: Path) -> None:
    with patient(home, "no-customer-key") as caller:
        text = home / "error.txt"
        text.write_text("Access to your account is currently revoked (4000).")
        assert caller.diagnose("--error", str(text)).code == 1
        said = caller.verify()
        report = caller.verified()["verification"]
    assert said.code == 3
    page = " ".join(first_page(said.out).split())
    assert "NOT VISIBLE" in page
    assert "told by a pasted text alone" in page
    assert "is repaired" not in page
    assert report["repaired_since"] is None
    assert [each["gone"] for each in report["before"]] == [False]


def test_with_nothing_but_a_text_it_says_what_to_name(home: Path, alone: dict[str, str]) -> None:
    text = home / "error.txt"
    text.write_text("Access to your account is currently revoked (4000).")
    assert run("diagnose", "--error", str(text), environ=alone).code == 1
    said = run("verify", environ=alone)
    assert said.code == 3
    page = " ".join(first_page(said.out).split())
    assert "CANNOT TELL" in page
    assert "is repaired" not in page


def test_what_must_be_seen_and_is_not_is_never_repaired(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair()
        path = f"{ids.VAULT_ID}/keys/{ids.KEY}"
        details: dict[str, object] = {"status": 403}
        fail(sick.world, "no", "status", host="management.azure.com", path=path, details=details)
        said = sick.verify()
        report = sick.verified()["verification"]
    assert said.code == 3
    page = first_page(said.out)
    assert "CANNOT TELL" in page
    assert "Microsoft.KeyVault/vaults/keys/read" in page
    assert report["repaired_since"] is None


def test_after_a_clean_run_there_is_nothing_to_verify(home: Path) -> None:
    with patient(home, OWN) as well:
        assert well.diagnose().code == 0
        well.simulator.log.clear()
        said = well.verify()
        assert well.asked == 0
    assert said.code == 0
    assert "NOTHING TO VERIFY" in first_page(said.out)


def test_what_could_not_be_seen_is_asked_again(home: Path) -> None:
    with patient(home, OWN) as well:
        details: dict[str, object] = {"status": 403}
        fail(well.world, "no", "status", host="*.documents.azure.com", details=details)
        fail(well.world, "key", "status", path=f"{ids.VAULT_ID}/keys/*", details=details)
        first = json.loads(well.diagnose("--format", "json").out)
        assert first["open"]
        well.repair()
        report = well.verified()
    assert report["exit_code"] == 0
    assert report["open"] == [] or all(not each["required"] for each in report["open"])


def test_several_targets_each_get_their_verdict(home: Path) -> None:
    Path("ajo-doctor.toml").write_text(
        f'[targets.a]\naccount = "{ids.ACCOUNT_ID}"\n[targets.b]\naccount = "{ids.ACCOUNT_ID}"\n'
    )
    with patient(home, OWN, "key-disabled") as sick:
        run("diagnose", "--all", environ=sick.environ)
        sick.repair()
        said = run("verify", "--all", "--format", "json", environ=sick.environ)
    reports = json.loads(said.out)["reports"]
    assert [each["verification"]["verdict"] for each in reports] == ["repaired", "repaired"]
    assert said.code == 0
    jsonschema.validate(json.loads(said.out), SCHEMA)


@pytest.mark.parametrize("fault", ["key-disabled", "key-access-missing"])
def test_its_json_fits_the_published_schema(fault: str, home: Path) -> None:
    with patient(home, OWN, fault) as sick:
        sick.diagnose()
        jsonschema.validate(sick.verified(), SCHEMA)
        sick.repair()
        jsonschema.validate(sick.verified(), SCHEMA)
