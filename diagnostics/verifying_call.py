"""What a test call adds to a verdict: a proof where nothing else is one, and a failure that nothing here shows; pure."""

from __future__ import annotations

from enum import StrEnum

from diagnostics.triggering.record import TestCall

_SERVER_FAULT = 500
_LATER = {429, 503}  # asks to come later, and says nothing of what was repaired


class Showed(StrEnum):
    """What one test call showed."""

    ACCEPTED = "accepted"  # by Journey Optimizer: calls work
    THE_KEY = "the-key"  # the answer speaks of a key or an identity that Cosmos DB cannot use
    REFUSED = "refused"  # by the gateway or by Journey Optimizer, for another reason
    FAILED = "failed"  # a server's fault, for which no reason is given
    NOTHING = "nothing"  # no answer, or one that is not Adobe's: neither proof nor failure


def showed(call: TestCall) -> Showed:
    """Sort an answer: believed is what has a code of Adobe's, and a fault that has at least Adobe's own request id."""
    if call.is_accepted:
        return Showed.ACCEPTED
    if call.status is None or call.status in _LATER:
        return Showed.NOTHING
    if call.is_of_the_key:
        return Showed.THE_KEY
    is_fault = call.status >= _SERVER_FAULT
    if is_fault and not call.gateway_code:
        return Showed.FAILED if call.problem or call.x_request_id else Showed.NOTHING
    return Showed.REFUSED if call.gateway_code or call.problem else Showed.NOTHING
