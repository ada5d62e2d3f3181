"""What every repair at the account ends with: proof, waiting, whom to ask, and who tells of the next change."""

from __future__ import annotations

from checks.repairs.identity_prevention import alert, lock
from checks.repairs.identity_steps import prove
from checks.repairs.wording import ESCALATE_AFTER, escalate, waits, works_after
from diagnostics import Case, Repair, RepairStep


def plan(
    case: Case,
    repair_id: str,
    title: str,
    *steps: RepairStep,
    proof: bool = True,
    passes: bool = False,
    notes: tuple[str, ...] = (),
) -> Repair:
    """Make the plan of a repair at the account: the steps, then the proof, the waiting and the watch.

    Args:
        case: what was read.
        repair_id: the repair's id.
        title: what it does, in some words.
        steps: what is to be done, in this order.
        proof: whether the account's own state proves it, as the last step.
        passes: whether it passes by itself, with nothing changed.
        notes: what one must know besides.
    """
    account = case.target.account
    return Repair(
        id=repair_id,
        title=title,
        steps=(*steps, *((prove(case),) if proof else ())),
        works_after=works_after(case),
        waits=waits(case),
        escalate=escalate(case),
        escalate_after=ESCALATE_AFTER,
        prevent=(
            lock(account, case.target.cloud.arm),
            alert(account, "Microsoft.DocumentDB/databaseAccounts/write", "ajo-account-changed"),
        )
        if account
        else (),
        notes=notes,
        passes_by_itself=passes,
    )
