"""Give the application a new secret, beside the old ones."""

from __future__ import annotations

from checks.entra.facts import CredentialDates
from checks.repairs.identity_prevention import watch_directory
from checks.repairs.identity_steps import APPLICATION_WRITE
from checks.repairs.inputs import CREDENTIAL_KEY_ID
from diagnostics import Case, Repair, RepairStep

_AT_ONCE = "at once for whoever uses the new secret"


def repair(case: Case) -> Repair:
    """Add a secret; who uses it must be told, for nothing takes it up by itself."""
    facts = case.seen.maybe(CredentialDates)
    app_id = str(facts.app_id) if facts else case.findings[0].subject
    proof = ("az", "ad", "app", "credential", "list", "--id", app_id, "--query")
    return Repair(
        id="entra-renew-credential",
        title="Give the application a new credential",
        steps=(
            RepairStep(
                purpose=f"Add a new secret to application {app_id} and keep the old ones until nobody uses them.",
                argv=("az", "ad", "app", "credential", "reset", "--id", app_id, "--append"),
                role=APPLICATION_WRITE.granted_by,
                permission=APPLICATION_WRITE,
                risk="shows the new value on the terminal: run it where nobody records the screen, and put the"
                " value into a vault; without --append all others would be removed",
                wait=_AT_ONCE,
                proof=(*proof, "[].{keyId:keyId,end:endDateTime}"),
                expect="an end date in the future",
                undo=(
                    *("az", "ad", "app", "credential", "delete", "--id", app_id),
                    *("--key-id", str(CREDENTIAL_KEY_ID)),
                ),
            ),
        ),
        works_after=_AT_ONCE,
        escalate="whoever runs what signs in with it: nothing takes the new secret up by itself",
        prevent=(watch_directory(case),),
        notes=("A managed identity or a federated credential needs no secret that can expire.",)
        + (
            (
                "The account itself signs in through a federated credential: this secret is used by"
                " something else, if by anything.",
            )
            if facts and facts.is_federated
            else ()
        ),
    )
