"""Correct the federated credential that almost matches."""

from __future__ import annotations

import json

from checks.entra.facts import FederatedCredentials
from checks.entra.federated_credential import nearest
from checks.repairs import entra_add_federated_credential as adding
from checks.repairs.healing import heal
from checks.repairs.identity_prevention import watch_directory
from checks.repairs.identity_steps import APPLICATION_WRITE, graph_url
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Write issuer, subject and audience as the identity's token says them."""
    facts = case.seen.maybe(FederatedCredentials)
    near = nearest(facts) if facts else None
    if facts is None or near is None:
        return adding.repair(case)
    url = graph_url(case, f"applications/{facts.application}/federatedIdentityCredentials")
    patch = ("az", "rest", "--method", "patch", "--url", f"{url}/{near.id}", "--body")
    before = {
        "issuer": near.issuer,
        "subject": near.subject,
        "audiences": list(near.audiences),
    }
    step = RepairStep(
        purpose=f"Correct federated credential {near.name} of application {facts.app_id}.",
        argv=(*patch, json.dumps(adding.parts(facts))),
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk="if another workload really uses this credential it is shut out: then add a second one"
        " instead",
        wait=adding.SOON,
        proof=("az", "rest", "--method", "get", "--url", url),
        expect=f"{near.name} with {json.dumps(adding.parts(facts))}",
        undo=(*patch, json.dumps(before)),
    )
    return heal(
        case,
        "entra-correct-federated-credential",
        "Correct the federated credential",
        step,
        prevent=(watch_directory(case),),
        notes=("Entra ID compares issuer, subject and audience letter by letter.",),
    )
