"""What a search through logs looks like in every form, and how it ends."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest

from diagnostics.bundle import dump, load
from diagnostics.finding import Severity
from diagnostics.outcome import Run
from diagnostics.report import record
from diagnostics.report.present import Paper, present
from diagnostics.report.record import Report
from diagnostics.report.wrap import columns
from diagnostics.triage.occurrence import LeftOut, Place
from diagnostics.triage.recognised import Certainty
from diagnostics.triage.triaged import Access, LookedBack
from diagnostics.triage.turning import Turning
from tests.diagnostics.triage.occurrences import (
    ACCOUNT,
    APPLICATION,
    BEGAN,
    VAULT,
    an_occurrence,
    recognised,
)
from tests.diagnostics.triage.test_vault_audit import an_access
from tests.support.examined import the_catalogue
from tests.support.searched import a_run, report_of

SCHEMA = json.loads(Path(record.__file__).with_name("report.schema.json").read_text("utf-8"))
REVOKED = recognised(account_host=ACCOUNT, vault_host=VAULT)
NAMELESS = recognised("entra.7000112", code="7000112", kind="")
CUT = LeftOut(
    place=Place(path="old.zip", offset=0), reason="the archive ends early", do="copy it again"
)


def outage() -> Run:
    hits = [
        an_occurrence(60 * n, line=n + 2, identity=APPLICATION, said=REVOKED) for n in range(90)
    ]
    return a_run(
        *hits,
        an_occurrence(None, line=200, said=REVOKED),
        an_occurrence(5, zone_assumed=True, said=NAMELESS),
        CUT,
    )


def with_turns(run: Run, *accesses: Access) -> Run:
    turning = Turning(BEGAN)
    for each in accesses:
        turning.add(each)
    assert run.triage
    back = LookedBack(turns=turning.result(), records=len(accesses), bytes=2000, seconds=0.1)
    return replace(run, triage=replace(run.triage, looked_back=back))


def text(run: Run) -> str:
    return present((report_of(run),), "text")


def flat(run: Run) -> str:
    return " ".join(text(run).split())


def test_the_first_page_answers_since_when_how_many_and_on_what() -> None:
    said = flat(outage())
    assert said.startswith("What the logs say: 92 errors")
    assert f"Onset 2026-11-23 14:02:11 UTC: first 4000 on {ACCOUNT}, app.log:2." in said
    assert "Hits per minute, 2026-11-23 14:02 to 2026-11-23 15:31 UTC, at most 2:" in said
    assert (
        "1 hit without a time, first app.log:200: counted, but in no minute and not for the onset."
        in said
    )
    assert "1 hit whose time names no zone, first app.log:1: taken as UTC." in said
    assert "Left out: old.zip: The archive ends early. Do: Copy it again." in said
    assert "Read: 1 file, 1.0 GB in 0.5 s (2.0 GB/s)" in said


def test_the_normal_report_follows_and_the_command_to_go_on_ends_it() -> None:
    said = flat(outage())
    assert (
        "BROKEN The logs say 91 times, from 2026-11-23 14:02:11 UTC to 2026-11-23 15:31:11 UTC: Access is revoked"
        in said
    )
    assert said.endswith(
        "Go on ----- " + f"Look at {ACCOUNT}: ajo-doctor diagnose --account {ACCOUNT}"
        " If the account is Adobe's, this login finds none of that name: then give --key-uri and --application instead."
    )


def test_the_table_fits_a_terminal_and_keeps_every_name_whole() -> None:
    page = text(outage()).partition("Read: ")[0]
    assert max(map(columns, page.splitlines())) <= 80
    for name in (ACCOUNT, VAULT, APPLICATION, "AADSTS7000112"):
        assert name in page


def test_many_rows_are_shown_up_to_a_number() -> None:
    run = a_run(
        *(
            an_occurrence(said=recognised(account_host=f"a{n}.documents.azure.com"))
            for n in range(40)
        )
    )
    assert "and 25 more rows, 25 hits; --format json has all" in flat(run)
    assert len(json.loads(present((report_of(run),), "json"))["triage"]["rows"]) == 40


def test_block_characters_are_left_out_where_the_terminal_has_none() -> None:
    said = present((report_of(outage()),), "text", Paper(ascii_only=True))
    page = said.partition("Read: ")[0]
    assert page.isascii()
    assert "@" in page


@pytest.mark.parametrize("form", ["text", "markdown", "json", "html"])
def test_a_replay_is_the_same_to_the_byte(form: str) -> None:
    run = with_turns(outage(), an_access(-249, 200), an_access(-62, 403))
    again = load(dump(run, the_catalogue()), the_catalogue())
    assert present((report_of(again),), form) == present((report_of(run),), form)


def test_the_json_keeps_its_schema_and_holds_everything() -> None:
    run = with_turns(outage(), an_access(-249, 200), an_access(-62, 403))
    tree = json.loads(present((report_of(run),), "json"))
    jsonschema.validate(tree, SCHEMA)
    found = tree["triage"]
    assert found["hits"] == 92
    assert found["onset"]["at"] == "2026-11-23T14:02:11Z"
    assert sum(each["count"] for each in found["minutes"]) == 91
    assert found["rows"][0]["minutes"][0] == {"at": "2026-11-23T14:02:00Z", "count": 1}
    assert found["turns"][0]["gap_s"] == 249
    assert found["go_on"][0]["argv"][:2] == ["ajo-doctor", "diagnose"]


def test_the_last_good_access_is_told_with_what_it_does_not_prove() -> None:
    said = flat(with_turns(outage(), an_access(-249, 200), an_access(-62, 403), an_access(9, 403)))
    assert (
        f"Last good KeyUnwrap 2026-11-23 13:58:02 UTC (200), audit.json:1 by {APPLICATION} at {VAULT}, 4 min 9 s before"
        " the onset. First refused after that: KeyUnwrap 2026-11-23 14:01:09 UTC (403), audit.json:1, 2 times in all."
        " It does not prove what was changed"
    ) in said


def test_silence_of_the_vault_is_no_refusal() -> None:
    said = flat(with_turns(outage(), an_access(-249, 200)))
    assert (
        "This vault refused it nowhere in these logs: where Entra ID gives no token (4000)" in said
    )


def test_who_is_served_as_before_is_called_so() -> None:
    served = (an_access(-249, 200), an_access(60, 200))
    said = flat(with_turns(outage(), *served))
    assert "It is still served after the onset" in said
    assert "does not prove" not in said
    beside = flat(with_turns(outage(), *served, an_access(-9, 200, who="silent")))
    assert "by silent at" in beside
    assert "It is still served" not in beside
    assert "1 more identity used a key; --format json has all." in beside


def test_without_an_audit_log_the_last_good_access_is_asked_for() -> None:
    assert (
        "Last good not known: no wrap or unwrap of a key was found. Give the vault's audit log"
        in flat(outage())
    )


def test_markdown_has_the_table_and_the_command_as_a_block() -> None:
    said = present((report_of(outage()),), "markdown")
    assert "## What the logs say: 92 errors" in said
    row = f"| 4000 | CO101 | {ACCOUNT} | {VAULT} | {APPLICATION} | 90 | 0 | 2026-11-23 14:02:11 | 2026-11-23 15:31:11 | `app.log:2` |"
    assert row in said
    assert f"  ```sh\n  ajo-doctor diagnose --account {ACCOUNT}\n  ```" in said


def report(
    *items: object, fail_on: Severity = Severity.WARNING, interrupted: bool = False
) -> Report:
    return report_of(a_run(*items, interrupted=interrupted), fail_on)  # type: ignore[arg-type]


def test_the_exit_code_tells_found_from_nothing_and_from_not_all_read() -> None:
    harmless = an_occurrence(said=recognised("cmk.healthy", kind="", code=""))
    assert report().exit_code == 0
    assert report(harmless).exit_code == 0
    assert report(CUT).exit_code == 3
    assert report(CUT, harmless).exit_code == 3
    assert report(an_occurrence()).exit_code == 1
    assert report(an_occurrence(), CUT).exit_code == 1
    assert report(an_occurrence(), interrupted=True).exit_code == 130
    assert report(interrupted=True).exit_code == 130


def test_an_error_that_becomes_no_finding_counts_as_a_warning() -> None:
    found = report(an_occurrence(said=NAMELESS))
    assert (found.exit_code, found.verdict) == (1, "broken")
    assert report(an_occurrence(said=NAMELESS), fail_on=Severity.CRITICAL).exit_code == 0
    assert "FOUND" in present((found,), "text")
    assert "The logs say 1 time: The application is disabled in the tenant." in " ".join(
        present((found,), "text").split()
    )


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_where_nothing_was_found_that_is_all_there_is_to_say(form: str) -> None:
    said = present((report(),), form)
    assert "no known error" in said
    assert "diagnose" not in said
    assert len(said.splitlines()) < 12
    assert report().sentence == "No known error was found in 1 file, 1.0 GB."
    assert "no all-clear" in report(CUT).sentence


def test_a_doubtful_share_is_told() -> None:
    doubt = recognised(certainty=Certainty.AMBIGUOUS)
    said = flat(
        a_run(an_occurrence(said=doubt), an_occurrence(1), an_occurrence(2), an_occurrence(3))
    )
    assert "1 of 4 (25.0 %) are ambiguous: two signals disagree in them." in said


def test_times_of_any_year_can_be_shown() -> None:
    far = (BEGAN.replace(year=1) - BEGAN).total_seconds()
    said = text(
        a_run(
            an_occurrence(far),
            an_occurrence(0),
            an_occurrence(timedelta(days=900_000).total_seconds()),
        )
    )
    assert "0001-11-23 14:02:11" in said


def test_hostile_names_write_on_nobody_s_terminal() -> None:
    evil = "a\x1b[2J\u202e|`<b>.documents.azure.com"
    hit = replace(
        an_occurrence(said=recognised(account_host=evil)),
        place=Place(path="a\x1b]0;x\x07.log", offset=1, line=1),
    )
    for form in ("text", "markdown"):
        said = present((report_of(a_run(hit)),), form)
        assert "\x1b" not in said
        assert "\u202e" not in said


def test_an_error_that_is_explained_once_is_counted_on_all_accounts() -> None:
    hits = [an_occurrence(n, line=n + 2, said=REVOKED) for n in range(3)]
    other = recognised(account_host="b.documents.azure.com")
    run = a_run(
        *hits, an_occurrence(-60, line=1, said=other), an_occurrence(90, said=recognised())
    )
    (view,) = report_of(run).pasted
    assert view.logged
    rows = json.loads(present((report_of(run),), "json"))["triage"]["rows"]
    assert view.logged.count == sum(row["count"] for row in rows) == 5
    assert view.logged.first == min(row["first"] for row in rows)
    assert view.logged.last == max(row["last"] for row in rows)
    again = replace(run, triage=None)  # as `diagnose --error` of a kept search has it
    assert report_of(again).pasted[0].logged == view.logged


def test_who_was_refused_and_is_served_again_is_said_to_be() -> None:
    turned = (an_access(-9, 200), an_access(5, 403))
    assert "served again" not in flat(with_turns(outage(), *turned))
    assert "served again" not in flat(with_turns(outage(), *turned, an_access(3, 200)))
    said = flat(with_turns(outage(), *turned, an_access(60, 200), an_access(70, 200)))
    assert "It was served again after that, at last KeyUnwrap 2026-11-23 14:03:21 UTC" in said


def test_one_more_is_singular() -> None:
    hosts = (recognised(account_host=f"a{n}.documents.azure.com") for n in range(16))
    assert "and 1 more row, 1 hit;" in flat(a_run(*(an_occurrence(said=each) for each in hosts)))
    assert "in the logs: once, " in flat(a_run(an_occurrence(said=REVOKED)))
