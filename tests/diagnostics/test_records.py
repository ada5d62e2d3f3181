"""A record behaves as the dataclass that the standard library makes of the same class."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import dataclass, field
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.records import record

Make = Any
MAKES: tuple[Make, ...] = (record, dataclass)


def classes(make: Make) -> tuple[type[Any], ...]:
    @make(frozen=True, slots=True)
    class Base:
        """By place, with a default."""

        name: str
        number: int = 7

    @make(frozen=True, slots=True, kw_only=True)
    class Below(Base):
        """By name, one of them not compared and not shown."""

        more: tuple[str, ...] = ()
        aside: int = field(default=3, compare=False, repr=False)
        must: bool

    @make(frozen=True, slots=True)
    class Checked:
        """Refuses what does not fit."""

        _names: int

        def __post_init__(self) -> None:
            if self._names < 0:
                raise ValueError(self._names)

    @make(frozen=True, slots=True)
    class Nothing:
        """Has no field."""

    @make(frozen=True, slots=True)
    class Derived:
        """Has a field of its own making, and one that is made anew each time."""

        text: str
        folded: str = field(init=False)
        rest: list[str] = field(default_factory=list)

        def __post_init__(self) -> None:
            object.__setattr__(self, "folded", self.text.lower())

    return Base, Below, Checked, Nothing, Derived


OURS, THEIRS = classes(record), classes(dataclass)
small = st.integers(-1, 1)
CALLS = st.one_of(
    st.tuples(st.just(0), st.tuples(st.sampled_from("ab")), st.just({})),
    st.tuples(st.just(0), st.tuples(st.sampled_from("ab"), small), st.just({})),
    st.tuples(st.just(0), st.just(()), st.fixed_dictionaries({"number": small})),  # one is lacking
    st.tuples(
        st.just(1),
        st.tuples(st.sampled_from("ab")),
        st.fixed_dictionaries(
            {"must": st.booleans()},
            optional={"aside": small, "more": st.just(("x",)), "strange": small},
        ),
    ),
    st.tuples(st.just(2), st.tuples(small), st.just({})),
    st.tuples(st.just(3), st.just(()), st.just({})),
    st.tuples(st.just(4), st.tuples(st.sampled_from("aB")), st.just({})),
)


def called(kind: type[Any], args: tuple[Any, ...], words: dict[str, Any]) -> Any:
    try:
        return kind(*args, **words)
    except (TypeError, ValueError) as error:
        return type(error), str(error)


@given(CALLS, CALLS)
def test_it_takes_and_says_what_a_dataclass_does(one: Any, other: Any) -> None:
    ours, theirs = (
        [called(kinds[at], args, words) for at, args, words in (one, other)]
        for kinds in (OURS, THEIRS)
    )
    assert list(map(repr, ours)) == list(map(repr, theirs))
    assert (ours[0] == ours[1]) == (theirs[0] == theirs[1])
    assert ours[0] != theirs[0] or isinstance(ours[0], tuple)
    if ours[0] == ours[1] and one[0] != 4:
        assert hash(ours[0]) == hash(ours[1])


@pytest.mark.parametrize("at", range(len(OURS)))
def test_whoever_looks_at_the_class_sees_a_dataclass(at: int) -> None:
    ours, theirs = OURS[at], THEIRS[at]
    assert str(inspect.signature(ours)) == str(inspect.signature(theirs))
    assert get_type_hints(ours.__init__) == get_type_hints(theirs.__init__)
    assert [each.name for each in dataclasses.fields(ours)] == [
        each.name for each in dataclasses.fields(theirs)
    ]
    assert ours.__match_args__ == theirs.__match_args__
    assert ours.__slots__ == theirs.__slots__
    assert not hasattr(ours, "__dict__") or "__dict__" not in dir(ours)


def test_it_stays_as_it_was_made() -> None:
    made = OURS[1]("a", must=True)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.must = False
    with pytest.raises(dataclasses.FrozenInstanceError):
        del made.must
    assert dataclasses.replace(made, number=1) == OURS[1]("a", 1, must=True)
    assert copy.deepcopy(made) == made


@record(frozen=True, slots=True)
class Kept:
    """Stands in a module, as records do."""

    name: str


def test_it_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Kept("a"))) == Kept("a")  # noqa: S301 - our own


def test_methods_that_a_class_has_are_its_own() -> None:
    @record(frozen=True, slots=True)
    class Quiet:
        name: str

        def __repr__(self) -> str:
            return "quiet"

    assert repr(Quiet("a")) == "quiet"
    assert Quiet("a") == Quiet("a")
