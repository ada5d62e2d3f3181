"""Give the grant again, in the permission model that is in force."""

from __future__ import annotations

from checks.rbac.access import Model
from checks.repairs.rbac_steps import VAULT_WRITE, Grantee, give, grantee, plan
from diagnostics import Case, Repair, RepairStep, Topology


def repair(case: Case) -> Repair:
    """Leave the model as it is and add the one grant; switching the model back is the other way."""
    who = grantee(case)
    adobe_requires_roles = (
        case.target.topology is Topology.ADOBE_MANAGED and who.model is Model.RBAC
    )
    back = () if adobe_requires_roles else (_switch(who),)
    return plan(
        who,
        "rbac-grant-in-active-model",
        "Give the grant in the model that is in force",
        (*give(who), *back),
        "Somebody changed the vault's permission model, or granted in the one that is ignored: others who use this"
        " vault may be shut out too.",
    )


def _switch(who: Grantee) -> RepairStep:
    now = who.model is Model.RBAC
    names = ("--name", who.place.name, "--resource-group", who.place.group)
    command = who.place.on_vault("update", *names, "--enable-rbac-authorization")
    other = "access policies" if now else "Azure RBAC"
    return RepairStep(
        purpose=f"Or switch the vault to {other}, where the grant stands already.",
        argv=(*command, str(not now).lower()),
        role="Owner, or Key Vault Contributor together with User Access Administrator",
        permission=VAULT_WRITE.at(who.place.path),
        risk=f"high: everybody who relies on {who.model.value} for this vault loses access at once",
        wait="works within minutes",
        proof=who.place.show_vault("properties.enableRbacAuthorization"),
        expect=str(not now).lower(),
        undo=(*command, str(now).lower()),
        alternative_to=1,
    )
