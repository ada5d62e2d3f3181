"""Is the sandbox among those that the credential sees, and active?

Source: Experience Platform, Sandbox API (GET /data/foundation/sandbox-management/; states), read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.behind import NO_SANDBOX, need_gateway
from checks.ajo.facts import GatewayAnswer, SandboxFacts
from checks.ajo.kinds import CAMPAIGN_UNDECIDED, SANDBOX_INACTIVE, SANDBOX_MISSING
from checks.doctor.kinds import MISSING_PERMISSION
from diagnostics import (
    Check,
    Denied,
    Document,
    Look,
    NotApplicable,
    Seen,
    Step,
    Verdict,
    adobe_ports,
)

_ACTIVE = "active"
_LISTED = 8  # names that a sentence takes


async def probe(look: Look) -> SandboxFacts | NotApplicable:
    """Read the sandboxes and pick ours.

    Reads: GET /data/foundation/sandbox-management/.
    """
    need_gateway(look.seen[GatewayAnswer])
    if look.target.sandbox is None:
        return NO_SANDBOX
    try:
        return _facts(look, await look.platform.sandboxes())
    except Denied as error:
        if not error.permissions:
            raise
        return _facts(look, None)


def _facts(look: Look, seen: tuple[Document, ...] | None) -> SandboxFacts:
    name = str(look.target.sandbox)
    mine = next((each for each in seen or () if each.text("name") == name), None)
    return SandboxFacts(
        observed_at=mine.observed_at if mine else look.now(),
        name=name,
        is_listed=mine is not None,
        is_denied=seen is None,
        listed=tuple(sorted(each.require_text("name") for each in seen or ())),
        state=(mine.text("state") or "") if mine else "",
        region=((mine.text("region") or "") if mine else "").lower(),
    )


def judge(sandbox: SandboxFacts, _seen: Seen) -> Iterator[Verdict]:
    """A name that is not listed is wrong, or hidden from this credential: both fail alike."""
    where = "GET /data/foundation/sandbox-management/"
    if sandbox.is_denied:
        yield MISSING_PERMISSION.unknown(
            "The Adobe credential may not read the sandboxes.",
            permissions=(adobe_ports.SANDBOX_READ,),
        )
    elif not sandbox.is_listed:
        others = ", ".join(sandbox.listed[:_LISTED]) or "none"
        yield SANDBOX_MISSING.found(
            sandbox.name,
            f"Sandbox {sandbox.name} is not among those that the credential sees ({others}): the name is wrong, or its role"
            " does not include it.",
            evidence=(f"name = {others} ({where})",),
        )
    elif not sandbox.state:
        yield CAMPAIGN_UNDECIDED.unknown(
            f"The answer about sandbox {sandbox.name} does not say its state.",
            do="look at the sandbox under Administration, Sandboxes in Experience Platform",
        )
    elif sandbox.state.lower() != _ACTIVE:
        yield SANDBOX_INACTIVE.found(
            sandbox.name,
            f"Sandbox {sandbox.name} is {sandbox.state}, not active: no campaign runs in it.",
            evidence=(f"state = {sandbox.state} ({where})",),
        )


CHECK = Check(
    id="ajo.sandbox",
    title="The sandbox is there and active",
    provides=SandboxFacts,
    probe=probe,
    judge=judge,
    kinds=(SANDBOX_MISSING, SANDBOX_INACTIVE, CAMPAIGN_UNDECIDED, MISSING_PERMISSION),
    step=Step.CAMPAIGN,
    needs=(GatewayAnswer,),
    permissions=(adobe_ports.SANDBOX_READ,),
)
