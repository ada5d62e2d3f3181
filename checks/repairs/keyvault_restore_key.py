"""Bring back a key that is gone: from a backup, or by naming the right one."""

from __future__ import annotations

from checks.entra.facts import Presence
from checks.keyvault.facts import KeyFacts
from checks.repairs.identity_steps import prove
from checks.repairs.inputs import BACKUP_FILE
from checks.repairs.keyvault_prevention import audit_keys, protect_from_purge
from checks.repairs.keyvault_wording import Place, notes, place_of
from checks.repairs.wording import (
    ESCALATE_AFTER,
    REFUSED_WHILE_REVOKED,
    addressee,
    waits,
    works_after,
)
from diagnostics import Case, Permission, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Restore the backup; where only the named version is missing, name the key without it."""
    place, facts = place_of(case), case.seen.maybe(KeyFacts)
    wrong_version = facts is not None and facts.presence is Presence.PRESENT
    step = _name_without_version(case, place) if wrong_version else restore(place)
    return Repair(
        id="keyvault-restore-key",
        title="Name the key without a version"
        if wrong_version
        else "Restore the key from a backup",
        steps=(step, prove(case)),
        works_after=works_after(case),
        waits=waits(case),
        escalate="at once where there is no backup of the key, for then the data cannot be read any more: "
        + addressee(case),
        escalate_after=ESCALATE_AFTER,
        prevent=(protect_from_purge(place), audit_keys(place)),
        notes=notes(
            case,
            "A new key under the old name does not help: it cannot unwrap what the old one wrapped.",
            *((REFUSED_WHILE_REVOKED,) if step.argv[:2] == ("az", "cosmosdb") else ()),
        ),
    )


def restore(place: Place) -> RepairStep:
    """Write the step that restores a backup of the key."""
    role, permission = place.key_right("restore")
    return RepairStep(
        purpose=f"Restore key {place.key_name} into vault {place.name} from the backup that somebody"
        " took of it.",
        argv=(
            *("az", "keyvault", "key", "restore", "--vault-name", place.name),
            *("--file", str(BACKUP_FILE)),
        ),
        role=role,
        permission=permission,
        risk="none: a backup restores only into a vault of the same subscription and geography, and"
        " is refused while a key of that name exists",
        proof=place.show_key("attributes.enabled"),
        expect="true",
    )


def _name_without_version(case: Case, place: Place) -> RepairStep:
    account, uri = case.target.account, place.key
    if account is None or uri is None:
        return RepairStep(
            purpose=f"Name key {place.key_name} without a version wherever it is configured.",
            role="whoever keeps the configuration",
            risk="none",
        )
    update = ("az", "cosmosdb", "update", "--ids", str(account), "--key-uri")
    return RepairStep(
        purpose="Let the account name the key without a version.",
        argv=(*update, str(uri.versionless)),
        role="Cosmos DB Operator",
        permission=Permission(
            "arm",
            "Microsoft.DocumentDB/databaseAccounts/write",
            "Cosmos DB Operator",
            str(account),
        ),
        risk="low: the account follows the newest version from then on; a revoked account may refuse",
        proof=("az", "cosmosdb", "show", "--ids", str(account), "--query", "keyVaultKeyUri"),
        expect=f'"{uri.versionless}"',
        undo=(*update, str(uri)),
    )
