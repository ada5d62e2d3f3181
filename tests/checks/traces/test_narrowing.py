"""Which logs are named: of the reason that the service gives, and none of the customer's for what lies at Adobe."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.traces.logs import elsewhere
from checks.traces.table import TRACING
from diagnostics.changes.change import ChangeLog
from diagnostics.changes.rule import Trace
from diagnostics.evidence import Evidence, Seen
from diagnostics.targets import Topology
from tests.checks.cosmos.situations import (
    CONFIRMED,
    NO_REASON,
    REVOKED,
    an_answer,
    healthy,
    revoked_text,
)
from tests.support.small import TARGET

TRACES = {trace.cause: trace for trace in TRACING.traces}
BEHIND, STALE = "repaired-still-propagating", "status-still-revoked"
ENTRA, ACTIVITY, VAULT = ChangeLog.ENTRA, ChangeLog.ACTIVITY, ChangeLog.VAULT
OF_REASON = [
    (4000, {ENTRA, ACTIVITY}),
    (4002, {ENTRA, ACTIVITY, VAULT}),
    (4006, {ACTIVITY}),
    (4015, {ACTIVITY}),
    (4016, {ACTIVITY}),
    (4018, {VAULT}),
]


def in_run(cause: str, *evidence: Evidence) -> Trace:
    return TRACES[cause].of(Seen(evidence))


def logs_of(trace: Trace) -> set[ChangeLog]:
    return {rule.log for rule in trace.rules}


@pytest.mark.parametrize(("code", "logs"), OF_REASON)
def test_what_a_status_still_says_is_what_was_changed(code: int, logs: set[ChangeLog]) -> None:
    account = replace(healthy, cmk_status=revoked_text(REVOKED[code], code))
    trace = in_run(STALE, account, an_answer())
    assert (trace.cause, trace.is_symptom, logs_of(trace)) == (STALE, True, logs)


@pytest.mark.parametrize(("code", "logs"), OF_REASON)
def test_what_the_data_plane_refuses_with_is_what_was_changed(
    code: int, logs: set[ChangeLog]
) -> None:
    message = revoked_text(REVOKED[code], code)
    trace = in_run(BEHIND, healthy, an_answer(403, code, message))
    assert (trace.cause, trace.is_symptom, logs_of(trace)) == (BEHIND, True, logs)


@pytest.mark.parametrize(
    ("cause", "evidence"),
    [
        (STALE, ()),
        (STALE, (replace(healthy, cmk_status=CONFIRMED),)),
        (STALE, (replace(healthy, cmk_status=None),)),
        (STALE, (replace(healthy, cmk_status=NO_REASON),)),
        (BEHIND, ()),
        (BEHIND, (healthy,)),
        (BEHIND, (healthy, an_answer())),
        (BEHIND, (healthy, an_answer(401, None, "the token is not valid"))),
    ],
)
def test_without_a_reason_anything_may_have_been_changed(
    cause: str, evidence: tuple[Evidence, ...]
) -> None:
    assert in_run(cause, *evidence).rules == TRACES[cause].rules
    assert logs_of(TRACES[cause]) == {ENTRA, ACTIVITY, VAULT}


def test_a_reason_inside_the_service_was_changed_by_nobody() -> None:
    account = replace(healthy, cmk_status=revoked_text("of an internal error", 4001))
    assert in_run(STALE, account).untraced == TRACES["revoked-service-side"].untraced


@pytest.mark.parametrize(
    ("cause", "logs"),
    [
        ("revoked-token-acquisition", {ACTIVITY}),  # the principal is the customer's
        ("revoked-identity-undefined", {ACTIVITY}),
        ("federated-credential-missing", {ENTRA, ACTIVITY}),
        ("possibly-revoked", set()),  # roles at the key are the customer's, too
    ],
)
def test_what_is_changed_at_adobe_alone_shows_in_no_log_of_the_customers(
    cause: str, logs: set[ChangeLog]
) -> None:
    said = elsewhere(replace(TARGET, topology=Topology.ADOBE_MANAGED), TRACES[cause])
    assert said is not None
    assert set(said.logs) == logs


@pytest.mark.parametrize("cause", ["key-soft-deleted", "vault-soft-deleted", "campaign-ended"])
def test_what_lies_at_the_customers_alone_shows_in_their_logs(cause: str) -> None:
    for topology in (Topology.ADOBE_MANAGED, Topology.OWN_ACCOUNT):
        assert elsewhere(replace(TARGET, topology=topology), TRACES[cause]) is None
