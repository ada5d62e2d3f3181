"""Every fault of the catalogue: its logs tell what it changed, or the reason why none does stands here."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from checks.traces.table import TRACING
from diagnostics import ChangeLog
from diagnostics.changes.fitting import Fit, fitted
from diagnostics.simulator.clock import stopped
from diagnostics.simulator.expectations import expected_of
from diagnostics.simulator.faults import FAULTS, HARMLESS
from diagnostics.simulator.scenarios import compose
from diagnostics.simulator.world import World
from tests.support.told import AT, changes, of_faults

# Told by the directory; whether a rule looks at a principal beside the way to the key is the rules' own affair.
_BESIDE_THE_WAY = "cosmos-principal-disabled"
_CONSOLE = "changed in Adobe's Developer Console or Admin Console, whose logs are others"
_INSIDE = "it lies inside a provider's services"
_LOGIN = "it is how this login signs in"
_LAGS = "what was repaired is no part of the world any more; only what lags behind is"
_PASTED = "a text that a program wrote, with no change behind it that the world knows"
_CALL = "it is how the call is made"
_MAKING = "so since it was made: the service lets nobody switch it off"
UNTOLD = {
    "configured-tenant-differs": "the mistake stands in the configuration",
    "login-in-wrong-tenant": _LOGIN,
    "guest-login": _LOGIN,
    "subscription-not-visible": "its log is not visible either",
    "disabled-by-microsoft": "Microsoft's doing",
    "credential-expired": "a date that passed",
    "credential-expiring": "a date that will pass",
    "key-expired": "a date that passed: it was set long before any log reaches back",
    "role-ending": "a date that will pass: the role was given half a year ago, longer than any log reaches back",
    "vault-name-unresolved": "the resolver's doing",
    "soft-delete-off": _MAKING,
    "purge-protection-off": _MAKING,
    "general-scope-only": _INSIDE,
    "wrong-audience": _INSIDE,
    "wrong-issuer": _INSIDE,
    "clock-skew": "a clock",
    "clock-ahead": "a clock",
    "data-plane-account-unknown": _INSIDE,
    "still-propagating": _LAGS,
    "repaired-nothing-heard": _LAGS,
    "status-stale": _LAGS,
    "stale-token": _LAGS,
    "caches-of-adobe": _LAGS,
    "entra-outage": _INSIDE,
    "key-vault-outage": _INSIDE,
    "revoked-without-reason": _INSIDE,
    "revoked-without-own-key": _INSIDE,
    "ajo-unhealthy": _INSIDE,
    "provider-incident": _INSIDE,
    "adobe-secret-deleted": _CONSOLE,
    "adobe-client-unknown": _CONSOLE,
    "adobe-scope-wrong": _CONSOLE,
    "adobe-credential-jwt": _CONSOLE,
    "gateway-refuses": _CONSOLE,
    "adobe-profile-missing": _CONSOLE,
    "adobe-role-missing": _CONSOLE,
    "adobe-org-wrong": _CALL,
    "adobe-token-expired": "a date that passed",
    "adobe-token-of-stage": _CALL,
    "adobe-token-unfit": _CALL,
    "adobe-gateway-quota": _CALL,
    "campaign-missing": "it lies in another sandbox, and always did",
    "campaign-draft": "nobody did anything, which is the fault",
    "validation-open": "the world has no channel configurations that somebody could edit",
    "test-recipient-suppressed": "a bounce suppresses by itself",
    "cmk-config-failed": "the set-up fails inside Adobe",
    "registration-differs": "Adobe keeps its application",
    "region-differs": "a sandbox never changes its region: the configuration names another",
    "local-auth-off": "the account took no keys before; the program's setting is its own",
}
_ONLY_PASTED = (
    "write-forbidden",
    "possibly-revoked",
    "data-explorer-refused",
    "mongo-connection-failed",
    *(name for name in FAULTS if name.startswith("log-says-") and name not in HARMLESS),
)
_REASONS = {**UNTOLD, **dict.fromkeys(_ONLY_PASTED, _PASTED)}
# In Adobe's own directory and subscription, whose logs no customer reads; a move is told, and no rule looks for one.
_AT_ADOBE = {
    "user-assigned-identity-deleted",
    "user-assigned-identity-recreated",
    "identity-not-attached",
    "application-registration-missing",
    "federated-credential-missing",
    "federated-credential-wrong-issuer",
    "federated-credential-wrong-subject",
    "federated-credential-wrong-audience",
    "federated-credential-letter-case",
    "default-identity-undefined",
    "key-uri-malformed",
    "key-uri-names-no-key",
    "perimeter-blocks-outbound",
    "vault-in-another-subscription",
}
_TRACES = {trace.cause: trace for trace in TRACING.traces}
_SCENARIOS = [
    (name, world)
    for name, fault in FAULTS.items()
    if name not in {*HARMLESS, _BESIDE_THE_WAY}
    for world in fault.worlds
    if expected_of(name, world).cause
]
_WITH_A_CAUSE = {name for name, _ in _SCENARIOS}


@cache
def healthy(name: str) -> World:
    return compose(name, (), AT)


def broken(fault: str, world: str = "") -> tuple[World, World]:
    name = world or FAULTS[fault].worlds[0]
    return compose(name, [fault], AT), healthy(name)


def fits(fault: str, world: str) -> list[Fit]:
    """Hold all that the logs tell of a fault against the rules of its cause; what lies on the way is not asked."""
    trace = _TRACES[expected_of(fault, world).cause]
    told = of_faults(*broken(fault, world))
    rules = [replace(rule, about=(), whom=()) for rule in trace.rules]
    return [fitted(rule, change, {}) for rule in rules for change in told]


def has_a_reason(fault: str, world: str) -> bool:
    return fault in _REASONS or (world == "adobe-managed" and fault in _AT_ADOBE)


@pytest.fixture(autouse=True)
def the_morning():  # noqa: ANN201 - a generator
    """Forty minutes after it happened."""
    with stopped(AT.replace(hour=8, minute=55)):
        yield


@pytest.mark.parametrize(("fault", "world"), _SCENARIOS)
def test_the_logs_tell_what_brought_it_about(fault: str, world: str) -> None:
    is_told = bool({Fit.YES, Fit.UNSAID} & set(fits(fault, world)))
    assert is_told != has_a_reason(fault, world), of_faults(*broken(fault, world))


@pytest.mark.parametrize(("fault", "world"), _SCENARIOS)
def test_what_no_log_shows_by_the_rules_is_told_by_none(fault: str, world: str) -> None:
    trace = _TRACES[expected_of(fault, world).cause]
    assert not trace.untraced or has_a_reason(fault, world)


def test_a_vault_that_was_moved_is_told_by_its_old_group() -> None:
    (moved,) = {each.operation for each in of_faults(*broken("vault-in-another-subscription"))}
    assert moved == "microsoft.resources/subscriptions/resourcegroups/moveresources/action"


def test_the_directory_tells_of_a_principal_beside_the_way() -> None:
    (change,) = of_faults(*broken(_BESIDE_THE_WAY))
    assert change.operation == "Update service principal"
    assert change.values[0].after == "[false]"


def test_every_reason_is_about_a_fault() -> None:
    assert {*_REASONS, *_AT_ADOBE} <= _WITH_A_CAUSE


@pytest.mark.parametrize("log", list(ChangeLog)[:4])
@pytest.mark.parametrize("world", ["own-account", "adobe-managed"])
def test_each_log_also_tells_of_changes_that_mean_nothing_before_and_after(
    world: str, log: ChangeLog
) -> None:
    times = [change.at for change in changes(healthy(world)) if change.log is log and change.at]
    assert min(times) < AT < max(times)


def test_a_fault_is_told_at_its_minute() -> None:
    (change,) = of_faults(*broken("service-principal-disabled"))
    assert change.at == AT
    assert (change.values[0].before, change.values[0].after) == ("[true]", "[false]")


@pytest.mark.parametrize(
    ("fault", "hours"),
    [
        ("service-principal-soft-deleted", 48),
        ("vault-soft-deleted", 48),
        ("key-soft-deleted", 72),
        ("old-version-disabled", 5),
    ],
)
def test_a_deletion_is_told_when_the_document_says_it_was(fault: str, hours: int) -> None:
    newest = max(change.at for change in of_faults(*broken(fault)) if change.at)
    assert round((AT.replace(minute=55) - newest).total_seconds() / 3600) == hours


def test_the_same_fault_is_told_alike_every_time() -> None:
    first, second = (
        of_faults(compose("own-account", ["key-access-missing"], AT), healthy("own-account"))
        for _ in range(2)
    )
    assert first == second


def test_a_fault_without_a_given_time_happened_forty_minutes_ago() -> None:
    times = {
        change.at
        for change in of_faults(compose("own-account", ["key-disabled"]), healthy("own-account"))
    }
    assert AT in {at.replace(microsecond=0) for at in times if at}
