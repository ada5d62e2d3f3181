"""Keys as documents: found, shown in the data plane's shape, versioned, deleted and brought back.

Source: recorded answers of azure-cli test_keyvault_softdelete and the specification examples of api-version 7.5. A
public key's modulus is not modelled: the value served is the same for every key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from diagnostics.simulator.reading import part, props, text, words
from diagnostics.simulator.world import Doc, World

RETENTION_DAYS = 90  # soft-deleted keys, unless the vault says otherwise
EVERY_OPERATION = ("encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey")
_EARLY = ("7.0", "7.1", "7.2", "7.3")  # without `exportable`, `hsmPlatform` (recorded: 7.3, 7.5)
_MODULUS = "AQAB" * 85  # not a key: a placeholder of a plausible length


@dataclass(frozen=True, slots=True)
class Vaulted:
    """A place in a vault: the vault's document (empty = none), a key's name and version, where given."""

    vault: Doc
    key: str
    version: str
    api_version: str = ""  # that the client asked for

    @property
    def current(self) -> str:
        """The document of the key itself: its current version's attributes."""
        return f"{text(self.vault, 'id')}/keys/{self.key}"

    @property
    def deleted_key(self) -> str:
        """The record of the deleted key of that name."""
        return f"{text(self.vault, 'id')}/deletedkeys/{self.key}"


def find(world: World, place: Vaulted) -> Doc | None:
    """Return the document of a key, or of the version that is asked."""
    if not place.version:
        return world.get(place.current)
    return world.get(f"{place.current}/versions/{place.version}") or _current_if(world, place)


def _current_if(world: World, place: Vaulted) -> Doc | None:
    document = world.get(place.current)
    return document if document and version_of(document) == place.version.lower() else None


def version_of(document: Doc) -> str:
    """Return the version that a key's document speaks of."""
    return text(props(document), "keyUriWithVersion").rpartition("/")[2].lower()


def versions(world: World, place: Vaulted) -> list[Doc]:
    """Return the versions of a key, in the order of their names as the service lists them."""
    return [doc for _, doc in world.under(f"{place.current}/versions/")]


def keys(world: World, place: Vaulted) -> list[Doc]:
    """Return the keys of a vault."""
    prefix = f"{text(place.vault, 'id')}/keys/".lower()
    return [doc for key, doc in world.under(prefix) if "/" not in key.removeprefix(prefix)]


def deleted_keys(world: World, place: Vaulted) -> list[Doc]:
    """Return the records of deleted keys."""
    return [doc for _, doc in world.under(f"{text(place.vault, 'id')}/deletedkeys/")]


def same_version(world: World, place: Vaulted, document: Doc) -> list[Doc]:
    """Return every document that speaks of the same version: the key's own and the version's."""
    wanted = version_of(document)
    found = [doc for doc in versions(world, place) if version_of(doc) == wanted]
    current = world.get(place.current)
    return [*found, *([current] if current and version_of(current) == wanted else [])]


def store_version(world: World, place: Vaulted, version: str, fields: Doc) -> None:
    """Store a new version and make it the current one."""
    kind = "Microsoft.KeyVault/vaults/keys"
    base: Doc = {"location": text(place.vault, "location"), "tags": {}}
    copied = {**fields, "attributes": dict(part(fields, "attributes"))}
    version_id = f"{place.current}/versions/{version}"
    head = {"id": place.current, "name": place.key, "type": kind}
    tail = {"id": version_id, "name": version, "type": f"{kind}/versions"}
    world.put(place.current, {**head, **base, "properties": fields})
    world.put(version_id, {**tail, **base, "properties": copied})


def soft_delete(world: World, place: Vaulted, now: datetime) -> None:
    """Put a key aside with all its versions."""
    days = retention_days(place.vault)
    document = world.remove(place.current) or {}
    prefix = f"{place.current}/versions/"
    kept = {key: doc for key, doc in list(world.under(prefix))}  # noqa: C416 - a copy to walk over
    for key in kept:
        world.remove(key)
    record: Doc = {
        "deletedDate": int(now.timestamp()),
        "scheduledPurgeDate": int((now + timedelta(days=days)).timestamp()),
        "recoveryId": f"https://{_host(document)}/deletedkeys/{place.key}",
        "x-document": document,
        "x-versions": kept,
    }
    world.put(place.deleted_key, record)


def recover(world: World, place: Vaulted) -> None:
    """Bring a deleted key back as it was."""
    record = world.remove(place.deleted_key) or {}
    world.put(place.current, part(record, "x-document"))
    for key, document in part(record, "x-versions").items():
        world.put(key, document)


def _host(document: Doc) -> str:
    return text(props(document), "keyUri").removeprefix("https://").partition("/")[0]


def recovery_level(vault: Doc) -> str:
    """Return what happens to a deleted key of that vault (recorded for 7 and 90 days, with purging and without)."""
    kept = "Recoverable" if retention_days(vault) == RETENTION_DAYS else "CustomizedRecoverable"
    return kept if props(vault).get("enablePurgeProtection") else f"{kept}+Purgeable"


def retention_days(vault: Doc) -> int:
    """Return for how many days a deleted key can be recovered."""
    return int(props(vault).get("softDeleteRetentionInDays") or RETENTION_DAYS)


def bundle(document: Doc, place: Vaulted) -> Doc:
    """Return a key as GET shows it."""
    fields = props(document)
    key: Doc = {
        "kid": text(fields, "keyUriWithVersion"),
        "kty": text(fields, "kty"),
        "key_ops": words(fields, "keyOps"),
    }
    key |= (
        {"n": _MODULUS, "e": "AQAB"} if text(fields, "kty").startswith("RSA") else {"crv": "P-256"}
    )
    return {"key": key, "attributes": _attributes(document, place)}


def item(document: Doc, place: Vaulted, *, named: bool = True) -> Doc:
    """Return a key as lists show it: with its version in lists of versions."""
    fields = props(document)
    kid = text(fields, "keyUriWithVersion" if named else "keyUri")
    return {"kid": kid, "attributes": _attributes(document, place)}


def deleted_bundle(record: Doc, place: Vaulted) -> Doc:
    """Return a deleted key as GET shows it."""
    return {**_deletion(record), **bundle(part(record, "x-document"), place)}


def deleted_item(record: Doc, place: Vaulted) -> Doc:
    """Return a deleted key as the list shows it."""
    return {**_deletion(record), **item(part(record, "x-document"), place, named=False)}


def _deletion(record: Doc) -> Doc:
    return {name: record[name] for name in ("recoveryId", "deletedDate", "scheduledPurgeDate")}


def _attributes(document: Doc, place: Vaulted) -> Doc:
    """Return a key's attributes; how it can be recovered follows from the vault."""
    found = {
        **part(document, "properties", "attributes"),
        "recoveryLevel": recovery_level(place.vault),
        "recoverableDays": retention_days(place.vault),
    }
    if place.api_version.startswith(_EARLY):
        found.pop("exportable", None)
        return found
    return {**found, "hsmPlatform": "0"}
