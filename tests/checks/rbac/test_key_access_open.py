"""What leaves the question of access to the key open, and what would answer it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.entra.facts import Presence
from checks.keyvault.facts import VaultFacts
from checks.rbac.facts import KeyGrants
from diagnostics import NotApplicable, Unknown, ports
from tests.checks.keyvault.situations import a_place, an_account
from tests.checks.rbac.judging import NO_VAULT, RBAC, REFUSED, UNRESOLVED, judged, one
from tests.checks.rbac.situations import (
    ENCRYPTION_USER,
    GROUP,
    KEY,
    OTHER_TENANT,
    TEAM,
    a_deny,
    a_policy,
    a_vault,
    given,
    grants,
    seen,
)


def test_what_was_not_read_elsewhere_is_said() -> None:
    found = one(judged(grants(elsewhere_not_read="this login may not list")))
    assert any("this login may not list" in line for line in found.evidence)


@pytest.mark.parametrize(
    ("held", "vault", "permission"),
    [
        (
            grants(given(ENCRYPTION_USER), denies_not_read="refused"),
            RBAC,
            ports.DENY_ASSIGNMENTS_READ.at(KEY),
        ),
        (
            grants(
                given(ENCRYPTION_USER), denies=(a_deny(principals=(TEAM,)),), groups_denied=True
            ),
            RBAC,
            ports.APPLICATION_READ,
        ),
        (
            grants(groups_denied=True),
            a_vault(a_policy("all", who=TEAM), rbac=False),
            ports.APPLICATION_READ,
        ),
        (grants(given("unread", GROUP)), RBAC, ports.ROLE_DEFINITIONS_READ.at(GROUP)),
    ],
)
def test_an_open_question_names_the_permission_that_would_answer_it(
    held: KeyGrants, vault: VaultFacts, permission: object
) -> None:
    (unknown,) = judged(held, vault)
    assert isinstance(unknown, Unknown)
    assert unknown.permissions == (permission,)


@pytest.mark.parametrize(
    ("held", "vault"),
    [
        (grants(given(ENCRYPTION_USER), denies=(a_deny(principals=(TEAM,)),)), RBAC),
        (grants(), a_vault(a_policy("all", who=TEAM), rbac=False)),
    ],
)
def test_groups_unread_for_another_reason_want_another_run_and_no_right(
    held: KeyGrants, vault: VaultFacts
) -> None:
    (unknown,) = judged(replace(held, groups_not_read="asked to slow down"), vault)
    assert isinstance(unknown, Unknown)
    assert (unknown.permissions, unknown.do) == ((), "run again")


def test_what_was_not_asked_says_what_comes_first() -> None:
    (unknown,) = judged(grants(not_asked="the principal was not found"))
    assert isinstance(unknown, Unknown)
    assert "entra.principal_usable" in unknown.do


@pytest.mark.parametrize(
    ("situation", "status", "is_assumed", "expected"),
    [
        ("its subscription is configured", REFUSED, False, NotApplicable),
        ("its subscription is a guess", REFUSED, True, Unknown),
        ("a guess, and its name does not resolve", UNRESOLVED, True, Unknown),
        ("a guess, and the account misses it too", NO_VAULT, True, NotApplicable),
    ],
)
def test_nothing_is_given_on_a_vault_only_where_it_is_proven_gone(
    situation: str, status: str, is_assumed: bool, expected: type
) -> None:
    del situation
    vault = a_vault(presence=Presence.GONE, vault=None, place_is_assumed=is_assumed)
    known = seen(vault, a_place(), an_account(cmk_status=status))
    (said,) = judged(grants(not_asked="whether the vault is there cannot be told"), vault, known)
    assert isinstance(said, expected)


def test_no_access_of_a_principal_of_another_tenant_accuses_nobody() -> None:
    elsewhere = a_place(target_tenant=OTHER_TENANT)
    (unknown,) = judged(grants(), known=seen(RBAC, elsewhere))
    assert isinstance(unknown, Unknown)
    assert str(OTHER_TENANT) in unknown.do
    assert judged(grants(given(ENCRYPTION_USER)), known=seen(RBAC, elsewhere)) == []
