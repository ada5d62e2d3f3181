"""The sample: the same for the same seed, no fault left out, nothing that cannot be true at once."""

from __future__ import annotations

from itertools import combinations

import pytest

from diagnostics.simulator.expectations import EXPECTED
from diagnostics.simulator.faults import HARMLESS
from diagnostics.simulator.scenarios import SCENARIOS, compose
from tests.accuracy import sampling
from tests.accuracy.masking import Masking, Statement, candidates, first_fitting
from tests.accuracy.sampling import (
    Mix,
    draw,
    faults_of,
    fits,
    healthy,
    is_in_share,
    pairs_of,
    singles,
    triples_of,
)

SMALL = ("own-account-system", "own-account-usgov")


def test_every_scenario_is_either_healthy_or_a_fault_alone() -> None:
    assert sorted((*singles(), *healthy())) == sorted(SCENARIOS)
    assert all(len(SCENARIOS[name].faults) == 1 for name in singles())


def test_the_same_seed_gives_the_same_sample_and_another_one_another() -> None:
    assert pairs_of(SMALL[0], 1) == pairs_of(SMALL[0], 1)
    names = [f"{fault}@own-account" for fault in faults_of("own-account")]
    orders = [sorted(names, key=lambda name: draw(name, seed)) for seed in (1, 2)]
    assert orders[0] != orders[1]


def test_draws_are_even_and_in_range() -> None:
    drawn = [draw(str(number), 7) for number in range(2000)]
    assert all(0 <= one < 1 for one in drawn)
    assert 0.45 < sum(drawn) / len(drawn) < 0.55
    share = [name for name in map(str, range(2000)) if is_in_share(name, 0.1)]
    assert 150 < len(share) < 250
    assert set(share) < {name for name in map(str, range(2000)) if is_in_share(name, 0.2)}
    assert all(is_in_share(name, 1.0) for name in map(str, range(2000)))


@pytest.mark.parametrize("world", SMALL)
def test_every_fault_that_goes_with_another_is_in_a_pair(world: str) -> None:
    faults = faults_of(world)
    possible = [mix for both in combinations(faults, 2) if fits(mix := Mix(world, both))]
    sampled = set(pairs_of(world))
    assert sampled <= set(possible)
    for fault in faults:
        met = sum(fault in mix.faults for mix in sampled)
        assert met >= min(sampling.PARTNERS, sum(fault in mix.faults for mix in possible))


def test_faults_that_exclude_each_other_are_in_no_sample() -> None:
    assert not fits(Mix("own-account", ("key-gone", "key-soft-deleted")))
    assert all(fits(mix) for mix in pairs_of(SMALL[0]))


@pytest.mark.parametrize(
    "faults",
    [
        ("managed-hsm", "vault-in-perimeter"),
        ("key-access-missing", "managed-hsm"),
        ("key-disabled", "key-uri-differs"),
    ],
)
def test_what_the_account_is_led_away_from_breaks_nothing(faults: tuple[str, ...]) -> None:
    compose("own-account", faults)  # both can be so; one of them matters to nobody
    assert not fits(Mix("own-account", faults))


def test_odd_variants_are_in_no_sample() -> None:
    assert not {fault for mix in pairs_of(SMALL[0]) for fault in mix.faults} & HARMLESS


def test_a_triple_is_a_pair_and_a_third_that_goes_with_both() -> None:
    found = triples_of([*pairs_of(SMALL[0])], 5)
    assert len(found) == len(set(found))
    assert all(len(set(mix.faults)) == 3 and fits(mix) for mix in found)


def test_a_mix_has_one_name_and_is_found_by_it() -> None:
    mix = Mix("own-account", ("key-disabled", "stale-token"))
    assert mix.name == "key-disabled+stale-token@own-account"
    assert Mix.named(mix.name) == mix


def test_a_mix_is_pasted_and_configured_as_each_fault_is_alone() -> None:
    told = Mix("own-account", ("configured-tenant-differs", "stale-token")).scenario
    assert told.pasted == SCENARIOS["stale-token"].pasted != ""
    assert told.config == SCENARIOS["configured-tenant-differs"].config != {}
    quiet = Mix("own-account", ("key-disabled", "key-too-small")).scenario
    assert (quiet.pasted, quiet.config) == ("", {})


def test_a_hiding_is_tried_by_two_faults_of_which_the_first_hides_the_second() -> None:
    statement = Statement("vault-soft-deleted", "the vault's network rules and permission model")
    masking = first_fitting(candidates()[statement])
    assert masking is not None
    assert {masking.hiding, masking.hidden} == set(masking.mix.faults)
    assert EXPECTED[masking.hiding].cause == statement.cause
    assert EXPECTED[masking.hidden].kinds[0] in {
        "KV205",
        "KV206",
        "KV207",
        "KV208",
        "KV209",
        "KV210",
        "KV211",
        "KV214",
        "KV204",
    }
    assert fits(masking.mix)


def test_where_no_two_faults_can_be_at_once_there_is_no_trial() -> None:
    exclusive = Mix("own-account", ("key-gone", "key-soft-deleted"))
    assert first_fitting([Masking(exclusive, *exclusive.faults)]) is None
