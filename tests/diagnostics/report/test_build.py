from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.evidence import Status
from diagnostics.finding import Deadline, Severity, Step
from diagnostics.outcome import Reading
from diagnostics.permission import Permission
from diagnostics.report.build import build
from diagnostics.report.repair_record import HolderView
from diagnostics.rights import CallerRights
from diagnostics.targets import AcceptedUnknown, Target, Topology
from tests.support.reporting import (
    DARK,
    LOST,
    NICE,
    NOW,
    ODD,
    VAULT,
    WRITE,
    a_ranked_cause,
    a_repair,
    a_run,
    a_step,
    an_outcome,
    judged,
    rights_of,
)

FOUND = LOST.found("k", "Key k is lost.")
OPEN = DARK.unknown("nobody lets us look")
ACCEPTED = AcceptedUnknown("keyvault.key", "known since May", date(2026, 6, 1))


@pytest.mark.parametrize(
    ("outcomes", "verdict", "code"),
    [
        ((an_outcome(),), "clean", 0),
        ((an_outcome(NICE.found("k", "x")),), "clean", 0),
        ((an_outcome(OPEN, is_required=False),), "clean", 0),
        ((an_outcome(OPEN, accepted=ACCEPTED),), "clean", 0),
        ((an_outcome(OPEN),), "incomplete", 3),
        ((an_outcome(FOUND),), "broken", 1),
        ((an_outcome(FOUND), an_outcome(OPEN, check="b.c")), "broken", 1),
    ],
)
def test_the_verdict_follows_the_exit_code(outcomes: tuple, verdict: str, code: int) -> None:
    report = build(judged(*outcomes))
    assert (report.verdict, report.exit_code) == (verdict, code)


def test_what_was_read_before_an_interruption_is_told() -> None:
    report = build(judged(an_outcome(), run=a_run(interrupted=True)))
    assert (report.verdict, report.exit_code) == ("interrupted", 130)
    assert "ended before it was through" in report.sentence


def test_findings_without_a_cause_speak_for_themselves() -> None:
    report = build(judged(an_outcome(ODD.found("k", "Key k is odd."))))
    assert report.sentence == "Key k is odd."
    assert [view.code for view in report.unexplained] == ["KV902"]
    assert report.incident[1].startswith("No cause named")


def test_a_clean_run_does_not_hide_what_stayed_open() -> None:
    report = build(judged(an_outcome(check="a.b"), an_outcome(OPEN, is_required=False)))
    assert report.sentence == "1 check looked and found nothing wrong; 1 question stayed open."


def test_two_checks_that_say_the_same_are_one_finding_with_both_grounds() -> None:
    one = LOST.found("K", "Key k is lost.", evidence=("a = 1",))
    other = LOST.found(
        "k", "Key k is lost.", evidence=("b = 2", "a = 1"), severity=Severity.WARNING
    )
    report = build(judged(an_outcome(one, check="a.a"), an_outcome(other, check="b.b")))
    (view,) = report.findings
    assert view.severity == "critical"
    assert (view.checks, view.evidence) == (("a.a", "b.b"), ("a = 1", "b = 2"))


def test_the_worst_finding_stands_first() -> None:
    said = (NICE.found("k", "x"), ODD.found("k", "y"), FOUND)
    report = build(judged(an_outcome(*said)))
    assert [view.severity for view in report.findings] == ["critical", "warning", "info"]


def test_questions_that_only_wait_stand_behind_those_to_act_on() -> None:
    waits = DOCTOR_KINDS["needs-another-answer"].unknown("needs the answer of z.z: refused")
    allowed = DARK.unknown("refused", permissions=(WRITE,))
    report = build(
        judged(
            an_outcome(waits, check="a.a"),
            an_outcome(DARK.unknown("x"), check="b.b", is_required=False),
            an_outcome(DARK.unknown("y"), check="c.c"),
            an_outcome(allowed, check="z.z"),
        )
    )
    assert [view.check for view in report.open] == ["z.z", "c.c", "b.b", "a.a"]
    assert [view.waits_for for view in report.open] == ["", "", "", "z.z"]


def test_a_judge_cannot_pass_its_question_off_as_waiting() -> None:
    report = build(judged(an_outcome(DARK.unknown("needs the answer of z.z: I say so"))))
    assert report.open[0].waits_for == ""


def test_no_right_is_named_where_the_way_failed_and_not_the_right() -> None:
    throttled = replace(DARK.unknown("slow down", permissions=(WRITE,)), error="Throttled")
    refused = replace(DARK.unknown("refused", permissions=(WRITE,)), error="Denied")
    (view,) = build(judged(an_outcome(throttled))).open
    assert view.permissions == ()
    (view,) = build(judged(an_outcome(refused))).open
    assert view.permissions == (str(WRITE),)


