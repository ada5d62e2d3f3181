"""Is the campaign there and live?

Sources, read 2026-11-23: Journey Optimizer, campaign retrieval API (fields; `status` is a free text) and pages on managing
campaigns (states; only a live campaign takes calls). That API-triggered campaigns are returned is an inference.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.behind import NO_CAMPAIGN, NO_SANDBOX, need_gateway, need_sandbox
from checks.ajo.facts import CampaignFacts, GatewayAnswer, Package, SandboxFacts
from checks.ajo.kinds import (
    CAMPAIGN_MISSING,
    CAMPAIGN_NOT_LIVE,
    CAMPAIGN_UNDECIDED,
    ROLE_MISSING,
)
from checks.doctor.kinds import MISSING_PERMISSION
from diagnostics import (
    Check,
    Denied,
    Document,
    Look,
    NotApplicable,
    NotFound,
    Seen,
    Step,
    Verdict,
    adobe_ports,
)

_LIVE = "live"
# The states that Adobe's pages and the API's own enumerations name, besides live.
_NOT_LIVE = frozenset(
    {
        "activating", "draft", "in review", "processing", "scheduled", "in progress", "deleted", "completed",
        "stopping", "stopped", "archived", "failed",
    }
)  # fmt: skip


async def probe(look: Look) -> CampaignFacts | NotApplicable:
    """Read the campaign in its sandbox.

    Reads: GET /journey/campaigns/service/campaigns/{id}.
    """
    need_gateway(look.seen[GatewayAnswer])
    if look.target.campaign is None:
        return NO_CAMPAIGN
    if look.target.sandbox is None:
        return NO_SANDBOX
    need_sandbox(look.seen.maybe(SandboxFacts))
    try:
        return _facts(look, await look.ajo.campaign(look.target.campaign))
    except NotFound:
        return _absent(look, is_denied=False)
    except Denied as error:
        if not error.permissions:
            raise
        return _absent(look, is_denied=True)


def _absent(look: Look, *, is_denied: bool) -> CampaignFacts:
    return CampaignFacts(
        observed_at=look.now(),
        campaign=str(look.target.campaign),
        sandbox=str(look.target.sandbox),
        exists=is_denied,
        is_denied=is_denied,
    )


def _facts(look: Look, answer: Document) -> CampaignFacts:
    return CampaignFacts(
        observed_at=answer.observed_at,
        campaign=str(look.target.campaign),
        sandbox=str(look.target.sandbox),
        exists=True,
        is_denied=False,
        name=answer.text("name") or "",
        status=answer.text("status") or "",
        campaign_type=answer.text("campaignType") or "",
        category=answer.text("category") or "",
        high_throughput=answer.flag("highThroughputMode"),
        identity_namespace=answer.text("identityNamespace") or "",
        creates_profile=answer.flag("createNewProfile"),
        throttle_per_s=answer.number("throttleRatePerSec"),
        has_schedule=answer.has("schedule"),
        starts_on=answer.instant("schedule.startDate"),
        start_counts=answer.flag("schedule.startDateEnabled"),
        ends_on=answer.instant("schedule.endDate"),
        end_counts=answer.flag("schedule.endDateEnabled"),
        live_version=answer.text("liveVersionId") or "",
        draft_version=answer.text("draftVersionId") or "",
        packages=tuple(
            Package(channel=each.text("channel") or "", status=each.text("status") or "")
            for each in answer.parts("packages") or ()
        ),
    )


def judge(campaign: CampaignFacts, seen: Seen) -> Iterator[Verdict]:
    """An absence is believed in a sandbox that was seen; what may not be read is no absence."""
    if campaign.is_denied:
        yield _denied(campaign, seen.maybe(SandboxFacts))
    elif not campaign.exists:
        yield _absence(campaign, seen.maybe(SandboxFacts))
    else:
        yield from _state(campaign)


def _denied(campaign: CampaignFacts, sandbox: SandboxFacts | None) -> Verdict:
    if sandbox and sandbox.is_denied:
        return ROLE_MISSING.found(
            campaign.sandbox,
            f"The Adobe credential may read neither the sandboxes nor campaign {campaign.campaign}: no role of Experience"
            f" Platform in which it is listed reaches sandbox {campaign.sandbox}.",
            evidence=(
                "status = 403 (GET /data/foundation/sandbox-management/)",
                f"status = 403 ({_where(campaign)})",
            ),
        )
    return MISSING_PERMISSION.unknown(
        f"The Adobe credential may not read campaign {campaign.campaign}.",
        permissions=(adobe_ports.CAMPAIGN_READ,),
    )


def _absence(campaign: CampaignFacts, sandbox: SandboxFacts | None) -> Verdict:
    if sandbox is None or not sandbox.is_listed:
        return CAMPAIGN_UNDECIDED.unknown(
            f"Campaign {campaign.campaign} was not found in sandbox {campaign.sandbox}, but it is not settled that this is"
            " the right sandbox.",
            permissions=(adobe_ports.SANDBOX_READ,),
        )
    return CAMPAIGN_MISSING.found(
        campaign.campaign,
        f"There is no campaign {campaign.campaign} in sandbox {campaign.sandbox}: it was deleted, it lies in another sandbox,"
        " or the id is wrong.",
        evidence=(f"status = 404 ({_where(campaign)})",),
    )


def _state(campaign: CampaignFacts) -> Iterator[Verdict]:
    state = campaign.status.strip().lower().replace("_", " ")
    if state == _LIVE:
        return
    if state in _NOT_LIVE:
        channels = ", ".join(f"{each.channel} {each.status}" for each in campaign.packages)
        yield CAMPAIGN_NOT_LIVE.found(
            campaign.campaign,
            f"Campaign {_name(campaign)} is {campaign.status}: only a live campaign takes calls.",
            evidence=(
                f"status = {campaign.status} ({_where(campaign)})",
                *((f"packages = {channels} ({_where(campaign)})",) if channels else ()),
            ),
        )
        return
    said = f"the state {campaign.status}, which no page explains" if state else "no state"
    yield CAMPAIGN_UNDECIDED.unknown(
        f"The answer about campaign {campaign.campaign} gives {said}.",
        do="look at the campaign in Journey Optimizer: only Live takes calls",
    )


def _name(campaign: CampaignFacts) -> str:
    return f"{campaign.name} ({campaign.campaign})" if campaign.name else campaign.campaign


def _where(campaign: CampaignFacts) -> str:
    return f"GET /journey/campaigns/service/campaigns/{campaign.campaign}"


CHECK = Check(
    id="ajo.campaign",
    title="The campaign is there and live",
    provides=CampaignFacts,
    probe=probe,
    judge=judge,
    kinds=(
        CAMPAIGN_NOT_LIVE,
        CAMPAIGN_MISSING,
        ROLE_MISSING,
        CAMPAIGN_UNDECIDED,
        MISSING_PERMISSION,
    ),
    step=Step.CAMPAIGN,
    needs=(GatewayAnswer,),
    wants=(SandboxFacts,),
    permissions=(adobe_ports.CAMPAIGN_READ,),
)
