from __future__ import annotations

import pytest

from checks.entra.facts import KeyVaultPrincipal, Presence
from checks.entra.key_vault_principal import judge
from tests.checks.entra.situations import (
    KEY_VAULT_APP,
    NOW,
    OTHER_TENANT,
    a_key_vault_principal,
    a_place,
    codes,
    only,
    seen,
)

GONE = {"presence": Presence.GONE, "object_id": None, "account_enabled": None}
DELETED = {"presence": Presence.SOFT_DELETED, "account_enabled": None, "deleted_at": NOW}
NO_LOOK = {**GONE, "presence": Presence.CANNOT_TELL, "deleted_not_read": "refused"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (a_key_vault_principal(), []),
        (a_key_vault_principal(account_enabled=False), ["EN120"]),
        (a_key_vault_principal(account_enabled=None), ["EN160?"]),
        (a_key_vault_principal(**GONE), ["EN121"]),
        (a_key_vault_principal(**DELETED), ["EN121"]),
        (a_key_vault_principal(**NO_LOOK), ["EN121", "EN160?"]),
    ],
)
def test_the_service_s_own_principal_must_be_there_and_enabled(
    facts: KeyVaultPrincipal, expected: list[str]
) -> None:
    assert codes(judge(facts, seen(a_place()))) == expected


def test_every_tenant_has_one_so_a_foreign_one_says_nothing() -> None:
    wrong = seen(a_place(token_tenant=OTHER_TENANT))
    for facts in (a_key_vault_principal(), a_key_vault_principal(account_enabled=False)):
        assert codes(judge(facts, wrong)) == ["EN204?"]


def test_its_absence_is_not_believed_before_the_place_is_settled() -> None:
    assert codes(judge(a_key_vault_principal(**GONE), seen())) == ["EN204?"]


def test_a_deleted_one_shows_until_when_it_can_be_restored() -> None:
    found = only(judge(a_key_vault_principal(**DELETED), seen(a_place())))
    assert found.deadlines[0].at.date().isoformat() == "2026-12-23"
    assert str(KEY_VAULT_APP) in found.message
