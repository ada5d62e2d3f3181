"""Give the grant again, in the permission model that is in force."""

from __future__ import annotations

from checks.rbac.access import Model
from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_steps import give, plan, switch_model
from diagnostics import Case, Repair, Topology


def repair(case: Case) -> Repair:
    """Leave the model as it is and add the one grant, unless Adobe requires the model where the grant stands."""
    who = grantee(case)
    is_adobes = case.target.topology is Topology.ADOBE_MANAGED
    if not is_adobes:
        steps = (*give(who), switch_model(who, alternative_to=1))
    elif who.model is Model.RBAC:
        steps = give(who)
    else:
        steps = (switch_model(who),)
    return plan(
        who,
        "rbac-grant-in-active-model",
        "Make the grant count",
        steps,
        "Somebody changed the vault's permission model, or granted in the one that is ignored: others who use this"
        " vault may be shut out too.",
        *(
            ("Adobe Experience Platform requires Azure RBAC for customer-managed keys.",)
            if is_adobes
            else ()
        ),
    )
