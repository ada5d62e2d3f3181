"""Let the multi-tenant application trust the account's managed identity."""

from __future__ import annotations

import json

from checks.entra.facts import FederatedCredentials
from checks.repairs.healing import heal
from checks.repairs.identity_prevention import watch_directory
from checks.repairs.identity_steps import APPLICATION_WRITE, graph_url
from checks.repairs.inputs import ISSUER, OBJECT_ID
from diagnostics import Case, Repair, RepairStep

# General knowledge, not looked up again: a new federated credential is not known everywhere at once.
SOON = "some minutes; a token asked for too early keeps being refused for a while"


def repair(case: Case) -> Repair:
    """Add the missing federated credential."""
    facts = case.seen.maybe(FederatedCredentials)
    return heal(
        case,
        "entra-add-federated-credential",
        "Add the federated credential",
        _add(case, facts),
        prevent=(watch_directory(case),),
        notes=("Entra ID compares issuer, subject and audience letter by letter.",),
    )


def parts(facts: FederatedCredentials) -> dict[str, object]:
    """Give what a matching credential says."""
    return {
        "issuer": str(facts.issuer or ISSUER),
        "subject": str(facts.subject or OBJECT_ID),
        "audiences": [facts.audience],
    }


def _add(case: Case, facts: FederatedCredentials | None) -> RepairStep:
    if facts is None:
        return RepairStep(
            purpose=f"Add a federated credential for the account's identity to {case.findings[0].subject}.",
            role=APPLICATION_WRITE.granted_by,
            permission=APPLICATION_WRITE,
            risk="whoever may use the identity may sign in as the application",
        )
    url = graph_url(case, f"applications/{facts.application}/federatedIdentityCredentials")
    body = {"name": facts.identity.name, **parts(facts)}
    return RepairStep(
        purpose=f"Let application {facts.app_id} trust identity {facts.identity.name}: add a federated credential.",
        argv=("az", "rest", "--method", "post", "--url", url, "--body", json.dumps(body)),
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk="whoever may use the identity may sign in as the application",
        wait=SOON,
        proof=("az", "rest", "--method", "get", "--url", url),
        expect=f"a credential with the subject {facts.subject}",
        undo=("az", "rest", "--method", "delete", "--url", f"{url}/{facts.identity.name}"),
    )
