"""Hand over what cannot be repaired here: the packet, to whom, and what was ruled out."""

from __future__ import annotations

from checks.repairs.identity_steps import prove
from checks.repairs.wording import DISAGREEMENT_4000, INTENTIONAL_REVOCATION, escalate, works_after
from diagnostics import Case, Permission, Repair, RepairStep, Topology

_SIGN_INS = Permission("graph", "AuditLog.Read.All", "Reports Reader, or admin consent")


def repair(case: Case) -> Repair:
    """Give the packet to whoever owns the account; a wait of 1 to 2 hours comes first."""
    return Repair(
        id="cosmos-support",
        title="Hand over with the packet",
        steps=(hand_over(case), prove(case)),
        works_after=works_after(case),
        escalate=escalate(case),
        notes=notes(case),
    )


def read_sign_ins(case: Case) -> Repair:
    """Look for a policy that blocks the identity, then hand over."""
    return Repair(
        id="cosmos-read-sign-ins",
        title="Look for what refuses the token, then hand over",
        steps=(_sign_ins(case), hand_over(case), prove(case)),
        works_after=works_after(case),
        escalate=escalate(case),
        notes=notes(case),
    )


def _sign_ins(case: Case) -> RepairStep:
    url = (
        f"https://{case.target.cloud.graph}/beta/auditLogs/signIns?$top=20&$filter="
        "signInEventTypes/any(t: t eq 'managedIdentity' or t eq 'servicePrincipal')"
    )
    return RepairStep(
        purpose="Read the sign-ins of managed identities and service principals: error 53003 means that a Conditional"
        " Access policy for workload identities blocks the identity.",
        argv=("az", "rest", "--method", "get", "--url", url),
        role="Reports Reader",
        permission=_SIGN_INS,
        risk="none: it only reads",
        wait="sign-ins appear in the log within minutes",
        expect="no entry of the identity with an error",
    )


def hand_over(case: Case) -> RepairStep:
    """Name the addressee and what to attach."""
    own = case.target.topology is Topology.OWN_ACCOUNT
    to = "Microsoft (support request for Azure Cosmos DB)" if own else "Adobe Customer Care"
    return RepairStep(
        purpose=f"Give the hand-off packet of this report to {to}.",
        role="whoever may open a support request",
        risk="none",
        wait="wait 2 hours after the last change first: the account recovers by itself within 1 hour",
    )


def notes(case: Case) -> tuple[str, ...]:
    """Say what sources disagree on, and how Adobe may read a lost key."""
    codes = {finding.kind.code for finding in case.findings}
    disagreement = (DISAGREEMENT_4000,) if "CO101" in codes else ()
    adobe = case.target.topology is not Topology.OWN_ACCOUNT
    return (*disagreement, *((INTENTIONAL_REVOCATION,) if adobe else ()))
