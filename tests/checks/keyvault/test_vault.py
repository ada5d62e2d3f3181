from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.cosmos.facts import AccountFacts
from checks.entra.facts import Presence, RightPlace
from checks.keyvault.facts import VaultFacts
from checks.keyvault.vault import CHECK, judge
from diagnostics import (
    AppId,
    DefaultIdentity,
    Finding,
    IdentityKind,
    KeyUri,
    Seen,
    Severity,
    Unknown,
    ports,
)
from tests.checks.keyvault.situations import (
    CONFIRMED,
    DAY,
    NOW,
    OTHER_TENANT,
    REVOKED_4017,
    SUBSCRIPTION,
    VAULT,
    a_location,
    a_place,
    a_vault,
    an_absent_vault,
    an_account,
    seen,
)


def codes(vault: VaultFacts, known: Seen | None = None) -> list[str]:
    return [each.kind.code for each in judge(vault, known or seen())]


def only(vault: VaultFacts, known: Seen | None = None) -> Finding | Unknown:
    (verdict,) = judge(vault, known or seen())
    assert isinstance(verdict, Finding | Unknown)
    return verdict


@pytest.mark.parametrize(
    ("situation", "vault", "expected"),
    [
        ("all well", a_vault(), []),
        ("soft delete not said: the default is on", a_vault(soft_delete=None), []),
        ("soft delete off", a_vault(soft_delete=False), ["KV208"]),
        ("purge protection off", a_vault(purge_protection=False), ["KV209"]),
        ("purge protection absent means off", a_vault(purge_protection=None), ["KV209"]),
        ("both off", a_vault(soft_delete=False, purge_protection=False), ["KV208", "KV209"]),
        ("access policies in an account of one's own", a_vault(uses_rbac=False), []),
        ("access policies with Adobe", a_vault(uses_rbac=False, adobe_managed=True), ["KV211"]),
        ("RBAC with Adobe", a_vault(adobe_managed=True), []),
        ("another tenant", a_vault(tenant=OTHER_TENANT), ["KV204"]),
        (
            "another tenant and unprotected",
            a_vault(tenant=OTHER_TENANT, purge_protection=None),
            ["KV204", "KV209"],
        ),
        ("tenant not said", a_vault(tenant=None), []),
        ("soft-deleted", an_absent_vault(Presence.SOFT_DELETED), ["KV201"]),
        ("gone", an_absent_vault(), ["KV202"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_vault(situation: str, vault: VaultFacts, expected: list[str]) -> None:
    assert codes(vault) == expected, situation


def test_a_soft_deleted_vault_has_a_deadline_and_names_both_dates() -> None:
    vault = an_absent_vault(
        Presence.SOFT_DELETED,
        deleted_at=NOW - DAY,
        purge_at=NOW + 89 * DAY,
        deleted_vault=VAULT,
    )
    finding = only(vault)
    assert isinstance(finding, Finding)
    assert finding.subject == str(VAULT)
    assert finding.deadlines[0].at == NOW + 89 * DAY
    assert "2026-11-22 03:14 UTC" in finding.message
    assert "2027-02-20 03:14 UTC" in finding.message
    assert finding.evidence[1].startswith("properties.scheduledPurgeDate = 2027-02-20 03:14 UTC")


def test_a_soft_deleted_vault_is_believed_wherever_it_was_seen() -> None:
    known = seen(a_place(target_tenant=OTHER_TENANT))
    assert codes(an_absent_vault(Presence.SOFT_DELETED), known) == ["KV201"]


@pytest.mark.parametrize(
    "place",
    [
        a_place(target_tenant=OTHER_TENANT),
        a_place(subscription_visible=False),
        a_place(subscription=None, subscription_visible=None),
    ],
)
def test_an_absent_vault_is_not_gone_before_the_place_is_settled(place: RightPlace) -> None:
    verdict = only(an_absent_vault(), seen(place))
    assert isinstance(verdict, Unknown)
    assert verdict.kind.code == "EN204"
    assert "az login --tenant" in verdict.do


def test_an_absent_vault_is_not_gone_while_nothing_is_known_of_the_place() -> None:
    verdict = only(an_absent_vault(), Seen((a_location(),)))
    assert verdict.kind.code == "EN204"


def test_an_absent_vault_in_an_assumed_subscription_may_live_elsewhere() -> None:
    vault = an_absent_vault(place_is_assumed=True)
    verdict = only(vault, seen(an_account(cmk_status="")))
    assert isinstance(verdict, Unknown)
    assert verdict.kind.code == "KV213"
    assert "set subscription" in verdict.do


def test_an_absent_vault_that_the_account_misses_too_is_gone() -> None:
    vault = an_absent_vault(place_is_assumed=True)
    assert codes(vault, seen(an_account(cmk_status=REVOKED_4017))) == ["KV202"]


def test_an_absent_vault_that_the_account_reaches_is_elsewhere() -> None:
    verdict = only(an_absent_vault(), seen(an_account(cmk_status=CONFIRMED)))
    assert verdict.kind.code == "KV213"


def test_without_the_right_to_see_deleted_vaults_nothing_is_called_gone() -> None:
    vault = an_absent_vault(
        Presence.CANNOT_TELL, deleted_not_read="not permitted", deleted_denied=True
    )
    verdict = only(vault)
    assert isinstance(verdict, Unknown)
    assert verdict.kind.code == "SF102"
    assert verdict.permissions == (ports.DELETED_VAULT_READ.at(f"/subscriptions/{SUBSCRIPTION}"),)


def test_a_managed_hsm_is_recognised_and_stays_open() -> None:
    uri = KeyUri("hsm-ajo.managedhsm.azure.net", "cosmos-cmk")
    known = seen(a_location(key_uri=uri, is_managed_hsm=True))
    verdict = only(an_absent_vault(Presence.CANNOT_TELL, not_asked="HSM"), known)
    assert isinstance(verdict, Unknown)
    assert verdict.kind.code == "KV212"
    assert str(uri) in verdict.reason


@pytest.mark.parametrize(
    ("host", "advice"),
    [
        ("kv-ajo.vault.usgovcloudapi.net", 'set cloud = "usgov"'),
        ("kv-ajo.vault.example.com", "correct the key URI"),
    ],
)
def test_a_host_outside_the_cloud_stays_open_with_the_advice_that_fits(
    host: str, advice: str
) -> None:
    known = seen(a_location(key_uri=KeyUri(host, "cosmos-cmk"), is_of_cloud=False))
    verdict = only(an_absent_vault(Presence.CANNOT_TELL, not_asked="not asked"), known)
    assert isinstance(verdict, Unknown)
    assert verdict.kind.code == "KV213"
    assert advice in verdict.do


def test_no_subscription_known_stays_open() -> None:
    vault = an_absent_vault(Presence.CANNOT_TELL, not_asked="no subscription", subscription=None)
    verdict = only(vault)
    assert isinstance(verdict, Unknown)
    assert verdict.kind.code == "KV213"
    assert "set subscription" in verdict.do


def federated(account: AccountFacts) -> AccountFacts:
    identity = DefaultIdentity(
        IdentityKind.USER_ASSIGNED, VAULT, AppId("66666666-0000-4000-8000-000000000001")
    )
    return replace(account, default_identity=identity)


def test_the_account_s_tenant_is_the_identity_s() -> None:
    finding = only(a_vault(), seen(an_account(tenant=OTHER_TENANT)))
    assert isinstance(finding, Finding)
    assert finding.kind.code == "KV204"
    assert finding.severity is Severity.CRITICAL
    assert str(OTHER_TENANT) in finding.message


def test_a_federated_application_lives_in_the_vault_s_tenant_whatever_the_account_s() -> None:
    assert codes(a_vault(), seen(federated(an_account(tenant=OTHER_TENANT)))) == []


def test_a_wrong_tenant_in_the_configuration_is_no_fault_of_the_vault() -> None:
    assert codes(a_vault(), seen(a_place(target_tenant=OTHER_TENANT))) == []


MAYBE = st.sampled_from([None, True, False])


@given(
    presence=st.sampled_from(Presence),
    soft_delete=MAYBE,
    purge=MAYBE,
    rbac=MAYBE,
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    known=st.sampled_from([seen(), seen(an_account()), Seen((a_location(),))]),
)
def test_every_vault_gets_declared_kinds_only(
    presence: Presence,
    soft_delete: bool | None,
    purge: bool | None,
    rbac: bool | None,
    flags: tuple[bool, bool, bool],
    known: Seen,
) -> None:
    assumed, denied, adobe = flags
    build: Callable[..., VaultFacts] = (
        a_vault if presence is Presence.PRESENT else lambda **k: an_absent_vault(presence, **k)
    )
    vault = build(
        soft_delete=soft_delete,
        purge_protection=purge,
        uses_rbac=rbac,
        place_is_assumed=assumed,
        deleted_denied=denied,
        adobe_managed=adobe,
    )
    declared = {kind.code for kind in CHECK.kinds}
    verdicts = list(judge(vault, known))
    assert {each.kind.code for each in verdicts} <= declared
    if presence is not Presence.PRESENT:
        assert len(verdicts) == 1, "an absent vault is never silently well"
