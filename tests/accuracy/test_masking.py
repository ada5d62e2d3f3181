"""What a cause declares to hide is really hidden: not found beside it, and found once the first fault is away."""

from __future__ import annotations

from functools import cache

import pytest

from diagnostics.simulator.scenarios import compose
from tests.accuracy.masking import Masking, candidates, first_fitting
from tests.accuracy.said import Said, said
from tests.accuracy.sampling import single
from tests.accuracy.scoring import ANNOUNCED, NAMED, how_told, right
from tests.support.examined import examined, examined_world, the_catalogue

DECLARED = sorted(
    {
        (hidden.what, hidden.perhaps)
        for cause in the_catalogue().causes
        for hidden in cause.hides
        if hidden.kinds
    }
)


def one_of(what: str) -> Masking:
    """A pair for what is said to be hidden; the measure tries one for every cause that says so."""
    tries = (
        each for said_by, all_ in candidates().items() if said_by.what == what for each in all_
    )
    found = first_fitting(tries)
    assert found, f"no two faults can put to the test: {what}"
    return found


@cache
def alone(fault: str, world: str) -> Said:
    return said(examined(single(fault, world).name))


@pytest.mark.parametrize(("what", "perhaps"), DECLARED)
def test_what_is_declared_hidden_is_hidden(what: str, *, perhaps: bool) -> None:
    masking = one_of(what)
    mix = masking.mix
    run = said(examined_world(mix.scenario, compose(mix.world, mix.faults)))
    hiding, hidden = (single(each, mix.world).cause for each in (masking.hiding, masking.hidden))
    assert hiding in run.causes or (perhaps and hidden in run.causes)
    assert hidden not in run.causes or perhaps
    fault = right(
        the_catalogue().causes, single(masking.hidden, mix.world), alone(masking.hidden, mix.world)
    )
    assert how_told(fault, run) in ((ANNOUNCED, NAMED) if perhaps else (ANNOUNCED,))
    assert alone(masking.hidden, mix.world).causes[0] == hidden