def test_an_accepted_question_says_why_and_until_when() -> None:
    report = build(judged(an_outcome(OPEN, accepted=ACCEPTED)))
    assert report.open[0].accepted == "known since May (until 2026-06-01)"


def with_rights(rights: CallerRights | None, step_permission: Permission | None = WRITE) -> object:
    reading = (Reading(check="doctor.caller_rights", evidence=rights),) if rights else ()
    cause = a_ranked_cause(a_repair(a_step(permission=step_permission)))
    report = build(judged(an_outcome(FOUND), causes=(cause,), run=a_run(readings=reading)))
    return report.causes[0].steps[0]


def test_a_login_that_may_needs_nobody_else() -> None:
    step = with_rights(rights_of(may=True))
    assert (step.this_login, step.holders, step.holders_unseen) == ("may", (), "")


def test_who_holds_the_right_nearest_is_named_first() -> None:
    step = with_rights(rights_of(may=False, held=True))
    assert step.this_login == "may not"
    assert step.holders[0] == HolderView(who="User u", role="Key Vault Contributor", scope=VAULT)
    assert [holder.role for holder in step.holders] == ["Key Vault Contributor", "Owner"]


@pytest.mark.parametrize(
    ("rights", "permission", "says"),
    [
        (rights_of(may=False), WRITE, "Nobody was seen who holds it: ask an owner"),
        (rights_of(may=False, denied=(WRITE,)), WRITE, "Who holds it could not be read: needs"),
        (None, WRITE, "Who holds it was not read."),
        (
            rights_of(may=False),
            Permission("arm", "x/write", "Owner", "/subscriptions/other"),
            "Who holds it was not read.",
        ),
        (
            rights_of(may=False),
            Permission("graph", "Application.ReadWrite.All", "consent"),
            "ask who administers Entra ID",
        ),
        (rights_of(may=False), None, ""),
    ],
)
def test_why_nobody_is_named_is_said(
    rights: CallerRights | None, permission: Permission | None, says: str
) -> None:
    step = with_rights(rights, permission)
    assert says in step.holders_unseen
    assert bool(says) == bool(step.holders_unseen)


def test_each_command_is_there_as_data_and_for_both_shells() -> None:
    cause = a_ranked_cause(a_repair(a_step(argv=("az", "x=1", "it's"), undo=("az", "undo"))))
    step = build(judged(an_outcome(FOUND), causes=(cause,))).causes[0].steps[0]
    assert step.command is not None
    assert step.command.argv == ("az", "x=1", "it's")
    assert step.command.sh == "az x=1 'it'\\''s'"
    assert step.command.powershell == "az 'x=1' 'it''s'"
    assert step.undo is not None
    assert step.proof is None


def states(*outcomes: object) -> dict[str, tuple[str, str]]:
    return {view.number: (view.state, view.detail) for view in build(judged(*outcomes)).steps}


def test_the_four_documented_steps_say_where_they_stand() -> None:
    got = states(
        an_outcome(check="entra.a", step=Step.IDENTITY),
        an_outcome(OPEN, check="rbac.a", step=Step.PERMISSIONS),
        an_outcome(FOUND, check="keyvault.a"),
        an_outcome(check="cosmos.token", step=Step.RETEST),
    )
    assert got["1"] == ("ok", "entra.a")
    assert got["2"] == ("open", "rbac.a")
    assert got["3"] == ("found", "KV901")
    # A token alone does not make the last step well while the key is lost.
    assert got["4"][0] == "to do"


def test_a_warning_leaves_a_tested_data_plane_tested() -> None:
    got = states(
        an_outcome(ODD.found("k", "x"), check="keyvault.a"),
        an_outcome(check="cosmos.data_plane", step=Step.RETEST),
    )
    assert got["4"] == ("ok", "cosmos.data_plane")


def test_a_step_with_a_finding_names_what_is_open_beside_it() -> None:
    got = states(an_outcome(FOUND, check="keyvault.a"), an_outcome(OPEN, check="keyvault.b"))
    assert got["3"] == ("found", "KV901; open: keyvault.b")


def test_a_step_nobody_looked_at_says_why() -> None:
    skipped = an_outcome(
        check="rbac.a", step=Step.PERMISSIONS, status=Status.SKIPPED, reason="left out of this run"
    )
    got = states(skipped)
    assert got["2"] == ("not looked at", "left out of this run")
    assert got["4"] == ("not looked at", "only a call of the campaign can show it")


