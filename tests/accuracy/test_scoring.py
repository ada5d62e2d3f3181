"""Scoring on plain records: when a fault is told, what comes first, what is comfort or alarm without ground."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diagnostics.diagnosis.cause import Alike, Hidden
from diagnostics.evidence import Status
from diagnostics.finding import Severity, Step
from diagnostics.simulator.scenarios import SCENARIOS
from tests.accuracy.said import Found, Said, rank, said
from tests.accuracy.scoring import (
    ALIKE,
    ANNOUNCED,
    BESIDES,
    MADE_TRUE,
    NAMED,
    OPEN,
    SAID,
    all_told,
    how_told,
    right,
    score_healthy,
    score_mix,
    score_single,
)
from tests.support.examined import examined, the_catalogue
from tests.support.small import a_cause, a_kind

CRITICAL, WARNING, INFO = int(Severity.CRITICAL), int(Severity.WARNING), int(Severity.INFO)
CAUSES = the_catalogue().causes


def alone(cause: str, *found: tuple[str, str], ok: tuple[str, ...] = (), **more: object) -> Said:
    return Said(
        causes=(cause,) if cause else (),
        found=tuple(Found(check, code, CRITICAL) for check, code in found),
        ok=frozenset(ok),
        exit_code=1,
        **more,
    )


DISABLED = alone("key-disabled", ("keyvault.key", "KV101"), ("cosmos.account", "CO105"))
GONE = alone("key-gone", ("keyvault.key", "KV107"), ("cosmos.account", "CO103"))
SMALL = Said(
    causes=("key-too-small",), found=(Found("keyvault.key", "KV106", WARNING),), exit_code=1
)
VAULT = alone("vault-soft-deleted", ("keyvault.vault", "KV201"), ("cosmos.account", "CO104"))
disabled, gone, small, vault = (
    right(CAUSES, SCENARIOS[fault], run)
    for fault, run in (
        ("key-disabled", DISABLED),
        ("key-gone", GONE),
        ("key-too-small", SMALL),
        ("vault-soft-deleted", VAULT),
    )
)


def both(*causes: str, **more: object) -> Said:
    """A run that named these causes, each as bad as the other."""
    return Said(causes=causes, ranks=tuple((each, (0, False, True)) for each in causes), **more)


def test_a_cause_that_is_named_is_told() -> None:
    assert how_told(disabled, both("key-disabled")) == NAMED
    assert how_told(disabled, both("key-expired")) == ""


def test_what_was_declared_to_look_the_same_is_told_one_way_only() -> None:
    assert how_told(gone, both("key-gone-or-soft-deleted")) == ALIKE
    soft_deleted = right(CAUSES, SCENARIOS["key-soft-deleted"], GONE)
    assert how_told(soft_deleted, both("key-gone")) == ""


def test_what_a_named_cause_hides_is_announced() -> None:
    run = both("vault-soft-deleted", hidden=(("vault-soft-deleted", "KV101"),))
    assert how_told(disabled, run) == ANNOUNCED
    assert how_told(small, run) == ""


def test_what_an_announced_fault_hides_is_announced_with_it() -> None:
    run = both("wrong-tenant", hidden=(("wrong-tenant", "KV201"),))
    assert all_told([vault, disabled], run) == {
        "vault-soft-deleted": ANNOUNCED,
        "key-disabled": ANNOUNCED,
    }
    assert all_told([disabled], run) == {"key-disabled": ""}


def test_a_question_that_stays_open_is_told_only_if_each_check_that_saw_it_is_open() -> None:
    assert how_told(disabled, Said(unknown=frozenset({"keyvault.key"}))) == OPEN
    assert how_told(disabled, Said(unknown=frozenset({"cosmos.account"}))) == ""
    assert how_told(disabled, Said(skipped=frozenset({"keyvault.key"}))) == ""


def test_what_has_no_cause_is_told_by_its_kind() -> None:
    run = Said(opened=(("entra.principal_usable", "SF104"),), exit_code=3)
    throttled = right(CAUSES, SCENARIOS["throttled"], run)
    assert throttled.cause == ""
    assert how_told(throttled, run) == SAID
    assert how_told(throttled, Said()) == ""
    assert how_told(throttled, Said(unknown=frozenset({"entra.principal_usable"}))) == OPEN


def test_the_smaller_rank_must_stand_first() -> None:
    ranks = (
        ("key-too-small", (-WARNING, False, True)),
        ("key-disabled", (-CRITICAL, False, True)),
    )
    good = Said(causes=("key-disabled", "key-too-small"), ranks=ranks)
    assert score_mix("x", [disabled, small], good).first
    turned = replace(good, causes=("key-too-small", "key-disabled"))
    assert not score_mix("x", [disabled, small], turned).first


def test_a_cause_that_no_fault_has_cannot_stand_rightly_first() -> None:
    score = score_mix("x", [disabled], both("key-expired", "key-disabled"))
    assert not score.first
    assert score.false_alarm == ("cause key-expired",)
    assert "what to repair first does not stand first" in score.wrongs[0]


def test_no_cause_is_right_only_where_no_cause_was_to_be_named() -> None:
    unseen = Said(unknown=frozenset({"keyvault.key"}), exit_code=3)
    assert score_mix("x", [disabled], unseen).first
    assert score_mix("x", [disabled], unseen).wrongs == ()


def test_a_fallback_is_no_alarm_where_a_fault_shows_its_symptom() -> None:
    grounds = (("revoked-key-disabled-or-expired", frozenset({"CO105"})),)
    run = both("revoked-key-disabled-or-expired", grounds=grounds)
    assert score_mix("x", [disabled], run).false_alarm == (
        "cause revoked-key-disabled-or-expired",
    )
    concluded = replace(run, concluded=frozenset({"revoked-key-disabled-or-expired"}))
    assert score_mix("x", [disabled], concluded).false_alarm == ()
    assert score_mix("x", [small], concluded).false_alarm != ()


def test_ok_is_false_where_a_fault_makes_the_sentence_false() -> None:
    run = both("key-disabled", ok=frozenset({"cosmos.account", "keyvault.vault"}), exit_code=1)
    assert score_mix("x", [disabled], run).false_ok == ("cosmos.account in spite of key-disabled",)


def test_ok_is_false_where_the_question_was_open_before() -> None:
    open_alone = replace(DISABLED, unknown=frozenset({"keyvault.vault_name"}))
    fault = right(CAUSES, SCENARIOS["key-disabled"], open_alone)
    run = both("key-disabled", ok=frozenset({"keyvault.vault_name"}), exit_code=1)
    assert score_mix("x", [fault], run).false_ok == (
        "keyvault.vault_name in spite of key-disabled",
    )


def test_ok_is_true_where_it_is_written_down_why() -> None:
    denied = alone("denied-by-assignment", ("rbac.key_access", "RB107"))
    fault = right(CAUSES, SCENARIOS["denied-by-assignment"], denied)
    ok = frozenset({"rbac.key_access"})
    assert score_mix("x", [fault], both("access-policy-model", ok=ok, exit_code=1)).false_ok == ()
    assert score_mix("x", [fault], both("key-disabled", ok=ok, exit_code=1)).false_ok != ()


def test_an_all_clear_is_false_where_one_fault_gave_none() -> None:
    assert "exit code 0" in score_mix("x", [disabled], Said(exit_code=0)).false_ok


def test_a_finding_is_an_alarm_where_no_fault_shows_or_explains_it() -> None:
    def run(code: str, severity: int = CRITICAL) -> Said:
        return both("key-disabled", found=(Found("a.check", code, severity),), exit_code=1)

    assert score_mix("x", [disabled], run("EN101")).false_alarm == ("EN101 of a.check",)
    assert score_mix("x", [disabled], run("EN101", INFO)).false_alarm == ()
    assert score_mix("x", [disabled], run("CO105")).false_alarm == ()
    assert score_mix("x", [disabled], run("CO102")).false_alarm == ()  # older accounts say so


def test_names_and_crashes_are_counted() -> None:
    run = both("key-disabled", nameless=frozenset({"a.check"}), crashed=("b.check: boom",))
    wrongs = score_mix("x", [disabled], replace(run, exit_code=1)).wrongs
    assert wrongs == ("unknown without a name: a.check", "crashed: b.check: boom")


def test_a_fault_alone_must_be_said_first_and_alone() -> None:
    assert score_single("x", disabled, 1).wrongs == ()
    more = replace(DISABLED, grounds=(("key-expired", frozenset({"KV102"})),))
    assert score_single("x", replace(disabled, alone=more), 1).false_alarm == (
        "cause key-expired",
    )
    other = replace(DISABLED, causes=("key-expired",))
    missed = score_single("x", replace(disabled, alone=other), 1)
    assert not missed.first
    assert not missed.all_told
    quiet = replace(DISABLED, exit_code=0)
    assert score_single("x", replace(disabled, alone=quiet), 1).false_ok == ("exit code 0",)


def test_where_nothing_is_wrong_everything_is_an_alarm() -> None:
    assert score_healthy("x", Said(found=(Found("a.check", "CO204", INFO),))).wrongs == ()
    assert score_healthy("x", DISABLED).false_alarm[0] == "cause key-disabled"
    assert len(score_healthy("x", DISABLED).false_alarm) == 3


def test_the_worst_goes_first_then_what_was_seen_then_the_place() -> None:
    bad, mild, place = a_kind("A1"), a_kind("A2", Severity.WARNING), a_kind("A3")
    findings = [kind.found("it", "x") for kind in (bad, mild, place)]
    seen, weak = a_cause("seen", bad), a_cause("weak", mild)
    concluded = a_cause("concluded", bad, is_fallback=True)
    here = a_cause("here", place, step=Step.PLACE)
    ordered = sorted((weak, concluded, seen, here), key=lambda cause: rank(cause, findings))
    assert [cause.id for cause in ordered] == ["here", "seen", "concluded", "weak"]


def test_a_symptom_counts_for_how_bad_a_cause_is() -> None:
    bad, mild = a_kind("A1"), a_kind("A2", Severity.WARNING)
    findings = [kind.found("it", "x") for kind in (bad, mild)]
    assert rank(a_cause("c", mild, explains=(bad,)), findings)[0] == -CRITICAL


@pytest.mark.parametrize("table", [MADE_TRUE, BESIDES])
def test_what_is_written_down_names_what_there_is(table: dict[str, object]) -> None:
    from diagnostics.simulator.faults import FAULTS

    checks = {check.id for check in the_catalogue().checks}
    assert set(table) <= checks | set(FAULTS)
    causes = {cause.id for cause in CAUSES}
    assert all(cause in causes for by_cause in MADE_TRUE.values() for cause in by_cause)


def test_hiding_and_likeness_are_read_from_the_causes() -> None:
    kind, other = a_kind("KV101", slug="key-disabled"), a_kind("KV102")
    cause = a_cause("key-disabled", kind, hides=(Hidden("more", (other,)),))
    instead = a_cause("either", other, not_told_apart=Alike((kind,), "why"))
    read = right((cause, instead), SCENARIOS["key-disabled"], DISABLED)
    assert (read.hides, read.alike) == ({"KV102"}, {"either"})
    assert read.accounts_for >= {"KV102", "CO105"}


def test_a_real_run_is_heard_as_it_was() -> None:
    seen = examined("key-disabled")
    heard = said(seen)
    assert heard.causes == ("key-disabled",)
    assert {"KV101", "CO105"} <= heard.codes
    assert ("key-disabled", "CO112") in heard.hidden
    assert heard.ok == {o.check for o in seen.judged.outcomes if o.status is Status.OK} != set()
    assert heard.nameless == frozenset()
    assert heard.crashed == ()
    assert (heard.exit_code, heard.requests > 10) == (1, True)
    assert (
        score_single("key-disabled", right(CAUSES, SCENARIOS["key-disabled"], heard), 1).wrongs
        == ()
    )
