"""Sentences that several repairs share: how long, when to escalate, what else to know."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from diagnostics import Case, Topology, Waiting

# Azure Cosmos DB troubleshooting guide for customer-managed keys, read 2026-11-23.
WORKS_WITHIN_ONE_HOUR = "up to 1 hour after the repair (Azure Cosmos DB troubleshooting guide for customer-managed keys)"
# Adobe Experience Platform, overview of customer-managed keys, read 2026-11-23.
ADOBE_CACHES = (
    "Adobe's primary stores follow within minutes to 24 hours, its caches within 7 days"
    " (Adobe Experience Platform, customer-managed keys overview)"
)
ROLE_WAIT = (
    "a role assignment works after about 10 minutes, at most 30 (Azure RBAC troubleshooting page)"
)
# Cross-tenant guide, 1.5; the other guide says to correct the URI without saying how a revoked account takes it.
REFUSED_WHILE_REVOKED = (
    "A revoked account takes updates of its identity only. If this one is refused (No Update is allowed on Database Account"
    " with Customer Managed Key in Revoked Status), open a Microsoft support request."
)
# The same times as data, for whoever waits; what a page calls "after about" counts with its "at most".
ACCOUNT_FOLLOWS = Waiting(
    what="the account",
    within=timedelta(hours=1),
    source="Azure Cosmos DB troubleshooting guide for customer-managed keys, read 2026-11-23",
)
_ADOBES_ACCOUNT_FOLLOWS = replace(ACCOUNT_FOLLOWS, what="Adobe's account", is_seen_here=False)
STORES_FOLLOW = Waiting(
    what="Adobe's primary stores",
    within=timedelta(hours=24),
    source="Adobe Experience Platform, customer-managed keys overview, read 2026-11-23",
    is_seen_here=False,
)
CACHES_FOLLOW = Waiting(
    what="Adobe's caches",
    within=timedelta(days=7),
    source="Adobe Experience Platform, customer-managed keys overview, read 2026-11-23",
    is_seen_here=False,
)
ROLE_FOLLOWS = Waiting(
    what="a role assignment",
    within=timedelta(minutes=30),
    source="Azure RBAC troubleshooting page, read 2026-11-23",
)
TOKENS_FOLLOW = Waiting(
    what="a token that a managed identity holds already, or a group membership in it",
    within=timedelta(hours=24),
    source="general knowledge on tokens of managed identities, not looked up again",
    is_seen_here=False,
)
# How long to wait before somebody else is asked: the same guide.
ESCALATE_AFTER = timedelta(hours=2)
INTENTIONAL_REVOCATION = (
    "Adobe may treat this as intentional revocation of the key: repair or restore, never delete and recreate."
    " One rendering of Adobe's page says that data is then purged, a newer one does not."
)
DISAGREEMENT_4000 = (
    "Sources disagree about 4000: the troubleshooting guide and Adobe's page blame the identity,"
    " the REST status-code page files it under service-side issues and says to open a support request."
)

# What is not broken yet needs nobody at night.
NOT_URGENT = "nothing is broken by it yet: {} decides, in working hours"


def revocation(case: Case) -> tuple[str, ...]:
    """Add how Adobe may read a lost key, where Adobe holds the data."""
    return (INTENTIONAL_REVOCATION,) if case.target.topology is Topology.ADOBE_MANAGED else ()


def disagreement(case: Case) -> tuple[str, ...]:
    """Say that sources disagree about 4000, where it was seen."""
    seen = any(finding.kind.code == "CO101" for finding in case.findings)
    return (DISAGREEMENT_4000,) if seen else ()


def is_revoked(case: Case) -> bool:
    """Tell whether the cause explains a revoked account, not only what may revoke it one day."""
    return any(finding.kind.code.startswith("CO1") for finding in case.findings)


def works_after(case: Case) -> str:
    """Say how long until the repair is felt by callers."""
    if case.target.topology is Topology.ADOBE_MANAGED:
        return f"{WORKS_WITHIN_ONE_HOUR}; {ADOBE_CACHES}"
    return WORKS_WITHIN_ONE_HOUR


def waits(case: Case) -> tuple[Waiting, ...]:
    """Give the same times as data: the account first, then what follows at Adobe."""
    if case.target.topology is Topology.ADOBE_MANAGED:
        return _ADOBES_ACCOUNT_FOLLOWS, STORES_FOLLOW, CACHES_FOLLOW
    is_own = case.target.topology is Topology.OWN_ACCOUNT
    return (ACCOUNT_FOLLOWS if is_own else _ADOBES_ACCOUNT_FOLLOWS,)


def escalate(case: Case) -> str:
    """Say when to give up repairing alone, to whom to go, and with what."""
    still = (
        "still revoked"
        if case.target.topology is Topology.OWN_ACCOUNT
        else "callers still get 500"
    )
    return f"2 hours after the repair and {still}: {addressee(case)}"


def addressee(case: Case) -> str:
    """Say to whom to go, and with what."""
    if case.target.topology is Topology.OWN_ACCOUNT:
        return (
            "open a Microsoft support request for Azure Cosmos DB,"
            " with this report, the account's id and the time of the repair"
        )
    return (
        "Adobe Customer Care,"
        " with the hand-off packet of this report (tenant, application, key URI without version, times)"
    )
