"""Builders of plain records of Adobe's side: all well, with what differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from checks.ajo.facts import (
    AdobeSignIn,
    CampaignFacts,
    CampaignWindow,
    CmkConfig,
    EndpointFit,
    GatewayAnswer,
    SandboxFacts,
)
from diagnostics import Check, Evidence, Finding, Seen, Unknown

NOW = datetime(2026, 11, 23, 3, 14, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
ORG = "A1B2C3D4E5F60718293A4B5C@AdobeOrg"
CLIENT = "c1d2e3f4a5b64c7d8e9f0a1b2c3d4e5f"
CAMPAIGN = "5f0c1c52-0000-4000-8000-00000000c0de"
HEALTH = "GET https://platform.adobe.io/ajo/im/health"


def judged(check: Check, evidence: Evidence, *seen: Evidence) -> list[Finding | Unknown]:
    said = check.judge(evidence, Seen(seen))
    return [each for each in said if isinstance(each, Finding | Unknown)]


def codes(check: Check, evidence: Evidence, *seen: Evidence) -> list[str]:
    """Codes of findings; an open question has a question mark."""
    return [
        each.kind.code + ("?" if isinstance(each, Unknown) else "")
        for each in judged(check, evidence, *seen)
    ]


def a_sign_in(**other: object) -> AdobeSignIn:
    facts = AdobeSignIn(
        observed_at=NOW,
        source="client credentials",
        obtained=True,
        status=200,
        error="",
        error_text="",
        client=CLIENT,
        configured_client=CLIENT,
        issued_at=NOW,
        expires_on=NOW + DAY,
        scopes=("openid",),
        environment="ims-na1",
        kind="access_token",
        is_readable=True,
    )
    return replace(facts, **other)


def refused(error: str, text: str = "") -> AdobeSignIn:
    return a_sign_in(
        obtained=False, status=400, error=error, error_text=text, expires_on=None, environment=""
    )


def an_answer(**other: object) -> GatewayAnswer:
    facts = GatewayAnswer(
        observed_at=NOW,
        endpoint=HEALTH,
        status=200,
        error_code="",
        problem="",
        message="",
        request_id="rq-1",
        retry_after_s=None,
        is_json=True,
        org=ORG,
        client=CLIENT,
    )
    return replace(facts, **other)


def a_sandbox(**other: object) -> SandboxFacts:
    facts = SandboxFacts(
        observed_at=NOW,
        name="prod",
        is_listed=True,
        is_denied=False,
        listed=("dev", "prod"),
        state="active",
        region="va7",
    )
    return replace(facts, **other)


def a_campaign(**other: object) -> CampaignFacts:
    facts = CampaignFacts(
        observed_at=NOW,
        campaign=CAMPAIGN,
        sandbox="prod",
        exists=True,
        is_denied=False,
        name="password-reset",
        status="LIVE",
        campaign_type="ApiTriggered",
        category="Transactional",
        high_throughput=False,
        identity_namespace="email",
        has_schedule=True,
    )
    return replace(facts, **other)


def a_window(**other: object) -> CampaignWindow:
    facts = CampaignWindow(
        observed_at=NOW, campaign=CAMPAIGN, starts_on=None, ends_on=None, not_said=()
    )
    return replace(facts, **other)


def a_fit(**other: object) -> EndpointFit:
    facts = EndpointFit(
        observed_at=NOW,
        campaign=CAMPAIGN,
        endpoint="unitary",
        campaign_type="ApiTriggered",
        category="Transactional",
        high_throughput=False,
        identity_namespace="email",
        recipients=("email",),
    )
    return replace(facts, **other)


def a_config(**other: object) -> CmkConfig:
    facts = CmkConfig(
        observed_at=NOW,
        name="prod-cmk",
        is_there=True,
        status="COMPLETED",
        vault_uri="https://kv-ajo.vault.azure.net",
        key_name="cosmos-cmk",
        region_asked="va7",
        region_of_sandbox="va7",
    )
    return replace(facts, **other)
