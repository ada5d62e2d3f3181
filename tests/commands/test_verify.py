"""`verify`, as its users call it: every verdict through the real clients, in worlds that were broken and repaired."""

from __future__ import annotations

import json
import os
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from diagnostics.report import record
from diagnostics.report.top import ROWS, rows_of
from diagnostics.simulator import ids, propagation
from diagnostics.simulator.scenarios import inject
from diagnostics.simulator.wire import fail
from diagnostics.simulator.worlds import CANARIES
from tests.support.asking import an_owner, arm
from tests.support.commands import ACCOUNT, run
from tests.support.repairing import ASSIGNMENT, grant
from tests.support.verifying import Patient, patient

SCHEMA = json.loads(
    Path(record.__file__).with_name("report.schema.json").read_text(encoding="utf-8")
)
OWN, ADOBE = "own-account", "adobe-managed"


@pytest.fixture
def home(here: Path) -> Path:
    return here.parent


def first_page(text: str) -> str:
    """What stands before the first headed section; it must fit a terminal."""
    lines = text.splitlines()
    rule = next(at for at, line in enumerate(lines) if line and set(line) == {"-"})
    page = lines[: rule - 1]
    while page and not page[-1]:
        page.pop()
    assert rows_of(page) <= ROWS, "\n".join(page)
    return "\n".join(page)


def state_of(each: Patient) -> Path:
    return Path(each.environ["AJO_DOCTOR_STATE"]) / "default"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


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


def test_the_last_diagnosis_stays_what_the_next_one_compares_with(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        pointer = (state_of(sick) / "latest").read_text()
        sick.verify()
        sick.repair()
        said = sick.verify()
        assert "REPAIRED" in said.out
        assert (state_of(sick) / "latest").read_text() == pointer
        kept = sorted((state_of(sick) / "verifications").glob("*.ajo-bundle"))
        assert len(kept) == 2
        assert f"compared with: {state_of(sick) / pointer}\n" in said.err
        assert said.err.endswith(f"bundle kept: {kept[-1]}\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_what_it_keeps_is_readable_by_its_owner_only(home: Path) -> None:
    before = os.umask(0)
    try:
        with patient(home, OWN, "key-disabled") as sick:
            sick.diagnose()
            sick.repair(delay_s=1000)
            sick.verify()
            folder = state_of(sick) / "verifications"
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


def test_not_yet_effective_says_by_when_and_the_clock_is_entered_again(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=1000)
        said = sick.verify()
        assert said.code == 1
        page = first_page(said.out)
        for words in ("NOT YET EFFECTIVE", "Due", "The account by", "Escalate", "--wait 2h"):
            assert words in page
        one = sick.verified()["verification"]
        two = sick.verified()["verification"]
    assert one["verdict"] == "not-yet-effective"
    assert one["repaired_since"] == two["repaired_since"]
    since = instant(one["repaired_since"])
    assert instant(one["due"][0]["at"]) - since == timedelta(hours=1)
    assert instant(one["escalate_at"]) - since == timedelta(hours=2)
    assert not one["overdue"]


def test_overdue_asks_to_escalate_now(home: Path) -> None:
    ago = datetime.now(UTC) - timedelta(hours=3)
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=1000)
        said = sick.verify("--repaired-at", ago.isoformat())
        page = first_page(said.out)
        later = sick.verified()["verification"]  # told once is told
    assert said.code == 1
    assert "NOT EFFECTIVE, OVERDUE" in page
    assert "NOW, due since" in page
    assert "Microsoft support request" in page
    assert later["overdue"]
    assert later["repaired_since_told"]
    assert later["repaired_since"] == ago.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_it_becomes_repaired_when_the_account_follows(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=1000)
        before = sick.verified()["verification"]
        sick.follow()
        after = sick.verified()["verification"]
    assert (before["verdict"], after["verdict"]) == ("not-yet-effective", "repaired")
    assert after["repaired_since"] == before["repaired_since"]


def test_waiting_looks_again_until_it_works(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=3)
        report = sick.verified("--wait", "30s")
    assert report["verification"]["verdict"] == "repaired"
    assert report["verification"]["looks"] > 1


def test_waiting_ends_with_the_time_and_says_how_it_stands(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=1000)
        report = sick.verified("--wait", "1s")
    assert report["verification"]["verdict"] == "not-yet-effective"
    assert report["verification"]["looks"] in (1, 2)  # a slow first look may take the whole time
    assert report["exit_code"] == 1


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


def test_a_repair_by_the_service_itself_is_followed(home: Path) -> None:
    """Written through the simulated Resource Manager, with the account's own delay."""
    with patient(home, OWN, "key-access-missing") as sick:
        sick.diagnose()
        an_owner(sick.world)
        sick.world.put(propagation.KEY, {"factor": 3.6})
        answer = arm(sick.world, "PUT", ASSIGNMENT, grant())
        assert answer.status in (200, 201)
        before = sick.verified()["verification"]
        sick.follow()
        after = sick.verified()["verification"]
    assert (before["verdict"], after["verdict"]) == ("not-yet-effective", "repaired")
    assert {due["what"] for due in before["due"]} == {"the account", "a role assignment"}


def test_waiting_ends_at_once_where_somebody_must_give_a_right(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair()
        path = f"{ids.VAULT_ID}/keys/{ids.KEY}"
        details: dict[str, object] = {"status": 403}
        fail(sick.world, "no", "status", host="management.azure.com", path=path, details=details)
        report = sick.verified("--wait", "2h")
    assert report["verification"]["verdict"] == "cannot-tell"
    assert report["verification"]["looks"] == 1


def test_the_packet_names_the_time_of_the_repair(home: Path) -> None:
    with patient(home, OWN, "key-disabled") as sick:
        sick.diagnose()
        sick.repair(delay_s=1000)
        packet = sick.verified()["handoff"]
    labels = [each["name"] for each in packet]
    for label in ("after a repair", "time of the repair", "before and now", "not looked at again"):
        assert label in labels


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
        assert not state_of(sick).exists()
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
