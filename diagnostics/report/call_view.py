"""What a report says of a test call: the answer in words, where the message is seen, what to send again afterwards.

Sources: ajo messaging.yaml and its pages (60 seconds, internal retries, no status of such an execution), the datasets
of Journey Optimizer (feedback event dataset, Non Profile for high throughput), XDM customerJourneyManagement schemas,
Adobe Experience Platform troubleshooting (gateway codes); read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.adobe_names import Endpoint
from diagnostics.report import views
from diagnostics.report.verified_record import CallView
from diagnostics.report.wording import ended
from diagnostics.triage.recognised import Signature
from diagnostics.triggering.record import ADOBE_TIMEOUT_S, TestCall
from diagnostics.verifying_call import Showed, showed

_REDIRECTS = range(300, 400)
_DATASETS = {
    Endpoint.UNITARY: "AJO Message Feedback Event Dataset",
    Endpoint.HIGH_THROUGHPUT: "AJO Message Feedback Event Dataset - Non Profile",
}
_FIELDS = "_experience.customerJourneyManagement"


def call_view(call: TestCall, signatures: Mapping[str, Signature]) -> CallView:
    """Show a test call."""
    what = showed(call)
    return CallView(
        campaign=call.campaign,
        sandbox=call.sandbox,
        endpoint=call.endpoint.value,
        recipients=call.recipients,
        ordinals=call.ordinals,
        sent_at=views.instant(call.sent_at),
        duration_ms=call.duration_ms,
        status=call.status,
        accepted=call.is_accepted,
        showed=what.value,
        answer=_answer(call, what),
        explained=_explained(call, signatures),
        took=_took(call),
        request_id=call.request_id,
        execution_id=call.execution_id,
        x_request_id=call.x_request_id,
        look_at=_look_at(call, what),
    )


def _answer(call: TestCall, what: Showed) -> str:
    """Say in a sentence or two who answered, and what."""
    said = f": {ended(call.message)}" if call.message else "."
    if call.is_accepted:
        cut = f" ({call.lost} after it)" if call.lost else ""
        return f"Journey Optimizer accepted it with 202{cut}: execution {call.execution_id}."
    if call.status is None:
        arrived = (
            "It may have arrived all the same: it was not sent again, and must not be before the feedback was read."
            if call.may_have_arrived
            else "Nothing was sent: there was no connection."
        )
        return f"There is no answer: {call.lost}. {arrived}"
    if call.status in _REDIRECTS:
        return f"It was answered {call.status}, a redirect, which is never followed: something on the way answered for Adobe."
    if call.gateway_code:
        return f"Adobe's gateway answered {call.status} ({call.gateway_code}), before Journey Optimizer saw it{said}"
    if what is Showed.NOTHING:
        cut = f", and {call.lost}" if call.lost else ""
        return f"It was answered {call.status} in a form that is not Journey Optimizer's{cut}: no proof of anything{said}"
    if not call.problem:
        return f"Adobe answered {call.status} and gave no reason of its own{said}"
    return f"Journey Optimizer answered {call.status} ({call.problem}){said}"


def _explained(call: TestCall, signatures: Mapping[str, Signature]) -> tuple[str, ...]:
    """Say what is known of each error in the answer, and the first thing to do about it."""
    lines: list[str] = []
    for item in call.recognised:
        signature = signatures.get(item.signature_id)
        if signature is None:
            continue
        code = f"{signature.code}: " if signature.code else ""
        do = f" {signature.steps[0]}" if signature.steps else ""
        lines.append(f"{code}{ended(signature.title)}{do}")
    return tuple(dict.fromkeys(lines))


def _took(call: TestCall) -> str:
    """Hold the time against what Adobe takes at most."""
    seconds = call.duration_ms / 1000
    over = (
        "; a caller that gives up at 60 s would have missed this answer, and its repeated call may be a duplicate"
        if seconds > ADOBE_TIMEOUT_S
        else ""
    )
    return f"{seconds:.1f} s of the {ADOBE_TIMEOUT_S:.0f} s that Adobe takes at most{over}"


def _look_at(call: TestCall, what: Showed) -> tuple[str, ...]:
    """Say what to look at next."""
    number = call.x_request_id or "none in the answer; give the UTC time and the requestId"
    support = f"for Adobe Customer Care: x-request-id {number}"
    if what is Showed.ACCEPTED or (call.status is None and call.may_have_arrived):
        return (*_feedback(call), support) if what is Showed.NOTHING else _feedback(call)
    if what is Showed.NOTHING:
        again = "whether the answer is Adobe's: proxy and firewall on the way"
        maybe = _feedback(call) if call.may_have_arrived else ()
        return again, *maybe
    if what is Showed.THE_KEY:
        return "the causes below: identity, role, key, vault", support
    if call.gateway_code:
        return (
            "our own Adobe credential and its headers: this says nothing of the other callers' credentials",
            support,
        )
    return "the campaign: live, within its dates, called by its own endpoint", support


def _feedback(call: TestCall) -> tuple[str, ...]:
    """Say where the message itself is seen; no status of the execution can be asked."""
    by = (
        f"{_FIELDS}.messageExecution.messageExecutionID = '{call.execution_id}'"
        if call.execution_id
        else f"{_FIELDS}.messageExecution.campaignID = '{call.campaign}', and a timestamp from then on"
    )
    return (
        "202 means accepted, not delivered; Adobe offers no public status of such an execution, so this "
        "program cannot follow it",
        f"in the dataset {_DATASETS[call.endpoint]}: rows with {by} (that this id is the answer's executionId is an "
        "inference from its shape)",
        f"in these rows: {_FIELDS}.messageDeliveryfeedback.feedbackStatus (sent, delay, bounce, error, exclude, "
        "duplicate), .retryCount, .messageExclusion.reason, .messageFailure.reason",
    )


_NOT_CERTAIN = (
    "Adobe does not document that it drops a requestId that it has seen (the feedback knows a status duplicate, no "
    "more): keep the requestId where you repeat a call on purpose, and do not rely on it"
)


def resend() -> tuple[str, ...]:
    """Say which failed calls of an outage to send again, and which may reach somebody twice."""
    return (
        "Send again: calls that Adobe's gateway refused (a body with error_code: 401, 403, 429), and calls that failed "
        "before they were sent: Journey Optimizer never saw them",
        "Send again after a look into the feedback data: calls answered 500, 502, 503 or 504, calls without an answer, "
        "and calls that were given up before 60 seconds: Adobe retries internally, so the message may have gone out",
        "Correct first, then send: calls answered 400, 404, 409 or 422: the outage did not cause them",
        "Do not send again: calls answered 202; and whatever is stale by now, as codes and links that have expired",
        _NOT_CERTAIN,
    )


def call_lines(view: CallView) -> list[tuple[str, str]]:
    """Give what a packet for Adobe says of the call, label and value."""
    lines = [
        (
            "test call",
            f"{view.sent_at}, campaign {view.campaign}, sandbox {view.sandbox}, {view.endpoint}",
        ),
        ("test call, answer", view.answer),
        ("test call, time", view.took),
        ("test call, requestId", view.request_id),
        ("test call, executionId", view.execution_id),
        ("test call, x-request-id", view.x_request_id),
    ]
    return [(label, value) for label, value in lines if value]
