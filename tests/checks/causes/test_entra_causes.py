"""Which cause a finding about identity or place has, and what it explains."""

from __future__ import annotations

import pytest

from checks.cosmos.kinds import TOKEN_ACQUISITION
from checks.entra import kinds
from diagnostics import Cause, Confidence, Severity
from diagnostics.diagnosis.engine import diagnose
from tests.checks.causes.entra_cases import CAUSES, KINDS, OPEN_ONLY, SITUATIONS, a_case, outcome
from tests.checks.entra.situations import ACCOUNT, PRINCIPAL


def test_every_kind_that_can_be_found_has_one_cause_of_its_name() -> None:
    findable = {
        kind.slug
        for code, kind in KINDS.items()
        if code not in OPEN_ONLY and kind.severity >= Severity.WARNING
    }
    assert set(CAUSES) == findable
    assert {KINDS[code].slug for code in SITUATIONS} == findable


@pytest.mark.parametrize("cause", CAUSES.values(), ids=CAUSES)
def test_a_cause_requires_the_thing_itself_and_not_a_symptom(cause: Cause) -> None:
    (required,) = cause.requires
    assert required.slug == cause.id
    assert required not in cause.explains
    assert cause.confidence is Confidence.HIGH or cause.confidence_reason
    # Whoever has no token is revoked; a login of ours in the wrong place revokes nothing.
    breaks_the_account = required.code < "EN140"
    assert (TOKEN_ACQUISITION in cause.explains) is breaks_the_account


@pytest.mark.parametrize("code", SITUATIONS)
def test_the_sentence_is_what_was_read(code: str) -> None:
    cause, case = a_case(code)
    assert cause.sentence(case) == case.findings[0].message
    assert len(cause.sentence(case)) > len(cause.title)


@pytest.mark.parametrize("code", [code for code in SITUATIONS if code < "EN140"])
def test_the_cause_alone_covers_the_refused_token_it_leads_to(code: str) -> None:
    cause, case = a_case(code)
    refused = TOKEN_ACQUISITION.found(ACCOUNT, "4000")
    found = (outcome("entra.x", *case.findings), outcome("cosmos.account", refused))
    diagnosis = diagnose(CAUSES.values(), found, case.seen, case.target)
    assert [ranked.cause.id for ranked in diagnosis.causes] == [cause.id]
    assert diagnosis.unexplained == ()


@pytest.mark.parametrize("code", ["EN110", "EN111", "EN113"])
def test_the_gone_principal_of_a_lost_identity_is_no_cause_of_its_own(code: str) -> None:
    cause, case = a_case(code)
    gone = kinds.PRINCIPAL_GONE.found(PRINCIPAL, "gone")
    found = (outcome("entra.x", *case.findings), outcome("entra.y", gone))
    diagnosis = diagnose(CAUSES.values(), found, case.seen, case.target)
    assert [ranked.cause.id for ranked in diagnosis.causes] == [cause.id]


def test_the_wrong_place_comes_before_everything_else() -> None:
    cause, case = a_case("EN201")
    disabled = kinds.PRINCIPAL_DISABLED.found(PRINCIPAL, "disabled")
    found = (outcome("entra.x", disabled), outcome("entra.right_place", *case.findings))
    diagnosis = diagnose(CAUSES.values(), found, case.seen, case.target)
    assert diagnosis.causes[0].cause.id == cause.id
    assert len(diagnosis.causes) == 2
