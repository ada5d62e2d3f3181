"""Odd but healthy vaults and keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from diagnostics.simulator import ids, key_documents, resources
from diagnostics.simulator.clock import days_ago, epoch_days_ago, now
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import (
    BOTH,
    OWN,
    key_documents_of,
    set_attributes,
    set_vault,
    the_place,
    the_vault,
)
from diagnostics.simulator.faults.keys import rotate
from diagnostics.simulator.faults.vaults import private_endpoint
from diagnostics.simulator.key_documents import Vaulted
from diagnostics.simulator.reading import entries, part, props, text
from diagnostics.simulator.world import Doc, World

_ADOBE = ("adobe-managed",)
_OWN_WORLDS = ("own-account", "own-account-system", "own-account-policies")
_TAGS = {
    "owner": "security|<b>team</b>",
    "note": "key is DISABLED\n(4000) revoked",
    "\u202efdp": "\x1b[31mred",
    "empty": "",
}
_VERSIONS = 24  # a key rotated every month for two years


def _attributes(**days: float) -> Callable[[World], None]:
    """Set dates of the key's current version, in days before now (negative: ahead)."""
    return lambda world: set_attributes(
        world, **{name: epoch_days_ago(value) for name, value in days.items()}
    )


def _fields(**changes: object) -> Callable[[World], None]:
    def apply(world: World) -> None:
        for document in key_documents_of(world):
            props(document).update(changes)

    return apply


def _old_version(world: World) -> Doc:
    document = world.need(f"{the_place(world).current}/versions/{ids.OLD_KEY_VERSION}")
    return part(props(document), "attributes")


def _rotated_long_ago(world: World) -> None:
    rotate(world, rotated=200, disabled=150)


def _rotated_just_now(world: World) -> None:
    set_attributes(world, created=epoch_days_ago(0.04), updated=epoch_days_ago(0.04))


def _old_version_expired(world: World) -> None:
    _old_version(world)["exp"] = epoch_days_ago(40)


def _many_versions(world: World) -> None:
    template = _old_version(world)
    place = the_place(world)
    base = world.need(f"{place.current}/versions/{ids.OLD_KEY_VERSION}")
    for number in range(_VERSIONS):
        name = f"{number:032x}"
        attributes = {**template, "created": epoch_days_ago(400 + 30 * number)}
        uri = f"{text(props(base), 'keyUri')}/{name}"
        fields = {**props(base), "attributes": attributes, "keyUriWithVersion": uri}
        version_id = f"{place.current}/versions/{name}"
        world.put(version_id, {**base, "id": version_id, "name": name, "properties": fields})


def _network(**rules: object) -> Callable[[World], None]:
    return lambda world: part(props(the_vault(world)), "networkAcls").update(rules)


def _private_beside_bypass(world: World) -> None:
    _network(bypass="AzureServices", defaultAction="Deny")(world)
    set_vault(
        publicNetworkAccess="Disabled",
        privateEndpointConnections=[private_endpoint(number) for number in range(2)],
    )(world)


def _standard(world: World) -> None:
    part(props(the_vault(world)), "sku")["name"] = "standard"


def _tags(world: World) -> None:
    the_vault(world)["tags"] = dict(_TAGS)
    for document in key_documents_of(world):
        document["tags"] = dict(_TAGS)


def _other_deleted_vault(world: World) -> None:
    name = "kv-ajo-old"
    place = f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.KeyVault/locations/{ids.LOCATION}"
    record: Doc = {
        "id": f"{place}/deletedVaults/{name}",
        "name": name,
        "type": "Microsoft.KeyVault/deletedVaults",
        "properties": {
            "vaultId": f"{ids.VAULT_GROUP_ID}/providers/Microsoft.KeyVault/vaults/{name}",
            "location": ids.LOCATION,
            "tags": {},
            "deletionDate": days_ago(5),
            "scheduledPurgeDate": days_ago(-85),
            "purgeProtectionEnabled": True,
        },
        "x-document": {},
        "x-children": {},
    }
    world.put(text(record, "id"), record)


