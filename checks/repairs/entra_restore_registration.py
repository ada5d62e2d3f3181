"""Bring a deleted application registration back."""

from __future__ import annotations

from checks.entra.facts import Registration
from checks.repairs.healing import heal
from checks.repairs.identity_prevention import watch_directory
from checks.repairs.identity_steps import APPLICATION_WRITE, graph_url
from checks.repairs.wording import revocation
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Restore it while it is soft-deleted; after that only another application helps."""
    facts = case.seen.maybe(Registration)
    app_id = str(facts.app_id) if facts else case.findings[0].subject
    deleted = facts.object_id if facts and facts.deleted_at else None
    first = _restore(case, app_id, str(deleted)) if deleted else _replace(app_id)
    return heal(
        case,
        "entra-restore-registration",
        "Bring the application registration back",
        first,
        prevent=(watch_directory(case),),
        notes=(
            "An application that is registered anew has another application id: default identity,"
            " service principal, role and federated credential would all have to follow.",
            *revocation(case),
        ),
    )


def _restore(case: Case, app_id: str, object_id: str) -> RepairStep:
    url = graph_url(case, f"directory/deletedItems/{object_id}/restore")
    return RepairStep(
        purpose=f"Restore application {app_id} from the deleted items; it keeps its application id, its"
        " credentials and its federated credentials.",
        argv=("az", "rest", "--method", "post", "--url", url),
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk="works within 30 days of the deletion only",
        wait="some minutes until every part of the directory knows it again",
        proof=("az", "ad", "app", "show", "--id", app_id, "--query", "appId"),
        expect=app_id,
        undo=("az", "ad", "app", "delete", "--id", app_id),
    )


def _replace(app_id: str) -> RepairStep:
    return RepairStep(
        purpose=f"Look for application {app_id} among the deleted ones (Entra admin center, App"
        " registrations, Deleted applications). If it is not there it cannot come back: register another"
        " multi-tenant application, let it trust the account's identity, create its service principal,"
        " give it the role on the vault, and set the default identity to the new application id.",
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk="the account is only reachable again when all five parts fit",
        proof=("az", "ad", "app", "show", "--id", app_id, "--query", "appId"),
        expect=app_id,
    )
