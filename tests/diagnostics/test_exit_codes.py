from __future__ import annotations

from datetime import date

import pytest

from diagnostics.evidence import Status
from diagnostics.exit_codes import exit_code
from diagnostics.finding import Kind, Severity, Step, Unknown
from diagnostics.outcome import Outcome
from diagnostics.targets import AcceptedUnknown

KIND = Kind("KV999", "a-kind", Severity.WARNING, "A kind", Step.CMK)
TODAY = date(2026, 11, 24)


def outcome(status: Status, **more: object) -> Outcome:
    return Outcome(
        **{"check": "a.b", "title": "all is well", "step": Step.CMK, "status": status, **more}
    )


FINE = outcome(Status.OK)
SKIPPED = outcome(Status.SKIPPED, reason="does not apply")
CRASHED = outcome(Status.CRASHED)
OPEN = outcome(Status.UNKNOWN, unknowns=(Unknown(KIND, "denied"),))
FOUND = outcome(Status.FOUND, findings=(KIND.found("x", "y"),))
INFO = outcome(Status.FOUND, findings=(KIND.found("x", "y", severity=Severity.INFO, because="z"),))


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ((FINE, SKIPPED), 0),
        ((FINE, INFO), 0),
        ((FOUND, OPEN), 1),
        ((FINE, OPEN), 3),
        ((FINE, CRASHED), 3),
        ((), 0),
    ],
)
def test_findings_go_before_open_questions(outcomes: tuple[Outcome, ...], code: int) -> None:
    assert exit_code(outcomes, fail_on=Severity.WARNING, interrupted=False, today=TODAY) == code


def test_an_interruption_goes_before_all() -> None:
    assert exit_code((FOUND,), fail_on=Severity.WARNING, interrupted=True, today=TODAY) == 130


def test_fail_on_critical_lets_a_warning_pass() -> None:
    assert exit_code((FOUND,), fail_on=Severity.CRITICAL, interrupted=False, today=TODAY) == 0


def test_a_check_that_found_and_left_something_open_is_still_incomplete_below_fail_on() -> None:
    both = outcome(Status.FOUND, findings=INFO.findings, unknowns=OPEN.unknowns)
    assert exit_code((both,), fail_on=Severity.WARNING, interrupted=False, today=TODAY) == 3


@pytest.mark.parametrize(("until", "code"), [(date(2026, 11, 24), 0), (date(2026, 11, 23), 3)])
def test_an_accepted_open_question_counts_again_after_its_date(until: date, code: int) -> None:
    accepted = AcceptedUnknown("a.b", "no right yet", until)
    lived_with = outcome(Status.UNKNOWN, unknowns=OPEN.unknowns, accepted=accepted)
    assert (
        exit_code((lived_with,), fail_on=Severity.WARNING, interrupted=False, today=TODAY) == code
    )


def test_a_check_that_is_not_required_leaves_the_answer_complete() -> None:
    optional = outcome(Status.UNKNOWN, unknowns=OPEN.unknowns, is_required=False)
    assert exit_code((optional,), fail_on=Severity.WARNING, interrupted=False, today=TODAY) == 0
