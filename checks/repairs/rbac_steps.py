"""Steps that several repairs of permissions share: give the role, give the policy, keep watch, prove.

Sources, read 2026-11-23: Azure built-in roles reference (Security); requests of azure-cli 2.91.0 as observed; REST
reference of vaults (accessPolicies/add, 2023-07-01).
"""

from __future__ import annotations

import json
from uuid import NAMESPACE_URL, uuid5

from checks.entra.facts import DefaultPrincipal, PrincipalFacts
from checks.keyvault.facts import VaultFacts
from checks.rbac.access import Model, model_of
from checks.rbac.facts import KeyGrants
from checks.repairs.identity_prevention import alert, lock
from checks.repairs.identity_steps import (
    KEY_ROLE,
    KEY_ROLE_ID,
    POLICY_WRITE,
    PRINCIPAL_READ,
    ROLE_WRITE,
    prove,
)
from checks.repairs.inputs import OBJECT_ID, TENANT_ID
from checks.repairs.keyvault_wording import Place, known, place_of
from checks.repairs.wording import (
    ESCALATE_AFTER,
    ROLE_FOLLOWS,
    ROLE_WAIT,
    escalate,
    revocation,
    waits,
    works_after,
)
from diagnostics import Case, Permission, Repair, RepairStep, TenantId, Topology, Waiting, record

NEEDED = ("get", "wrapKey", "unwrapKey")
VAULT_WRITE = Permission("arm", "Microsoft.KeyVault/vaults/write", "Key Vault Contributor")
# Who changes the permission model must be free to assign any role (Key Vault, RBAC guide).
MODEL_CHANGE = Permission(
    "arm", "Microsoft.Authorization/roleAssignments/write", "User Access Administrator"
)
# An application id has to be looked up in the directory before the role can be given.
_AND_READ = ", and Directory Readers in Entra ID"
POLICY_WAIT = "an access policy works at once; Key Vault may take some minutes"


@record(frozen=True, slots=True)
class Grantee:
    """Who needs the key, where, and by which model; `<…>` where a name is not known."""

    place: Place
    principal: str  # object id
    tenant: str  # of the vault
    model: Model
    case: Case
    app_id: str = ""  # of a principal that only an earlier step creates, instead of its object id

    @property
    def scope(self) -> str:
        """The key's ARM path, or the vault's where the key is not known."""
        return self.place.key_path if self.place.key else self.place.path

    @property
    def what(self) -> str:
        """The scope, in words."""
        return f"key {self.place.key_name}" if self.place.key else f"vault {self.place.name}"

    @property
    def is_known(self) -> bool:
        """Tell whether the object id is a real one."""
        return not self.app_id and "<" not in self.principal

    @property
    def called(self) -> str:
        """How people call it."""
        facts = self.case.seen.maybe(PrincipalFacts)
        if not self.is_known:
            return f"application {self.app_id}" if self.app_id else "the identity"
        named = facts is not None and facts.display_name and str(facts.object_id) == self.principal
        return f"{facts.display_name} ({self.principal})" if facts and named else self.principal


