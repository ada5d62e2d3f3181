"""Who changed what, over the wire: for every fault that leaves a trace the right event comes first; else the report says where.

What really happened is read from the simulator's logs by other code, with the clock stopped, as the difference to a healthy
world. Where that is nothing, `tests.support.untold` says by hand where it would stand. No fault is left out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.traces.table import TRACING
from diagnostics.changes.change import Change, ChangeLog
from diagnostics.exit_codes import FOUND
from diagnostics.report.summary import summary
from diagnostics.simulator.expectations import expected_of
from diagnostics.simulator.faults import FAULTS, HARMLESS
from diagnostics.simulator.scenarios import SCENARIOS
from tests.support.elsewhere import replayed_elsewhere
from tests.support.examined import examined
from tests.support.untold import AT_ADOBE, PASTED, UNTOLD
from tests.support.who_changed import Told, told

TRACES = {trace.cause: trace for trace in TRACING.traces}
LOGS = ("Microsoft.Insights", "auditLogs", "Microsoft.Resources/changes", "audit/events", "/query")
NOWHERE = {**UNTOLD, **PASTED}
_SHOWN = 4  # changes that the report itself draws; the JSON form has all


def one_of_each_fault() -> dict[str, str]:
    """The first scenario of every fault that something is found of."""
    found: dict[str, str] = {}
    for name, scenario in SCENARIOS.items():
        if len(scenario.faults) == 1 and scenario.exit_code == FOUND:
            found.setdefault(scenario.faults[0], name)
    return found


SCENARIO_OF = one_of_each_fault()
_HIDDEN_AT_ADOBE = [
    name
    for fault in sorted(AT_ADOBE)
    if (name := f"{fault}@adobe-managed") in SCENARIOS and SCENARIOS[name].exit_code == FOUND
]


def test_every_fault_that_anything_is_found_of_is_tried() -> None:
    left = set(FAULTS) - set(SCENARIO_OF) - set(HARMLESS)
    assert not any(
        expected_of(fault, world).exit_code == FOUND
        for fault in left
        for world in FAULTS[fault].worlds
    )
    assert set(NOWHERE) <= set(SCENARIO_OF)


@pytest.mark.parametrize("fault", SCENARIO_OF)
def test_the_right_event_comes_first_or_the_report_says_where_it_would_stand(fault: str) -> None:
    case = told(SCENARIO_OF[fault])
    assert bool(case.truth) != (fault in NOWHERE)
    if not case.truth:
        names_where_it_would_stand(case, NOWHERE[fault].words)
    elif case.telling:
        names_the_right_event_first(case)
    else:
        names_the_log_that_may_not_be_read(case)


def names_the_right_event_first(case: Told) -> None:
    """The first change is a true one: which, by whom, when, and how sure that is."""
    first = case.telling[0]
    assert first == case.view.changes[0]
    assert first.causes[0] == case.causes[0]
    assert first.explains
    assert set(first.explains) <= case.seen.said
    true = case.true_event(first)
    if true is None:
        cannot_be_told_apart(case)
        return
    assert first.log == true.log.value
    assert first.operation.casefold().strip() == true.operation.casefold().strip()
    assert (first.subject.casefold(), first.who) == (true.subject.casefold(), true.who)
    if first.weight != "explains":
        is_rightly_less_sure(case, true)
    (glance,) = (each.text for each in summary(case.seen.report) if each.label == "Changed")
    assert glance.endswith(f", by {true.who}.")
    assert glance.startswith("Perhaps ") is (first.weight == "may explain")


def is_rightly_less_sure(case: Told, true: Change) -> None:
    """It may explain, no more: what was found is a symptom, or the log itself says neither what it did nor to whom."""
    because = case.telling[0].because
    if "only says what follows" in because:
        assert TRACES[case.causes[0]].is_symptom
    else:
        assert "the log does not say" in because
        assert all(each.values == () for each in case.truth if each.operation == true.operation)


def cannot_be_told_apart(case: Told) -> None:
    """Adobe's log says of an edit neither what nor how: on the wire the true one is like the others, and the report says so."""
    assert {each.log for each in case.telling} == {ChangeLog.ADOBE.value}
    assert {each.weight for each in case.telling} == {"may explain"}
    assert 1 < len(case.telling) <= _SHOWN
    first, *others = (case.wire(case.event_of(each)) for each in case.telling)
    assert all(each == first for each in others)
    assert any(case.true_event(each) for each in case.telling)
    assert not any(each.label == "Changed" for each in summary(case.seen.report))
    assert any(
        f"shows {len(case.telling)} changes that may be it" in each for each in case.view.notes
    )


def names_the_log_that_may_not_be_read(case: Told) -> None:
    """The event stands in a log that this login is refused: the report names it, and what would let it read."""
    (log,) = {each.log.value for each in case.truth}
    (seen,) = (each for each in case.view.logs if each.log == log)
    assert seen.state == "not permitted"
    assert seen.do
    assert f"the {log} would show who did it; it was not read" in case.view.notes[0]


def names_where_it_would_stand(case: Told, words: str) -> None:
    """Nothing explains it; the report says of the first cause where it would stand."""
    assert all(each.weight == "may explain" for each in case.telling)
    if (
        case.telling
    ):  # an edit as every day's, which nothing on the wire tells from one that matters
        assert {each.log for each in case.telling} == {ChangeLog.ADOBE.value}
        (_,) = {each.operation for each in case.telling}
    note = case.view.notes[0]
    assert note.startswith(case.seen.judged.diagnosis.causes[0].cause.title)
    assert words in note


@pytest.mark.parametrize("name", _HIDDEN_AT_ADOBE)
def test_what_was_changed_at_adobe_is_said_to_stand_in_adobes_own_logs(name: str) -> None:
    case = told(name)
    assert case.truth == ()
    assert not any(each.weight == "explains" for each in case.view.changes)
    assert "stands in Adobe's own logs, which no customer reads" in case.view.notes[0]


def test_a_vault_that_was_moved_is_found_where_it_went() -> None:
    first = told("vault-in-another-subscription@adobe-managed").view.changes[0]
    assert first.operation.endswith("/moveResources/action")
    assert "/subscriptions/22222222-bbbb-4000-8000-000000000003/" in first.after


def test_a_role_is_called_by_its_name() -> None:
    first = told("key-access-missing").view.changes[0]
    assert (first.before, first.after) == ("Key Vault Crypto Service Encryption User", "")


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
