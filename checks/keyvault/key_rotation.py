"""Was the previous version of the key switched off while the account could still be using it?

Source, read 2026-11-23: how-to-setup-customer-managed-keys of Azure Cosmos DB: after a rotation the old version must
stay enabled; activity on it ends within 24 hours. `updated` is the latest moment at which the version can have been
disabled: a later change of it (a tag) hides an early switch-off, and nothing is ever called early that was not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from checks.cosmos.facts import AccountFacts
from checks.doctor.kinds import MISSING_PERMISSION
from checks.keyvault.facts import KeyFacts, KeyVersion, utc
from checks.keyvault.kinds import OLD_VERSION_DISABLED, VAULT_UNDECIDED
from checks.keyvault.status import confirms_access
from diagnostics import Finding, Severity, Unknown, ports

OLD_VERSION_IN_USE = timedelta(hours=24)
# An account that lost its key so long ago would have been noticed (judgement, no source).
LONG_AGO = timedelta(days=30)


def judge_rotation(
    key: KeyFacts, current: KeyVersion, account: AccountFacts | None
) -> Iterator[Finding | Unknown]:
    """Hold every version that is off against the creation of the one that followed it."""
    if key.versions_not_read:
        yield from _not_read(key, current)
        return
    for newer, older in _switched_off(key):
        if _is_early(older, newer):
            yield _too_early(key, older, newer, account)
        elif not (older.updated_on and newer.created_on):
            yield VAULT_UNDECIDED.unknown(
                f"When version {older.version} of {key.key_uri.versionless} was disabled cannot be"
                " told: the answer has no dates.",
                do=_list_versions(key),
            )


def switched_off_early(key: KeyFacts) -> tuple[tuple[KeyVersion, KeyVersion], ...]:
    """Return the versions that were disabled too early, each with the one that replaced it."""
    return tuple((older, newer) for newer, older in _switched_off(key) if _is_early(older, newer))


def _switched_off(key: KeyFacts) -> Iterator[tuple[KeyVersion, KeyVersion]]:
    """Go through neighbours, the newer first, whose older one is off; a version the URI names is judged as the key."""
    for newer, older in pairwise(key.versions):
        if older.enabled is False and older.version != key.key_uri.version:
            yield newer, older


def _is_early(older: KeyVersion, newer: KeyVersion) -> bool:
    if older.updated_on is None or newer.created_on is None:
        return False
    return older.updated_on < newer.created_on + OLD_VERSION_IN_USE


def _too_early(
    key: KeyFacts, older: KeyVersion, newer: KeyVersion, account: AccountFacts | None
) -> Finding:
    assert older.updated_on is not None  # noqa: S101 - asked before
    assert newer.created_on is not None  # noqa: S101 - asked before
    because = _why_milder(key, newer, account)
    where = f"(versions of {key.key}, Resource Manager)"
    return OLD_VERSION_DISABLED.found(
        key.key_uri,
        f"Version {older.version} of key {key.key_uri.versionless} was disabled on"
        f" {utc(older.updated_on)}, less than 24 hours after version {newer.version} replaced it"
        f" on {utc(newer.created_on)}: data wrapped with it cannot be unwrapped.",
        evidence=(
            f"{older.version}: attributes.enabled = false {where}",
            f"{older.version}: attributes.updated = {utc(older.updated_on)} {where}",
            f"{newer.version}: attributes.created = {utc(newer.created_on)} {where}",
        ),
        severity=Severity.WARNING if because else None,
        because=because,
    )


def _why_milder(key: KeyFacts, newer: KeyVersion, account: AccountFacts | None) -> str:
    if confirms_access(account):
        return "the account says that it reaches its key"
    if account is None and newer.created_on and key.observed_at - newer.created_on > LONG_AGO:
        days = (key.observed_at - newer.created_on).days
        return f"the rotation was {days} days ago: an account that missed it would be down since"
    return ""


def _not_read(key: KeyFacts, current: KeyVersion) -> Iterator[Unknown]:
    """Without the list nothing is known of older versions, whatever the age of this one."""
    kind = MISSING_PERMISSION if key.versions_denied else VAULT_UNDECIDED
    yield kind.unknown(
        f"Whether an older version than {current.version} of {key.key_uri.versionless} was"
        f" disabled too early cannot be told: {key.versions_not_read}",
        permissions=(ports.KEY_VERSIONS_READ.at(str(key.key)),) if key.versions_denied else (),
        do="" if key.versions_denied else _list_versions(key),
    )


def _list_versions(key: KeyFacts) -> str:
    uri = key.key_uri
    return f"az keyvault key list-versions --vault-name {uri.vault_name} --name {uri.name}"
