from __future__ import annotations

import pytest

from checks.cosmos.facts import TokenForAccount
from checks.cosmos.token import TOLERATED_SKEW_S, judge
from checks.entra.facts import Presence, PrincipalFacts, Role
from diagnostics import Finding, Seen, Severity
from tests.checks.cosmos.situations import a_token, codes, healthy, refused
from tests.checks.entra.situations import a_default, a_principal
from tests.checks.keyvault.situations import OTHER_TENANT, an_account


def said(token: TokenForAccount, **account: object) -> list[str]:
    return codes(judge(token, Seen([an_account(**account)])))


def only(token: TokenForAccount) -> Finding:
    (found,) = judge(token, Seen([healthy]))
    assert isinstance(found, Finding)
    return found


def test_a_token_of_the_right_tenant_and_time_is_well() -> None:
    assert said(a_token()) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("AADSTS500011", "no service principal in this tenant"),
        ("AADSTS650052", "no service principal in this tenant"),
        ("AADSTS500014", "service principal of Azure Cosmos DB is disabled"),
        ("AADSTS7000112", "application is disabled"),
        ("AADSTS7000215", "secret is wrong"),
        ("AADSTS7000222", "secret is expired"),
        ("AADSTS700016", "not in this tenant"),
        ("AADSTS90002", "does not exist in this cloud"),
        ("AADSTS53003", "Conditional Access"),
        ("AADSTS999999", "Entra error reference"),
        ("", "an unnamed error"),
    ],
)
def test_a_refusal_explains_its_code(code: str, words: str) -> None:
    found = only(refused(code))
    assert found.kind.code == "CO301"
    assert words in found.message


@pytest.mark.parametrize(
    ("code", "role", "principal", "severity"),
    [
        ("AADSTS500014", Role.FIRST_PARTY, a_principal(account_enabled=False), Severity.INFO),
        ("AADSTS500011", Role.FIRST_PARTY, a_principal(Presence.GONE), Severity.INFO),
        ("AADSTS650052", Role.FIRST_PARTY, a_principal(Presence.SOFT_DELETED), Severity.INFO),
        ("AADSTS500014", Role.FIRST_PARTY, a_principal(), Severity.CRITICAL),
        ("AADSTS500011", Role.FIRST_PARTY, a_principal(account_enabled=False), Severity.CRITICAL),
        ("AADSTS53003", Role.FIRST_PARTY, a_principal(account_enabled=False), Severity.CRITICAL),
        (
            "AADSTS500014",
            Role.USER_ASSIGNED,
            a_principal(account_enabled=False),
            Severity.CRITICAL,
        ),
    ],
)
def test_a_refusal_for_the_default_identitys_own_sake_is_no_second_fault(
    code: str, role: Role, principal: PrincipalFacts, severity: Severity
) -> None:
    seen = Seen([healthy, a_default(role), principal])
    (found,) = judge(refused(code), seen)
    assert isinstance(found, Finding)
    assert found.severity is severity
    assert bool(found.because) is (severity is Severity.INFO)


def test_both_attempts_are_evidence() -> None:
    found = only(refused("AADSTS500011", "AADSTS53003"))
    assert "AADSTS500011" in found.evidence[0]
    assert "AADSTS53003" in found.evidence[1]
    assert "AADSTS500011" in found.message


def test_the_general_scope_alone_is_a_warning_of_its_own() -> None:
    token = a_token(
        account_scope_works=False, account_scope_error="AADSTS500011", general_scope_works=True
    )
    assert said(token) == ["CO302"]


@pytest.mark.parametrize(
    ("account", "expected"),
    [({}, ["CO304"]), ({"tenant": None}, []), ({"tenant": OTHER_TENANT}, [])],
)
def test_the_tenant_of_the_token_is_held_against_the_accounts(
    account: dict[str, object], expected: list[str]
) -> None:
    assert said(a_token(token_tenant=OTHER_TENANT), **account) == expected


@pytest.mark.parametrize(
    ("skew", "expected"),
    [
        (None, []),
        (TOLERATED_SKEW_S, []),
        (-TOLERATED_SKEW_S, []),
        (TOLERATED_SKEW_S + 1, ["CO305"]),
        (-TOLERATED_SKEW_S - 1, ["CO305"]),
    ],
)
def test_a_clock_may_differ_by_five_minutes(skew: float | None, expected: list[str]) -> None:
    assert said(a_token(skew_s=skew)) == expected


@pytest.mark.parametrize(("skew", "word"), [(900.0, "900 s behind"), (-900.0, "900 s ahead of")])
def test_the_clock_is_said_in_the_right_direction(skew: float, word: str) -> None:
    assert word in only(a_token(skew_s=skew)).message


def test_a_wrong_clock_is_said_beside_a_refusal_for_it_alone_can_be_the_reason() -> None:
    token = refused("AADSTS700024")
    assert codes(judge(token, Seen([healthy]))) == ["CO301"]
    assert said(a_token(account_scope_works=False, general_scope_works=False, skew_s=900.0)) == [
        "CO301",
        "CO305",
    ]


def test_tenant_clock_and_scope_can_all_be_wrong() -> None:
    token = a_token(
        account_scope_works=False,
        general_scope_works=True,
        token_tenant=OTHER_TENANT,
        skew_s=-4000.0,
    )
    assert said(token) == ["CO302", "CO304", "CO305"]
