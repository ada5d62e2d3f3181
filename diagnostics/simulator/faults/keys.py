"""Step 3, the key: what somebody did to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from diagnostics.simulator import access, ids, key_documents, roles
from diagnostics.simulator.clock import epoch_days_ago, now
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import (
    BOTH,
    key_documents_of,
    set_attributes,
    the_place,
)
from diagnostics.simulator.reading import part, props, text
from diagnostics.simulator.world import World

_HOUR = 1 / 24  # in days


def _attributes(**changes: object) -> Callable[[World], None]:
    return lambda world: set_attributes(world, **changes)


def _expired(world: World) -> None:
    set_attributes(world, exp=epoch_days_ago(3))


def _expiring(world: World) -> None:
    set_attributes(world, exp=epoch_days_ago(-9))


def _not_yet_valid(world: World) -> None:
    set_attributes(world, nbf=epoch_days_ago(-5))


def _fields(**changes: object) -> Callable[[World], None]:
    """Change what the key is: type, size, operations; None takes a field away."""

    def apply(world: World) -> None:
        for document in key_documents_of(world):
            for name, value in changes.items():
                props(document).pop(name, None)
                if value is not None:
                    props(document)[name] = value

    return apply


def _gone(world: World) -> None:
    world.need(the_place(world).current)
    for key in [key for key, _ in world.under(the_place(world).current)]:
        world.remove(key)


def _soft_deleted(world: World) -> None:
    place = the_place(world)
    world.need(place.current)
    key_documents.soft_delete(world, place, now() - timedelta(days=3))


def _soft_deleted_unseen(world: World) -> None:
    """The key is deleted, and the caller may not read the vault's keys."""
    _soft_deleted(world)
    for document in list(access.assignments(world)):
        fields = props(document)
        role = text(fields, "roleDefinitionId").rpartition("/")[2]
        if text(fields, "principalId") == ids.CALLER_OID and role == roles.KEY_VAULT_READER:
            world.remove(text(document, "id"))


def rotate(world: World, *, rotated: float, disabled: float) -> None:
    """Let the key have been rotated, and its old version disabled, so many days ago."""
    set_attributes(world, created=epoch_days_ago(rotated), updated=epoch_days_ago(rotated))
    old = world.need(f"{the_place(world).current}/versions/{ids.OLD_KEY_VERSION}")
    attributes = part(props(old), "attributes")
    attributes |= {"enabled": False, "updated": epoch_days_ago(disabled)}


def _old_version_disabled(world: World) -> None:
    rotate(world, rotated=6 * _HOUR, disabled=5 * _HOUR)


_FAULTS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    ("key-disabled", "Somebody disabled the key.", BOTH, _attributes(enabled=False)),
    ("key-expired", "The key's expiry passed three days ago.", BOTH, _expired),
    ("key-expiring", "The key expires within days.", BOTH, _expiring),
    (
        "key-not-yet-valid",
        "Somebody set the key's activation into the future.",
        BOTH,
        _not_yet_valid,
    ),
    (
        "key-operations-missing",
        "Somebody took unwrapping from the key's permitted operations.",
        BOTH,
        _fields(keyOps=["encrypt", "decrypt", "wrapKey"]),
    ),
    (
        "key-without-wrap",
        "Somebody took wrapping from the key's permitted operations.",
        BOTH,
        _fields(keyOps=["encrypt", "decrypt", "unwrapKey"]),
    ),
    (
        "key-for-signing-only",
        "Somebody made the key for signing alone.",
        BOTH,
        _fields(keyOps=["sign", "verify"]),
    ),
    (
        "key-type-unsuitable",
        "Somebody replaced the key by one of an elliptic curve.",
        BOTH,
        _fields(kty="EC", keySize=None, curveName="P-256", keyOps=["sign", "verify"]),
    ),
    (
        "key-too-small",
        "Somebody made the key with 2048 bits.",
        BOTH,
        _fields(keySize=2048),
    ),
    ("key-gone", "Somebody deleted and purged the key.", BOTH, _gone),
    ("key-soft-deleted", "Somebody deleted the key three days ago.", BOTH, _soft_deleted),
    (
        "old-version-disabled",
        "Somebody rotated the key and disabled the old version an hour later.",
        BOTH,
        _old_version_disabled,
    ),
    (
        "key-absent-without-right",
        "Somebody deleted the key; the caller may not read the vault's keys.",
        BOTH,
        _soft_deleted_unseen,
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in _FAULTS
)
