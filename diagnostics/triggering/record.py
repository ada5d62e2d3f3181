"""What became of a test call, as a bundle keeps it; no address, no token, no context is in it."""

from __future__ import annotations

from datetime import datetime

from diagnostics.adobe_names import Endpoint
from diagnostics.records import record
from diagnostics.triage.recognised import Recognised

TIMEOUT_S = 75.0  # Adobe itself takes up to 60 s (Trigger campaigns with the API, read 2026-11-23)
ADOBE_TIMEOUT_S = 60.0


@record(frozen=True, slots=True, kw_only=True)
class TestCall:
    """One request that was sent once, and how it was answered."""

    __test__ = False  # pytest takes every class of this name for tests

    campaign: str
    sandbox: str
    endpoint: Endpoint
    payload: str  # the file, as it was named
    recipients: int
    ordinals: tuple[int, ...]  # of the configuration's test recipients, counted from 1
    request_id: str  # ours, in the body
    sent_at: datetime  # aware, UTC
    duration_ms: int
    status: int | None = None  # None = no answer
    execution_id: str = ""
    gateway_code: str = ""  # `error_code`: it died at the gateway
    problem: str = ""  # last part of the problem's `type`: Journey Optimizer answered
    message: str = ""  # of the answer, redacted
    x_request_id: str = ""  # for Adobe's support
    lost: str = ""  # why there is no whole answer; empty = there is one
    may_have_arrived: bool = True  # false: the connection never stood, so nothing was sent
    recognised: tuple[Recognised, ...] = ()  # known errors in the answer

    @property
    def is_accepted(self) -> bool:
        """Tell whether Journey Optimizer took the message: 202 alone could be another machine's."""
        return self.status == 202 and bool(self.execution_id)  # noqa: PLR2004 - messaging.yaml

    @property
    def is_of_the_key(self) -> bool:
        """Tell whether the answer speaks of a key or identity that Cosmos DB cannot use."""
        return any(item.kind for item in self.recognised)
