"""A role that was given minutes ago may not be in force yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checks.cosmos.facts import PastedError
from checks.rbac.facts import KeyGrants, RoleAssignment, RoleDefinition
from tests.checks.cosmos.situations import an_item
from tests.checks.keyvault.situations import an_account
from tests.checks.rbac.judging import CONFIRMED, ENOUGH, GONE, RBAC, REFUSED, codes_of, judged
from tests.checks.rbac.situations import (
    ENCRYPTION_USER,
    KEY_VAULT_READER,
    NOW,
    a_policy,
    a_vault,
    given,
    grants,
    seen,
)


def aged(minutes: float, role: RoleDefinition = ENCRYPTION_USER) -> RoleAssignment:
    return replace(given(role), created_on=NOW - timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("situation", "held", "status", "expected"),
    [
        ("minutes old, and refused", grants(aged(5)), REFUSED, ["RB111"]),
        ("just inside the hour", grants(aged(59)), REFUSED, ["RB111"]),
        ("just beyond the hour", grants(aged(60)), REFUSED, []),
        ("of no known age", grants(given(ENCRYPTION_USER)), REFUSED, []),
        ("minutes old, and well", grants(aged(5)), CONFIRMED, []),
        ("minutes old, and refused for another reason", grants(aged(5)), GONE, []),
        ("minutes old beside an older one", grants(aged(5), aged(900)), REFUSED, []),
        (
            "the last part of it is minutes old",
            grants(aged(900, KEY_VAULT_READER), aged(5)),
            REFUSED,
            ["RB111"],
        ),
        ("minutes old, and not enough", grants(aged(5, KEY_VAULT_READER)), REFUSED, ["RB103"]),
    ],
)
def test_a_role_is_young_where_the_account_is_refused_all_the_same(
    situation: str, held: KeyGrants, status: str, expected: list[str]
) -> None:
    del situation
    found = judged(held, known=seen(RBAC, an_account(cmk_status=status)))
    assert [one.kind.code for one in found] == expected


def test_where_the_account_is_adobes_the_pasted_text_says_that_it_is_refused() -> None:
    text = PastedError(observed_at=NOW, items=(an_item("CO102"),))
    older = PastedError(observed_at=NOW, items=(an_item("CO101"),))
    other = PastedError(observed_at=NOW, items=(an_item("CO304"),))
    (found,) = judged(grants(aged(5)), known=seen(RBAC, text))
    assert found.kind.code == "RB111"
    assert "since 5 minutes" in found.message
    assert codes_of(judged(grants(aged(5)), known=seen(RBAC, older))) == ["RB111"]
    assert judged(grants(aged(5)), known=seen(RBAC, other)) == []


def test_access_policies_bear_no_date_so_nothing_is_said_of_their_age() -> None:
    vault = a_vault(a_policy(*ENOUGH), rbac=False)
    assert judged(grants(aged(5)), known=seen(vault, an_account(cmk_status=REFUSED))) == []
