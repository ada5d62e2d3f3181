"""Whether an output shows what a plan says it shows."""

from __future__ import annotations

import pytest

from tests.repairs.proofs import is_comparable, lacking

WHO = "33333333-cccc-4000-8000-000000000002"


@pytest.mark.parametrize(
    ("expect", "output"),
    [
        ("true", "true\n"),
        ('"Enabled"', '"Enabled"\n'),
        ("Enabled", '"Enabled"'),
        (WHO, f'"{WHO}"'),
        (f"a credential with the subject {WHO}", f'{{"value": [{{"subject": "{WHO}"}}]}}'),
        (f"a list without {WHO}", "[]"),
        ("null or NotDisabled", "null"),
        ("null or NotDisabled", '"NotDisabled"'),
        ("type contains SystemAssigned", '{"type": "SystemAssigned,UserAssigned"}'),
        ("a list with wrapKey and unwrapKey", '["wrapKey", "unwrapKey"]'),
        ("the same id as the command printed", "anything"),
    ],
)
def test_it_shows(expect: str, output: str) -> None:
    assert lacking(expect, output) == ""


@pytest.mark.parametrize(
    ("expect", "output"),
    [
        ("true", "false"),
        (f"a credential with the subject {WHO}", '{"value": []}'),
        (f"a list without {WHO}", f'["{WHO}"]'),
        ("null or NotDisabled", '"DisabledDueToViolationOfServicesAgreement"'),
        ("a list with wrapKey and unwrapKey", '["wrapKey"]'),
        ('"Succeeded"', '"Updating"'),
    ],
)
def test_it_does_not_show(expect: str, output: str) -> None:
    assert lacking(expect, output)


def test_words_alone_cannot_be_compared() -> None:
    assert not is_comparable("the dead identity is not listed")
    assert is_comparable("true")
