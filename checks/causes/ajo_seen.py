"""The shape of a cause on Adobe's side: the thing itself was seen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from checks.causes.entra_symptoms import message
from diagnostics import Case, Cause, Confidence, Hidden, Kind, Repair, Step


def seen(
    kind: Kind,
    repair: Callable[[Case], Repair],
    *,
    explains: tuple[Kind, ...] = (),
    hides: tuple[Hidden, ...] = (),
    contradicted_by: tuple[Kind, ...] = (),
    unsure: str = "",
) -> Cause:
    """Make the cause whose thing itself was found.

    Args:
        kind: the finding that is the thing itself.
        repair: builds the plan.
        explains: symptoms it accounts for besides.
        hides: what can only be seen after the repair.
        contradicted_by: findings that rule it out.
        unsure: why the confidence is not high; empty = it is.
    """
    return Cause(
        id=kind.slug,
        title=kind.title,
        step=Step.CAMPAIGN,
        requires=(kind,),
        explains=explains,
        contradicted_by=contradicted_by,
        hides=hides,
        confidence=Confidence.MEDIUM if unsure else Confidence.HIGH,
        confidence_reason=unsure,
        sentence=partial(message, kind=kind),
        repair=repair,
    )
