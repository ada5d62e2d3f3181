"""What every repair at the account ends with: proof, waiting, whom to ask, and who tells of the next change."""

from __future__ import annotations

from dataclasses import replace

from checks.repairs.healing import heal
from checks.repairs.identity_prevention import alert, lock
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
    watch = (
        (
            lock(account, case.target.cloud.arm),
            alert(account, "Microsoft.DocumentDB/databaseAccounts/write", "ajo-account-changed"),
        )
        if account
        else ()
    )
    made = heal(case, repair_id, title, *steps, prevent=watch, notes=notes)
    return replace(made, steps=made.steps if proof else steps, passes_by_itself=passes)
