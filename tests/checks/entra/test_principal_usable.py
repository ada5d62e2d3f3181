from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.entra.facts import Presence, PrincipalFacts, Role
from checks.entra.principal_usable import CHECK, judge
from tests.checks.entra.situations import (
    NOW,
    OTHER_TENANT,
    PRINCIPAL,
    TENANT,
    a_default,
    a_place,
    a_principal,
    codes,
    only,
    only_open,
    seen,
)

FEDERATED = a_default(Role.FEDERATED_APPLICATION)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (a_principal(), []),
        (a_principal(disabled_by_microsoft="NotDisabled"), []),
        (a_principal(is_disabled=False), []),
        (a_principal(account_enabled=False), ["EN101"]),
        (a_principal(is_disabled=True), ["EN101"]),
        (a_principal(account_enabled=None, is_disabled=True), ["EN101"]),
        (a_principal(account_enabled=None), ["EN160?"]),
        (
            a_principal(disabled_by_microsoft="DisabledDueToViolationOfServicesAgreement"),
            ["EN104"],
        ),
        (
            a_principal(account_enabled=False, disabled_by_microsoft="DisabledDueTo…"),
            ["EN101", "EN104"],
        ),
        (a_principal(Presence.SOFT_DELETED), ["EN102"]),
        (a_principal(Presence.GONE), ["EN103"]),
        (a_principal(Presence.CANNOT_TELL, deleted_not_read="refused"), ["EN103", "EN160?"]),
    ],
)
def test_each_way_of_being_unusable_is_told(facts: PrincipalFacts, expected: list[str]) -> None:
    assert codes(judge(facts, seen(FEDERATED, a_place()))) == expected


def test_a_field_that_is_absent_is_never_taken_for_enabled() -> None:
    question = only_open(judge(a_principal(account_enabled=None), seen(a_default(), a_place())))
    assert "accountEnabled" in question.reason
    assert question.permissions[0].name == "Application.Read.All"


@pytest.mark.parametrize("presence", [Presence.GONE, Presence.CANNOT_TELL])
def test_an_absence_in_a_place_that_is_not_settled_stays_open(presence: Presence) -> None:
    wrong = seen(a_default(), a_place(token_tenant=OTHER_TENANT))
    question = only_open(judge(a_principal(presence), wrong))
    assert question.kind.code == "EN204"
    assert question.do == f"az login --tenant {TENANT}"


def test_an_enabled_application_in_a_foreign_tenant_is_not_called_well() -> None:
    wrong = a_place(token_tenant=OTHER_TENANT)
    assert codes(judge(a_principal(), seen(FEDERATED, wrong))) == ["EN204?"]
    # An object id exists in one tenant only: finding it there is proof enough.
    assert codes(judge(a_principal(account_enabled=False), seen(a_default(), wrong))) == ["EN101"]


def test_a_soft_deleted_principal_runs_a_clock_of_thirty_days() -> None:
    found = only(judge(a_principal(Presence.SOFT_DELETED), seen(FEDERATED, a_place())))
    (deadline,) = found.deadlines
    assert deadline.at == NOW - timedelta(days=2) + timedelta(days=30)
    assert "2026-12-21 03:14 UTC" in found.message


def test_a_deleted_managed_identity_is_gone_although_its_principal_is_among_the_deleted() -> None:
    found = only(judge(a_principal(Presence.SOFT_DELETED), seen(a_default(), a_place())))
    assert found.kind.code == "EN103"
    assert "cannot be recovered" in found.message


def test_the_message_names_the_principal_and_what_was_read() -> None:
    found = only(judge(a_principal(account_enabled=False), seen(a_default(), a_place())))
    assert "id-ajo-cmk" in found.message
    assert str(PRINCIPAL) in found.message
    assert found.evidence == (
        f"accountEnabled = false (servicePrincipals/{PRINCIPAL}, Microsoft Graph)",
    )


FACTS = st.builds(
    a_principal,
    presence=st.sampled_from(Presence),
    account_enabled=st.sampled_from([True, False, None]),
    is_disabled=st.sampled_from([True, False, None]),
    disabled_by_microsoft=st.sampled_from([None, "", "NotDisabled", "Disabled"]),
    deleted_at=st.sampled_from([None, NOW]),
    object_id=st.sampled_from([None, PRINCIPAL]),
)
PLACES = st.sampled_from([(), (a_place(),), (a_place(token_tenant=OTHER_TENANT),)])


@given(FACTS, PLACES, st.sampled_from(Role))
def test_only_declared_kinds_and_silence_only_for_an_enabled_principal(
    facts: PrincipalFacts, places: tuple[object, ...], role: Role
) -> None:
    verdicts = list(judge(facts, seen(a_default(role), *places)))  # type: ignore[arg-type]
    assert {verdict.kind for verdict in verdicts} <= set(CHECK.kinds)  # type: ignore[union-attr]
    if not verdicts:
        assert facts.presence is Presence.PRESENT
        assert facts.account_enabled is True
