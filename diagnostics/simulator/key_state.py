"""Where a key lives and whether the service may and can use it: vault, network, key.

Sources, read 2026-11-23: CMK troubleshooting guide, both pages of it; how-to-setup-customer-managed-keys (rotation:
use of the old version ends within 24 h); Key Vault network security page.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from diagnostics.errors import ConfigError
from diagnostics.names import KeyUri
from diagnostics.simulator import access
from diagnostics.simulator.reading import entries, lowered, part, props, text, words
from diagnostics.simulator.world import Doc, World

ROTATION_S = 24 * 3600  # how long the old version of a rotated key is still used
_DELETED = "/providers/microsoft.keyvault/locations/"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What there is at the address of a key."""

    uri: KeyUri
    vault: Doc | None  # None = deleted or never there
    key: Doc | None
    is_managed_hsm: bool = False


def key_uri(account: Doc) -> KeyUri | None:
    """Read the account's key URI; None = malformed."""
    try:
        return KeyUri.parse(str(account["properties"]["keyVaultKeyUri"]))
    except ConfigError:
        return None


def whereabouts(world: World, uri: KeyUri) -> Whereabouts:
    """Look up what a key URI names."""
    if uri.vault_suffix == world.cloud.hsm_suffix:
        return Whereabouts(uri, _by_name(world, "managedhsms", uri.vault_name), None, True)
    vault = find_vault(world, uri.host)
    key = None if vault is None else world.get(f"{vault['id']}/keys/{uri.name}")
    return Whereabouts(uri, vault, key)


def find_vault(world: World, host: str) -> Doc | None:
    """Return the vault behind a host name."""
    name, _, suffix = host.lower().partition(".")
    return _by_name(world, "vaults", name) if suffix == world.cloud.vault_suffix else None


def deleted_vault(world: World, name: str) -> Doc | None:
    """Return the record of a soft-deleted vault."""
    tail = f"/deletedvaults/{name.lower()}"
    return next(
        (doc for key, doc in world.documents.items() if _DELETED in key and key.endswith(tail)),
        None,
    )


def _by_name(world: World, kind: str, name: str) -> Doc | None:
    tail = f"/providers/microsoft.keyvault/{kind}/{name}"
    return next((doc for key, doc in world.documents.items() if key.endswith(tail)), None)


def shuts_out_services(vault: Doc) -> bool:
    """Tell whether the vault's firewall keeps Microsoft's own services out."""
    rules = part(vault, "properties", "networkAcls")
    is_open = (
        text(props(vault), "publicNetworkAccess", "Enabled").lower() != "disabled"
        and text(rules, "defaultAction", "Allow").lower() == "allow"
    )
    return not is_open and text(rules, "bypass", "AzureServices").lower() == "none"


def is_shut_by_perimeter(world: World, account: Doc, host: str) -> bool:
    """Tell whether the account's own network perimeter, enforced, has no outbound rule for the vault."""
    for _, config in world.under(f"{account['id']}/networksecurityperimeterconfigurations/"):
        if text(part(config, "properties", "resourceAssociation"), "accessMode") != "Enforced":
            continue
        rules = map(props, entries(part(config, "properties", "profile"), "accessRules"))
        if not any(
            access.matches(name, host)
            for rule in rules
            if rule["direction"] == "Outbound"
            for name in words(rule, "fullyQualifiedDomainNames")
        ):
            return True
    return False


def used_version(world: World, place: Whereabouts) -> Doc:
    """Return the document whose attributes count: the version that the URI names, else the key's current one."""
    versions = f"{text(place.vault, 'id')}/keys/{place.uri.name}/versions"
    named = world.get(f"{versions}/{place.uri.version}") if place.uri.version else None
    return named or place.key or {}


def lacks_named_version(world: World, place: Whereabouts) -> bool:
    """Tell whether the URI names a version that the key does not have."""
    versions = f"{text(place.vault, 'id')}/keys/{place.uri.name}/versions"
    return bool(place.uri.version) and world.get(f"{versions}/{place.uri.version}") is None


def is_out_of_use(attributes: Doc, now: float) -> bool:
    """Tell whether a key is disabled, expired or not valid yet; `now` in seconds since 1970."""
    return (
        not attributes.get("enabled", True)
        or float(attributes.get("exp") or now + 1) <= now
        or float(attributes.get("nbf") or now) > now
    )


def cannot_wrap(world: World, place: Whereabouts) -> str:
    """Say why the key cannot wrap and unwrap; empty = it can."""
    fields = props(used_version(world, place))
    if not text(fields, "kty").upper().startswith("RSA"):
        return "the key's type cannot wrap"
    if not {"wrapkey", "unwrapkey"} <= lowered(fields, "keyOps"):
        return "the key does not permit wrapping or unwrapping"
    return _old_version_problem(world, place)


def _old_version_problem(world: World, place: Whereabouts) -> str:
    versions = [
        part(doc, "properties", "attributes")
        for key, doc in world.under(f"{text(place.vault, 'id')}/keys/{place.uri.name}/versions/")
        if re.search(r"/versions/[^/]+$", key)
    ]
    versions.sort(key=lambda attributes: float(attributes.get("created", 0)))
    for older, newer in itertools.pairwise(versions):
        ended = float(newer.get("created", 0)) + ROTATION_S
        if not older.get("enabled", True) and float(older.get("updated", 0)) < ended:
            return "the previous version was disabled too early after the rotation"
    return ""
