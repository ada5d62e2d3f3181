from __future__ import annotations

import pytest

from checks.entra.facts import Presence, RightPlace, UserAssignedIdentity
from checks.entra.user_assigned_identity import judge
from tests.checks.entra.situations import (
    IDENTITY,
    PRINCIPAL,
    RECREATED,
    a_place,
    an_account,
    an_identity,
    codes,
    only,
    seen,
)

HIDDEN = a_place(subscription_visible=None, subscription_denied=True)


@pytest.mark.parametrize(
    ("facts", "place", "expected"),
    [
        (an_identity(), a_place(), []),
        (an_identity(principal_id_on_account=None), a_place(), []),
        (an_identity(principal_id=RECREATED), a_place(), ["EN111"]),
        (an_identity(principal_id=RECREATED), HIDDEN, ["EN111"]),
        (an_identity(presence=Presence.GONE, principal_id=None), a_place(), ["EN110"]),
        (an_identity(presence=Presence.GONE, principal_id=None), HIDDEN, ["EN204?"]),
        (an_identity(presence=Presence.CANNOT_TELL, principal_id=None), a_place(), ["EN204?"]),
    ],
)
def test_the_identity_must_be_the_one_the_account_knows(
    facts: UserAssignedIdentity, place: RightPlace, expected: list[str]
) -> None:
    assert codes(judge(facts, seen(an_account(), place))) == expected


def test_a_recreated_identity_is_told_with_both_principal_ids() -> None:
    found = only(judge(an_identity(principal_id=RECREATED), seen(an_account(), a_place())))
    assert found.subject == str(IDENTITY)
    assert str(RECREATED) in found.message
    assert str(PRINCIPAL) in found.message
