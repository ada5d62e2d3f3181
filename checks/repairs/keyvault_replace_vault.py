"""Bring back a vault that is gone: find where it went, else rebuild it from backups of its keys."""

from __future__ import annotations

from dataclasses import replace

from checks.repairs.identity_steps import prove
from checks.repairs.inputs import FORMER_GROUP
from checks.repairs.keyvault_prevention import guard_vault
from checks.repairs.keyvault_restore_key import restore
from checks.repairs.keyvault_wording import VAULT_CONTRIBUTOR, Place, notes
from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_role import give_role
from checks.repairs.wording import ESCALATE_AFTER, addressee, waits, works_after
from diagnostics import Case, Permission, Repair, RepairStep, ports

_COLUMNS = "{group:resourceGroupName,what:operationName.value,by:caller,at:eventTimestamp}"


def repair(case: Case) -> Repair:
    """Look elsewhere first; a purged vault comes back only as a new one with the old keys in it."""
    who = grantee(case)
    place = who.place if who.place.vault else replace(who.place, group=str(FORMER_GROUP))
    role = give_role(replace(who, place=place))
    return Repair(
        id="keyvault-replace-vault",
        title="Find the vault, or rebuild it from a backup of its key",
        steps=(
            _look_back(place),
            _look_elsewhere(place),
            _create(place),
            restore(place),
            role,
            prove(case),
        ),
        works_after=works_after(case),
        waits=waits(case),
        escalate="at once where there is no backup of the key, for then the data cannot be read any more: "
        + addressee(case),
        escalate_after=ESCALATE_AFTER,
        prevent=guard_vault(place),
        notes=notes(
            case,
            "If the vault lives in another subscription, nothing is broken here: set `subscription` in"
            " the configuration and run again.",
            "A new vault with a new key does not help: it cannot unwrap what the old key wrapped.",
        ),
    )


def _look_back(place: Place) -> RepairStep:
    return RepairStep(
        purpose=f"See what happened to vault {place.name}, by whom, and in which resource group it was; the activity log"
        " goes back 90 days.",
        argv=(
            *("az", "monitor", "activity-log", "list", "--subscription", place.subscription),
            *("--offset", "89d", "--namespace", "Microsoft.KeyVault", "--max-events", "1000"),
            *("--query", f"[?contains(resourceId, '/vaults/{place.name}')].{_COLUMNS}"),
            *("--output", "table"),
        ),
        role="Reader",
        permission=Permission(
            "arm",
            "Microsoft.Insights/eventtypes/values/read",
            "Reader",
            f"/subscriptions/{place.subscription}",
        ),
        risk="none: reads only",
        expect="Microsoft.KeyVault/vaults/delete, or a move, with caller and resource group; nothing: it was never there",
    )


def _look_elsewhere(place: Place) -> RepairStep:
    return RepairStep(
        purpose=f"Look for vault {place.name} among all vaults that you may see; do this once for"
        " each subscription (az account set --subscription <id>).",
        argv=("az", "keyvault", "list", "--query", f"[?name=='{place.name}'].id"),
        role="Reader",
        permission=ports.VAULT_READ.at(f"/subscriptions/{place.subscription}"),
        risk="none: reads only",
        expect="an empty list, or the id under which the vault lives now",
    )


def _create(place: Place) -> RepairStep:
    return RepairStep(
        purpose=f"Only if it was purged and a backup of the key exists: create vault {place.name} again under its old name,"
        " in its old resource group.",
        argv=place.on_vault(
            *("create", "--name", place.name, "--resource-group", place.group),
            *("--enable-purge-protection", "true", "--enable-rbac-authorization", "true"),
        ),
        role=VAULT_CONTRIBUTOR,
        permission=Permission(
            "arm",
            "Microsoft.KeyVault/vaults/write",
            VAULT_CONTRIBUTOR,
            f"/subscriptions/{place.subscription}/resourceGroups/{place.group}"
            if place.vault
            else "",
        ),
        risk="purge protection of the new vault cannot be switched off again; the backup restores only in the old"
        " vault's geography: add --location where the group lies elsewhere",
        proof=place.show_vault("properties.provisioningState"),
        expect='"Succeeded"',
    )
