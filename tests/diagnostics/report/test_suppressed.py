"""A suppressed finding in every form: there, marked, and not counted."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET  # our own output
from dataclasses import replace
from datetime import date

import pytest

from diagnostics.finding import Finding, Severity
from diagnostics.report import junit, nagios, openmetrics
from diagnostics.report.build import Judged, build
from diagnostics.report.present import present
from diagnostics.report.record import Report
from diagnostics.report.suppressed_wording import nowhere
from diagnostics.report.wording import headline
from diagnostics.suppression import Settled, Standing, Suppression
from diagnostics.verifying_found import loose, weighty
from tests.support.reporting import LOST, NICE, ODD, a_ranked_cause, an_outcome, judged

FORMS = ("text", "markdown", "html")
SAID = Suppression(
    kind="KV901",
    subject="k",
    owner="team blue",
    reason="the vault | is <moved> in May",
    until=date(2026, 5, 31),
)
HIDDEN = replace(LOST.found("k", "Key k is lost."), suppressed=SAID)
HOLDS = Settled(suppression=SAID, standing=Standing.HOLDS, found=True)


def a_report(*found: Finding, settled: tuple[Settled, ...] = (HOLDS,), **fields: object) -> Report:
    return build(of(*found, suppressions=settled, **fields))


def of(*found: Finding, **fields: object) -> Judged:
    mine = tuple(each for each in found if each.kind == LOST)
    causes = (a_ranked_cause(explains=mine),) if mine else ()
    well = an_outcome(check="keyvault.vault")
    return judged(an_outcome(*found), well, causes=causes, **fields)


def values(report: Report) -> dict[str, str]:
    lines = openmetrics.render((report,)).splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))


@pytest.mark.parametrize("form", FORMS)
def test_it_stays_with_who_answers_for_it_why_and_until_when(form: str) -> None:
    drawn = " ".join(present((a_report(HIDDEN),), form).split())
    assert "KV901" in drawn
    assert "Suppressed until 2026-05-31 by team blue" in drawn
    assert "does not count" in drawn
    assert "The key is lost (suppressed)" in drawn


def test_alone_it_leaves_a_run_well_and_is_no_all_clear_in_words() -> None:
    report = a_report(HIDDEN)
    assert (report.exit_code, report.verdict, headline(report)) == (0, "clean", "SUPPRESSED")
    assert report.sentence == (
        "1 check looked and found nothing wrong; suppressed: KV901 until 2026-05-31 by team blue."
    )
    assert dict(report.counts)["critical"] == 0
    assert dict(report.counts)["suppressed"] == 1
    assert report.incident[1].startswith("No cause named")
    assert {step.number: step.state for step in report.steps}["3"] == "suppressed"


def test_its_cause_is_named_and_marked_and_no_command_stands_on_the_first_page() -> None:
    report = a_report(HIDDEN)
    assert [cause.suppressed for cause in report.causes] == [True]
    first_page = present((report,), "text").partition("Repair: ")[0]
    assert "az keyvault key find" not in first_page


def test_what_counts_stands_before_it_and_decides() -> None:
    odd = ODD.found("k", "Key k is odd.")
    report = a_report(HIDDEN, odd)
    assert (report.exit_code, headline(report)) == (1, "WARNING")
    assert [view.code for view in report.findings] == ["KV902", "KV901"]
    assert report.sentence == "Key k is odd."
    assert nagios.state(report) == "WARNING"


def test_a_mere_remark_that_is_suppressed_is_no_news() -> None:
    assert headline(a_report(replace(NICE.found("k", "x"), suppressed=SAID))) == "NO FAULT FOUND"


def test_junit_skips_the_case_with_the_reason() -> None:
    suite = ET.fromstring(junit.render((a_report(HIDDEN),))).find("testsuite")  # noqa: S314
    assert suite is not None
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == ("0", "0", "1")
    skipped = suite.find("testcase/skipped")
    assert skipped is not None
    assert "team blue" in skipped.get("message", "")
    assert "KV901" in (skipped.text or "")


def test_junit_still_fails_for_what_counts_beside_it() -> None:
    root = ET.fromstring(junit.render((a_report(HIDDEN, ODD.found("k", "odd")),)))  # noqa: S314
    (failed,) = root.findall("testsuite/testcase/failure[@type='KV902']")
    assert "KV901" not in failed.get("message", "")


def test_metrics_label_it_and_do_not_count_it() -> None:
    got = values(a_report(HIDDEN))
    finding = '{target="mine",code="KV901",severity="critical",subject="k",suppressed="true"}'
    assert got[f"ajo_doctor_finding{finding}"] == "1"
    assert got['ajo_doctor_findings{target="mine",severity="critical"}'] == "0"
    assert got['ajo_doctor_suppressed_findings{target="mine"}'] == "1"
    until = 'suppression_timestamp_seconds{target="mine",kind="KV901",subject="k",owner="team blue",standing="holds"}'
    assert got[f"ajo_doctor_{until}"] == "1780272000"  # 2026-06-01T00:00:00Z


def test_nagios_is_ok_and_gives_the_number() -> None:
    line = nagios.render((a_report(HIDDEN),)).splitlines()[0]
    assert line.startswith("AJO-DOCTOR OK")
    assert "critical=0;;0;0" in line
    assert "suppressed=1;;;0" in line


def test_json_carries_both_sides() -> None:
    told = json.loads(present((a_report(HIDDEN),), "json"))
    assert told["findings"][0]["suppressed"] == {
        "owner": "team blue",
        "reason": "the vault | is <moved> in May",
        "until": "2026-05-31",
    }
    (said,) = told["suppressions"]
    assert (said["standing"], said["found"], said["until"]) == ("holds", True, "2026-05-31")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("standing", "found", "told"),
    [
        (Standing.ENDED, True, "has ended: it was found, and counts again"),
        (Standing.ENDED, False, "remove the suppression"),
        (Standing.UNMATCHED, False, "matches nothing"),
        (Standing.NOT_SEEN, False, "was not asked or gave no answer"),
    ],
)
def test_a_suppression_that_does_nothing_is_told(
    form: str, standing: Standing, found: bool, told: str
) -> None:
    counts = LOST.found("k", "Key k is lost.")
    settled = Settled(suppression=SAID, standing=standing, found=found)
    report = a_report(*([counts] if found else []), settled=(settled,))
    assert report.exit_code == int(found)
    drawn = " ".join(present((report,), form).split())
    assert told in drawn
    assert "team blue" in drawn


def test_one_above_several_targets_is_told_when_it_matches_in_none() -> None:
    shared = replace(SAID, is_shared=True)
    elsewhere = Settled(suppression=shared, standing=Standing.ELSEWHERE, found=False)
    here = Settled(suppression=shared, standing=Standing.HOLDS, found=True)
    quiet = a_report(settled=(elsewhere,))
    assert "team blue" not in present((quiet,), "text")
    assert list(nowhere((quiet, a_report(HIDDEN, settled=(here,))))) == []
    assert list(nowhere((quiet, quiet))) == [
        "suppression of KV901 at k matches nothing in any target"
    ]


def test_a_verification_does_not_wait_for_what_is_suppressed() -> None:
    loud, quiet = of(LOST.found("k", "x")), of(HIDDEN)
    assert [len(weighty(each)) for each in (loud, quiet)] == [1, 0]
    odd = ODD.found("k", "odd")
    loose_ones = [loose(of(each)) for each in (odd, replace(odd, suppressed=SAID))]
    assert [len(each) for each in loose_ones] == [1, 0]


def test_fail_on_critical_and_a_suppressed_critical_finding() -> None:
    report = a_report(HIDDEN, ODD.found("k", "odd"), fail_on=Severity.CRITICAL)
    assert (report.exit_code, headline(report)) == (0, "WARNING")
