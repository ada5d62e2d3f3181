from __future__ import annotations

import pytest

from checks.entra.facts import Presence, Registration
from checks.entra.registration import judge
from tests.checks.entra.situations import (
    OTHER_TENANT,
    TENANT,
    a_place,
    a_registration,
    codes,
    only,
    seen,
)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (a_registration(), []),
        (a_registration(Presence.GONE), ["EN105"]),
        (a_registration(Presence.SOFT_DELETED), ["EN105"]),
        (a_registration(Presence.CANNOT_TELL, deleted_not_read="refused"), ["EN105"]),
        (a_registration(Presence.GONE, owner_tenant=None), ["EN160?"]),
        (a_registration(Presence.SOFT_DELETED, owner_tenant=None), ["EN105"]),
    ],
)
def test_a_missing_registration_is_told_where_it_belongs_here(
    facts: Registration, expected: list[str]
) -> None:
    assert codes(judge(facts, seen(a_place()))) == expected


def test_a_missing_registration_stays_open_in_the_wrong_tenant() -> None:
    wrong = seen(a_place(token_tenant=OTHER_TENANT))
    assert codes(judge(a_registration(Presence.GONE), wrong)) == ["EN204?"]


def test_a_deleted_registration_runs_a_clock_and_names_its_owner() -> None:
    found = only(judge(a_registration(Presence.SOFT_DELETED), seen(a_place())))
    assert found.deadlines[0].at.date().isoformat() == "2026-12-22"
    assert any(str(TENANT) in line for line in found.evidence)
