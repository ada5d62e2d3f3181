"""Did a call fail inside Journey Optimizer, by the pasted answer, without a reason?

Sources, read 2026-11-23: Journey Optimizer, page on executing API-triggered campaigns (HTTP 500 to the caller while Azure
Cosmos DB answers 403 inside) and error codes reference (CJMRT-110100-500: a fault of data or configuration behind it).
The body of that 500 is documented nowhere: where it repeats what Cosmos DB said, that is the finding, by
`cosmos.pasted_error`; here it is the bare 500, which a caller sees at the most.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.facts import FailedCall, GatewayAnswer
from checks.ajo.kinds import CALL_FAILED
from diagnostics import Check, Look, NotApplicable, Seen, Severity, Step, Topology, Verdict

CODES = frozenset({"CJMRT-110100-500"})


async def probe(look: Look) -> FailedCall | NotApplicable:
    """Take what was recognised; no request."""
    failed = next((each for each in look.pasted if each.code in CODES), None)
    if failed is None:
        return NotApplicable("no answer of a call that failed inside Journey Optimizer was given")
    if any(each.kind for each in look.pasted):
        return NotApplicable("the text itself says what failed inside")
    return FailedCall(
        observed_at=look.now(), code=failed.code, excerpt=failed.excerpt, why=failed.why
    )


def judge(failed: FailedCall, seen: Seen) -> Iterator[Verdict]:
    """A call that the gateway refuses gets nowhere near what fails inside: the text is then of another time or caller."""
    gateway = seen.maybe(GatewayAnswer)
    refusal = gateway.refusal if gateway else ""
    yield CALL_FAILED.found(
        "the call of the pasted answer",
        f"The pasted answer is a failure inside Journey Optimizer ({failed.code}), behind its gateway, and names no reason.",
        evidence=(f'text = "{failed.excerpt}" (pasted error)',),
        severity=Severity.INFO if refusal else None,
        because=f"the gateway refuses calls now ({refusal}), so none gets as far: the text is older, or of another caller"
        if refusal
        else "",
    )


CHECK = Check(
    id="ajo.failed_call",
    title="No pasted answer is a failure inside Journey Optimizer without a reason",
    provides=FailedCall,
    probe=probe,
    judge=judge,
    kinds=(CALL_FAILED,),
    step=Step.CAMPAIGN,
    # In front of an account of one's own it is not that account that fails inside Journey Optimizer.
    applies_to=frozenset({Topology.ADOBE_MANAGED, Topology.NO_CUSTOMER_KEY}),
    weighs=(GatewayAnswer,),
    is_required=False,
    repeats_text=True,
)