def test_a_step_is_not_well_where_what_counts_was_left_out_for_another_check() -> None:
    waits = an_outcome(
        check="entra.a",
        step=Step.IDENTITY,
        status=Status.SKIPPED,
        reason="the account was not found (see cosmos.account)",
    )
    fine = an_outcome(check="entra.b", step=Step.IDENTITY)
    for root in (OPEN, FOUND):
        got = states(waits, fine, an_outcome(root, check="cosmos.account"))
        assert got["1"] == (
            "not looked at",
            "the account was not found (see cosmos.account); well: entra.b",
        )
    assert states(waits, fine, an_outcome(check="cosmos.account"))["1"] == ("ok", "entra.b")
    optional = replace(waits, is_required=False)
    assert states(optional, fine, an_outcome(OPEN, check="cosmos.account"))["1"][0] == "ok"


def test_a_crashed_check_leaves_its_step_open() -> None:
    crashed = an_outcome(check="rbac.a", step=Step.PERMISSIONS, status=Status.CRASHED)
    assert states(crashed)["2"] == ("open", "rbac.a")


def test_what_is_merely_worth_knowing_leaves_a_step_well() -> None:
    noted = an_outcome(NICE.found("k", "x"), check="keyvault.a")
    assert states(noted, an_outcome(check="keyvault.b"))["3"] == ("ok", "keyvault.b")


def test_three_lines_go_to_the_incident_channel() -> None:
    report = build(judged(an_outcome(FOUND), causes=(a_ranked_cause(),)))
    assert report.incident == (
        "mine (own-account), 2026-03-14 23:30 UTC: Key k is lost.",
        "Cause: The key is lost (confidence high). Repair: Find the key. Needs: Key Vault Contributor.",
        "Works after: up to 1 hour after the repair. Prove it: ajo-doctor verify. Escalate: after 2 hours: Microsoft.",
    )


def test_a_simulated_run_is_marked_where_it_is_pasted() -> None:
    report = build(judged(an_outcome(), run=a_run(simulated=True)))
    assert report.incident[0].startswith("SIMULATED ")


@pytest.mark.parametrize(
    ("topology", "addressee", "asks"),
    [
        (Topology.OWN_ACCOUNT, "Microsoft", False),
        (Topology.ADOBE_MANAGED, "Adobe", True),
        (Topology.NO_CUSTOMER_KEY, "Adobe", True),
    ],
)
def test_the_packet_goes_to_whoever_owns_the_account(
    topology: Topology, addressee: str, asks: bool
) -> None:
    target = Target(name="t", topology=topology, topology_reason="set")
    report = build(judged(an_outcome(FOUND), run=a_run(target=target)))
    assert report.handoff_to.startswith(addressee)
    assert ("please add" in dict(report.handoff)) is asks


def test_the_packet_tells_what_waits_in_one_line() -> None:
    waits = DOCTOR_KINDS["needs-another-answer"].unknown("needs the answer of z.z: refused")
    report = build(
        judged(
            an_outcome(waits, check="a.a", title="A is well"),
            an_outcome(waits, check="b.b", title="B is well"),
            an_outcome(OPEN, check="z.z", title="Z is well"),
        )
    )
    assert [value for label, value in report.handoff if label == "not seen"] == [
        "Z is well: nobody lets us look",
        "as long as z.z is open: A is well; B is well",
    ]


def test_deadlines_reach_the_report() -> None:
    until = Deadline("It can be restored until", datetime(2026, 3, 20, tzinfo=UTC))
    cause = a_ranked_cause(deadlines=(until,))
    report = build(judged(an_outcome(FOUND), causes=(cause,)))
    assert report.causes[0].clocks[0].at == "2026-03-20T00:00:00Z"
    assert report.started_at == f"{NOW:%Y-%m-%dT%H:%M:%SZ}"


def test_an_optional_question_that_stays_open_leaves_its_step_well_and_is_named() -> None:
    fine = an_outcome(check="keyvault.key", step=Step.CMK)
    opened = an_outcome(OPEN, check="keyvault.vault_name", step=Step.CMK)

    optional = replace(opened, is_required=False)
    assert states(fine, optional)["3"] == ("ok", "keyvault.key, not seen: keyvault.vault_name")
    assert states(fine, opened)["3"] == ("open", "keyvault.vault_name")


def test_two_questions_open_for_the_very_same_reason_are_said_once() -> None:
    report = build(judged(an_outcome(OPEN), an_outcome(OPEN, check="rbac.key_access")))
    assert [each.waits_for for each in report.open] == ["", report.open[0].check]
