"""Give the application a new secret, beside the old ones."""

from __future__ import annotations

from checks.entra.facts import CredentialDates
from checks.repairs.identity_prevention import watch_directory
from checks.repairs.identity_steps import APPLICATION_WRITE
from checks.repairs.wording import escalate, works_after
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Add a secret; who uses it must be told, for nothing takes it up by itself."""
    facts = case.seen.maybe(CredentialDates)
    app_id = str(facts.app_id) if facts else case.findings[0].subject
    proof = ("az", "ad", "app", "credential", "list", "--id", app_id, "--query", "[].endDateTime")
    return Repair(
        id="entra-renew-credential",
        title="Give the application a new credential",
        steps=(
            RepairStep(
                purpose="Add a new secret and keep the old ones until nobody uses them.",
                argv=("az", "ad", "app", "credential", "reset", "--id", app_id, "--append"),
                role=APPLICATION_WRITE.granted_by,
                permission=APPLICATION_WRITE,
                risk="prints the secret: run it where nobody records the terminal, and put the secret into"
                " a vault; without --append all other secrets would be removed",
                wait="at once for whoever uses the new secret",
                proof=proof,
                expect="an end date in the future",
                undo=(
                    *("az", "ad", "app", "credential", "delete", "--id", app_id),
                    *("--key-id", "<keyId of the new secret>"),
                ),
            ),
        ),
        works_after=works_after(case),
        escalate=escalate(case),
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
