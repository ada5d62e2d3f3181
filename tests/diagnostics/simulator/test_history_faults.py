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
from tests.support.untold import AT_ADOBE, REASONS

# Told by the directory; whether a rule looks at a principal beside the way to the key is the rules' own affair.
_BESIDE_THE_WAY = "cosmos-principal-disabled"
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
    return fault in REASONS or (world == "adobe-managed" and fault in AT_ADOBE)


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
    assert {*REASONS, *AT_ADOBE} <= _WITH_A_CAUSE


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
