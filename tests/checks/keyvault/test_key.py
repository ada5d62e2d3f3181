from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.entra.facts import Presence
from checks.keyvault.facts import KeyFacts
from checks.keyvault.key import CHECK, judge
from diagnostics import Finding, KeyUri, Severity, Unknown, ports
from tests.checks.keyvault.situations import (
    DAY,
    NEW,
    NOW,
    OLD,
    URI,
    VAULT,
    a_key,
    a_version,
    an_absent_key,
    seen,
)

SECOND = timedelta(seconds=1)


def judged(key: KeyFacts) -> list[Finding | Unknown]:
    return [each for each in judge(key, seen()) if isinstance(each, Finding | Unknown)]


def codes(key: KeyFacts) -> list[str]:
    return [each.kind.code for each in judged(key)]


def dated(**dates: object) -> KeyFacts:
    return a_key(a_version(**dates))


@pytest.mark.parametrize(
    ("situation", "key", "expected"),
    [
        ("all well", a_key(), []),
        ("in an HSM-backed vault", a_key(key_type="RSA-HSM"), []),
        ("disabled", dated(enabled=False), ["KV101"]),
        ("expired", dated(expires_on=NOW - DAY), ["KV102"]),
        ("expires this very second", dated(expires_on=NOW), ["KV102"]),
        ("expires in a second", dated(expires_on=NOW + SECOND), []),
        ("expires next year", dated(expires_on=NOW + 400 * DAY), []),
        ("valid from tomorrow", dated(not_before=NOW + DAY), ["KV103"]),
        ("valid from this very second", dated(not_before=NOW), []),
        ("valid in a second", dated(not_before=NOW + SECOND), ["KV103"]),
        (
            "disabled and expired",
            dated(enabled=False, expires_on=NOW - DAY),
            ["KV101", "KV102"],
        ),
        ("no unwrap", a_key(operations=("wrapKey", "sign")), ["KV104"]),
        ("no operation at all", a_key(operations=()), ["KV104"]),
        ("operations in another case", a_key(operations=("WRAPKEY", "unwrapkey")), []),
        ("elliptic curve", a_key(key_type="EC", key_size=None, operations=("sign",)), ["KV105"]),
        ("2048 bits", a_key(key_size=2048), ["KV106"]),
        ("3071 bits", a_key(key_size=3071), ["KV106"]),
        ("4096 bits", a_key(key_size=4096), []),
        (
            "disabled, no unwrap and small",
            a_key(a_version(enabled=False), operations=("wrapKey",), key_size=2048),
            ["KV101", "KV104", "KV106"],
        ),
        ("enabled not said", dated(enabled=None), ["KV213"]),
        ("type not said", a_key(key_type=""), ["KV213"]),
        ("operations not said", a_key(operations=None), ["KV213"]),
        ("size not said", a_key(key_size=None), ["KV213"]),
        ("gone", an_absent_key(Presence.GONE), ["KV107"]),
        ("soft-deleted", an_absent_key(Presence.SOFT_DELETED), ["KV108"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_key(situation: str, key: KeyFacts, expected: list[str]) -> None:
    assert codes(key) == expected, situation


def test_a_small_key_is_a_warning_in_an_account_of_one_s_own() -> None:
    (finding,) = judged(a_key(key_size=2048))
    assert isinstance(finding, Finding)
    assert finding.severity is Severity.WARNING
    assert finding.because == ""


def test_a_small_key_is_critical_with_adobe_and_says_why() -> None:
    (finding,) = judged(a_key(key_size=2048, adobe_managed=True))
    assert isinstance(finding, Finding)
    assert finding.severity is Severity.CRITICAL
    assert "Adobe requires" in finding.because


def test_dates_are_told_in_utc() -> None:
    (finding,) = judged(dated(expires_on=NOW))
    assert isinstance(finding, Finding)
    assert "2026-11-23 03:14 UTC" in finding.message
    assert finding.evidence == (
        f"attributes.exp = 2026-11-23 03:14 UTC (key {VAULT}/keys/cosmos-cmk, Resource Manager)",
    )


def test_a_key_that_becomes_valid_is_a_running_clock() -> None:
    (finding,) = judged(dated(not_before=NOW + DAY))
    assert isinstance(finding, Finding)
    assert finding.deadlines[0].at == NOW + DAY


def test_a_soft_deleted_key_has_a_deadline() -> None:
    key = an_absent_key(Presence.SOFT_DELETED, deleted_at=NOW - DAY, purge_at=NOW + 6 * DAY)
    (finding,) = judged(key)
    assert isinstance(finding, Finding)
    assert finding.deadlines[0].at == NOW + 6 * DAY
    assert "2026-11-29 03:14 UTC" in finding.message


def test_an_absent_key_without_the_right_is_found_and_stays_open() -> None:
    key = an_absent_key(
        Presence.CANNOT_TELL, deleted_not_read="not permitted", deleted_denied=True
    )
    finding, unknown = judged(key)
    assert isinstance(finding, Finding)
    assert finding.kind.code == "KV110"
    assert isinstance(unknown, Unknown)
    assert unknown.kind.code == "SF102"
    assert unknown.permissions == (ports.DELETED_KEY_READ.at(str(VAULT)),)


def test_an_absent_key_of_an_unreachable_vault_needs_no_right() -> None:
    key = an_absent_key(Presence.CANNOT_TELL, deleted_not_read="no connection")
    _, unknown = judged(key)
    assert isinstance(unknown, Unknown)
    assert unknown.kind.code == "KV213"
    assert unknown.permissions == ()
    assert "no connection" in unknown.reason


def test_a_version_that_is_not_there_is_told_as_such() -> None:
    uri = KeyUri(URI.host, URI.name, OLD)
    (finding,) = judged(replace(a_key(a_version(NEW), key_uri=uri), current=None))
    assert isinstance(finding, Finding)
    assert finding.kind.code == "KV107"
    assert f"no version {OLD}" in finding.message


@given(offset=st.integers(-4 * 10**7, 4 * 10**7))
def test_a_key_is_expired_from_its_expiry_on_and_never_before(offset: int) -> None:
    key = dated(expires_on=NOW + offset * SECOND)
    assert ("KV102" in codes(key)) is (offset <= 0)


@given(offset=st.integers(-4 * 10**7, 4 * 10**7))
def test_a_key_is_not_yet_valid_only_before_its_first_second(offset: int) -> None:
    key = dated(not_before=NOW + offset * SECOND)
    assert ("KV103" in codes(key)) is (offset > 0)


@given(
    presence=st.sampled_from(Presence),
    enabled=st.sampled_from([None, True, False]),
    kind=st.sampled_from(["", "RSA", "rsa-hsm", "EC", "oct-HSM"]),
    size=st.sampled_from([None, 0, 2048, 3072]),
    operations=st.sampled_from([None, (), ("wrapKey",), ("wrapKey", "unwrapKey")]),
    adobe=st.booleans(),
)
def test_every_key_gets_declared_kinds_only(
    presence: Presence,
    enabled: bool | None,
    kind: str,
    size: int | None,
    operations: tuple[str, ...] | None,
    adobe: bool,
) -> None:
    key = a_key(
        a_version(enabled=enabled),
        presence=presence,
        key_type=kind,
        key_size=size,
        operations=operations,
        adobe_managed=adobe,
    )
    found = codes(key)
    assert set(found) <= {each.code for each in CHECK.kinds}
    well = (
        presence is Presence.PRESENT
        and enabled
        and kind.upper().startswith("RSA")
        and size == 3072
        and operations == ("wrapKey", "unwrapKey")
    )
    assert bool(found) is not well
