"""Let Azure RBAC decide about a vault that uses access policies."""

from __future__ import annotations

from checks.repairs.identity_steps import prove
from checks.repairs.keyvault_prevention import audit_keys
from checks.repairs.keyvault_wording import Place, notes, place_of
from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_role import give_role
from checks.repairs.rbac_steps import MODEL_CHANGE
from checks.repairs.wording import (
    ESCALATE_AFTER,
    NOT_URGENT,
    escalate,
    is_revoked,
    waits,
    works_after,
)
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Grant the role first, switch the model second."""
    place = place_of(case)
    # First, while policies still hold: the other way round the key is lost in between.
    role = give_role(grantee(case))
    return Repair(
        id="keyvault-use-rbac",
        title="Let Azure RBAC decide about the vault",
        steps=(role, _switch(place), prove(case)),
        works_after=works_after(case),
        waits=waits(case) if is_revoked(case) else (),
        escalate_after=ESCALATE_AFTER if is_revoked(case) else None,
        escalate=escalate(case) if is_revoked(case) else NOT_URGENT.format("the vault's owner"),
        prevent=(audit_keys(place),),
        notes=notes(
            case,
            "List the vault's other users first (az keyvault show, properties.accessPolicies) and give"
            " each its role before the switch.",
        ),
    )


def _switch(place: Place) -> RepairStep:
    update = place.on_vault("update", "--name", place.name, "--resource-group", place.group)
    return RepairStep(
        purpose=f"Switch vault {place.name} to the Azure RBAC permission model.",
        argv=(*update, "--enable-rbac-authorization", "true"),
        role="Owner, or Key Vault Contributor together with User Access Administrator",
        permission=place.vault_right(),
        also=(MODEL_CHANGE.at(place.path if place.vault else ""),),
        risk="high: from that moment every access policy of the vault is ignored, for all its users",
        wait="a few minutes, and until the role assignment has reached the vault",
        proof=place.show_vault("properties.enableRbacAuthorization"),
        expect="true",
        undo=(*update, "--enable-rbac-authorization", "false"),
    )
