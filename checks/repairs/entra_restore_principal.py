"""Restore a soft-deleted service principal or application: it keeps its ids."""

from __future__ import annotations

from checks.entra.facts import PrincipalFacts
from checks.repairs.healing import heal
from checks.repairs.identity_prevention import watch_directory
from checks.repairs.identity_steps import APPLICATION_WRITE, graph_url
from checks.repairs.wording import revocation
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Restore the principal that must reach the key."""
    facts = case.seen.maybe(PrincipalFacts)
    object_id = str(facts.object_id) if facts and facts.object_id else case.findings[0].subject
    return heal(
        case,
        "entra-restore-principal",
        "Restore the deleted service principal",
        restore(case, object_id),
        _enabled(object_id),
        prevent=(watch_directory(case),),
        notes=(
            "Do not create it anew while it can be restored: a new one has another object id, and its"
            " role assignments would have to be given again.",
            *revocation(case),
        ),
    )


def restore(case: Case, object_id: str) -> RepairStep:
    """Take a service principal back from the deleted items."""
    url = graph_url(case, f"directory/deletedItems/{object_id}/restore")
    return RepairStep(
        purpose=f"Restore service principal {object_id} from the deleted items; its role assignments live again.",
        argv=("az", "rest", "--method", "post", "--url", url),
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk="it comes back with all the rights it had; works within 30 days of the deletion only",
        wait="some minutes until every part of the directory knows it again",
        proof=("az", "ad", "sp", "show", "--id", object_id, "--query", "id"),
        expect=object_id,
        undo=("az", "ad", "sp", "delete", "--id", object_id),
    )


def _enabled(object_id: str) -> RepairStep:
    update = ("az", "ad", "sp", "update", "--id", object_id, "--set")
    return RepairStep(
        purpose="Make sure that it is enabled: it comes back in the state in which it was deleted.",
        argv=(*update, "accountEnabled=true"),
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk="none where it is enabled already",
        proof=("az", "ad", "sp", "show", "--id", object_id, "--query", "accountEnabled"),
        expect="true",
        undo=(*update, "accountEnabled=false"),
    )
