"""Backups of keys: a sealed text that only a vault of the same subscription and geography takes back.

Sources: Key Vault REST reference, Backup Key and Restore Key (7.4), and the page on backup, read 2026-11-24: the backup
holds all versions; restoring is refused while a key of that name exists, also a soft-deleted one.
"""

from __future__ import annotations

import base64
import json
from typing import Any, cast

from diagnostics.simulator import key_documents, keyvault_door
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.key_documents import Vaulted
from diagnostics.simulator.propagation import followed
from diagnostics.simulator.reading import part, text
from diagnostics.simulator.world import Doc, World


def sealed(world: World, place: Vaulted) -> str:
    """Return a key's backup; its contents are nobody's business but ours.

    Raises:
        KeyError: if there is no such key.
    """
    content = {
        "subscription": _subscription(place),
        "location": text(place.vault, "location"),
        "key": place.key,
        "vault": text(place.vault, "id").lower(),
        "current": world.need(place.current),
        "versions": dict(world.under(f"{place.current}/versions/")),
    }
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def backup(world: World, _request: Request, place: Vaulted) -> Answer:
    """Give the backup of a key with all its versions."""
    if world.get(place.current) is None:
        return keyvault_door.error(
            404, "KeyNotFound", f"A key with (name/id) {place.key} was not found."
        )
    return Answer(body={"value": sealed(world, place)})


def restore(world: World, request: Request, place: Vaulted) -> Answer:
    """Bring a key back from its backup."""
    content = _opened(text(request.json(), "value"))
    if content is None:
        return keyvault_door.error(
            400, "BadParameter", "Property value is not a valid backup blob."
        )
    here = Vaulted(place.vault, text(content, "key"), "")
    if (text(content, "subscription"), text(content, "location")) != (
        _subscription(here),
        text(place.vault, "location"),
    ):
        return keyvault_door.error(
            400, "BadParameter", "Backup blob was made in another subscription or geography."
        )
    if world.get(here.deleted_key) is not None:
        return keyvault_door.name_is_held(here)
    if world.get(here.current) is not None:
        return keyvault_door.error(409, "Conflict", f"Key {here.key} already exists.")
    with followed(world):
        _put_back(world, content, here)
    found = key_documents.find(world, here)
    return Answer(body=key_documents.bundle(found or {}, here))


def _put_back(world: World, content: Doc, place: Vaulted) -> None:
    old, new = text(content, "vault"), text(place.vault, "id")
    world.put(place.current, part(content, "current"))
    for key, document in part(content, "versions").items():
        world.put(key.replace(old, new.lower(), 1), document)


def _opened(value: str) -> Doc | None:
    try:
        content: Any = json.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
    except ValueError:
        return None
    return cast("Doc", content) if isinstance(content, dict) and "key" in content else None


def _subscription(place: Vaulted) -> str:
    return text(place.vault, "id").split("/")[2].lower()
