from __future__ import annotations

from datetime import timedelta

import pytest

from checks.ajo import cmk_config, cmk_registration, provider_status, status_feed, test_recipients
from checks.ajo.facts import (
    CmkConfig,
    CmkRegistration,
    Incident,
    ProviderIncidents,
    RecipientFacts,
    RecipientsFacts,
)
from diagnostics import AppId, Document, Unexpected
from tests.checks.ajo.situations import DAY, NOW, SECOND, a_config, codes, judged

ONE = AppId("33333333-cccc-4000-8000-000000000005")
OTHER = AppId("33333333-cccc-4000-8000-0000000000f5")


def registered(application: AppId | None, configured: AppId | None) -> CmkRegistration:
    return CmkRegistration(
        observed_at=NOW,
        application=application,
        name="acp1aepcmkmultitenantapp",
        configured=configured,
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (registered(ONE, ONE), []),
        (registered(ONE, None), []),
        (registered(ONE, OTHER), ["AJ403"]),
        (registered(None, ONE), ["AJ405?"]),
        (registered(None, None), ["AJ405?"]),
    ],
)
def test_a_registration(facts: CmkRegistration, expected: list[str]) -> None:
    assert codes(cmk_registration.CHECK, facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (a_config(), []),
        (a_config(region_asked=""), []),
        (a_config(region_of_sandbox=""), []),
        (a_config(status="completed"), []),
        (a_config(status="FAILED"), ["AJ401"]),
        (a_config(status="RUNNING"), ["AJ402"]),
        (a_config(status="UPDATE_EXISTING_RESOURCES"), ["AJ402"]),
        (a_config(status="NEW"), ["AJ402"]),
        (a_config(status="ODD"), ["AJ405?"]),
        (a_config(status=""), ["AJ405?"]),
        (a_config(is_there=False, status=""), ["AJ405?"]),
        (a_config(region_asked="aus5"), ["AJ404"]),
        (a_config(region_asked="aus5", is_there=False, status=""), ["AJ404"]),
    ],
)
def test_a_configuration_of_the_key(facts: CmkConfig, expected: list[str]) -> None:
    assert codes(cmk_config.CHECK, facts) == expected


def an_incident(began: timedelta | None, ended: timedelta | None = None) -> Incident:
    return Incident(
        id="11111",
        product="Adobe Journey Optimizer",
        severity="Major",
        impact="Availability",
        regions=(),
        started_on=NOW - began if began is not None else None,
        ended_on=NOW - ended if ended is not None else None,
    )


@pytest.mark.parametrize(
    ("incident", "errors_ago", "expected"),
    [
        (an_incident(DAY), (), ["AJ502"]),
        (an_incident(None), (), ["AJ502"]),
        (an_incident(DAY, SECOND), (), []),
        (an_incident(-SECOND), (), []),
        (an_incident(3 * DAY, DAY), (2 * DAY,), ["AJ502"]),
        (an_incident(3 * DAY, DAY), (4 * DAY, DAY - SECOND), []),
    ],
)
def test_an_incident_counts_now_or_when_the_errors_happened(
    incident: Incident, errors_ago: tuple[timedelta, ...], expected: list[str]
) -> None:
    facts = ProviderIncidents(
        observed_at=NOW,
        incidents=(incident,),
        errors_at=tuple(NOW - each for each in errors_ago),
    )
    assert codes(provider_status.CHECK, facts) == expected


def test_a_feed_that_was_refused_is_an_open_question() -> None:
    facts = ProviderIncidents(observed_at=NOW, incidents=(), errors_at=(), refused="403")
    assert codes(provider_status.CHECK, facts) == ["AJ503?"]


def a_feed(**product: object) -> Document:
    entry = {"id": "1", "name": "Adobe Journey Optimizer", "startedOn": 1_700_000_000, **product}
    incidents = {"7": {"id": "7", "products": {"1": entry}}}
    return Document({"incidentEvent": {"incidents": incidents}}, "GET feed", NOW)


def test_the_feed_is_read_by_product_and_time() -> None:
    assert status_feed.incidents(a_feed(name="Adobe Commerce")) == ()
    (open_one,) = status_feed.incidents(a_feed())
    assert open_one.ended_on is None
    (zero,) = status_feed.incidents(a_feed(endedOn=0))
    assert zero.ended_on is None
    (ended,) = status_feed.incidents(a_feed(endedOn=1_700_003_600))
    assert ended.ended_on is not None


def test_the_last_word_of_the_history_closes_an_incident() -> None:
    history = {
        "1700000000": {"status": "Opened", "severity": "Minor", "messageTime": 1_700_000_000},
        "1700003600": {"status": "Closed", "severity": "None", "messageTime": 1_700_003_600},
    }
    (closed,) = status_feed.incidents(a_feed(history=history))
    assert closed.severity == "Minor"
    assert closed.ended_on is not None


def test_something_else_in_place_of_the_feed_is_refused() -> None:
    with pytest.raises(Unexpected):
        status_feed.incidents(Document({"ok": True}, "GET feed", NOW))


def test_a_suppressed_recipient_is_named_by_place_and_domain_alone() -> None:
    facts = RecipientsFacts(
        observed_at=NOW,
        recipients=(
            RecipientFacts(ordinal=1, domain="contoso.example", suppressed_as="", reason=""),
            RecipientFacts(
                ordinal=2, domain="contoso.example", suppressed_as="address", reason="HARD"
            ),
            RecipientFacts(
                ordinal=3, domain="fabrikam.example", suppressed_as="domain", reason=""
            ),
        ),
    )
    said = judged(test_recipients.CHECK, facts)
    assert [each.kind.code for each in said] == ["AJ601", "AJ601"]
    assert [each.subject for each in said] == ["test recipient 2", "test recipient 3"]
    assert all("@" not in each.message for each in said)
