"""What stands before a question on Adobe's side: a token, a gateway that lets through, a sandbox, a campaign."""

from __future__ import annotations

from checks.ajo.facts import AdobeSignIn, CampaignFacts, GatewayAnswer, SandboxFacts
from diagnostics import Behind, NotApplicable, Target, adobe_ports

NO_ORG = NotApplicable("no IMS organization is configured")
NO_CAMPAIGN = NotApplicable("no campaign is configured")
NO_SANDBOX = NotApplicable("no sandbox is configured")


def need_token(login: AdobeSignIn) -> None:
    """Go on only with a token.

    Raises:
        Behind: if there is none.
    """
    if not login.obtained:
        raise Behind("needs the answer of ajo.signed_in: no token for Adobe was obtained")


def need_gateway(answer: GatewayAnswer) -> None:
    """Go on only if the gateway lets this credential through: it would refuse the next request alike.

    Raises:
        Behind: if it refused.
    """
    if answer.refusal:
        raise Behind(
            f"needs the answer of ajo.gateway: the gateway refuses this credential ({answer.refusal})"
        )


def need_sandbox(sandbox: SandboxFacts | None) -> None:
    """Go on only if the sandbox is there and active, as far as that was seen.

    Raises:
        Behind: if it is not.
    """
    if sandbox is None or sandbox.is_denied:
        return
    if not sandbox.is_listed:
        raise Behind(f"needs the answer of ajo.sandbox: sandbox {sandbox.name} was not seen")
    if sandbox.state and sandbox.state.lower() != "active":
        raise Behind(f"needs the answer of ajo.sandbox: sandbox {sandbox.name} is not active")


def need_campaign(campaign: CampaignFacts) -> None:
    """Go on only with a campaign that was read.

    Raises:
        Behind: if it was not.
    """
    why = f"needs the answer of ajo.campaign: {campaign.campaign} was not read"
    if campaign.is_denied:
        raise Behind(why, permissions=(adobe_ports.CAMPAIGN_READ,))
    if not campaign.exists:
        raise Behind(why)


def without_org(target: Target) -> NotApplicable | None:
    """Say that Adobe's side is not looked at, or nothing."""
    return None if target.ims_org else NO_ORG
