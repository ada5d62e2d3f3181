from __future__ import annotations

import pytest

from checks.ajo import campaign_window, delivery_settings, endpoint, validation
from checks.ajo.facts import (
    CampaignValidation,
    CampaignWindow,
    DeliverySettings,
    EndpointFit,
    ValidationItem,
)
from diagnostics import Finding, Severity
from tests.checks.ajo.situations import (
    CAMPAIGN,
    DAY,
    NOW,
    SECOND,
    a_fit,
    a_window,
    codes,
    judged,
)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (a_window(), []),
        (a_window(starts_on=NOW - DAY, ends_on=NOW + DAY), []),
        (a_window(starts_on=NOW), []),
        (a_window(starts_on=NOW + SECOND), ["AJ302"]),
        (a_window(ends_on=NOW + SECOND), []),
        (a_window(ends_on=NOW), ["AJ303"]),
        (a_window(starts_on=NOW - 3 * DAY, ends_on=NOW - DAY), ["AJ303"]),
        (a_window(starts_on=NOW + DAY, ends_on=NOW + 2 * DAY), ["AJ302"]),
        (a_window(starts_on=NOW + DAY, ends_on=NOW - DAY), ["AJ304"]),
        (a_window(starts_on=NOW - DAY, ends_on=NOW - DAY), ["AJ304"]),
        (a_window(not_said=("endDateEnabled",)), ["AJ311?"]),
        (a_window(ends_on=NOW - DAY, not_said=("startDateEnabled",)), ["AJ303", "AJ311?"]),
    ],
)
def test_a_window(window: CampaignWindow, expected: list[str]) -> None:
    assert codes(campaign_window.CHECK, window) == expected


def test_a_start_ahead_is_a_clock_that_runs() -> None:
    (said,) = judged(campaign_window.CHECK, a_window(starts_on=NOW + DAY))
    assert isinstance(said, Finding)
    assert [each.at for each in said.deadlines] == [NOW + DAY]


AUDIENCE = a_fit(category="Marketing", endpoint="audience")
FAST = a_fit(high_throughput=True, endpoint="highthroughput")


@pytest.mark.parametrize(
    ("fit", "expected"),
    [
        (a_fit(), []),
        (AUDIENCE, []),
        (FAST, []),
        (a_fit(endpoint="audience"), ["AJ305"]),
        (a_fit(endpoint="highthroughput"), ["AJ305"]),
        (a_fit(high_throughput=True), ["AJ305"]),
        (a_fit(category="Marketing"), ["AJ305"]),
        (a_fit(campaign_type="Scheduled"), ["AJ305"]),
        (a_fit(campaign_type=""), ["AJ311?"]),
        (a_fit(category=""), ["AJ311?"]),
        (a_fit(high_throughput=None), ["AJ311?"]),
        (a_fit(endpoint=""), []),
        (a_fit(identity_namespace="crmid"), ["AJ306"]),
        (a_fit(identity_namespace="crmid", recipients=("email", "other")), []),
        (a_fit(identity_namespace="Phone", recipients=("phone",)), []),
        (a_fit(identity_namespace="crmid", recipients=()), []),
        (a_fit(identity_namespace=""), ["AJ311?"]),
        (a_fit(identity_namespace="", recipients=()), []),
        (a_fit(category="Marketing", endpoint="audience", identity_namespace="crmid"), []),
        (a_fit(identity_namespace="crmid", high_throughput=True), ["AJ305", "AJ306"]),
    ],
)
def test_an_endpoint(fit: EndpointFit, expected: list[str]) -> None:
    assert codes(endpoint.CHECK, fit) == expected


def settings(**other: object) -> DeliverySettings:
    known: dict[str, object] = {
        "category": "Transactional",
        "creates_profile": True,
        "high_throughput": False,
        "throttle_per_s": None,
        **other,
    }
    return DeliverySettings(observed_at=NOW, campaign=CAMPAIGN, **known)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (settings(), []),
        (settings(creates_profile=False), [("AJ307", Severity.INFO)]),
        (settings(creates_profile=False, high_throughput=True), []),
        (settings(creates_profile=False, category="Marketing"), []),
        (settings(throttle_per_s=0), []),
        (settings(throttle_per_s=20), []),
        (settings(throttle_per_s=19), [("AJ308", Severity.WARNING)]),
        (settings(throttle_per_s=200, category="Marketing"), [("AJ308", Severity.INFO)]),
        (settings(throttle_per_s=1, category="Marketing"), [("AJ308", Severity.WARNING)]),
    ],
)
def test_the_delivery(facts: DeliverySettings, expected: list[tuple[str, Severity]]) -> None:
    said = judged(delivery_settings.CHECK, facts)
    assert [(each.kind.code, each.severity) for each in said] == expected


def test_a_low_rate_is_told_with_what_follows() -> None:
    (slow,) = judged(delivery_settings.CHECK, settings(throttle_per_s=3))
    assert "takes 7 s" in slow.message
    (wide,) = judged(delivery_settings.CHECK, settings(throttle_per_s=2, category="Marketing"))
    assert "at most 86,400 profiles" in wide.message


def validated(*levels: str) -> CampaignValidation:
    items = tuple(
        ValidationItem(level=each, source="SURFACE", text="Not active.") for each in levels
    )
    return CampaignValidation(observed_at=NOW, campaign=CAMPAIGN, items=items)


@pytest.mark.parametrize(
    ("facts", "severity"),
    [
        (validated("ERROR"), Severity.WARNING),
        (validated("WARNING", "ERROR"), Severity.WARNING),
        (validated(""), Severity.WARNING),
        (validated("WARNING"), Severity.INFO),
    ],
)
def test_a_validation_with_entries(facts: CampaignValidation, severity: Severity) -> None:
    (said,) = judged(validation.CHECK, facts)
    assert (said.kind.code, said.severity) == ("AJ309", severity)


def test_a_validation_without_entries_says_nothing() -> None:
    assert codes(validation.CHECK, validated()) == []


@pytest.mark.parametrize(
    "facts",
    [
        settings(creates_profile=None),
        settings(creates_profile=False, high_throughput=None),
        settings(category=""),
    ],
)
def test_what_the_answer_does_not_say_of_profiles_is_open(facts: DeliverySettings) -> None:
    assert codes(delivery_settings.CHECK, facts) == ["AJ311?"]


@pytest.mark.parametrize(
    "facts",
    [
        settings(creates_profile=None, category="Marketing"),
        settings(creates_profile=None, high_throughput=True),
        settings(creates_profile=True, high_throughput=None),
    ],
)
def test_what_does_not_decide_may_be_left_unsaid(facts: DeliverySettings) -> None:
    assert codes(delivery_settings.CHECK, facts) == []
