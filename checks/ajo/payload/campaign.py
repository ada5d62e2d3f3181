"""Does the request fit the campaign that it triggers?"""

# A JSON tree is looked into here: what isinstance leaves open is open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
from __future__ import annotations

from collections.abc import Iterator

from checks.ajo import payload_kinds as k
from checks.ajo.payload.reading import (
    endpoint,
    is_token_call,
    is_variable,
    of_campaign,
    recipients,
    shown,
)
from diagnostics import Beside, Lint, Remark, Request


def judge(request: Request, beside: Beside) -> Iterator[Remark]:
    """Hold endpoint, namespace and id against the campaign; without one there is nothing to say."""
    campaign = beside.campaign
    if campaign is None or is_token_call(request):
        return
    named, fitting = endpoint(request, beside), of_campaign(beside)
    if named and fitting and named not in fitting:
        at = request.url_at if request.url else ()
        yield Remark(
            k.CAMPAIGN_ENDPOINT,
            at,
            f"The call is for {named}; this campaign is called at {' or '.join(fitting)}. Take the cURL command of the"
            " campaign's own screen.",
        )
    own = request.body.get("campaignId") if isinstance(request.body, dict) else None
    if isinstance(own, str) and not is_variable(own) and own != campaign.campaign_id:
        yield Remark(
            k.CAMPAIGN_ID,
            ("campaignId",),
            "campaignId is not that of the campaign that --campaign names.",
        )
    if campaign.namespace:
        yield from _namespaces(request, campaign.namespace)


def _namespaces(request: Request, wanted: str) -> Iterator[Remark]:
    for number, each in recipients(request):
        value, place = each.get("namespace"), ("recipients", number, "namespace")
        if (
            isinstance(value, str)
            and value
            and not is_variable(value)
            and value.lower() != wanted.lower()
        ):
            yield Remark(
                k.CAMPAIGN_NAMESPACE, place, f"{shown(place)} is not {wanted}, the campaign's."
            )


LINT = Lint(
    id="ajo.payload.campaign",
    title="The request fits its campaign",
    kinds=(k.CAMPAIGN_ENDPOINT, k.CAMPAIGN_NAMESPACE, k.CAMPAIGN_ID),
    judge=judge,
    needs_campaign=True,
)
