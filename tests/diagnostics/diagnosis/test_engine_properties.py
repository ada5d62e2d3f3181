"""What holds of every catalogue and every set of findings."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.diagnosis.cause import Cause
from diagnostics.diagnosis.engine import covers, diagnose
from diagnostics.evidence import Seen
from diagnostics.finding import Severity, Step
from tests.support.causing import (
    DATA,
    DELETED,
    DISABLED,
    GUEST,
    KEY,
    REVOKED,
    ROLE,
    TENANT,
    VERSIONED,
    found,
    names,
    of,
)
from tests.support.small import TARGET, a_cause, a_kind, an_outcome

KINDS = [REVOKED, DATA, DISABLED, DELETED, ROLE, KEY, TENANT, GUEST]


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[Cause, ...]:
    some = st.lists(st.sampled_from(KINDS), max_size=3, unique=True)
    count = draw(st.integers(0, 6))
    return tuple(
        a_cause(
            f"cause-{number}",
            *draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True)),
            explains=tuple(draw(some)),
            contradicted_by=tuple(draw(st.lists(st.sampled_from(KINDS), max_size=1))),
            is_fallback=draw(st.booleans()),
            step=draw(st.sampled_from(Step)),
        )
        for number in range(count)
    )


seen_kinds = st.lists(st.sampled_from([*KINDS, VERSIONED]), max_size=6, unique=True)


@settings(max_examples=150, deadline=None)
@given(catalogues(), seen_kinds)
def test_the_set_is_the_smallest_that_covers_what_can_be_covered(
    causes: tuple[Cause, ...], kinds: list
) -> None:
    codes = {kind.code for kind in kinds}
    wanted = {kind.code for kind in kinds if kind.severity > Severity.INFO}
    real = [
        cause
        for cause in causes
        if not cause.is_fallback
        and {kind.code for kind in cause.requires} & codes
        and not {kind.code for kind in cause.contradicted_by} & codes
    ]
    coverable = {code for cause in real for code in covers(cause)} & wanted
    smallest = next(
        size
        for size in range(len(real) + 1)
        if any(
            coverable <= {code for cause in group for code in covers(cause)}
            for group in combinations(real, size)
        )
    )
    diagnosis = of(*kinds, causes=causes)
    chosen = [ranked.cause for ranked in diagnosis.causes]
    assert len([cause for cause in chosen if not cause.is_fallback]) == smallest
    assert coverable <= {code for cause in chosen for code in covers(cause)}
    covered = {code for cause in chosen for code in covers(cause)}
    assert {each.kind.code for each in diagnosis.unexplained} == wanted - covered


@settings(max_examples=100, deadline=None)
@given(catalogues(), seen_kinds, st.data())
def test_the_order_of_causes_and_findings_does_not_matter(
    causes: tuple[Cause, ...], kinds: list, data: st.DataObject
) -> None:
    outcomes = [an_outcome(f"a.{kind.slug}", *found(kind)) for kind in kinds]
    other = data.draw(st.permutations(outcomes))
    turned = data.draw(st.permutations(causes))
    assert diagnose(causes, outcomes, Seen(), TARGET) == diagnose(turned, other, Seen(), TARGET)


ELSEWHERE = a_kind("ZZ900")


@settings(max_examples=100, deadline=None)
@given(catalogues(), seen_kinds, st.booleans())
def test_what_is_found_about_another_service_removes_no_cause(
    causes: tuple[Cause, ...], kinds: list, is_explained: bool
) -> None:
    known = (*causes, a_cause("elsewhere", ELSEWHERE)) if is_explained else causes
    before = set(names(of(*kinds, causes=known)))
    after = set(names(of(*kinds, ELSEWHERE, causes=known)))
    assert after - before == ({"elsewhere"} if is_explained else set())
    assert before <= after


@settings(max_examples=100, deadline=None)
@given(catalogues(), seen_kinds)
def test_every_cause_that_is_named_was_seen_and_explains_something(
    causes: tuple[Cause, ...], kinds: list
) -> None:
    for ranked in of(*kinds, causes=causes).causes:
        assert ranked.explains
        assert any(kind in kinds for kind in ranked.cause.requires)
        assert not any(kind in kinds for kind in ranked.cause.contradicted_by)