def grantee(
    case: Case, *, principal: str = "", app_id: str = "", tenant: TenantId | None = None
) -> Grantee:
    """Gather it from what was read, else from the target.

    Args:
        case: what was read.
        principal: object id of another principal than the one that was read; a text in angle brackets where only an
            earlier step prints it.
        app_id: of its application, where only an earlier step creates it; the command looks it up.
        tenant: the vault's, where an earlier step changes it.
    """
    vault, grants = case.seen.maybe(VaultFacts), case.seen.maybe(KeyGrants)
    facts, chosen = case.seen.maybe(PrincipalFacts), case.seen.maybe(DefaultPrincipal)
    records = (grants and grants.principal, facts and facts.object_id)
    read = next((each for each in records if each), chosen.object_id if chosen else None)
    where = tenant or (vault.tenant if vault else None) or case.target.tenant
    return Grantee(
        place_of(case),
        principal or str(read or OBJECT_ID),
        str(where or TENANT_ID),
        model_of(vault) if vault else Model.RBAC,
        case,
        app_id,
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
        return (_replace_policy(who, alternative_to=None),)
    return give_policy(who), _replace_policy(who, alternative_to=1)


def give_role(who: Grantee) -> RepairStep:
    """Give the one built-in role that is just enough, on the key alone."""
    name = str(uuid5(NAMESPACE_URL, f"{who.scope}|{KEY_ROLE_ID}|{who.principal}".lower()))
    assignment = f"{who.scope}/providers/Microsoft.Authorization/roleAssignments/{name}"
    place = ("--subscription", who.place.subscription)
    # A name of our own makes the command repeatable: a second run finds its own assignment. Without an object id
    # there is none: the name might be that of an earlier principal's. The command then finds its own by itself.
    named = ("--name", name) if who.is_known else ()
    kind = () if who.app_id else ("--assignee-principal-type", "ServicePrincipal")
    undo = (
        ("--ids", assignment)
        if who.is_known
        else (*_assignee(who), "--role", KEY_ROLE_ID, "--scope", who.scope)
    )
    return RepairStep(
        purpose=f'Give {who.called} the role "{KEY_ROLE}" on {who.what}.',
        argv=(
            *("az", "role", "assignment", "create", *named, "--role", KEY_ROLE_ID),
            *(*_assignee(who), *kind, "--scope", who.scope, *place),
        ),
        role=ROLE_WRITE.granted_by + (_AND_READ if who.app_id else ""),
        permission=ROLE_WRITE.at(known(who.scope)),
        also=(PRINCIPAL_READ,) if who.app_id else (),
        risk="low: lets this one principal get, wrap and unwrap with this one key",
        wait=ROLE_WAIT,
        proof=roles_at_key(who),
        expect=f"a line with {KEY_ROLE}",
        undo=("az", "role", "assignment", "delete", *undo, *place),
    )


def _assignee(who: Grantee) -> tuple[str, str]:
    return ("--assignee", who.app_id) if who.app_id else ("--assignee-object-id", who.principal)


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


def roles_at_key(who: Grantee) -> tuple[str, ...]:
    """Write a read of what the principal holds at the key and above; asks no directory."""
    return (
        *("az", "role", "assignment", "list", *_assignee(who)),
        *("--scope", who.scope, "--include-inherited", "--fill-principal-name", "false"),
        *("--query", "[].{role:roleDefinitionName,scope:scope}"),
        *("--subscription", who.place.subscription),
    )


def give_policy(who: Grantee) -> RepairStep:
    """Add an access policy; no other entry of the vault is read or written."""
    held = _held(who)
    wanted = list(dict.fromkeys((*held, *NEEDED)))
    entry = {
        "tenantId": who.tenant,
        "objectId": who.principal,
        "permissions": {"keys": wanted},
    }
    url = f"https://{who.place.arm}{who.place.path}/accessPolicies/add?api-version=2023-07-01"
    body = json.dumps({"properties": {"accessPolicies": [entry]}}, separators=(",", ":"))
    return RepairStep(
        purpose=f"Give {who.called} an access policy with get, wrapKey and unwrapKey in vault {who.place.name}.",
        argv=("az", "rest", "--method", "put", "--url", url, "--body", body),
        role=POLICY_WRITE.granted_by,
        permission=POLICY_WRITE.at(known(who.place.path)),
        risk="low: changes the entry of this one principal and no other",
        wait=POLICY_WAIT,
        proof=who.place.show_vault("properties.accessPolicies"),
        expect=f"an entry for {who.principal} with get, wrapKey and unwrapKey",
        undo=_undo_policy(who, held),
    )


def _replace_policy(who: Grantee, *, alternative_to: int | None) -> RepairStep:
    held = _held(who)
    wanted = list(dict.fromkeys((*held, *NEEDED)))
    return RepairStep(
        purpose="Or the same with the command made for it."
        if alternative_to
        else f"Give {who.called} an access policy with get, wrapKey and unwrapKey in vault {who.place.name}.",
        argv=(*_policy_command(who, "set-policy"), "--key-permissions", *wanted),
        role=VAULT_WRITE.granted_by + (_AND_READ if who.app_id else ""),
        permission=VAULT_WRITE.at(known(who.place.path)),
        also=(PRINCIPAL_READ,) if who.app_id else (),
        risk="reads the whole vault and writes it back: a change of a colleague in the same minute is lost",
        wait=POLICY_WAIT,
        proof=who.place.show_vault("properties.accessPolicies"),
        expect=f"an entry for {who.called} with get, wrapKey and unwrapKey",
        undo=_undo_policy(who, held),
        alternative_to=alternative_to,
    )


def _undo_policy(who: Grantee, held: tuple[str, ...]) -> tuple[str, ...]:
    if held:
        return (*_policy_command(who, "set-policy"), "--key-permissions", *held)
    return _policy_command(who, "delete-policy")


def _policy_command(who: Grantee, verb: str) -> tuple[str, ...]:
    names = ("--name", who.place.name, "--resource-group", who.place.group)
    whom = ("--spn", who.app_id) if who.app_id else ("--object-id", who.principal)
    return who.place.on_vault(verb, *names, *whom)


def _held(who: Grantee) -> tuple[str, ...]:
    """Return the key permissions that the principal's own entry has already, so that none is taken away."""
    vault = who.case.seen.maybe(VaultFacts)
    entries = vault.access_policies if vault else ()
    mine = [
        one
        for one in entries
        if str(one.object_id) == who.principal
        and str(one.tenant) == who.tenant
        and not one.application
    ]
    spelled = {word.lower(): word for word in NEEDED}
    words = (word.lower() for one in mine for word in one.keys)
    return tuple(dict.fromkeys(spelled.get(word, word) for word in words))


def plan(
    who: Grantee, repair_id: str, title: str, steps: tuple[RepairStep, ...], *notes: str
) -> Repair:
    """Make the plan of a repair of permissions: the steps, then the proof, the waiting and the watch."""
    return Repair(
        id=repair_id,
        title=title,
        steps=(*steps, prove(who.case)),
        works_after=works_after(who.case),
        waits=(*waits(who.case), *role_waits(who)),
        escalate=escalate(who.case),
        escalate_after=ESCALATE_AFTER,
        prevent=watch(who),
        notes=(*notes, *revocation(who.case)),
    )


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
