"""Whether faults, scenarios and the world's rules agree with each other; no socket is opened."""

from __future__ import annotations

import json

import pytest

from diagnostics.simulator import faults
from diagnostics.simulator.consequences import account_of, campaign_error, revoked
from diagnostics.simulator.expectations import EXPECTED, IN_WORLD, PASTED_ONLY
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults import FAULTS, HARMLESS
from diagnostics.simulator.scenarios import DERIVED, SCENARIOS, inject, make_world, target_fields
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import WORLDS, build
from diagnostics.target_fields import target_of

OF_ADOBE = ("adobe-managed", "no-customer-key")
WITHOUT_A_CHANGE = {"configured-tenant-differs"}  # the mistake stands in the configuration


def test_every_fault_is_expected_to_be_found_or_harmless() -> None:
    assert set(EXPECTED) | HARMLESS == set(FAULTS)
    assert not set(EXPECTED) & HARMLESS
    assert set(FAULTS) >= PASTED_ONLY
    assert all(world in FAULTS[fault].worlds for fault, world in IN_WORLD)


def test_every_fault_has_a_scenario_in_each_of_its_worlds() -> None:
    seen = {(each.faults, each.world) for each in SCENARIOS.values()}
    expected = {((fault.id,), world) for fault in FAULTS.values() for world in fault.worlds}
    assert seen == expected | {((), world) for world in WORLDS}
    assert all(name == each.name for name, each in SCENARIOS.items())


@pytest.mark.parametrize("fault", FAULTS.values(), ids=lambda fault: fault.id)
def test_a_fault_is_told_in_one_sentence_and_changes_something(fault: Fault) -> None:
    assert fault.title[0].isupper()
    assert fault.title.endswith(".")
    assert fault.worlds
    for name in fault.worlds:
        world = build(name)
        before = json.dumps(world.documents, sort_keys=True)
        fault.apply(world)
        is_changed = json.dumps(world.documents, sort_keys=True) != before
        assert is_changed != (fault.id in WITHOUT_A_CHANGE)


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=lambda scenario: scenario.name)
def test_a_scenario_describes_an_environment_that_the_configuration_accepts(scenario) -> None:  # noqa: ANN001
    target = target_of(scenario.name, target_fields(scenario))
    world = make_world(scenario)
    assert target.cloud is world.cloud
    assert world.faults == list(scenario.faults)
    assert scenario.exit_code == (1 if scenario.cause else scenario.exit_code)


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=lambda scenario: scenario.name)
def test_an_error_is_pasted_where_it_is_the_only_sight(scenario) -> None:  # noqa: ANN001
    error = campaign_error(make_world(scenario))
    if scenario.pasted != DERIVED:
        assert scenario.world not in OF_ADOBE
    elif scenario.world not in OF_ADOBE:
        assert error  # the text is what the scenario is about
    elif any(code.startswith("CO1") for code in scenario.kinds):
        assert error  # nothing else could show the account's state
    elif not scenario.faults or HARMLESS.issuperset(scenario.faults):
        assert error == ""


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_what_is_odd_but_healthy_leaves_the_account_its_key(name: str) -> None:
    for world_name in FAULTS[name].worlds:
        world = build(world_name)
        inject(world, name)
        account = account_of(world)
        assert account is not None
        assert revoked(world, account) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("service-principal-disabled", 4000),
        ("user-assigned-identity-recreated", 4000),
        ("federated-credential-letter-case", 4000),
        ("key-vault-principal-disabled", 4000),
        ("blocked-by-workload-policy", 4000),
        ("system-identity-off", 4000),
    ],
)
def test_identity_faults_lose_the_token(name: str, code: int) -> None:
    for world_name in FAULTS[name].worlds:
        world = build(world_name)
        inject(world, name)
        account = account_of(world)
        assert account is not None
        state = revoked(world, account)
        assert state is not None
        assert state.code == code


def test_faults_compose() -> None:
    world = build("own-account")
    inject(world, "service-principal-disabled")
    inject(world, "key-disabled")
    assert world.faults == ["service-principal-disabled", "key-disabled"]
    assert "4000" in campaign_error(world)


def test_two_faults_of_one_name_are_refused() -> None:
    def nothing(_: World) -> None:
        """Change nothing."""

    one, other = (
        Fault(id="same", title=f"The {n}.", worlds=("own-account",), apply=nothing) for n in (1, 2)
    )
    with pytest.raises(ValueError, match="two faults are called 'same'"):
        faults.by_id((one, other))
    assert faults.by_id((one, one)) == {"same": one}
