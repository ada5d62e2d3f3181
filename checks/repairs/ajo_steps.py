"""Steps that repairs on Adobe's side share: by hand in Adobe's consoles, then the proof.

Adobe's consoles are described as far as Adobe's pages do; nothing here writes to Adobe by a command.
"""

from __future__ import annotations

from diagnostics import Case, Repair, RepairStep, Turn

DEVELOPER = "a developer of the project in the Adobe Developer Console"
SYSTEM_ADMIN = "a system or product administrator in the Adobe Admin Console"
PERMISSIONS_ADMIN = "an administrator of Permissions in Experience Platform"
CAMPAIGN_MANAGER = "whoever may manage and publish campaigns in Journey Optimizer"
CONSOLE = "https://developer.adobe.com/console"
AT_ONCE = "at once: Adobe's pages name no waiting time"


def by_hand(
    purpose: str,
    role: str,
    *,
    risk: str = "none: nothing is taken away",
    wait: str = "at once",
    expect: str = "",
) -> RepairStep:
    """Make a step that a person does in one of Adobe's consoles."""
    return RepairStep(purpose=purpose, role=role, risk=risk, wait=wait, expect=expect)


def prove(case: Case) -> RepairStep:
    """Show that Adobe's side is well, then that a call is."""
    campaign = f" of campaign {case.target.campaign}" if case.target.campaign else ""
    return RepairStep(
        purpose=f"Run the diagnosis again: every check of step A must be well; then repeat one call{campaign}.",
        role="whoever may trigger the campaign",
        risk="the call sends a message: use a test recipient",
        wait="at once",
    )


def hand_over() -> RepairStep:
    """Give the packet to Adobe."""
    return RepairStep(
        purpose="Give the hand-off packet of this report to Adobe Customer Care.",
        role="whoever may open a support request",
        risk="none: nothing is changed",
        wait="as long as Adobe takes to answer",
    )


def plan(
    case: Case,
    repair_id: str,
    title: str,
    *steps: RepairStep,
    notes: tuple[str, ...] = (),
    turn: Turn = Turn.OURS,
    works_after: str = AT_ONCE,
) -> Repair:
    """Join the steps of one plan; the proof comes last."""
    return Repair(
        id=repair_id,
        title=title,
        steps=(*steps, prove(case)),
        works_after=works_after,
        escalate="when the diagnosis finds nothing any more and calls still fail: Adobe Customer Care, with the hand-off"
        " packet of this report",
        turn=turn,
        notes=notes,
    )


def client_of(case: Case) -> str:
    """Name the credential for people."""
    found = case.findings[0].subject if case.findings else ""
    return str(case.target.client_id or found or "of the given token")


def campaign_of(case: Case) -> str:
    """Name the campaign and where it lies."""
    where = f" in sandbox {case.target.sandbox}" if case.target.sandbox else ""
    return f"campaign {case.target.campaign or case.findings[0].subject}{where}"
