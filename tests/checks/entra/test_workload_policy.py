from __future__ import annotations

import pytest

from checks.entra.facts import Presence, Role, WorkloadPolicy
from checks.entra.workload_policy import judge
from diagnostics import Evidence
from tests.checks.entra.situations import (
    NOW,
    PRINCIPAL,
    a_default,
    a_key_vault_principal,
    a_principal,
    a_registration,
    a_trust,
    an_identity,
    codes,
    only_open,
    seen,
    trusts,
)

REFUSED = WorkloadPolicy(observed_at=NOW, seen_in=("customerManagedKeyStatus of cosmos-ajo",))


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((a_principal(),), ["EN150?"]),
        (
            (a_principal(), a_key_vault_principal(), an_identity(), trusts(a_trust())),
            ["EN150?"],
        ),
        ((), ["-"]),
        ((a_principal(account_enabled=False),), ["-"]),
        ((a_principal(account_enabled=None),), ["-"]),
        ((a_principal(Presence.GONE),), ["-"]),
        ((a_principal(disabled_by_microsoft="Disabled"),), ["-"]),
        ((a_principal(), a_key_vault_principal(account_enabled=False)), ["-"]),
        ((a_principal(), an_identity(presence=Presence.GONE)), ["-"]),
        ((a_principal(), trusts()), ["-"]),
        ((a_principal(), a_default(is_attached=False)), ["-"]),
        ((a_principal(), a_registration(Presence.GONE)), ["-"]),
    ],
)
def test_a_policy_is_suspected_only_where_the_identity_looks_healthy(
    records: tuple[Evidence, ...], expected: list[str]
) -> None:
    assert codes(judge(REFUSED, seen(*records))) == expected


def test_the_open_question_says_which_log_would_answer_it() -> None:
    question = only_open(judge(REFUSED, seen(a_principal(), a_default())))
    assert "Managed identity sign-ins" in question.do
    assert "53003" in question.do
    assert str(PRINCIPAL) in question.do
    assert question.permissions[0].name == "AuditLog.Read.All"


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.SYSTEM_ASSIGNED, "managed identities"),
        (Role.USER_ASSIGNED, "managed identities"),
        (Role.FEDERATED_APPLICATION, "multi-tenant applications"),
        (Role.CMK_APPLICATION, "multi-tenant applications"),
        (Role.FIRST_PARTY, "Microsoft's own applications"),
    ],
)
def test_it_is_said_that_policies_are_documented_for_others(role: Role, words: str) -> None:
    question = only_open(judge(REFUSED, seen(a_principal(), a_default(role))))
    assert f"documented not to cover {words}" in question.reason