def _other_deleted_key(world: World) -> None:
    place = Vaulted(the_vault(world), f"{ids.KEY}-old", "")
    resources.put_key(world, text(place.vault, "id"), place.key, ["1" * 32])
    key_documents.soft_delete(world, place, now() - timedelta(days=3))


def _other_key_unusable(world: World) -> None:
    for _, document in world.under(f"{ids.VAULT_ID}/keys/{ids.OTHER_KEY}"):
        attributes = part(props(document), "attributes")
        attributes |= {"enabled": False, "exp": epoch_days_ago(9)}


def _address_in_a_range(world: World) -> None:
    rules = part(props(the_vault(world)), "networkAcls")
    kept = entries(rules, "ipRules")[1:]
    rules["ipRules"] = [{"value": "20.88.120.0/21"}, *kept]


_ROWS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "key-expiring-next-year",
        "The key expires in more than a year.",
        BOTH,
        _attributes(exp=-400),
    ),
    (
        "key-valid-since-yesterday",
        "The key's activation date passed yesterday.",
        BOTH,
        _attributes(nbf=1),
    ),
    ("key-in-hardware", "The key is an RSA key kept in hardware.", BOTH, _fields(kty="RSA-HSM")),
    ("key-of-4096-bits", "The key has 4096 bits.", BOTH, _fields(keySize=4096)),
    (
        "key-for-wrapping-only",
        "The key permits wrapping and unwrapping and nothing else.",
        BOTH,
        _fields(keyOps=["wrapKey", "unwrapKey"]),
    ),
    (
        "old-version-disabled-long-after",
        "The old version of the key was disabled weeks after the rotation.",
        BOTH,
        _rotated_long_ago,
    ),
    (
        "rotated-an-hour-ago",
        "Somebody rotated the key an hour ago and left the old version enabled.",
        BOTH,
        _rotated_just_now,
    ),
    (
        "old-version-expired",
        "The old version of the key has expired.",
        BOTH,
        _old_version_expired,
    ),
    ("many-versions", "The key was rotated every month for years.", BOTH, _many_versions),
    (
        "firewall-with-bypass",
        "The vault's firewall is shut and lets trusted services through.",
        _OWN_WORLDS,
        _network(bypass="AzureServices", defaultAction="Deny", ipRules=[{"value": "203.0.113.7"}]),
    ),
    (
        "private-endpoint-beside-bypass",
        "Public access to the vault is off, and trusted services pass.",
        OWN,
        _private_beside_bypass,
    ),
    (
        "vault-without-network-rules",
        "The vault carries no network rules at all.",
        BOTH,
        set_vault(networkAcls=None),
    ),
    (
        "vault-network-access-not-said",
        "The vault does not say its public network access.",
        BOTH,
        set_vault(publicNetworkAccess=None),
    ),
    (
        "vault-open-to-all",
        "The vault's firewall lets every network in.",
        _ADOBE,
        _network(defaultAction="Allow", ipRules=[]),
    ),
    (
        "adobe-address-in-a-range",
        "Adobe's address is allowed by a range of addresses.",
        _ADOBE,
        _address_in_a_range,
    ),
    ("standard-vault", "The vault is of the standard tier.", BOTH, _standard),
    (
        "soft-delete-not-said",
        "The vault does not say that soft delete is on.",
        BOTH,
        set_vault(enableSoftDelete=None),
    ),
    (
        "short-retention",
        "Deleted keys of the vault are kept for a week.",
        BOTH,
        set_vault(softDeleteRetentionInDays=7),
    ),
    (
        "odd-tags",
        "Somebody wrote odd text into the tags of vault and key.",
        BOTH,
        _tags,
    ),
    (
        "another-vault-deleted",
        "A vault of a similar name was deleted.",
        BOTH,
        _other_deleted_vault,
    ),
    ("another-key-deleted", "A key of a similar name was deleted.", BOTH, _other_deleted_key),
    (
        "another-key-unusable",
        "Another key of the vault is disabled and expired.",
        BOTH,
        _other_key_unusable,
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply) for name, title, worlds, apply in _ROWS
)
