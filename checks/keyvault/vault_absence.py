"""What it means that the vault was not found: deleted, gone, or looked for in the wrong place."""

from __future__ import annotations

from checks.cosmos.facts import AccountFacts
from checks.doctor.kinds import MISSING_PERMISSION
from checks.entra.facts import Presence, RightPlace, unproven_absence
from checks.keyvault.facts import VaultFacts, utc
from checks.keyvault.kinds import VAULT_GONE, VAULT_SOFT_DELETED, VAULT_UNDECIDED
from checks.keyvault.status import confirms_access, misses_vault
from diagnostics import Deadline, Finding, Seen, Unknown, ports


def judge_absence(vault: VaultFacts, seen: Seen) -> Finding | Unknown:
    """A vault seen among the deleted is proof; one seen nowhere is proof only in the right place."""
    if vault.presence is Presence.SOFT_DELETED:
        return _soft_deleted(vault)
    unproven = unproven_absence(
        seen.maybe(RightPlace), f"Vault {vault.host}", in_directory=False
    ) or _elsewhere(vault, seen)
    if unproven:
        return unproven
    if vault.presence is Presence.GONE:
        return VAULT_GONE.found(
            vault.host,
            f"Vault {vault.host} does not exist in subscription {vault.subscription}, not among"
            " the deleted ones either: it was purged, moved or never there.",
            evidence=(
                f"vault {_name(vault)} = not found (resources of {_scope(vault)})",
                f"vault {_name(vault)} = not listed (deletedVaults of {_scope(vault)})",
            ),
        )
    return _not_read(vault)


def _soft_deleted(vault: VaultFacts) -> Finding:
    until = f", and is purged on {utc(vault.purge_at)}" if vault.purge_at else ""
    since = f" on {utc(vault.deleted_at)}" if vault.deleted_at else ""
    return VAULT_SOFT_DELETED.found(
        vault.deleted_vault or vault.host,
        f"Vault {vault.host} was deleted{since}{until}; until then it can be recovered with all"
        " its keys.",
        evidence=tuple(
            f"properties.{name} = {value} (deletedVaults of {_scope(vault)})"
            for name, value in (
                ("deletionDate", vault.deleted_at and utc(vault.deleted_at)),
                ("scheduledPurgeDate", vault.purge_at and utc(vault.purge_at)),
            )
            if value
        ),
        deadlines=(Deadline(f"Vault {vault.host} can be recovered until", vault.purge_at),)
        if vault.purge_at
        else (),
    )


def _elsewhere(vault: VaultFacts, seen: Seen) -> Unknown | None:
    """Doubt an absence that the account contradicts, or that rests on a guessed subscription."""
    account = seen.maybe(AccountFacts)
    if confirms_access(account):
        why = "but the account says that it reaches its key, so the vault is elsewhere"
    elif vault.place_is_assumed and not misses_vault(account):
        why = (
            "which is the account's and was assumed to be the vault's, for no other is configured"
        )
    else:
        return None
    return VAULT_UNDECIDED.unknown(
        f"Vault {vault.host} was not found in subscription {vault.subscription}, {why}.",
        do='set subscription = "<id>" to the one the vault lives in',
    )


def _not_read(vault: VaultFacts) -> Unknown:
    kind = MISSING_PERMISSION if vault.deleted_denied else VAULT_UNDECIDED
    return kind.unknown(
        f"Vault {vault.host} was not found in subscription {vault.subscription}; whether it can"
        f" still be recovered cannot be told: {vault.deleted_not_read}",
        permissions=(ports.DELETED_VAULT_READ.at(_scope(vault)),) if vault.deleted_denied else (),
    )


def _name(vault: VaultFacts) -> str:
    return vault.host.partition(".")[0]


def _scope(vault: VaultFacts) -> str:
    return f"/subscriptions/{vault.subscription}"
