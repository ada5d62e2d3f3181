"""Have Microsoft lift its block of an application."""

from __future__ import annotations

from datetime import timedelta

from checks.entra.facts import DefaultPrincipal, PrincipalFacts, Role
from checks.repairs.identity_prevention import watch_directory
from checks.repairs.identity_steps import prove
from checks.repairs.wording import addressee, revocation, waits, works_after
from diagnostics import Case, Repair, RepairStep, Topology, Turn


def repair(case: Case) -> Repair:
    """No command lifts the block: the publisher of the application must ask Microsoft."""
    facts = case.seen.maybe(PrincipalFacts)
    principal = case.seen.maybe(DefaultPrincipal)
    object_id = str(facts.object_id) if facts and facts.object_id else case.findings[0].subject
    adobe = principal is not None and principal.role is Role.CMK_APPLICATION
    publisher = "Adobe Customer Care" if adobe else "the publisher of the application"
    return Repair(
        id="entra-ask-microsoft",
        title="Have Microsoft's block of the application lifted",
        steps=(
            RepairStep(
                purpose=f"Ask {publisher} to open a Microsoft support request for application"
                f" {facts.app_id if facts else object_id}: Microsoft disabled it, and nobody in this"
                " tenant can enable it. Give the tenant, the object id and the value of"
                " disabledByMicrosoftStatus.",
                role=publisher,
                risk="none; do not delete and recreate the service principal, that lifts nothing",
                wait="as long as Microsoft takes to answer",
                proof=(
                    *("az", "ad", "sp", "show", "--id", object_id),
                    *("--query", "disabledByMicrosoftStatus"),
                ),
                expect="null or NotDisabled",
            ),
            prove(case),
        ),
        works_after=works_after(case),
        waits=waits(case),
        escalate=f"at once: {addressee(case)}",
        escalate_after=timedelta(0),
        turn=Turn.ADOBE if adobe else Turn.MICROSOFT,
        prevent=(watch_directory(case),),
        notes=(*_way_out(case), *revocation(case)),
    )


def _way_out(case: Case) -> tuple[str, ...]:
    if case.target.topology is not Topology.OWN_ACCOUNT:
        return ()
    return (
        "If time is short: another identity with the role on the key, made the default identity, brings the"
        " data back without Microsoft's answer.",
    )
