"""Operators are found wherever evidence names them, though most of a run is not looked through."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.rbac.facts import KeyGrants
from diagnostics.evidence import Evidence
from diagnostics.operators import OPERATOR_FIELDS, operators_of
from diagnostics.outcome import Reading, Run
from diagnostics.redact import redacted
from diagnostics.rights import CallerRights, Holder
from diagnostics.simulator.scenarios import SCENARIOS
from tests.support import anything  # noqa: F401 - registers what stands in evidence
from tests.support.canaries import Flock, a_run
from tests.support.examined import examined
from tests.support.small import NOW


def plainly(value: Any) -> Iterator[str]:
    """Look into everything."""
    if isinstance(value, tuple):
        for each in value:
            yield from plainly(each)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            inner = getattr(value, field.name)
            if field.name in OPERATOR_FIELDS and isinstance(inner, str):
                yield inner
            yield from plainly(inner)


def test_operators_are_found_in_the_fields_that_name_them() -> None:
    rights = CallerRights(
        observed_at=NOW,
        action_sets=(),
        scopes_read=("/",),
        graph_permissions=(),
        directory_roles=(),
        graph_read=True,
        holders=(
            Holder(permission="a/write", who="joe@contoso.com", role="Owner", scope="/"),
            Holder(permission="a/write", who="Ann Lee", role="Owner", scope="/"),
        ),
    )
    readings = (Reading(check="doctor.caller_rights", evidence=rights),)
    assert operators_of(readings) == {"joe@contoso.com", "Ann Lee"}
    assert redacted(readings) == readings
    (other,) = redacted(readings, operators=["Ann Lee"])
    assert isinstance(other.evidence, CallerRights)
    assert [holder.who for holder in other.evidence.holders] == ["<e-mail address>", "Ann Lee"]


# In each run of the suite others; what is found hangs on types, of which all runs have nearly the same.
CHOSEN = random.Random(7).sample(list(SCENARIOS), 12)  # noqa: S311 - no secret


@pytest.mark.parametrize("name", CHOSEN)
def test_as_many_are_found_in_a_run_as_by_looking_into_everything(name: str) -> None:
    run = examined(name).run
    assert operators_of((run,)) == frozenset(plainly(run))


def test_all_are_found_in_a_run_with_names_in_every_field() -> None:
    run = a_run(Flock(1), 4000)
    assert len(operators_of((run,))) > 5
    assert operators_of((run,)) == frozenset(plainly(run))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.from_type(Run))
def test_any_run_gives_as_many_as_by_looking_into_everything(run: Run) -> None:
    assert operators_of((run, run.readings)) == frozenset(plainly(run))


def test_a_record_of_somebody_elses_is_looked_into_whatever_its_fields_declare() -> None:
    @dataclasses.dataclass(frozen=True)
    class Owned:
        owner: str

    @dataclasses.dataclass(frozen=True)
    class Plain:
        name: str

    @dataclasses.dataclass(frozen=True)
    class Heir(Plain):
        who: str

    @dataclasses.dataclass(frozen=True)
    class Foreign(Evidence):
        thing: object
        strange: NotThere  # type: ignore[name-defined]  # noqa: F821

    foreign = Foreign(observed_at=NOW, thing=(Owned("Ann"),), strange=Owned("Lee"))
    assert operators_of([foreign, (Heir("x", "Kim"), Plain("x"))]) == {"Ann", "Lee", "Kim"}


def test_a_field_that_declares_a_record_may_hold_an_heir_of_it() -> None:
    plain = dataclasses.make_dataclass("Plain", [("name", str)])
    heir = dataclasses.make_dataclass("Heir", [("who", str)], bases=(plain,))
    holding = dataclasses.make_dataclass("Holding", [("inner", plain)])
    assert operators_of([holding(heir("x", "Kim"))]) == {"Kim"}


def test_what_cannot_name_one_is_not_looked_into() -> None:
    class Unread(tuple[object, ...]):
        """Fails where it is read."""

        __slots__ = ()

        def __iter__(self) -> Iterator[object]:
            raise AssertionError

    grants = next(
        each for each in a_run(Flock(2), 100).seen.values() if isinstance(each, KeyGrants)
    )
    assert operators_of([dataclasses.replace(grants, others=Unread((1,)))]) == frozenset()
