"""Hand over what cannot be repaired here: what to read first, to whom, with what."""

from __future__ import annotations

from collections.abc import Callable

from checks.cosmos.revoked import REVOKED_KINDS
from checks.entra.facts import PrincipalFacts
from checks.repairs.identity_steps import PRINCIPAL_READ, account_of, prove
from checks.repairs.inputs import ACCOUNT_GROUP, ACCOUNT_NAME, APPLICATION_ID
from checks.repairs.rbac_give_data_role import SOON
from checks.repairs.wording import (
    ESCALATE_AFTER,
    INTENTIONAL_REVOCATION,
    disagreement,
    escalate,
    waits,
    works_after,
)
from diagnostics import Case, Permission, Repair, RepairStep, Topology, Turn, ports

_SIGN_INS = Permission("graph", "AuditLog.Read.All", "Reports Reader")


def _plan(
    case: Case,
    repair_id: str,
    title: str,
    *steps: RepairStep,
    after: str = "",
    turn: Turn = Turn.OURS,
) -> Repair:
    return Repair(
        id=repair_id,
        title=title,
        steps=steps,
        works_after=after or works_after(case),
        waits=() if after else waits(case),
        escalate=escalate(case),
        escalate_after=ESCALATE_AFTER,
        turn=turn,
        notes=notes(case),
    )


def repair(case: Case) -> Repair:
    """Give the packet to whoever owns the account; a wait of 1 to 2 hours comes first."""
    title = "Hand over with the packet"
    is_own = case.target.topology is Topology.OWN_ACCOUNT
    turn = Turn.MICROSOFT if is_own else Turn.ADOBE
    return _plan(case, "cosmos-support", title, hand_over(case), prove(case), turn=turn)


def unless_own(own: Callable[[Case], Repair]) -> Callable[[Case], Repair]:
    """Repair an account of one's own; only Adobe can change Adobe's."""

    def choose(case: Case) -> Repair:
        return own(case) if case.target.topology is Topology.OWN_ACCOUNT else repair(case)

    return choose


def read_sign_ins(case: Case) -> Repair:
    """Look at the identity where nobody has, then for a policy that blocks it; then hand over."""
    if case.target.topology is Topology.NO_CUSTOMER_KEY:
        return repair(case)  # no identity here is the customer's
    is_adobes = case.target.topology is Topology.ADOBE_MANAGED
    unseen = is_adobes and case.seen.maybe(PrincipalFacts) is None
    return _plan(
        case,
        "cosmos-read-sign-ins",
        "Look for what refuses the token, then hand over",
        *((_principal(case),) if unseen else ()),
        _sign_ins(case),
        hand_over(case),
        prove(case),
    )


def wait_for_provider(case: Case) -> Repair:
    """Change nothing while a service of the provider is down."""
    step = RepairStep(
        purpose="Change nothing: a service of Microsoft's is down. See which, where and since when at"
        " https://azure.status.microsoft and in Service Health (Azure portal), and wait for it.",
        role="anybody; Service Health of a subscription: Reader",
        risk="none: it only reads",
        wait="as long as the outage; the account follows within 1 hour",
    )
    title = "Wait for the provider, then hand over"
    steps = (step, hand_over(case), prove(case))
    return _plan(case, "cosmos-wait-for-provider", title, *steps, turn=Turn.MICROSOFT)


def read_status(case: Case) -> Repair:
    """Let the account's own words decide between a lost key and a region that takes no writes."""
    step = RepairStep(
        purpose="Read the account's own status and its regions: a status that says revoked is the reason, else look at the"
        " regions that take writes and at a failover under way.",
        argv=(
            *("az", "cosmosdb", "show", *account_of(case)),
            *("--query", "[provisioningState, customerManagedKeyStatus, writeLocations]"),
        ),
        role=ports.READER,
        permission=ports.ACCOUNT_READ.at(str(case.target.account or "")),
        risk="none: it only reads",
        wait="at once",
        expect="Succeeded, access confirmed, and the region that callers write to",
    )
    title = "Read the account's own status"
    return _plan(case, "cosmos-read-status", title, step, hand_over(case))


