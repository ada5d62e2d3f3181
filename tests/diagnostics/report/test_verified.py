"""What a verification shows, in every form: the verdict first, a page that fits, nothing that acts, nobody named to strangers."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from diagnostics.bundle import dump, load, load_with_recheck
from diagnostics.cli.verify_looks import report_of, texts_of
from diagnostics.finding import Severity
from diagnostics.outcome import Reading
from diagnostics.report import record
from diagnostics.report.build import Judged
from diagnostics.report.clean import clean_verified
from diagnostics.report.present import present
from diagnostics.report.record import Report
from diagnostics.report.top import ROWS, rows_of, top
from diagnostics.report.verified import verified
from diagnostics.simulator.scenarios import SCENARIOS
from diagnostics.verifying_record import Recheck
from tests.scenarios.test_hostile import EVIL, LONG, hostile, structure
from tests.support.examined import examined, the_catalogue
from tests.support.reporting import (
    LOST,
    a_ranked_cause,
    a_repair,
    a_run,
    an_outcome,
    judged,
)

FORMS = ("text", "markdown", "json", "html")
SCHEMA = json.loads(
    Path(record.__file__).with_name("report.schema.json").read_text(encoding="utf-8")
)
HOSTILE = ["service-principal-disabled", "vault-soft-deleted", "denied-by-assignment"]
SICK = [
    "service-principal-gone",
    "service-principal-gone@adobe-managed",
    "user-assigned-identity-deleted",
    "key-access-missing@adobe-managed",
    "policy-while-rbac-in-force",
    "cosmos-data-role-on-container",
    "default-identity-undefined",
    "vault-gone",
    "firewall-without-bypass@adobe-managed",
    "old-version-disabled",
    "cosmos-firewall",
    "stale-token",
    "login-in-wrong-tenant",
]


@cache
def run_of(name: str) -> Judged:
    return examined(name).judged


def report(before: Judged, now: Judged, **fields: object) -> Report:
    recheck = Recheck(before=before.run, asked=(), **fields)  # type: ignore[arg-type]
    texts = texts_of(the_catalogue(), now.run)
    return clean_verified(verified(before, now, recheck, texts))


def well_after(name: str) -> Judged:
    """The same target, where everything is well."""
    return run_of(f"healthy@{SCENARIOS[name].world}")


@pytest.mark.parametrize("is_repaired", [True, False], ids=["repaired", "unchanged"])
@pytest.mark.parametrize("name", SICK)
def test_the_first_page_holds_the_verdict_and_fits(name: str, is_repaired: bool) -> None:
    before = run_of(name)
    made = report(before, well_after(name) if is_repaired else before)
    lines = top(made)
    page = "\n".join(lines)
    assert rows_of(lines) <= ROWS, page
    assert present((made,), "text").startswith(page)
    assert made.verification
    verdict = made.verification.verdict
    if not is_repaired:
        assert verdict in ("still-broken", "effect-not-visible"), page
    elif name.endswith("adobe-managed") or name == "stale-token":
        assert verdict == "effect-not-visible", page
    else:
        assert verdict == "repaired", page
    assert "Do now" in page
    if verdict == "repaired":
        for words in ("Before", "Now", "Since"):
            assert words in page
    if verdict == "still-broken":
        for words in ("Now", "Cause", "Who", "Works", "Escalate"):
            assert words in page


@pytest.mark.parametrize("text", [EVIL, LONG], ids=["evil", "long"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_does_nothing_in_any_form(name: str, text: str) -> None:
    sick = hostile(name, text).judged
    for now in (sick, run_of("healthy@own-account")):
        made = report(sick, now)
        lines = top(made)
        commands = rows_of([line for line in lines if line.startswith("  az ")])
        assert rows_of(lines) - max(0, commands - 8) <= ROWS, "\n".join(lines)
        for form in FORMS:
            shown = present((made,), form)
            kinds = {unicodedata.category(char) for char in shown.replace("\n", "")}
            assert not kinds & {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}, form
        assert structure(present((made,), "markdown"))["forbidden"] == []
        jsonschema.validate(json.loads(present((made,), "json")), SCHEMA)


def test_the_hostile_text_did_reach_it() -> None:
    sick = hostile("service-principal-disabled").judged
    assert "fromtheworld" in present((report(sick, sick),), "text")


def lost(*readings: Reading) -> Judged:
    found = LOST.found("k", "Key k was lost by jane.doe.", evidence=("by jane.doe",))
    run = replace(a_run(), readings=readings)
    return judged(an_outcome(found), causes=(a_ranked_cause(),), run=run)


def test_no_secret_of_the_command_that_was_given_is_shown() -> None:
    argv = ("ajo-doctor", "verify", "--proxy", "http://user:canary@proxy:3128")
    made = report(lost(), lost(), verify_argv=argv)
    assert "canary" not in "".join(present((made,), form) for form in FORMS)


def test_simulated_is_marked_before_everything_else() -> None:
    made = report(run_of("key-disabled"), run_of("healthy@own-account"))
    assert present((made,), "text").startswith("SIMULATED target")
    assert made.incident[0].startswith("SIMULATED ")
    assert "SIMULATED" in present((made,), "markdown").split("##")[0]
    assert json.loads(present((made,), "json"))["simulated"] is True


def test_the_three_lines_say_verdict_proof_and_what_to_do() -> None:
    made = report(run_of("key-disabled"), run_of("healthy@own-account"))
    assert len(made.incident) == 3
    assert "REPAIRED" in made.incident[0]
    assert made.incident[1].startswith("Proof: KV101 ")
    still = report(run_of("key-disabled"), run_of("key-disabled"))
    assert "STILL BROKEN" in still.incident[0]
    assert "Repair: Enable key" in still.incident[1]
    waiting = report(lost(), judged(an_outcome()), since=a_run().finished_at)
    assert "REPAIRED" in waiting.incident[0]


def test_overdue_is_told_in_the_headline_and_asks_to_escalate_now() -> None:
    from tests.diagnostics.test_verifying import ACCOUNT, BROKEN, KEY, LEFT, REVOKED, of
    from tests.diagnostics.test_verifying import run_of as made_of

    since = a_run().finished_at - timedelta(hours=3)
    now = made_of(an_outcome(check=KEY), an_outcome(of(REVOKED), check=ACCOUNT), causes=(LEFT,))
    made = report(BROKEN, now, since=since, is_told=True)
    page = "\n".join(top(made))
    assert "NOT EFFECTIVE, OVERDUE" in page
    assert "NOW, due since" in page
    assert "(as told)" in page
    assert made.exit_code == 1


@pytest.mark.parametrize("name", ["key-disabled", "service-principal-gone@adobe-managed"])
def test_a_bundle_draws_it_again(name: str) -> None:
    before, now = run_of(name), well_after(name)
    recheck = Recheck(
        before=before.run, asked=("keyvault.key",), since=a_run().finished_at, looks=3
    )
    texts = texts_of(the_catalogue(), now.run)
    made = clean_verified(verified(before, now, recheck, texts))
    data = dump(now.run, the_catalogue(), recheck)
    assert dump(*load_with_recheck(data, the_catalogue())[:1], the_catalogue(), recheck) == data
    run, kept = load_with_recheck(data, the_catalogue())
    assert kept is not None
    again = report_of(run, kept, the_catalogue(), Severity.WARNING)
    assert [present((again,), form) for form in FORMS] == [
        present((made,), form) for form in FORMS
    ]
    assert load(data, the_catalogue()) == run


def test_a_diagnosis_has_no_verification() -> None:
    data = dump(run_of("key-disabled").run, the_catalogue())
    assert load_with_recheck(data, the_catalogue())[1] is None


def test_an_interrupted_wait_keeps_its_verdict_and_says_that_it_was_ended() -> None:
    made = report(lost(), judged(an_outcome()), interrupted=True)
    assert (made.exit_code, made.verdict, made.interrupted) == (130, "interrupted", True)
    assert made.sentence.startswith("Ended by you.")


def test_a_repair_without_written_times_names_none() -> None:
    before = judged(an_outcome(LOST.found("k", "Lost.")), causes=(a_ranked_cause(a_repair()),))
    made = report(before, judged(an_outcome()))
    assert made.verification
    assert made.verification.due == ()
    assert made.verification.escalate_at is None
