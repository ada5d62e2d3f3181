from __future__ import annotations

import pytest

from checks.entra.credentials_in_date import CHECK, judge
from checks.entra.facts import CredentialDates
from diagnostics import Finding, Severity
from diagnostics.judging import conclude
from diagnostics.outcome import Reading
from tests.checks.entra.situations import A_DAY, NOW, dates, only, seen
from tests.support.small import TARGET

PAST, SOON, LATER = NOW - A_DAY, NOW + 10 * A_DAY, NOW + 300 * A_DAY


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (dates(), []),
        (dates(LATER), []),
        (dates(None), []),
        (dates(PAST, None), []),
        (dates(PAST, LATER), []),
        (dates(SOON, LATER), []),
        (dates(PAST), ["EN140"]),
        (dates(PAST, PAST - A_DAY), ["EN140"]),
        (dates(NOW), ["EN140"]),
        (dates(SOON), ["EN141"]),
        (dates(PAST, SOON), ["EN141"]),
        (dates(NOW + 30 * A_DAY), ["EN141"]),
        (dates(NOW + 31 * A_DAY), []),
    ],
)
def test_the_last_credential_to_end_decides(facts: CredentialDates, expected: list[str]) -> None:
    found, _ = said(facts)
    assert [each.kind.code for each in found] == expected


def said(facts: CredentialDates) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What is found at the default of 30 days, and what waits for its day."""
    reading = Reading(check=CHECK.id, evidence=facts)
    (outcome,) = conclude([CHECK], [reading], TARGET)
    return outcome.findings, outcome.ahead


def test_what_ends_later_is_a_date_and_no_finding() -> None:
    found, (waiting,) = said(dates(LATER))
    assert found == ()
    (deadline,) = waiting.deadlines
    assert (deadline.at, waiting.kind.code) == (LATER, "EN141")
    assert said(dates(None)) == said(dates(LATER, None)) == ((), ())


def test_an_expired_secret_is_a_warning_where_the_account_does_not_use_it() -> None:
    assert only(judge(dates(PAST), seen())).severity is Severity.CRITICAL
    found = only(judge(dates(PAST, is_federated=True), seen()))
    assert found.severity is Severity.WARNING
    assert "federated" in found.because


def test_no_part_of_a_credential_but_its_date_and_id_is_shown() -> None:
    found = only(judge(dates(PAST), seen()))
    assert found.evidence == ("endDateTime = 2026-11-22T03:14:00Z (secret k0, Microsoft Graph)",)
