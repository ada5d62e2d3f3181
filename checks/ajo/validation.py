"""What does Journey Optimizer itself hold against the campaign?

Source: Journey Optimizer, campaign retrieval API (GET …/publish/validation: `errorLevel` ERROR or WARNING, `errorSource`,
notifications), read 2026-11-23. It names two shapes for the list's entries; both are read.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.behind import NO_CAMPAIGN, need_campaign
from checks.ajo.facts import CampaignFacts, CampaignValidation, ValidationItem
from checks.ajo.kinds import VALIDATION_OPEN
from diagnostics import (
    Check,
    Document,
    Look,
    NotApplicable,
    Seen,
    Severity,
    Step,
    Verdict,
    adobe_ports,
)


async def probe(look: Look) -> CampaignValidation | NotApplicable:
    """Read the findings of the validation before publishing.

    Reads: GET /journey/campaigns/service/campaigns/{id}/publish/validation.
    """
    campaign = look.seen[CampaignFacts]
    need_campaign(campaign)
    if look.target.campaign is None:
        return NO_CAMPAIGN
    answers = await look.ajo.validation(look.target.campaign)
    items = tuple(item for answer in answers for item in _items(answer))
    observed_at = answers[0].observed_at if answers else look.now()
    return CampaignValidation(observed_at=observed_at, campaign=campaign.campaign, items=items)


def _items(answer: Document) -> Iterator[ValidationItem]:
    """Read one entry: a list of results with one level, or notifications with a level each."""
    level = answer.text("errorLevel") or ""
    results = answer.parts("results")
    for entry in results if results is not None else (answer,):
        source = entry.text("errorSource") or ""
        for each in entry.parts("notifications") or ():
            own = each.text("report.additionalContext.errorLevel") or level
            text = each.text("message") or each.text("title") or each.text("type") or ""
            yield ValidationItem(level=own, source=source, text=text)


def judge(validation: CampaignValidation, _seen: Seen) -> Iterator[Verdict]:
    """An error speaks against the next publication; whether calls fail by it already is not documented."""
    errors = [each for each in validation.items if each.level.upper() != "WARNING"]
    if not validation.items:
        return
    worst = errors or list(validation.items)
    shown = "; ".join(_shown(each) for each in worst[:3])
    more = f" and {len(worst) - 3} more" if len(worst) > 3 else ""  # noqa: PLR2004 - those shown
    yield VALIDATION_OPEN.found(
        validation.campaign,
        f"The validation of campaign {validation.campaign} has {_many(len(errors), 'error')} and"
        f" {_many(len(validation.items) - len(errors), 'warning')}: {shown}{more}.",
        evidence=tuple(
            f"{each.level or 'level not said'} = {_shown(each)} (GET …/{validation.campaign}/publish/validation)"
            for each in validation.items[:10]
        ),
        severity=None if errors else Severity.INFO,
        because="" if errors else "none of them is an error",
    )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _shown(item: ValidationItem) -> str:
    return f"{item.source or 'source not said'}: {item.text.rstrip('.') or 'no text'}"


CHECK = Check(
    id="ajo.validation",
    title="The campaign's own validation finds nothing",
    provides=CampaignValidation,
    probe=probe,
    judge=judge,
    kinds=(VALIDATION_OPEN,),
    step=Step.CAMPAIGN,
    needs=(CampaignFacts,),
    permissions=(adobe_ports.CAMPAIGN_READ,),
)
