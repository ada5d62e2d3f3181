"""The shape of every cause here: the thing itself was found, and the cause is called as that finding is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from diagnostics import Case, Cause, Confidence, Finding, Hidden, Kind, Repair


def cause_of(  # noqa: PLR0913 - a cause has that many sides
    kind: Kind,
    repair: Callable[[Case], Repair],
    *,
    explains: tuple[Kind, ...] = (),
    contradicted_by: tuple[Kind, ...] = (),
    hides: tuple[Hidden, ...] = (),
    overturned_by: tuple[str, ...] = (),
    confidence: Confidence | None = None,
    unsure: str = "",
    is_fallback: bool = False,
) -> Cause:
    """Make the cause whose thing itself was found.

    Args:
        kind: the finding that is the thing itself.
        repair: builds the plan.
        explains: symptoms it accounts for besides.
        contradicted_by: findings that rule it out.
        hides: what can only be seen after the repair.
        overturned_by: ids of checks whose open question could change it.
        confidence: None = high, and medium where something is unsure.
        unsure: what is, in words; empty = nothing.
        is_fallback: whether it speaks only where no other cause explains the symptom.
    """
    return Cause(
        id=kind.slug,
        title=kind.title,
        step=kind.step,
        requires=(kind,),
        explains=explains,
        contradicted_by=contradicted_by,
        hides=hides,
        overturned_by=overturned_by,
        confidence=confidence or (Confidence.MEDIUM if unsure else Confidence.HIGH),
        confidence_reason=unsure,
        is_fallback=is_fallback,
        sentence=partial(message, kind=kind),
        repair=repair,
    )


def message(case: Case, kind: Kind) -> str:
    """Give the sentence of the finding that is the thing itself; it names what was read."""
    return own(case, kind).message


def own(case: Case, kind: Kind) -> Finding:
    """Give the finding of that kind, which the cause requires."""
    return next((each for each in case.findings if each.kind == kind), case.findings[0])
