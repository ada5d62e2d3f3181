"""What every repair that the account follows ends with: the proof, its times, and whom to ask when it does not follow."""

from __future__ import annotations

from checks.repairs.identity_steps import prove
from checks.repairs.wording import ESCALATE_AFTER, escalate, waits, works_after
from diagnostics import Case, Repair, RepairStep


def heal(
    case: Case,
    repair_id: str,
    title: str,
    *steps: RepairStep,
    prevent: tuple[RepairStep, ...] = (),
    notes: tuple[str, ...] = (),
) -> Repair:
    """Make a repair that the account follows by itself, and whose last step proves it.

    Args:
        case: what was read.
        repair_id: the repair's id.
        title: what it does, in some words.
        steps: what is to be done, in this order.
        prevent: what keeps it from happening again.
        notes: what one must know besides.
    """
    return Repair(
        id=repair_id,
        title=title,
        steps=(*steps, prove(case)),
        works_after=works_after(case),
        waits=waits(case),
        escalate=escalate(case),
        escalate_after=ESCALATE_AFTER,
        prevent=prevent,
        notes=notes,
    )
