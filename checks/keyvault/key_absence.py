"""What it means that the key is not in its vault."""

from __future__ import annotations

from collections.abc import Iterator

from checks.doctor.kinds import MISSING_PERMISSION
from checks.entra.facts import Presence
from checks.keyvault.facts import KeyFacts, utc
from checks.keyvault.kinds import KEY_ABSENT, KEY_GONE, KEY_SOFT_DELETED, VAULT_UNDECIDED
from diagnostics import Deadline, Finding, Unknown, ports


def judge_absence(key: KeyFacts) -> Iterator[Finding | Unknown]:
    """Gone, soft-deleted, or cannot tell; the last is a finding and an open question at once."""
    absent = f"key {key.key_uri.name} = not found ({key.key}, Resource Manager)"
    if key.presence is Presence.SOFT_DELETED:
        yield _soft_deleted(key, absent)
    elif key.presence is Presence.GONE:
        yield KEY_GONE.found(
            key.key_uri,
            f"Key {key.key_uri} is not in the vault and not among its deleted keys: it was purged"
            " or never there.",
            evidence=(absent, f"deletedkeys/{key.key_uri.name} = not found (the vault itself)"),
        )
    else:
        yield KEY_ABSENT.found(
            key.key_uri,
            f"Key {key.key_uri} is not in the vault; whether it can still be recovered cannot be"
            f" told: {key.deleted_not_read}",
            evidence=(absent, f"deletedkeys/{key.key_uri.name} = not read (the vault itself)"),
        )
        yield _not_read(key)


def _soft_deleted(key: KeyFacts, absent: str) -> Finding:
    since = f" on {utc(key.deleted_at)}" if key.deleted_at else ""
    until = f", and is purged on {utc(key.purge_at)}" if key.purge_at else ""
    where = f"(deletedkeys/{key.key_uri.name} of the vault itself)"
    return KEY_SOFT_DELETED.found(
        key.key_uri,
        f"Key {key.key_uri} was deleted{since}{until}; until then it can be recovered with all"
        " its versions.",
        evidence=(
            absent,
            *((f"deletedDate = {utc(key.deleted_at)} {where}",) if key.deleted_at else ()),
            *((f"scheduledPurgeDate = {utc(key.purge_at)} {where}",) if key.purge_at else ()),
        ),
        deadlines=(Deadline(f"Key {key.key_uri} can be recovered until", key.purge_at),)
        if key.purge_at
        else (),
    )


def _not_read(key: KeyFacts) -> Unknown:
    vault = str(key.key).rpartition("/keys/")[0]
    kind = MISSING_PERMISSION if key.deleted_denied else VAULT_UNDECIDED
    return kind.unknown(
        f"Whether key {key.key_uri} is soft-deleted or gone cannot be told: {key.deleted_not_read}",
        permissions=(ports.DELETED_KEY_READ.at(vault),) if key.deleted_denied else (),
        do=f"az keyvault key list-deleted --vault-name {key.key_uri.vault_name}"
        + ("" if key.deleted_denied else ", from where the vault can be reached"),
    )
