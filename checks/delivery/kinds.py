"""What makes mails late, or keeps them away; retired codes stay here as comments.

1xx ours, by configuration or by calls that are not made · 2xx inside Journey Optimizer · 3xx downstream · 4xx not to be told.
Sources, read 2026-11-23: Journey Optimizer, trigger-campaigns page (late e-mail), retries, quiet hours, rate control, dataset
query examples, exclusion list.
"""

from __future__ import annotations

from diagnostics import Kind, Severity, Step


def _kind(code: str, slug: str, title: str, severity: Severity = Severity.WARNING) -> Kind:
    return Kind(code, slug, severity, title, Step.CAMPAIGN)


SEND_TIME = _kind("DL101", "send-time-optimized", "Messages wait for an optimised send time")
THROTTLED = _kind("DL102", "delivery-throttled", "Messages leave at a throttled rate")
QUIET_HOURS = _kind("DL103", "held-for-quiet-hours", "Messages are held for quiet hours")
WAVES = _kind("DL104", "sent-in-waves", "Messages wait for their wave")
RETRY_WINDOW = _kind(
    "DL105", "retry-window-long", "Delayed messages are tried for hours", Severity.INFO
)
EXCLUDED = _kind("DL106", "messages-excluded", "Many messages are excluded instead of sent")
CALLS_STOPPED = _kind(
    "DL107",
    "calls-stopped",
    "No messages were asked for in a time that has many",
    Severity.CRITICAL,
)
COMPONENT_SLOW = _kind("DL201", "component-slow", "A component of Journey Optimizer is slow")
WAITING_INSIDE = _kind("DL202", "waiting-inside", "Messages wait inside Journey Optimizer")
SENDING_STOPPED = _kind(
    "DL203", "sending-stopped", "Journey Optimizer sent nothing for a while", Severity.CRITICAL
)
FEEDBACK_MISSING = _kind("DL204", "feedback-missing", "Accepted calls have no feedback")
PROVIDER_DEFERS = _kind("DL301", "provider-defers", "A mail provider takes mails late")
IP_DEFERRED = _kind("DL302", "outbound-ip-deferred", "Mails of one sending address are taken late")
DEFERRED_EVERYWHERE = _kind("DL303", "deferred-everywhere", "Every provider takes mails late")
HARD_BOUNCES = _kind("DL304", "hard-bounce-burst", "One domain bounces many mails hard")
UNDECIDED = _kind("DL401", "delay-undecided", "Where mails lose their time cannot be told")

KINDS: tuple[Kind, ...] = (
    SEND_TIME,
    THROTTLED,
    QUIET_HOURS,
    WAVES,
    RETRY_WINDOW,
    EXCLUDED,
    CALLS_STOPPED,
    COMPONENT_SLOW,
    WAITING_INSIDE,
    SENDING_STOPPED,
    FEEDBACK_MISSING,
    PROVIDER_DEFERS,
    IP_DEFERRED,
    DEFERRED_EVERYWHERE,
    HARD_BOUNCES,
    UNDECIDED,
)
# The slug is the name that the answer of `delays` uses.
BY_SLUG: dict[str, Kind] = {kind.slug: kind for kind in KINDS}
INSIDE = (COMPONENT_SLOW, WAITING_INSIDE, SENDING_STOPPED, FEEDBACK_MISSING)
EVERYTHING_LATE = (*INSIDE, DEFERRED_EVERYWHERE)
