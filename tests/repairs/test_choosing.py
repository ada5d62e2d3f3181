"""Which worlds are healed, what a share of them is, and what the table says."""

from __future__ import annotations

from collections import Counter
from functools import cache

from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.scenarios import make_world
from tests.repairs.by_hand import BY_HAND, FORESEEN
from tests.repairs.choosing import everything, matching, pairs, sample, singles
from tests.repairs.healing_record import Healing, Ran, Wanted
from tests.repairs.table import summary, table

ENOUGH_PAIRS = 60


@cache
def chosen() -> tuple[Wanted, ...]:
    return tuple(everything())


def test_every_fault_is_healed_in_its_first_world_and_in_adobes() -> None:
    worlds = {(each.scenario.faults, each.scenario.world) for each in singles()}
    for fault in FAULTS.values():
        assert ((fault.id,), fault.worlds[0]) in worlds
        if "adobe-managed" in fault.worlds:
            assert ((fault.id,), "adobe-managed") in worlds


def test_there_are_enough_pairs_and_they_are_the_same_every_time() -> None:
    found = pairs()
    assert len(found) >= ENOUGH_PAIRS
    earlier = list(chosen())[-len(found) :]
    assert [each.name for each in found] == [each.name for each in earlier]
    assert len({each.name for each in found}) == len(found)
    for each in found:
        assert set(make_world(each.scenario).faults) == set(each.scenario.faults)
        assert not BY_HAND.keys() & set(each.scenario.faults)


def test_every_fault_that_is_left_out_of_pairs_is_one() -> None:
    assert BY_HAND.keys() <= FAULTS.keys()


def test_a_share_is_spread_over_the_causes() -> None:
    every = list(chosen())
    few = sample(every, 0.1)
    assert len(every) / 10 <= len(few) < len(every) / 10 + 1
    causes = Counter(each.scenario.cause for each in few if each.scenario.cause)
    assert max(causes.values()) == 1
    assert sample(every, 0.1) == few
    assert sample(every, 1) == every


def test_a_pattern_chooses_by_name() -> None:
    assert {each.name for each in matching(chosen(), "key-disabled@")} >= {
        "key-disabled@adobe-managed"
    }
    assert matching(chosen(), "no such fault") == []


def a_healing(**more: object) -> Healing:
    return Healing(name="key-disabled", verdict="healed", rounds=1, seconds=2.25, **more)  # type: ignore[arg-type]


def test_the_table_says_fault_commands_verdict_and_seconds() -> None:
    ran = [Ran("command", "key-disabled", "az x", "az x --id 1", "", 1.0)]
    drawn = table([a_healing(ran=ran)], verbose=True)
    assert drawn.splitlines()[2].split() == ["key-disabled", "1", "healed", "2.2"]
    assert "command    az x --id 1" in drawn


def test_a_command_that_did_not_do_what_it_says_stands_below_and_is_counted() -> None:
    ran = [Ran("proof", "key-disabled", "az x", "az x --id 1", "exit 1: no", 1.0)]
    healing = a_healing(ran=ran)
    assert "key-disabled: proof az x --id 1: exit 1: no" in table([healing])
    assert "1 did not do what they say" in summary([healing], 60)


def test_what_a_plan_foresees_is_the_name_of_a_run() -> None:
    names = {each.name for each in singles()}
    assert {name.partition(" alternative ")[0] for name in FORESEEN} <= names


def test_only_the_refusal_that_a_plan_foresees_is_foreseen() -> None:
    foreseen = FORESEEN["key-uri-names-no-version"]
    refused, other = f"command az …: {foreseen.refusal}", "command az …: exit 1"
    assert foreseen.fits(f'{{"notes": "{foreseen.says}"}}', [refused])
    assert not foreseen.fits("{}", [refused])
    assert not foreseen.fits(foreseen.says, [other])
    assert not foreseen.fits(foreseen.says, [refused, other])
