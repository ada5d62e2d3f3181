"""A change is ranked by what it explains: the right thing, the right way, for the right principal; time comes after."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.changes.change import Change, ChangeLog, Thing, Value
from diagnostics.changes.rule import Becomes, Fate, Link, Rule, Trace
from diagnostics.changes.weigh import Scene, Weight, weigh
from tests.support.changing import (
    ANOTHER,
    GROUP,
    OFF,
    TAKEN,
    VAULT,
    WHOM,
    a_change,
    a_removal,
    a_scene,
    a_value,
)
from tests.support.reporting import NOW

ONSET = NOW - timedelta(minutes=20)


def weight_of(change: Change, scene: Scene | None = None) -> Weight:
    (only,) = weigh((change,), scene or a_scene())
    return only.weight


def test_the_switch_that_was_turned_off_explains_and_says_why() -> None:
    (only,) = weigh((a_change(),), a_scene(onset=ONSET))
    assert only.weight is Weight.EXPLAINS
    assert [each.cause.id for each in only.causes] == ["off"]
    assert only.because == "It switched off the principal, 10 minutes before the first error."


@pytest.mark.parametrize(
    ("change", "weight", "word"),
    [
        (a_change(values=(a_value("[true]", "[false]"),)), Weight.BESIDE, "other way"),
        (a_change(values=(a_value("x", "y", "DisplayName"),)), Weight.BESIDE, "nothing of it"),
        (a_change(values=()), Weight.MAY, "does not say"),
        (a_change(succeeded=False), Weight.BESIDE, "refused"),
        (a_change(subject=ANOTHER), Weight.BESIDE, "No cause"),
        (a_change(operation="Add owner"), Weight.BESIDE, "No cause"),
        (a_change(thing=Thing.APPLICATION), Weight.BESIDE, "No cause"),
        (a_change(log=ChangeLog.ACTIVITY), Weight.BESIDE, "No cause"),
        (a_change(-5), Weight.BESIDE, "after this run looked"),
        (a_change(values=(a_value("[false]", "[false]"),)), Weight.BESIDE, "nothing of it"),
        (a_removal(), Weight.EXPLAINS, "took the role"),
        (a_removal(GROUP), Weight.EXPLAINS, "took the role"),
        (a_removal(f"{GROUP}/providers/Microsoft.KeyVault/vaults/other"), Weight.BESIDE, "No"),
        (a_removal(concerns=(ANOTHER,)), Weight.BESIDE, "another principal"),
        (a_removal(concerns=()), Weight.MAY, "does not say"),
    ],
)
def test_what_does_not_fit_explains_less(change: Change, weight: Weight, word: str) -> None:
    (only,) = weigh((change,), a_scene())
    assert (only.weight, word in only.because) == (weight, True), only.because


def test_what_came_after_the_first_error_did_not_begin_it() -> None:
    scene = a_scene(onset=ONSET)
    assert weight_of(a_change(19), scene) is Weight.EXPLAINS, "the clocks of two services differ"
    assert weight_of(a_change(18), scene) is Weight.MAY


def test_the_switch_explains_before_what_came_closer_to_the_first_error() -> None:
    near = a_change(21, values=(a_value("x", "y", "DisplayName"),))
    far = a_change(600)
    assert [each.change for each in weigh((near, far), a_scene(onset=ONSET))] == [far, near]


def test_of_two_that_explain_the_closer_one_is_first() -> None:
    near, far, undated = a_change(40), a_change(400), a_change(None)
    ranked = weigh((undated, far, near), a_scene(onset=ONSET))
    assert [each.change for each in ranked] == [near, far, undated]


def test_the_first_causes_change_goes_before_a_closer_one_of_another_cause() -> None:
    first, second = a_change(400), a_removal(minutes=21)
    assert [each.change for each in weigh((second, first), a_scene(onset=ONSET))] == [
        first,
        second,
    ]


def test_what_was_taken_back_is_not_what_stands_now() -> None:
    off, on = a_change(60), a_change(40, values=(a_value("[true]", "[false]"),))
    again = a_change(30)
    ranked = weigh((off, on, again), a_scene())
    assert [(each.change, each.weight.words) for each in ranked] == [
        (again, "explains"),
        (off, "may explain"),
        (on, "beside it"),
    ]
    assert "taken back" in ranked[1].because


def test_a_symptom_is_explained_by_no_more_than_perhaps() -> None:
    scene = a_scene(Trace(cause="off", rules=(OFF,), is_symptom=True))
    (only,) = weigh((a_change(),), scene)
    assert only.weight is Weight.MAY
    assert only.because.endswith("only says what follows from such a change.")


def test_without_causes_nothing_is_explained() -> None:
    (only,) = weigh((a_change(),), a_scene(causes=()))
    assert (only.weight, only.because) == (
        Weight.BESIDE,
        "Nothing was found that it could explain.",
    )


@pytest.mark.parametrize(
    ("operation", "values", "weight"),
    [
        (
            "changed",
            (Value(name="account_enabled", before="true", after="false"),),
            Weight.EXPLAINS,
        ),
        ("changed", (Value(name="display_name", before="a", after="b"),), Weight.BESIDE),
        ("vanished", (), Weight.BESIDE),
    ],
)
def test_the_difference_of_two_runs_is_weighed_by_the_same_rules(
    operation: str, values: tuple[Value, ...], weight: Weight
) -> None:
    change = a_change(None, log=ChangeLog.EARLIER_RUN, operation=operation, values=values)
    assert weight_of(change) is weight


def test_what_vanished_between_two_runs_is_what_a_deletion_leaves() -> None:
    scene = a_scene(Trace(cause="taken", rules=(replace(TAKEN, fate=Fate.VANISHED),)))
    gone = a_removal(log=ChangeLog.EARLIER_RUN, operation="vanished", at=None)
    (only,) = weigh((gone,), scene)
    assert only.weight is Weight.EXPLAINS
    assert only.because.endswith("; it happened between the two runs.")


def test_a_list_that_lost_a_word_turned_the_bad_way() -> None:
    rule = Rule(
        log=ChangeLog.VAULT,
        thing=Thing.KEY,
        operations=("keyupdate",),
        why="it took an operation",
        becomes=(Becomes(name="keyops", lacks=("wrapKey", "unwrapKey")),),
        about=(Link.KEY,),
    )
    scene = a_scene(Trace(cause="ops", rules=(rule,)))
    key = "https://kv.vault.azure.net/keys/k/0123456789abcdef0123456789abcdef"

    def of(after: str) -> Weight:
        value = Value(name="key_ops", before='["sign","wrapKey","unwrapKey"]', after=after)
        return weight_of(
            a_change(
                log=ChangeLog.VAULT,
                thing=Thing.KEY,
                operation="KeyUpdate",
                subject=key,
                values=(value,),
            ),
            scene,
        )

    assert of('["sign"]') is Weight.EXPLAINS
    assert of('["wrapKey","unwrapKey"]') is Weight.BESIDE


CHANGES = st.lists(
    st.builds(
        a_change,
        st.one_of(st.none(), st.integers(-30, 900)),
        subject=st.sampled_from([WHOM, ANOTHER, VAULT]),
        values=st.sampled_from([(), (a_value(),), (a_value("[true]", "[false]"),)]),
        succeeded=st.booleans(),
        thing=st.sampled_from([Thing.PRINCIPAL, Thing.ROLE_ASSIGNMENT]),
    ),
    max_size=8,
)


@given(changes=CHANGES, data=st.data(), onset=st.sampled_from([None, ONSET]))
def test_the_order_does_not_depend_on_that_of_the_logs(
    changes: list[Change], data: st.DataObject, onset: datetime | None
) -> None:
    shuffled = data.draw(st.permutations(changes))
    scene = a_scene(onset=onset)
    ranked = weigh(changes, scene)
    assert ranked == weigh(shuffled, scene)
    assert {each.change for each in ranked} == set(changes)
    weights = [each.weight for each in ranked]
    assert weights == sorted(weights, reverse=True)


@given(changes=CHANGES)
def test_what_was_refused_never_explains(changes: list[Change]) -> None:
    ranked = weigh(changes, a_scene())
    assert all(each.weight is Weight.BESIDE for each in ranked if not each.change.succeeded)
    assert all(each.because for each in ranked)


def test_what_has_ended_is_not_what_is_under_way() -> None:
    rule = replace(OFF, becomes=(), is_under_way=True)
    ended, busy = a_change(20), a_change(40, is_under_way=True)
    first, second = weigh((ended, busy), a_scene(Trace(cause="off", rules=(rule,))))
    assert (first.change, first.weight) == (busy, Weight.EXPLAINS)
    assert (second.weight, "had ended" in second.because) == (Weight.BESIDE, True)
