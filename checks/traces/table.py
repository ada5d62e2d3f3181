"""All that is known of changes: one trace a cause, complete."""

from __future__ import annotations

from checks.traces import account, adobe, identity, key, roles
from checks.traces.logs import elsewhere, logs
from checks.traces.path import on_path
from checks.traces.words import DESCRIBED
from diagnostics import Tracing

# What differs from run to run without meaning anything: numbers of requests, instants of tokens, the way of a clock.
_FLEETING = frozenset(
    {
        "AdobeSignIn.issued_at",
        "AdobeSignIn.expires_on",
        "CallerRights.*",  # what this login may, not what is there
        "DataPlaneAnswer.activity_id",
        "DataPlaneAnswer.message",  # holds the activity id; status and sub-status say what it says
        "DataPlaneAnswer.skew_s",
        "GatewayAnswer.request_id",
        "SignIn.*",
        "TokenForAccount.skew_s",
    }
)

TRACING = Tracing(
    traces=tuple(
        sorted(
            (
                *account.TRACES,
                *adobe.TRACES,
                *identity.TRACES,
                *key.TRACES,
                *roles.TRACES,
            ),
            key=lambda trace: trace.cause,
        )
    ),
    on_path=on_path,
    logs=logs,
    elsewhere=elsewhere,
    described=DESCRIBED,
    fleeting=_FLEETING,
)
