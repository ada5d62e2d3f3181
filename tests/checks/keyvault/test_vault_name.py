from __future__ import annotations

from checks.keyvault.facts import VaultName
from checks.keyvault.vault_name import CHECK, judge
from diagnostics import Finding, Seen, Severity, Unknown
from tests.checks.keyvault.situations import CONFIRMED, NOW, REVOKED_4017, an_account, seen


def a_name(resolved: bool | None, **other: object) -> VaultName:
    values = {"addresses": ("20.61.96.1",) if resolved else (), "reason": "", **other}
    return VaultName(observed_at=NOW, host="kv-ajo.vault.azure.net", resolved=resolved, **values)


def judged(name: VaultName, known: Seen | None = None) -> list[Finding | Unknown]:
    return [each for each in judge(name, known or seen()) if isinstance(each, Finding | Unknown)]


def test_a_name_that_resolves_is_well() -> None:
    assert judged(a_name(True)) == []


def test_a_name_that_does_not_resolve_is_found() -> None:
    (finding,) = judged(a_name(False, reason="no such name"))
    assert isinstance(finding, Finding)
    assert finding.kind.code == "KV203"
    assert finding.severity is Severity.CRITICAL
    assert "no such name" in finding.message


def test_behind_a_proxy_the_question_stays_open_and_says_why() -> None:
    (verdict,) = judged(a_name(None, reason="a proxy resolves names for us"))
    assert isinstance(verdict, Unknown)
    assert verdict.kind.code == "KV213"
    assert "a proxy resolves names for us" in verdict.reason


def test_the_open_question_does_not_make_a_healthy_run_incomplete() -> None:
    assert CHECK.is_required is False


def test_a_name_that_the_account_resolves_is_only_a_warning() -> None:
    (finding,) = judged(a_name(False), seen(an_account(cmk_status=CONFIRMED)))
    assert isinstance(finding, Finding)
    assert finding.severity is Severity.WARNING
    assert finding.because


def test_a_name_that_the_account_misses_too_is_critical() -> None:
    (finding,) = judged(a_name(False), seen(an_account(cmk_status=REVOKED_4017)))
    assert isinstance(finding, Finding)
    assert finding.severity is Severity.CRITICAL
