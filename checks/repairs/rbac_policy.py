"""Give the access policy that lets the principal use the key.

Source: REST reference of vaults (accessPolicies/add, 2023-07-01); requests of azure-cli 2.91.0 as observed; read 2026-11-23.
"""

from __future__ import annotations

import json

from checks.keyvault.facts import VaultFacts
from checks.repairs.identity_steps import POLICY_WRITE
from checks.repairs.keyvault_wording import known
from checks.repairs.rbac_grantee import Grantee
from diagnostics import Permission, RepairStep

NEEDED = ("get", "wrapKey", "unwrapKey")
VAULT_WRITE = Permission("arm", "Microsoft.KeyVault/vaults/write", "Key Vault Contributor")
POLICY_WAIT = "an access policy works at once; Key Vault may take some minutes"


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


def replace_policy(who: Grantee, *, alternative_to: int | None) -> RepairStep:
    """Set the access policy with the command made for it, which knows an application id too."""
    held = _held(who)
    wanted = list(dict.fromkeys((*held, *NEEDED)))
    return RepairStep(
        purpose="Or the same with the command made for it."
        if alternative_to
        else f"Give {who.called} an access policy with get, wrapKey and unwrapKey in vault {who.place.name}.",
        argv=(*_policy_command(who, "set-policy"), "--key-permissions", *wanted),
        role=VAULT_WRITE.granted_by + who.and_reads,
        permission=VAULT_WRITE.at(known(who.place.path)),
        also=who.also_reads,
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
