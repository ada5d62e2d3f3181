"""The same report in every form: what each must say, and what none may do."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

import diagnostics
from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.finding import Deadline, Severity
from diagnostics.outcome import Reading
from diagnostics.report.build import build
from diagnostics.report.present import Paper, present
from diagnostics.report.record import Report
from diagnostics.report.top import ROWS, rows_of, top
from diagnostics.report.wrap import WIDTH
from diagnostics.triage.recognise import recognise
from scripts import generate_schema
from tests.support.examined import the_catalogue
from tests.support.reporting import (
    DARK,
    LOST,
    NICE,
    ODD,
    WRITE,
    a_ranked_cause,
    a_repair,
    a_run,
    a_step,
    an_outcome,
    in_zone,
    judged,
    rights_of,
)

FORMS = ("text", "markdown", "json", "html")
SCHEMA = Path(diagnostics.__file__).with_name("report") / "report.schema.json"
REVOCATION = "Adobe may treat this as intentional revocation of the key: repair, never recreate."
DISAGREE = "Sources disagree about 4000: one blames the identity, one the service."


def broken() -> Report:
    step = a_step(
        permission=WRITE,
        wait="at once",
        proof=("az", "keyvault", "key", "show"),
        expect="the key",
        undo=("az", "keyvault", "key", "lose"),
    )
    again = a_step(purpose="Or ask.", argv=(), alternative_to=1)
    repair = a_repair(
        step, again, notes=(REVOCATION, DISAGREE), prevent=(a_step(purpose="Lock it."),)
    )
    until = Deadline("It can be restored until", datetime(2026, 3, 15, 22, 30, tzinfo=UTC))
    cause = a_ranked_cause(
        repair,
        deadlines=(until,),
        against=("it was there at noon",),
        could_change=("check rbac.key_access is open: refused",),
        look_alikes=("The key is stolen",),
    )
    readings = (Reading(check="x", evidence=rights_of(may=False, held=True)),)
    return build(
        judged(
            an_outcome(LOST.found("k", "Key k is lost.", evidence=("there = no (GET /k)",))),
            an_outcome(DARK.unknown("refused", permissions=(WRITE,)), check="rbac.key_access"),
            causes=(cause,),
            run=in_zone(a_run(readings=readings, simulated=True), "CET", 60),
        )
    )


def clean() -> Report:
    return build(judged(an_outcome()))


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_report_says_all_that_it_must(form: str) -> None:
    shown = " ".join(present((broken(),), form).split())
    for said in (
        "SIMULATED",
        "Key k is lost.",
        "onfidence high",
        "rbac.key_access",
        "az keyvault key find --name k",
        "Key Vault Contributor",
        "This login may not.",
        "User u",
        "none: it only looks",
        "up to 1 hour after the repair (the guide)",
        "after 2 hours: Microsoft",
        "It can be restored until 2026-03-15 22:30 UTC (23:30 CET), 23 hours left",
        "intentional revocation",
        "Sources disagree about 4000",
        "it was there at noon",
        "The key is stolen",
        "az keyvault key show",
        "az keyvault key lose",
        "(instead of step 1)",
        "Microsoft.KeyVault/vaults/write",
        "The four documented steps",
        "there = no (GET /k)",
        "So that it does not come back",
        "Lock it.",
        "For the incident channel",
        "Hand-off packet for Microsoft",
        "Environment",
        "2026-03-14 23:30 UTC (2026-03-15 00:30 CET)",
    ):
        assert said in shown, said


def test_the_first_page_holds_what_is_needed_first() -> None:
    page = "\n".join(top(broken()))
    places = [page.index(word) for word in ("BROKEN", "Cause", "Do now", "az ", "Who", "Risk")]
    assert places == sorted(places)
    assert "An answer to rbac.key_access could change it." in " ".join(page.split())
    assert "intentional revocation" in page
    assert "(at vault kv)" in " ".join(page.split())


@pytest.mark.parametrize("words", [1, 40, 400])
def test_a_long_story_gives_way_and_the_command_does_not(words: int) -> None:
    long = "word " * words + "end"
    line = ("az", "keyvault", *("--tags", "x" * 20) * 18)
    repair = a_repair(
        a_step(purpose=long, argv=line, role=long, risk=long, wait=long),
        works_after=long,
        escalate=long,
        notes=(f"{long} intentional revocation",),
    )
    cause = a_ranked_cause(repair, sentence=long)
    lines = top(build(judged(an_outcome(LOST.found("k", "x")), causes=(cause,))))
    assert rows_of(lines) <= ROWS
    assert f"  {' '.join(line)}" in lines
    assert ("(in full below)" in "\n".join(lines)) is (words > 1)
    for label in ("BROKEN", "Cause", "Do now", "Who", "Risk", "Works", "Escalate", "Clocks"):
        assert any(each.startswith(label) for each in lines), label


def test_one_endless_word_does_not_take_the_page() -> None:
    cause = a_ranked_cause(sentence="w" * 5000)
    lines = top(build(judged(an_outcome(LOST.found("k", "x")), causes=(cause,))))
    assert rows_of(lines) <= ROWS


def test_of_several_causes_the_first_page_says_how_many_there_are() -> None:
    report = build(judged(an_outcome(LOST.found("k", "x")), causes=(a_ranked_cause(),) * 2))
    assert any(line.startswith("Cause 1/2 ") for line in top(report))
    assert "Also      2/2 The key is lost. Repair all before you wait" in "\n".join(top(report))
    assert report.incident[1].endswith("Also: The key is lost.")
    assert "Repair 2 of 2: The key is lost" in present((report,), "text")


def test_a_second_cause_that_breaks_nothing_is_told_from_one_that_does() -> None:
    odd = a_ranked_cause(explains=(ODD.found("k", "Key k is odd."),))
    said = an_outcome(LOST.found("k", "x"), ODD.found("k", "Key k is odd."))
    page = "\n".join(top(build(judged(said, causes=(a_ranked_cause(), odd)))))
    assert "Not what breaks calls now" in " ".join(page.split())


def test_only_what_is_critical_is_called_broken() -> None:
    said = judged(an_outcome(ODD.found("k", "Key k is odd.")), causes=(a_ranked_cause(),))
    assert build(said).exit_code == 1
    assert top(build(said))[1].startswith("WARNING ")
    assert "no all-clear" not in "\n".join(top(build(said)))


def test_a_warning_beside_something_unseen_is_no_all_clear() -> None:
    unseen = an_outcome(DARK.unknown("refused"), check="rbac.key_access")
    odd = an_outcome(ODD.found("k", "Key k is odd."))
    page = " ".join("\n".join(top(build(judged(odd, unseen, causes=(a_ranked_cause(),))))).split())
    assert "WARNING Key k is lost. Not all was seen, so this is no all-clear." in page


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_waiting_time_is_not_said_twice(form: str) -> None:
    repair = a_repair(a_step(wait="in an hour"), a_step(wait="at once"), works_after="in an hour")
    cause = a_ranked_cause(repair)
    shown = present((build(judged(an_outcome(LOST.found("k", "x")), causes=(cause,))),), form)
    assert "Takes effect: in an hour" not in shown
    assert "Works after: in an hour." in shown
    assert "Takes effect: at once." in shown


def pasted(*, requests: int) -> Report:
    text = "Access to your account is currently revoked because the correspondent key is not found (4003)."
    packet = a_repair(a_step(purpose="Hand over.", argv=()))
    said = judged(
        an_outcome(LOST.found("k", "x")),
        causes=(a_ranked_cause(packet),),
        run=a_run(pasted=recognise(text, the_catalogue().signatures)),
    )
    said = replace(said, signatures={each.id: each for each in the_catalogue().signatures})
    report = build(said)
    return replace(report, environment=(("requests", str(requests)),))


def test_where_only_a_text_was_given_the_first_page_says_how_to_look() -> None:
    page = "\n".join(top(pasted(requests=0)))
    assert "Nothing was read yet: run again with --account" in page
    assert "  az keyvault key list-deleted --vault-name '<vault>'" in page
    assert "Hand over." not in page


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_what_is_generally_done_gives_way_to_the_repair(form: str) -> None:
    alone, repaired = (present((pasted(requests=each),), form) for each in (0, 7))
    assert "Restore the key." in alone
    assert "put your own names where" in alone
    assert "az keyvault key recover" in alone
    assert "What to do: the repair above." in repaired
    assert "az keyvault key recover" not in repaired


def test_a_finding_that_no_cause_explains_leads_to_its_runbook() -> None:
    report = build(judged(an_outcome(ODD.found("k", "Key k is odd."))))
    page = "\n".join(top(report))
    assert "runbooks/KV902-key-odd.md" in page
    assert "None of the known causes explains KV902" in page
    assert "No known cause explains it." in present((report,), "text")


def test_an_incomplete_run_says_what_would_answer() -> None:
    question = DARK.unknown("refused", permissions=(WRITE,))
    page = "\n".join(top(build(judged(an_outcome(question)))))
    assert page.splitlines()[1].startswith("NOT ALL SEEN")
    assert "this is no all-clear" in " ".join(page.split())
    assert "Let this login have Microsoft.KeyVault/vaults/write" in page


def test_a_line_to_paste_stays_whole_wherever_it_stands() -> None:
    line = "az login --tenant 11111111-aaaa-4000-8000-000000000001 --use-device-code --allow"
    report = build(judged(an_outcome(DARK.unknown("no login", do=line))))
    text = present((report,), "text").splitlines()
    assert sum(each.strip() == line for each in text) == 2
    assert f"`{line}`" in present((report,), "markdown")


def test_a_right_and_a_line_to_paste_are_both_told() -> None:
    line = "az keyvault key list-deleted --vault-name kv"
    report = build(judged(an_outcome(DARK.unknown("no right", permissions=(WRITE,), do=line))))
    text = present((report,), "text").splitlines()
    assert sum(each.strip() == line for each in text) == 2
    assert "Or look yourself:" in " ".join("\n".join(top(report)).split())
    assert "Needs: Microsoft.KeyVault/vaults/write" in " ".join(" ".join(text).split())


def test_what_waits_for_a_waiting_question_stands_behind_the_first() -> None:
    twice = DARK.unknown("the service is away")
    behind = DOCTOR_KINDS["needs-another-answer"].unknown("needs the answer of b.b: away")
    report = build(
        judged(
            an_outcome(twice, check="a.a"),
            an_outcome(twice, check="b.b"),
            an_outcome(behind, check="c.c"),
        )
    )
    assert [each.waits_for for each in report.open] == ["", "a.a", "a.a"]
    assert "Until then also open: b.b, c.c." in present((report,), "text")


def test_a_clean_run_says_whom_to_ask_if_calls_still_fail() -> None:
    page = "\n".join(top(clean()))
    assert "NO FAULT FOUND  1 check looked and found nothing wrong." in page
    assert "or give the hand-off packet" in " ".join(page.split())


def test_a_clean_run_shows_what_is_worth_knowing() -> None:
    page = "\n".join(top(build(judged(an_outcome(NICE.found("k", "Key k has a version."))))))
    assert "Noticed   Key k has a version." in page


def test_a_fault_below_the_line_is_not_called_no_fault() -> None:
    said = judged(
        an_outcome(ODD.found("k", "Key k is odd.")),
        causes=(a_ranked_cause(sentence="Key k is odd."),),
        fail_on=Severity.CRITICAL,
    )
    report = build(said)
    assert report.exit_code == 0
    assert top(report)[1] == "WARNING   Key k is odd."


def test_an_interrupted_run_says_so_first() -> None:
    report = build(judged(an_outcome(), run=a_run(interrupted=True)))
    assert top(report)[1].startswith("INTERRUPTED")
    assert present((report,), "markdown").startswith("# INTERRUPTED")


def test_escapes_are_printed_only_when_asked_for() -> None:
    report = broken()
    assert "\x1b" not in present((report,), "text")
    colored = present((report,), "text", Paper(color=True))
    assert "\x1b[1mBROKEN    Key k is lost.\x1b[0m" in colored
    assert re.sub(r"\x1b\[[01]m", "", colored) == present((report,), "text")
    for form in ("markdown", "json"):
        assert present((report,), form, Paper(color=True)) == present((report,), form)


def test_no_line_but_one_to_paste_or_an_identifier_is_longer_than_a_terminal() -> None:
    channel = set(broken().incident)
    for line in present((broken(),), "text").splitlines():
        is_whole = line.strip().startswith("az ") or " " not in line.strip() or line in channel
        assert len(line) <= WIDTH or is_whole, line


def test_sections_are_one_empty_line_apart() -> None:
    for report in (broken(), clean()):
        assert "\n\n\n" not in present((report,), "text")
        assert "\n\n\n" not in present((report,), "markdown")


@pytest.mark.parametrize("reports", [(broken(),), (clean(),), (broken(), clean())])
def test_json_keeps_to_the_published_schema(reports: tuple[Report, ...]) -> None:
    said = json.loads(present(reports, "json"))
    jsonschema.validate(said, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert said["schema"] == 1


@pytest.mark.parametrize("field", ["exit_code", "causes", "schema"])
def test_the_schema_misses_what_is_missing(field: str) -> None:
    said = json.loads(present((broken(),), "json"))
    del said[field]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(said, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_published_schema_is_the_one_of_the_records() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == generate_schema.text()


@pytest.mark.parametrize("form", FORMS)
def test_several_reports_are_all_there(form: str) -> None:
    other = replace(clean(), target="another")
    shown = present((broken(), other), form)
    assert "Key k is lost." in shown
    assert "another" in shown
    if form == "json":
        assert [each["target"] for each in json.loads(shown)["reports"]] == ["mine", "another"]


def test_json_carries_each_command_as_an_argument_list() -> None:
    said = json.loads(present((broken(),), "json"))
    step = said["causes"][0]["steps"][0]
    assert step["command"]["argv"] == ["az", "keyvault", "key", "find", "--name", "k"]
    assert said["counts"] == {
        "ok": 0,
        "found": 1,
        "unknown": 1,
        "skipped": 0,
        "crashed": 0,
        "critical": 1,
        "warning": 0,
        "info": 0,
    }
