"""What repairs of permissions share: give what the model in force asks for, or switch the model; then prove and keep watch."""

from __future__ import annotations

from dataclasses import replace

from checks.rbac.access import Model
from checks.repairs.healing import heal
from checks.repairs.identity_prevention import alert, lock
from checks.repairs.keyvault_wording import known
from checks.repairs.rbac_grantee import Grantee
from checks.repairs.rbac_policy import VAULT_WRITE, give_policy, replace_policy
from checks.repairs.rbac_role import give_role
from checks.repairs.wording import ROLE_FOLLOWS, revocation
from diagnostics import Permission, Repair, RepairStep, Topology, Waiting

# Who changes the permission model must be free to assign any role (Key Vault, RBAC guide).
MODEL_CHANGE = Permission(
    "arm", "Microsoft.Authorization/roleAssignments/write", "User Access Administrator"
)


def grant(who: Grantee) -> tuple[RepairStep, ...]:
    """Give what is needed, as part of a plan with other steps: without the alternatives."""
    return tuple(step for step in give(who) if step.alternative_to is None)


def give(who: Grantee) -> tuple[RepairStep, ...]:
    """Give what is needed in the model that is in force; the narrowest way first.

    Adobe Experience Platform requires Azure RBAC (its page on configuring a key vault): there the role comes first and
    the vault is switched to that model after it, so that the key is not lost in between.
    """
    if who.model is Model.RBAC:
        return (give_role(who),)
    if who.case.target.topology is Topology.ADOBE_MANAGED:
        return give_role(who), switch_model(who)
    if who.app_id:
        return (replace_policy(who, alternative_to=None),)
    return give_policy(who), replace_policy(who, alternative_to=1)


def switch_model(who: Grantee, *, alternative_to: int | None = None) -> RepairStep:
    """Switch the vault to its other permission model."""
    now = who.model is Model.RBAC
    names = ("--name", who.place.name, "--resource-group", who.place.group)
    command = (*who.place.on_vault("update", *names), "--enable-rbac-authorization")
    other = "access policies" if now else "Azure RBAC"
    return RepairStep(
        purpose=f"{'Or switch' if alternative_to else 'Switch'} the vault to {other}, where the grant stands already.",
        argv=(*command, str(not now).lower()),
        role="Owner, or Key Vault Contributor together with User Access Administrator",
        permission=VAULT_WRITE.at(known(who.place.path)),
        also=(MODEL_CHANGE.at(known(who.place.path)),),
        risk=f"high: everybody who relies on {who.model.value} for this vault loses access at once",
        wait="works within minutes",
        proof=who.place.show_vault("properties.enableRbacAuthorization"),
        expect=str(not now).lower(),
        undo=(*command, str(now).lower()),
        alternative_to=alternative_to,
    )


def plan(
    who: Grantee, repair_id: str, title: str, steps: tuple[RepairStep, ...], *notes: str
) -> Repair:
    """Make the plan of a repair of permissions: the steps, then the proof, the waiting and the watch."""
    notes = (*notes, *revocation(who.case))
    made = heal(who.case, repair_id, title, *steps, prevent=watch(who), notes=notes)
    return replace(made, waits=(*made.waits, *role_waits(who)))


def role_waits(who: Grantee) -> tuple[Waiting, ...]:
    """Give the time that a role assignment takes beside the account's; a policy has none that is written."""
    return (ROLE_FOLLOWS,) if who.model is Model.RBAC else ()


def watch(who: Grantee) -> tuple[RepairStep, ...]:
    """Tell somebody when a grant is taken away, and keep the vault: a recovered one has lost its role assignments."""
    vault = who.place.vault
    if vault is None:
        return ()
    operation, name = (
        ("Microsoft.Authorization/roleAssignments/delete", "ajo-key-role-removed")
        if who.model is Model.RBAC
        else ("Microsoft.KeyVault/vaults/accessPolicies/write", "ajo-key-policy-changed")
    )
    return alert(vault, operation, name), lock(vault, who.place.arm)
