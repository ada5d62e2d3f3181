"""Does the endpoint that callers use fit the campaign, and the recipients its sort of identity?

Sources, read 2026-11-23: Journey Optimizer, API-triggered campaigns (audience: marketing; unitary and high throughput:
transactional; one sort of identity a campaign) and high-throughput page (its own endpoint; one campaign cannot serve both).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.behind import need_campaign
from checks.ajo.facts import CampaignFacts, EndpointFit
from checks.ajo.kinds import CAMPAIGN_UNDECIDED, ENDPOINT_UNFIT, NAMESPACE_DIFFERS
from diagnostics import Check, Endpoint, Look, NotApplicable, Seen, Step, Verdict

_TRIGGERED = "apitriggered"
_SORT_OF = {"email": "email", "phone": "phone"}  # what a recipient of that namespace looks like


async def probe(look: Look) -> EndpointFit | NotApplicable:
    """Hold the configuration against the campaign; no request of its own."""
    target = look.target
    if target.endpoint is None and not target.test_recipients:
        return NotApplicable("neither endpoint nor test recipients are configured")
    campaign = look.seen[CampaignFacts]
    need_campaign(campaign)
    return EndpointFit(
        observed_at=campaign.observed_at,
        campaign=campaign.campaign,
        endpoint=target.endpoint.value if target.endpoint else "",
        campaign_type=campaign.campaign_type,
        category=campaign.category,
        high_throughput=campaign.high_throughput,
        identity_namespace=campaign.identity_namespace,
        recipients=tuple(_sort_of(each) for each in target.test_recipients),
    )


def _sort_of(recipient: str) -> str:
    if "@" in recipient:
        return "email"
    digits = recipient.removeprefix("+").replace(" ", "").replace("-", "")
    return "phone" if recipient.startswith("+") and digits.isdigit() else "other"


def judge(fit: EndpointFit, _seen: Seen) -> Iterator[Verdict]:
    """Which endpoint a campaign takes follows from its type, its category and its mode."""
    if fit.endpoint:
        yield from _endpoint(fit)
    yield from _namespace(fit)


def _endpoint(fit: EndpointFit) -> Iterator[Verdict]:
    if fit.campaign_type and fit.campaign_type.lower() != _TRIGGERED:
        yield _unfit(
            fit,
            f"Campaign {fit.campaign} is {fit.campaign_type}, not triggered by API: no endpoint takes calls for it.",
            "campaignType",
            fit.campaign_type,
        )
        return
    fitting = _fitting(fit)
    if fitting is None or not fit.campaign_type:
        yield CAMPAIGN_UNDECIDED.unknown(
            f"The answer about campaign {fit.campaign} does not say its {_missing(fit)}, so whether endpoint {fit.endpoint}"
            " fits cannot be told.",
            do="compare with the sample cURL on the campaign's screen",
        )
    elif fitting.value != fit.endpoint:
        yield _unfit(
            fit,
            f"Callers use endpoint {fit.endpoint}, but campaign {fit.campaign} is {_described(fit)} and takes calls at"
            f" {fitting.value} only.",
            "category, highThroughputMode",
            f"{fit.category}, {str(fit.high_throughput).lower()}",
        )


def _fitting(fit: EndpointFit) -> Endpoint | None:
    """Name the endpoint that the campaign takes; None = the answer does not say enough."""
    category = fit.category.lower()
    if category == "marketing":
        return Endpoint.AUDIENCE
    if category != "transactional" or fit.high_throughput is None:
        return None
    return Endpoint.HIGH_THROUGHPUT if fit.high_throughput else Endpoint.UNITARY


def _missing(fit: EndpointFit) -> str:
    if not fit.campaign_type:
        return "type (campaignType)"
    return "category" if not fit.category else "mode (highThroughputMode)"


def _described(fit: EndpointFit) -> str:
    if fit.category.lower() == "marketing":
        return "a marketing campaign for an audience"
    return "a transactional campaign in " + (
        "high-throughput mode" if fit.high_throughput else "standard mode"
    )


def _unfit(fit: EndpointFit, message: str, field: str, value: str) -> Verdict:
    return ENDPOINT_UNFIT.found(
        fit.campaign,
        message,
        evidence=(
            f"endpoint = {fit.endpoint} (configuration)",
            f"{field} = {value} ({_where(fit)})",
        ),
    )


def _namespace(fit: EndpointFit) -> Iterator[Verdict]:
    """Compare only where every recipient is of another sort: the same list may hold addresses beside identities."""
    if not fit.recipients or fit.endpoint == Endpoint.AUDIENCE.value:
        return
    if not fit.identity_namespace:
        yield CAMPAIGN_UNDECIDED.unknown(
            f"The answer about campaign {fit.campaign} does not say its identityNamespace, so whether the test recipients are"
            " identities of it cannot be told.",
            do="compare with the sample cURL on the campaign's screen",
        )
        return
    wanted = _SORT_OF.get(fit.identity_namespace.lower(), "other")
    if wanted in fit.recipients:
        return
    sorts = ", ".join(sorted(set(fit.recipients)))
    yield NAMESPACE_DIFFERS.found(
        fit.campaign,
        f"Campaign {fit.campaign} takes identities of namespace {fit.identity_namespace}, but no configured test recipient"
        f" looks like one (they look like: {sorts}): a call whose namespace is another one is refused.",
        evidence=(
            f"identityNamespace = {fit.identity_namespace} ({_where(fit)})",
            f"test_recipients = {len(fit.recipients)} of the sort {sorts} (configuration)",
        ),
    )


def _where(fit: EndpointFit) -> str:
    return f"GET /journey/campaigns/service/campaigns/{fit.campaign}"


CHECK = Check(
    id="ajo.endpoint",
    title="The endpoint that callers use fits the campaign",
    provides=EndpointFit,
    probe=probe,
    judge=judge,
    kinds=(ENDPOINT_UNFIT, NAMESPACE_DIFFERS, CAMPAIGN_UNDECIDED),
    step=Step.CAMPAIGN,
    needs=(CampaignFacts,),
)
