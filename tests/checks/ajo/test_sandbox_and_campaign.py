from __future__ import annotations

import pytest

from checks.ajo import campaign, sandbox
from checks.ajo.facts import CampaignFacts, SandboxFacts
from tests.checks.ajo.situations import a_campaign, a_sandbox, codes, judged

HIDDEN = a_sandbox(is_listed=False, is_denied=True, listed=(), state="", region="")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (a_sandbox(), []),
        (a_sandbox(state="Active"), []),
        (a_sandbox(is_listed=False, state=""), ["AJ211"]),
        (a_sandbox(is_listed=False, listed=(), state=""), ["AJ211"]),
        (a_sandbox(state="resetting"), ["AJ212"]),
        (a_sandbox(state="deleted"), ["AJ212"]),
        (a_sandbox(state=""), ["AJ311?"]),
        (HIDDEN, ["SF102?"]),
    ],
)
def test_a_sandbox(facts: SandboxFacts, expected: list[str]) -> None:
    assert codes(sandbox.CHECK, facts) == expected


@pytest.mark.parametrize("status", ["LIVE", "live", "Live", " LIVE "])
def test_only_live_takes_calls(status: str) -> None:
    assert codes(campaign.CHECK, a_campaign(status=status), a_sandbox()) == []


@pytest.mark.parametrize(
    "status",
    [
        "DRAFT", "Draft", "IN_REVIEW", "In review", "SCHEDULED", "PROCESSING", "STOPPED", "COMPLETED", "FAILED", "ARCHIVED",
        "DELETED", "ACTIVATING", "STOPPING",
    ],
)  # fmt: skip
def test_what_adobe_calls_otherwise_does_not(status: str) -> None:
    (said,) = judged(campaign.CHECK, a_campaign(status=status), a_sandbox())
    assert said.kind.code == "AJ301"
    assert status in said.message


@pytest.mark.parametrize("status", ["", "HIBERNATING", "LIVELY"])
def test_a_state_that_no_page_explains_is_an_open_question(status: str) -> None:
    assert codes(campaign.CHECK, a_campaign(status=status), a_sandbox()) == ["AJ311?"]


@pytest.mark.parametrize(
    ("facts", "seen", "expected"),
    [
        (a_campaign(exists=False), (a_sandbox(),), ["AJ310"]),
        (a_campaign(exists=False), (), ["AJ311?"]),
        (a_campaign(exists=False), (HIDDEN,), ["AJ311?"]),
        (a_campaign(is_denied=True), (a_sandbox(),), ["SF102?"]),
        (a_campaign(is_denied=True), (), ["SF102?"]),
        (a_campaign(is_denied=True), (HIDDEN,), ["AJ213"]),
    ],
)
def test_what_is_not_read(
    facts: CampaignFacts, seen: tuple[SandboxFacts, ...], expected: list[str]
) -> None:
    assert codes(campaign.CHECK, facts, *seen) == expected
