"""Can the configured test recipients be sent anything?

Source: Journey Optimizer, suppression API (addresses and domains; list `client` suppresses, list `allowed` does not), read
2026-11-23. Addresses stay inside: what is kept of a recipient is its place in the configuration and its domain.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.behind import need_gateway, need_sandbox
from checks.ajo.facts import GatewayAnswer, RecipientFacts, RecipientsFacts, SandboxFacts
from checks.ajo.kinds import RECIPIENT_SUPPRESSED
from diagnostics import (
    Check,
    Document,
    Look,
    NotApplicable,
    NotFound,
    Seen,
    Step,
    Verdict,
    adobe_ports,
)


async def probe(look: Look) -> RecipientsFacts | NotApplicable:
    """Look each e-mail address and its domain up.

    Reads: GET /ajo/config/suppression/addresses/{address}, GET /ajo/config/suppression/domains/{domain}.
    """
    need_gateway(look.seen[GatewayAnswer])
    mails = [(at, each) for at, each in enumerate(look.target.test_recipients, 1) if "@" in each]
    if not mails or look.target.sandbox is None:
        return NotApplicable("no e-mail address among the test recipients, or no sandbox")
    need_sandbox(look.seen.maybe(SandboxFacts))
    import asyncio  # only who looks needs it; judging again does not

    found = await asyncio.gather(*(_looked_up(look, at, address) for at, address in mails))
    return RecipientsFacts(observed_at=look.now(), recipients=tuple(found))


async def _looked_up(look: Look, ordinal: int, address: str) -> RecipientFacts:
    domain = address.rpartition("@")[2]
    by_address = await _entry(look, address)
    by_domain = None if by_address else await _entry(look, domain)
    entry = by_address or by_domain
    return RecipientFacts(
        ordinal=ordinal,
        domain=domain,
        suppressed_as=("address" if by_address else "domain") if entry else "",
        reason=(entry.text("suppressed.type") or "") if entry else "",
    )


async def _entry(look: Look, name: str) -> Document | None:
    """Return the entry that suppresses; one that is deleted, or that allows, is none."""
    ask = look.ajo.suppressed_address if "@" in name else look.ajo.suppressed_domain
    try:
        entry = await ask(name)
    except NotFound:
        return None
    # Both are in every entry (suppression.yaml): an answer without them is none about this recipient.
    is_over = entry.require_text("status").lower() == "deleted"
    is_allowed = entry.require_text("listType").lower() == "allowed"
    return None if is_over or is_allowed else entry


def judge(recipients: RecipientsFacts, _seen: Seen) -> Iterator[Verdict]:
    """A call for a suppressed recipient is accepted, and nothing is sent."""
    for each in recipients.recipients:
        if each.suppressed_as:
            why = f" ({each.reason})" if each.reason else ""
            what = "its address" if each.suppressed_as == "address" else f"domain {each.domain}"
            yield RECIPIENT_SUPPRESSED.found(
                f"test recipient {each.ordinal}",
                f"Test recipient {each.ordinal} at {each.domain} gets nothing: {what} is on the suppression list{why}. The"
                " call itself is accepted.",
                evidence=(
                    f"suppressed.type = {each.reason or 'not said'} (GET …/config/suppression)",
                ),
            )


CHECK = Check(
    id="ajo.test_recipients",
    title="No test recipient is suppressed",
    provides=RecipientsFacts,
    probe=probe,
    judge=judge,
    kinds=(RECIPIENT_SUPPRESSED,),
    step=Step.CAMPAIGN,
    needs=(GatewayAnswer,),
    wants=(SandboxFacts,),
    permissions=(adobe_ports.SUPPRESSION_READ,),
)
