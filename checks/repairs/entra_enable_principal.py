"""Enable a disabled service principal again."""

from __future__ import annotations

from checks.entra.facts import PrincipalFacts
from checks.repairs.identity_prevention import watch_directory
from checks.repairs.identity_steps import APPLICATION_WRITE, graph_url, prove
from checks.repairs.wording import (
    DISAGREEMENT_4000,
    INTENTIONAL_REVOCATION,
    escalate,
    works_after,
)
from diagnostics import Case, Repair, RepairStep, Topology

_TOKENS = "at once for new tokens; the waiting time of the account comes on top"


def repair(case: Case) -> Repair:
    """Enable the principal that must reach the key."""
    facts = case.seen.maybe(PrincipalFacts)
    object_id = str(facts.object_id) if facts and facts.object_id else case.findings[0].subject
    return enable(case, "entra-enable-principal", "Enable the service principal", object_id)


def enable(case: Case, slug: str, title: str, object_id: str) -> Repair:
    """Plan to enable any service principal."""
    adobe = case.target.topology is Topology.ADOBE_MANAGED
    return Repair(
        id=slug,
        title=title,
        steps=(_enable(object_id), _enable_narrow(case, object_id), prove(case)),
        works_after=works_after(case),
        escalate=escalate(case),
        prevent=(watch_directory(case),),
        notes=(DISAGREEMENT_4000,) + ((INTENTIONAL_REVOCATION,) if adobe else ()),
    )


def _enable(object_id: str) -> RepairStep:
    update = ("az", "ad", "sp", "update", "--id", object_id, "--set")
    return RepairStep(
        purpose="Set accountEnabled to true. First ask why it was disabled: somebody may have meant it.",
        argv=(*update, "accountEnabled=true"),
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk="the principal gets tokens again for everything it has rights to; its object id and its"
        " role assignments stay as they are",
        wait=_TOKENS,
        proof=("az", "ad", "sp", "show", "--id", object_id, "--query", "accountEnabled"),
        expect="true",
        undo=(*update, "accountEnabled=false"),
    )


def _enable_narrow(case: Case, object_id: str) -> RepairStep:
    patch = ("az", "rest", "--method", "patch", "--url")
    url = graph_url(case, f"servicePrincipals/{object_id}")
    return RepairStep(
        purpose="The same in one request, for a login that may change it and not read it.",
        argv=(*patch, url, "--body", '{"accountEnabled":true}'),
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk="as step 1",
        wait=_TOKENS,
        proof=("az", "ad", "sp", "show", "--id", object_id, "--query", "accountEnabled"),
        expect="true",
        undo=(*patch, url, "--body", '{"accountEnabled":false}'),
        alternative_to=1,
    )
