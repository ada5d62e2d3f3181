"""Said by several checks, told once."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.diagnosis.merge import merged
from diagnostics.finding import Deadline, Severity
from tests.support.small import COLD, HOT, NOW

LATER = Deadline("the tub overflows at", NOW + timedelta(hours=2))
SOONER = Deadline("the boiler stops at", NOW + timedelta(hours=1))
STATUS = HOT.found(
    "/Tub/One", "the status says so", evidence=("a = 1", "b = 2"), deadlines=(LATER,)
)
DATA = HOT.found("/tub/one", "refused", evidence=("c = 3", "a = 1"), deadlines=(SOONER, LATER))
SOFT = HOT.found("/tub/one", "perhaps", severity=Severity.WARNING, because="only read in a text")
OTHER = HOT.found("/tub/two", "refused")
FOUND = [STATUS, DATA, SOFT, OTHER, COLD.found("/tub/one", "x")]


def test_evidence_and_deadlines_of_all_stay() -> None:
    (one,) = merged([STATUS, DATA])
    assert set(one.evidence) == {"a = 1", "b = 2", "c = 3"}
    assert len(one.evidence) == 3
    assert one.deadlines == (SOONER, LATER)


def test_the_worst_gives_severity_and_words() -> None:
    (one,) = merged([SOFT, DATA])
    assert (one.severity, one.message, one.because) == (Severity.CRITICAL, "refused", "")


def test_other_subjects_and_other_kinds_stay_apart() -> None:
    assert [(each.kind, each.subject) for each in merged(FOUND)] == [
        (HOT, "/tub/one"),
        (HOT, "/tub/two"),
        (COLD, "/tub/one"),
    ]


def test_one_alone_stays_as_it_is() -> None:
    assert merged([STATUS]) == (STATUS,)
    assert merged([]) == ()


@given(st.permutations(FOUND))
def test_the_order_in_which_they_were_said_does_not_matter(said: list) -> None:
    assert merged(said) == merged(FOUND)


@given(st.lists(st.sampled_from(FOUND)))
def test_merging_twice_changes_nothing(said: list) -> None:
    assert merged(merged(said)) == merged(said)
