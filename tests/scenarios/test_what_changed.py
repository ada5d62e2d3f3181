"""Who changed what, over the wire: for every fault that leaves a trace the right event comes first; else the report says why.

What really happened is read from the simulator's logs by other code, with the clock stopped, as the difference to a healthy world.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.traces.table import TRACING
from diagnostics.changes.change import ChangeLog
from diagnostics.exit_codes import FOUND
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.scenarios import SCENARIOS
from tests.support.elsewhere import replayed_elsewhere
from tests.support.examined import examined
from tests.support.who_changed import Told, told

TRACES = {trace.cause: trace for trace in TRACING.traces}
LOGS = ("Microsoft.Insights", "auditLogs", "Microsoft.Resources/changes", "audit/events", "/query")


def one_of_each_fault() -> dict[str, str]:
    """The first scenario of every fault that something is found of."""
    found: dict[str, str] = {}
    for name, scenario in SCENARIOS.items():
        if len(scenario.faults) == 1 and scenario.exit_code == FOUND:
            found.setdefault(scenario.faults[0], name)
    return found


SCENARIO_OF = one_of_each_fault()
# The vault lies in another subscription, whose log is not among those that were read; the report does not say so yet.
IN_ANOTHER_LOG = ("vault-in-another-subscription",)


def test_most_faults_are_tried() -> None:
    assert set(SCENARIO_OF) <= set(FAULTS)
    assert len(SCENARIO_OF) > 80


@pytest.mark.parametrize("fault", SCENARIO_OF)
def test_the_right_event_comes_first_or_the_report_says_why_none_does(fault: str) -> None:
    case = told(SCENARIO_OF[fault])
    view = case.seen.report.changes
    causes = [each.cause.id for each in case.seen.judged.diagnosis.causes]
    if not causes:
        return  # only of information, or of what stays open: nobody is asked
    assert view is not None
    trace = TRACES[causes[0]]
    if trace.untraced:
        assert any(trace.untraced in note for note in view.notes)
        return
    mine = [each for each in case.truth if each.log in {rule.log for rule in trace.rules}]
    if not mine or fault in IN_ANOTHER_LOG:
        says_which_log_would_show_it(case)
    elif not any(case.first_is(each) for each in mine):
        cannot_be_told_apart(case)


def says_which_log_would_show_it(case: Told) -> None:
    """Nothing explains it; the report names the logs, or what may have been it."""
    view = case.seen.report.changes
    assert view is not None
    assert not any(each.weight == "explains" for each in view.changes)
    assert any("would show who did it" in note for note in view.notes) or view.changes


def cannot_be_told_apart(case: Told) -> None:
    """Adobe's log says of an edit neither what nor how: all that were made of the campaign may be it, and stand together."""
    view = case.seen.report.changes
    assert view is not None
    telling = [each for each in view.changes if each.weight != "beside it"]
    assert telling, view
    assert {each.log for each in telling} == {"Adobe audit"}, telling
    assert {each.weight for each in telling} == {"may explain"}
    assert len({(each.operation, each.subject) for each in telling}) == 1
    assert all("does not say" in each.because for each in telling)
    whos = {each.who for each in telling}
    assert any(each.who in whos for each in case.truth if each.log is ChangeLog.ADOBE)


def test_before_and_after_are_told_where_the_log_has_them() -> None:
    first = told("service-principal-disabled").seen.report.changes
    assert first is not None
    assert (first.changes[0].before, first.changes[0].after) == ("true", "false")
    vault = told("firewall-without-bypass").seen.report.changes
    assert vault is not None
    assert "AzureServices" in vault.changes[0].before
    assert "None" in vault.changes[0].after


def test_a_deleted_role_names_whom_it_was_taken_from() -> None:
    case = told("key-access-missing")
    view = case.seen.report.changes
    assert view is not None
    assert view.changes[0].operation == "Microsoft.Authorization/roleAssignments/delete"
    assert view.changes[0].weight == "explains"


def test_the_timeline_and_every_form_name_the_event() -> None:
    seen = told("service-principal-disabled").seen
    who = next(each.who for each in seen.report.changes.changes)  # type: ignore[union-attr]
    assert [each.sort for each in seen.report.timeline if "AccountEnabled" in each.what] == [
        "change"
    ]
    for form, drawn in seen.drawn.items():
        assert who.partition("@")[0].partition(".")[0] in drawn, form  # the rest is escaped
        assert "AccountEnabled" in drawn, form


def test_a_replay_says_the_same_with_nobody_asked(tmp_path: Path) -> None:
    seen = told("firewall-without-bypass").seen
    bundle = tmp_path / "bundle"
    bundle.write_bytes(seen.bundle)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    assert replayed_elsewhere(bundle, folder) == seen.drawn


def test_a_log_that_may_not_be_read_is_named_with_its_permission_and_changes_no_exit_code() -> (
    None
):
    seen = examined("service-principal-disabled")
    view = seen.report.changes
    assert view is not None
    (log,) = view.logs
    assert (log.log, log.state) == ("Entra audit", "not permitted")
    assert "AuditLog.Read.All" in log.do
    assert seen.report.exit_code == FOUND
    assert any("would show who did it" in note for note in view.notes)
    (open_,) = (each for each in seen.report.open if each.check == "audit.directory")
    assert not open_.required
    assert any("AuditLog.Read.All" in right for right in open_.permissions)


def test_a_log_that_nobody_collects_is_named_with_the_command_that_collects_it() -> None:
    seen = examined("key-disabled")
    view = seen.report.changes
    assert view is not None
    log = next(each for each in view.logs if each.log == "vault audit")
    assert log.state == "not collected"
    assert "az monitor diagnostic-settings create" in log.do
    assert "AU201" in seen.left_open


@pytest.mark.parametrize("name", [each for each in SCENARIOS if each.startswith("healthy")])
def test_a_healthy_run_asks_no_log(name: str) -> None:
    seen = examined(name)
    assert [one.path for one in seen.log if any(each in one.path for each in LOGS)] == []
    assert seen.report.changes is None
