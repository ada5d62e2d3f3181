"""From findings to ranked causes: the smallest set, honest about doubt, the same whatever the order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from diagnostics.diagnosis.cause import Alike, Case, Confidence, Diagnosis
from diagnostics.diagnosis.engine import diagnose
from diagnostics.evidence import Seen, Status
from diagnostics.finding import Deadline, Step
from diagnostics.judging import LEFT_OUT
from diagnostics.outcome import Outcome
from diagnostics.repair import Repair
from diagnostics.suppression import Suppression
from tests.support.causing import (
    CAUSES,
    DATA,
    DELETED,
    DISABLED,
    GUEST,
    KEY,
    REVOKED,
    ROLE,
    TENANT,
    VERSIONED,
    disabled,
    found,
    key,
    names,
    of,
    revoked,
)
from tests.support.small import NOW, TARGET, Water, a_cause, a_repair, an_outcome


def test_nothing_found_nothing_explained() -> None:
    assert of() == Diagnosis(causes=(), unexplained=(), unknowns=())


def test_one_cause_explains_its_symptoms() -> None:
    diagnosis = of(REVOKED, DATA, DISABLED)
    (first,) = diagnosis.causes
    assert first.cause is disabled
    assert [each.kind.code for each in first.explains] == ["EN101", "CO101", "CO312"]
    assert first.sentence == "disabled: 3 findings"
    assert first.repair.steps[0].purpose == "Repair it"
    assert (first.confidence, first.against, first.could_change) == (Confidence.HIGH, (), ())
    assert diagnosis.unexplained == ()


def test_what_another_cause_explains_is_no_cause_of_its_own() -> None:
    assert names(of(DELETED, ROLE, REVOKED)) == ["deleted"]


def test_a_cause_of_nothing_but_suppressed_findings_is_named_last() -> None:
    said = Suppression(
        kind="KV101", subject="it", owner="us", reason="known", until=date(2027, 1, 1)
    )
    (hidden,), (guest_found,) = found(KEY), found(GUEST)
    outcome = an_outcome("water.warm", replace(hidden, suppressed=said), guest_found)
    diagnosis = diagnose(CAUSES, (outcome,), Seen(), TARGET)
    assert names(diagnosis) == ["guest", "key"]
    assert [each.is_suppressed for each in diagnosis.causes] == [False, True]
    assert names(of(KEY, GUEST)) == ["key", "guest"]


def test_two_things_that_were_seen_are_both_told() -> None:
    diagnosis = of(DISABLED, KEY, REVOKED)
    assert names(diagnosis) == ["disabled", "key"]


def test_a_cause_that_was_not_seen_itself_explains_nothing() -> None:
    assert names(of(REVOKED, causes=(disabled,))) == []
    assert of(REVOKED, causes=(disabled,)).unexplained == found(REVOKED)


def test_a_fallback_speaks_when_nothing_seen_explains_the_symptom() -> None:
    assert names(of(REVOKED)) == ["revoked"]
    assert names(of(REVOKED, DISABLED)) == ["disabled"]


def test_a_fallback_stands_after_what_was_seen_and_speaks_against_it() -> None:
    diagnosis = of(REVOKED, KEY)
    assert names(diagnosis) == ["key", "revoked"]
    assert diagnosis.causes[0].against == ("it does not explain CO101: title of CO101",)
    assert diagnosis.causes[1].against == ()


def test_a_fallback_for_what_is_explained_anyhow_stays_silent() -> None:
    assert names(of(REVOKED, DATA, DISABLED)) == ["disabled"]


def test_a_fallback_does_not_speak_when_its_own_symptom_is_explained() -> None:
    wide = replace(revoked, explains=(GUEST,))
    diagnosis = of(REVOKED, DISABLED, GUEST, causes=(disabled, wide))
    assert names(diagnosis) == ["disabled"]
    assert diagnosis.unexplained == found(GUEST)


def test_a_symptom_that_two_causes_explain_is_told_against_both() -> None:
    diagnosis = of(DISABLED, ROLE, DATA)
    assert names(diagnosis) == ["disabled", "role"]
    assert diagnosis.causes[0].against == ("CO312 would also come from another cause: cause role",)
    assert diagnosis.causes[1].against == (
        "CO312 would also come from another cause: cause disabled",
    )


def test_what_contradicts_a_cause_rules_it_out_even_as_information() -> None:
    ruled_out = replace(disabled, contradicted_by=(VERSIONED,))
    assert names(of(DISABLED, VERSIONED, causes=(ruled_out,))) == []
    assert names(of(DISABLED, causes=(ruled_out,))) == ["disabled"]


def test_information_needs_no_cause() -> None:
    versioned = a_cause("versioned", VERSIONED)
    diagnosis = of(VERSIONED, causes=(versioned,))
    assert (diagnosis.causes, diagnosis.unexplained) == ((), ())


def test_what_no_cause_covers_is_unexplained() -> None:
    assert of(KEY, DISABLED, causes=(disabled,)).unexplained == found(KEY)


def test_the_right_place_goes_before_what_was_looked_at_in_it() -> None:
    assert names(of(KEY, DISABLED, REVOKED, TENANT)) == ["tenant", "disabled", "key"]


def test_the_worse_goes_first() -> None:
    assert names(of(GUEST, KEY)) == ["key", "guest"]
    assert names(of(GUEST, REVOKED)) == ["revoked", "guest"]


def test_what_explains_more_goes_first_then_the_documented_steps() -> None:
    assert names(of(KEY, ROLE, DATA, DISABLED)) == ["disabled", "role", "key"]
    assert names(of(KEY, ROLE)) == ["role", "key"]


def test_of_two_that_explain_the_same_the_earlier_step_then_the_name() -> None:
    late = a_cause("a-late", KEY, step=Step.CMK)
    early = a_cause("z-early", KEY, step=Step.IDENTITY)
    same = a_cause("b-same", KEY, step=Step.IDENTITY)
    assert names(of(KEY, causes=(late, early))) == ["z-early"]
    assert names(of(KEY, causes=(early, same))) == ["b-same"]


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (an_outcome("pipe.whole", KEY.unknown("not allowed")), "not allowed"),
        (an_outcome("pipe.whole", KEY.unknown("half of it"), *found(GUEST)), "half of it"),
        (an_outcome("pipe.whole", status=Status.CRASHED, reason="KeyError in x"), "KeyError in x"),
        (an_outcome("pipe.whole", status=Status.UNKNOWN), "unknown"),
        (an_outcome("pipe.whole", status=Status.SKIPPED, reason=LEFT_OUT), LEFT_OUT),
    ],
)
def test_an_open_question_that_could_overturn_lowers_the_confidence(
    outcome: Outcome, reason: str
) -> None:
    doubtful = replace(key, overturned_by=("pipe.whole",))
    (ranked,) = of(KEY, causes=(doubtful,), more=(outcome,)).causes
    assert ranked.confidence is Confidence.MEDIUM
    assert ranked.could_change == (f"check pipe.whole is open: {reason}",)


@pytest.mark.parametrize(
    "outcome",
    [
        an_outcome("pipe.whole"),
        an_outcome("pipe.whole", *found(GUEST)),
        an_outcome("pipe.whole", status=Status.SKIPPED, reason="there is no pipe"),
        an_outcome("other.thing", KEY.unknown("not allowed")),
    ],
)
def test_an_answered_question_lowers_nothing(outcome: Outcome) -> None:
    doubtful = replace(key, overturned_by=("pipe.whole",))
    (ranked,) = of(KEY, causes=(doubtful,), more=(outcome,)).causes
    assert (ranked.confidence, ranked.could_change) == (Confidence.HIGH, ())


def test_confidence_has_a_floor() -> None:
    doubtful = replace(revoked, overturned_by=("a.a", "b.b"))
    more = (an_outcome("b.b", KEY.unknown("y")), an_outcome("a.a", KEY.unknown("x")))
    (ranked,) = of(REVOKED, causes=(doubtful,), more=more).causes
    assert ranked.confidence is Confidence.LOW
    assert ranked.could_change == ("check a.a is open: x", "check b.b is open: y")


def test_open_questions_are_handed_on_once() -> None:
    open_question = KEY.unknown("not allowed")
    more = (an_outcome("b.b", open_question), an_outcome("a.a", open_question))
    assert of(more=more).unknowns == (open_question,)


def test_causes_that_look_the_same_from_here_are_announced() -> None:
    alike = Alike((DISABLED, DELETED), "The list of deleted ones was not shown.")
    one, two = a_cause("one", KEY, not_told_apart=alike), a_cause("two", ROLE)
    (ranked,) = of(KEY, causes=(one,)).causes
    assert ranked.look_alikes == ("title of EN101", "title of EN102")
    assert [each.look_alikes for each in of(KEY, ROLE, causes=(one, two)).causes][1] == ()


def test_what_was_found_itself_is_no_likeness() -> None:
    one = a_cause("one", KEY, not_told_apart=Alike((DISABLED, DELETED), "why"))
    ranked = next(each for each in of(KEY, DELETED, causes=(one,)).causes)
    assert ranked.look_alikes == ("title of EN101",)


def test_the_same_said_by_two_checks_is_one_finding_with_all_evidence() -> None:
    status = REVOKED.found("it", "x", evidence=("status = 4000",))
    gateway = REVOKED.found("IT", "x", evidence=("sub-status = 4000",))
    more = (an_outcome("a.a", status), an_outcome("b.b", gateway))
    (ranked,) = of(more=more).causes
    (finding,) = ranked.explains
    assert set(finding.evidence) == {"status = 4000", "sub-status = 4000"}


def test_clocks_of_all_findings_run_the_earliest_first() -> None:
    late, soon = Deadline("purged at", NOW + timedelta(days=9)), Deadline("restorable until", NOW)
    more = (
        an_outcome("a.a", KEY.found("it", "x", deadlines=(late,))),
        an_outcome("b.b", KEY.found("other", "y", deadlines=(soon, late))),
    )
    (ranked,) = of(more=more).causes
    assert ranked.deadlines == (soon, late)


def test_a_cause_speaks_of_its_findings_target_and_evidence() -> None:
    cases: list[Case] = []

    def sentence(case: Case) -> str:
        cases.append(case)
        return "so"

    seen = Seen([Water(observed_at=NOW)])
    cause = replace(disabled, sentence=sentence)
    diagnose([cause], [an_outcome("a.a", *found(REVOKED, DISABLED, KEY))], seen, TARGET)
    (case,) = cases
    assert [each.kind for each in case.findings] == [DISABLED, REVOKED]
    assert (case.target, case.seen) == (TARGET, seen)


def broken(_: Case) -> Repair:
    raise KeyError("secret 4711")


def test_a_broken_sentence_or_repair_does_not_take_the_diagnosis_away() -> None:
    cause = replace(disabled, sentence=broken, repair=broken)  # type: ignore[arg-type]
    first, second = of(DISABLED, KEY, causes=(cause, key)).causes
    assert first.sentence == "cause disabled."
    assert first.repair.steps == ()
    assert "KeyError in" in first.repair.notes[0]
    assert "4711" not in str(first.repair)
    assert second.repair == a_repair(Case(TARGET, second.explains, Seen()))
