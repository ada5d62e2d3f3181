"""What a judge may say."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from diagnostics.finding import Deadline, Finding, Severity, Step, Unknown
from diagnostics.names import TenantId
from diagnostics.permission import Permission
from tests.support.small import HOT, NOW

GUID = "11111111-aaaa-4000-8000-000000000001"
READ = Permission("arm", "Microsoft.KeyVault/vaults/read", "Reader")


def test_a_finding_names_its_subject_in_full_and_takes_its_kinds_severity() -> None:
    finding = HOT.found(TenantId.parse(GUID), "it is hot")
    assert finding == Finding(HOT, GUID, "it is hot", (), Severity.CRITICAL)


def test_a_finding_may_differ_in_severity_with_a_reason() -> None:
    clock = Deadline("the tub overflows at", NOW)
    finding = HOT.found(
        "tub",
        "x",
        evidence=("degrees = 41",),
        severity=Severity.INFO,
        because="it is summer",
        deadlines=(clock,),
    )
    assert (finding.severity, finding.because) == (Severity.INFO, "it is summer")
    assert (finding.evidence, finding.deadlines) == (("degrees = 41",), (clock,))


def test_an_open_question_says_what_would_answer_it() -> None:
    unknown = HOT.unknown("not allowed", permissions=(READ,), do="ask")
    assert unknown == Unknown(HOT, "not allowed", (READ,), "ask", "")
    again = unknown.again("the other one was not allowed")
    assert again == Unknown(HOT, "the other one was not allowed", (READ,), "ask", "")


def test_severities_are_ordered() -> None:
    assert Severity.INFO < Severity.WARNING < Severity.CRITICAL


def test_the_steps_stand_in_the_order_of_repair() -> None:
    assert [step.value for step in Step] == ["0", "1", "2", "3", "4", "A", "D"]


def test_what_was_said_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        HOT.found("tub", "x").message = "y"  # type: ignore[misc]


def test_a_permission_is_printed_with_place_and_role() -> None:
    assert str(READ) == "Microsoft.KeyVault/vaults/read (granted by Reader)"
    assert str(READ.at("/subscriptions/s")) == (
        "Microsoft.KeyVault/vaults/read at /subscriptions/s (granted by Reader)"
    )
    data = Permission("keyvault", "Microsoft.KeyVault/vaults/keys/read", "Key Vault Reader")
    assert str(data).startswith("data action Microsoft.KeyVault/")
    assert str(Permission("cosmos", "x", "y")).startswith("Cosmos DB data action x")
    assert str(Permission("adobe", "x", "y")) == "Adobe permission x (granted by y)"