def read_roles(case: Case) -> Repair:
    """Compare the data-plane roles with the login that was refused."""
    account = case.target.account
    place = (
        ("--account-name", account.name, "--resource-group", account.group)
        if account
        else ("--account-name", str(ACCOUNT_NAME), "--resource-group", str(ACCOUNT_GROUP))
    )
    where = ("--subscription", str(account.subscription)) if account else ()
    step = RepairStep(
        purpose="List the data-plane role assignments and look for the login or group that was refused, at the account and"
        " with a role that contains readMetadata; a new assignment may need some minutes.",
        argv=("az", "cosmosdb", "sql", "role", "assignment", "list", *place, *where),
        role=ports.READER,
        permission=ports.SQL_ASSIGNMENTS_READ.at(str(account or "")),
        risk="none: it only reads",
        wait="at once",
        expect="an assignment of the login that was refused",
    )
    title = "Read the data-plane roles"
    return _plan(case, "cosmos-read-roles", title, step, again(case), after=SOON)


def call_again(case: Case) -> Repair:
    """Try once more, then hand over with the activity id."""
    title = "Try again, then hand over"
    return _plan(case, "cosmos-call-again", title, again(case), hand_over(case))


def again(case: Case) -> RepairStep:
    """Let the verification repeat the one read of the data plane."""
    return RepairStep(
        purpose="Run `ajo-doctor verify`: the metadata read of the account must be answered.",
        role=ports.METADATA_READ.granted_by,
        permission=ports.METADATA_READ.at(str(case.target.account or "")),
        risk="none: it only reads",
        wait="some minutes",
    )


def _principal(case: Case) -> RepairStep:
    """Ask the first documented question, which could not be answered from here."""
    name = str(case.target.application or APPLICATION_ID)
    return RepairStep(
        purpose="Look whether the service principal of Adobe's customer-managed-key application is there and enabled: it was"
        " not seen by this run. If it is disabled, find out why, then enable it; if it is gone, look among the deleted ones.",
        argv=(
            "az",
            "ad",
            "sp",
            "show",
            "--id",
            name,
            "--query",
            "{name:displayName,on:accountEnabled}",
        ),
        role=PRINCIPAL_READ.granted_by,
        permission=PRINCIPAL_READ,
        risk="none: it only reads",
        wait="at once",
        expect="its name, and on is true",
    )


def _sign_ins(case: Case) -> RepairStep:
    facts = case.seen.maybe(PrincipalFacts)
    known = facts.object_id if facts else None
    mine = f" and servicePrincipalId eq '{known}'" if known else ""
    url = (
        f"https://{case.target.cloud.graph}/beta/auditLogs/signIns?$top=20&$filter="
        f"signInEventTypes/any(t: t eq 'managedIdentity' or t eq 'servicePrincipal'){mine}"
    )
    whose = f"of {facts.display_name or known}" if facts and known else "of the identity"
    return RepairStep(
        purpose=f"Read the sign-ins {whose}: the error code says what refuses the token. 53003 is a Conditional Access"
        " policy, which is documented for single-tenant service principals only; no sign-in at all means that the request"
        " never came here.",
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
        risk="none: nothing is changed",
        wait="not before 2 hours after the last change: until then the account may still recover by itself",
    )


def notes(case: Case) -> tuple[str, ...]:
    """Say what sources disagree on, and how Adobe may read a lost key."""
    kinds = {finding.kind for finding in case.findings}
    is_loss = case.target.topology is Topology.ADOBE_MANAGED and not kinds.isdisjoint(
        REVOKED_KINDS
    )
    return (*disagreement(case), *((INTENTIONAL_REVOCATION,) if is_loss else ()))
