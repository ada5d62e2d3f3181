"""Give the grant again, in the permission model that is in force."""

from __future__ import annotations

from checks.rbac.access import Model
from checks.repairs.rbac_steps import VAULT_WRITE, Grantee, give, grantee, plan
from diagnostics import Case, Repair, RepairStep, Topology


def repair(case: Case) -> Repair:
    """Leave the model as it is and add the one grant, unless Adobe requires the model where the grant stands."""
    who = grantee(case)
    if case.target.topology is not Topology.ADOBE_MANAGED:
        steps = (*give(who), _switch(who, alternative_to=1))
    elif who.model is Model.RBAC:
        steps = give(who)
    else:
        steps = (_switch(who),)
    return plan(
        who,
        "rbac-grant-in-active-model",
        "Make the grant count",
        steps,
        "Somebody changed the vault's permission model, or granted in the one that is ignored: others who use this"
        " vault may be shut out too.",
        "Adobe Experience Platform requires Azure RBAC for customer-managed keys.",
    )


def _switch(who: Grantee, *, alternative_to: int | None = None) -> RepairStep:
    now = who.model is Model.RBAC
    names = ("--name", who.place.name, "--resource-group", who.place.group)
    command = who.place.on_vault("update", *names, "--enable-rbac-authorization")
    other = "access policies" if now else "Azure RBAC"
    return RepairStep(
        purpose=f"{'Or switch' if alternative_to else 'Switch'} the vault to {other}, where the grant stands already.",
        argv=(*command, str(not now).lower()),
        role="Owner, or Key Vault Contributor together with User Access Administrator",
        permission=VAULT_WRITE.at(who.place.path),
        risk=f"high: everybody who relies on {who.model.value} for this vault loses access at once",
        wait="works within minutes",
        proof=who.place.show_vault("properties.enableRbacAuthorization"),
        expect=str(not now).lower(),
        undo=(*command, str(now).lower()),
        alternative_to=alternative_to,
    )
