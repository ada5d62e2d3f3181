"""What is asked again: what was found or not seen, what hangs on it, and what these wait for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from diagnostics.check import Check
from diagnostics.evidence import Evidence
from diagnostics.finding import Severity, Step
from diagnostics.outcome import Reading
from diagnostics.verifying_again import Again, again, joined
from tests.support.reporting import LOST, NICE, NOW, a_run, an_outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Login(Evidence):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Evidence):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Evidence):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(Evidence):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault(Evidence):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Grants(Evidence):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Evidence):
    pass


async def nothing(_: object) -> Any:
    raise AssertionError("nothing is asked here")


def a_check(name: str, provides: type[Evidence], **fields: Any) -> Check[Any]:
    given = {
        "title": name,
        "probe": nothing,
        "judge": lambda *_: (),
        "kinds": (),
        "step": Step.CMK,
    }
    return Check(id=name, provides=provides, **(given | fields))


CHECKS = (
    a_check("a.login", Login, step=Step.DOCTOR),
    a_check("a.place", Place, step=Step.PLACE, needs=(Login,)),
    a_check("b.account", Account, needs=(Login,)),
    a_check("b.key", Key, needs=(Account,)),
    a_check("b.vault", Vault),
    a_check("c.grants", Grants, needs=(Key,), wants=(Vault,)),
    a_check("d.text", Text, weighs=(Grants,), repeats_text=True),
)
ALWAYS = {"a.login", "a.place", "d.text"}


def readings(*left_out: str) -> tuple[Reading, ...]:
    return tuple(
        Reading(check=check.id, evidence=check.provides(observed_at=NOW))
        for check in CHECKS
        if check.id not in left_out
    )


def chosen(
    *outcomes: Any, left_out: tuple[str, ...] = (), fail_on: Severity = Severity.WARNING
) -> Again:
    run = replace(a_run(), readings=readings(*left_out), deselected=left_out)
    return again(CHECKS, outcomes, run, fail_on)


def test_a_clean_run_leaves_only_what_is_always_asked() -> None:
    assert chosen(an_outcome(check="b.key")).asked == ALWAYS


def test_what_was_found_is_asked_with_what_it_waits_for_and_what_hangs_on_it() -> None:
    said = chosen(an_outcome(LOST.found("k", "It is lost."), check="b.key"))
    assert said.asked == ALWAYS | {"b.key", "b.account", "c.grants", "b.vault"}
    assert said.carried == ()


def test_what_nothing_hangs_on_is_asked_alone() -> None:
    said = chosen(an_outcome(LOST.unknown("dark"), check="c.grants"))
    assert said.asked == ALWAYS | {"c.grants", "b.key", "b.account", "b.vault"}
    said = chosen(an_outcome(LOST.found("k", "It is lost."), check="b.vault"))
    assert said.asked == ALWAYS | {"b.vault", "c.grants", "b.key", "b.account"}


def test_the_others_are_taken_over_as_they_were_read() -> None:
    said = chosen(an_outcome(check="b.key"))
    assert [reading.check for reading in said.carried] == [
        "b.account",
        "b.key",
        "b.vault",
        "c.grants",
    ]
    assert {reading.evidence.observed_at for reading in said.carried if reading.evidence} == {NOW}


@pytest.mark.parametrize(
    ("fail_on", "is_asked"), [(Severity.INFO, True), (Severity.WARNING, False)]
)
def test_what_is_below_the_line_is_not_asked_again(fail_on: Severity, is_asked: bool) -> None:
    said = chosen(
        an_outcome(NICE.found("k", "It could be nicer."), check="b.vault"), fail_on=fail_on
    )
    assert ("b.vault" in said.asked) is is_asked


def test_what_the_user_left_out_stays_left_out() -> None:
    found = an_outcome(LOST.found("k", "It is lost."), check="b.key")
    said = chosen(found, left_out=("c.grants",))
    assert "c.grants" not in said.asked
    assert "c.grants" not in {reading.check for reading in said.carried}


def test_both_parts_make_a_whole_run() -> None:
    said = chosen(an_outcome(check="b.key"))
    fresh = [reading for reading in readings() if reading.check in said.asked]
    assert joined(fresh, said.carried) == readings()
