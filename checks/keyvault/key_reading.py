"""From Resource Manager's answers to `KeyFacts`.

Sources, read 2026-11-23: Key Vault REST reference, vaults/keys (2026-02-01): attributes in seconds since 1970, the
answer for a key is that of its newest version; data plane, Get Deleted Key (7.4).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from checks.cosmos.facts import KeyLocation
from checks.entra.facts import Presence
from checks.keyvault import vault_reading
from checks.keyvault.facts import KeyFacts, KeyVersion
from diagnostics import (
    Denied,
    Document,
    Look,
    LookError,
    NotFound,
    NotSignedIn,
    ResourceId,
    Topology,
    ports,
    record,
)

# Of the resource provider Microsoft.KeyVault; the same as the port's own methods use.
_API_VERSION = "2026-02-01"
# Refusals of a vault that no role would change: its network rules, or a token of another tenant.
_NOT_FOR_WANT_OF_A_RIGHT = ("ForbiddenByFirewall", "ForbiddenByConnection", "OtherTenant")


@record(frozen=True, slots=True)
class _Versions:
    """The list of versions, or why it is not there."""

    documents: tuple[Document, ...] = ()
    not_read: str = ""
    denied: bool = False
    absent: str = ""  # how a 404 was told: right for a key that is not there


async def read(look: Look, location: KeyLocation) -> KeyFacts | None:
    """Read the key and its versions beside the vault; an absent key is looked for among the deleted.

    None = there is no vault to hold it.
    """
    import asyncio  # only who looks needs it; judging again does not

    look.keyvault.expect(location.key_uri)
    vault = await vault_reading.place(look, location)
    if vault is None:
        return None
    name = location.key_uri.name
    key, listed = await asyncio.gather(_key(look, vault, name), _versions(look, vault, name))
    if key is None:
        # The same answer as for a key that is not there: the vault is not there, or under another id.
        document = await vault_reading.find(look, location)
        if document is None:
            return None
        there = ResourceId.parse(document.require_text("id"))
        if there != vault:
            vault = there
            key, listed = await asyncio.gather(
                _key(look, vault, name), _versions(look, vault, name)
            )
    facts = _nothing(look, location, vault)
    if key is None:
        return await _absent(look, facts)
    if listed.absent:
        listed = _Versions(not_read=listed.absent)  # a key that is there has versions
    named = location.key_uri.version
    if named and named != _version_of(key):
        key = await _named_version(look, vault, name, named)
    return _present(facts, key, listed)


async def _key(look: Look, vault: ResourceId, name: str) -> Document | None:
    try:
        return await look.arm.key(vault, name)
    except NotFound:
        return None


async def _versions(look: Look, vault: ResourceId, name: str) -> _Versions:
    """Read the versions; without them the rest of the key's state is still worth telling."""
    try:
        found = await look.arm.key_versions(vault, name)
        for each in found:
            each.require_flag("properties.attributes.enabled")
        return _Versions(found)
    except NotFound as error:
        return _Versions(absent=error.reason)
    except NotSignedIn:
        raise
    except LookError as error:
        return _Versions((), error.reason, isinstance(error, Denied))


async def _named_version(
    look: Look, vault: ResourceId, name: str, version: str
) -> Document | None:
    path = f"{vault}/keys/{name}/versions/{version}"
    try:
        return await look.arm.get(path, _API_VERSION, permission=ports.KEY_VERSIONS_READ)
    except NotFound:
        return None


def _nothing(look: Look, location: KeyLocation, vault: ResourceId) -> KeyFacts:
    return KeyFacts(
        observed_at=look.now(),
        key_uri=location.key_uri,
        presence=Presence.PRESENT,
        current=None,
        versions=(),
        key_type="",
        key_size=None,
        operations=None,
        deleted_at=None,
        purge_at=None,
        key=vault.child("keys", location.key_uri.name),
        adobe_managed=look.target.topology is Topology.ADOBE_MANAGED,
    )


def _present(facts: KeyFacts, key: Document | None, listed: _Versions) -> KeyFacts:
    """Fill in what the version in use says; None = the URI names a version that is not there."""
    facts = replace(
        facts,
        versions=tuple(sorted(map(_version, listed.documents), key=_age, reverse=True)),
        versions_not_read=listed.not_read,
        versions_denied=listed.denied,
    )
    if key is None:
        return facts
    return replace(
        facts,
        observed_at=key.observed_at,
        current=_version(key),
        key_type=key.text("properties.kty") or "",
        key_size=key.number("properties.keySize"),
        operations=key.texts("properties.keyOps"),
    )


def _version(document: Document) -> KeyVersion:
    return KeyVersion(
        version=_version_of(document),
        enabled=document.flag("properties.attributes.enabled"),
        not_before=document.instant("properties.attributes.nbf"),
        expires_on=document.instant("properties.attributes.exp"),
        created_on=document.instant("properties.attributes.created"),
        updated_on=document.instant("properties.attributes.updated"),
    )


def _version_of(document: Document) -> str:
    """Return the version a document speaks of: a key's answer names that of its newest."""
    uri = document.text("properties.keyUriWithVersion") or ""
    return uri.rstrip("/").rpartition("/")[2].lower()


def _age(version: KeyVersion) -> datetime:
    return version.created_on or datetime.min.replace(tzinfo=UTC)


async def _absent(look: Look, facts: KeyFacts) -> KeyFacts:
    """Ask the vault itself; whatever keeps it from answering, that the key is absent stays true."""
    facts = replace(facts, presence=Presence.CANNOT_TELL)
    try:
        record = await look.keyvault.deleted_key(facts.key_uri)
        record.require_text("recoveryId")  # what every deleted key has (DeletedKeyBundle, 7.4)
    except NotFound:
        return replace(facts, observed_at=look.now(), presence=Presence.GONE)
    except LookError as error:
        denied = isinstance(error, Denied) and error.code not in _NOT_FOR_WANT_OF_A_RIGHT
        return replace(
            facts, observed_at=look.now(), deleted_not_read=error.reason, deleted_denied=denied
        )
    return replace(
        facts,
        observed_at=record.observed_at,
        presence=Presence.SOFT_DELETED,
        deleted_at=record.instant("deletedDate"),
        purge_at=record.instant("scheduledPurgeDate"),
    )
