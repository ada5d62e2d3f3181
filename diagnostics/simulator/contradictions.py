"""What cannot be so in any environment: a world that holds it was written wrongly, and no diagnosis of it means anything.

What can be so, however broken, is none: an identity that an account lists and nobody finds, a grant for an object id that
nobody has. These are what the simulator is there for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.errors import ConfigError
from diagnostics.simulator.access import AUTHORIZATION, role_definition
from diagnostics.simulator.reading import props, text
from diagnostics.simulator.world import Doc, World

_VAULT = re.compile(r"(?P<parent>/.+/providers/microsoft\.keyvault/vaults/[^/]+)/.+")
_KEY = re.compile(r"(?P<parent>/.+/vaults/[^/]+/keys/[^/]+)/.+")
_ACCOUNT = re.compile(r"(?P<parent>/.+/providers/microsoft\.documentdb/databaseaccounts/[^/]+)/.+")
_PARENTS = ((_KEY, "key"), (_VAULT, "vault"), (_ACCOUNT, "account"))
_ADOBES = {  # which field of Adobe's documents is in their key
    "adobe:/sandboxes/": "name",
    "adobe:/campaigns/": "campaignId",
    "adobe:/byok/config/": "name",
}
_DELETED_VAULT = "/deletedvaults/"
_DELETED_KEY = "/deletedkeys/"


def contradictions(world: World) -> Iterator[str]:
    """Go through what cannot be so, one sentence each; nothing for a world that holds together."""
    for key, document in sorted(world.documents.items()):
        yield from _orphan(world, key)
        yield from _misnamed(key, document)
        yield from _unknown_role(world, key, document)
        yield from _twice(world, key)


def must_hold_together(world: World) -> None:
    """Refuse a world that contradicts itself.

    Raises:
        ConfigError: names the first contradiction, and how many more there are.
    """
    first, *more = [*contradictions(world), ""]
    if not first:
        return
    rest = f" (and {len(more) - 1} more like it)" if len(more) > 1 else ""
    raise ConfigError(
        f"the world contradicts itself: {first}{rest}",
        expected="documents that can be true at once",
        do="add what is missing, remove what hangs on it, or use a fault: it changes all that belongs together",
        field="documents",
    )


def _orphan(world: World, key: str) -> Iterator[str]:
    for pattern, name in _PARENTS:
        found = pattern.fullmatch(key)
        if found and world.get(found["parent"]) is None:
            yield f"{key} lies in no {name}: there is no {found['parent']}"
            return


def _misnamed(key: str, document: Doc) -> Iterator[str]:
    """A document's own id must be the one it is stored under; the simulator's own documents have none."""
    field = next((name for start, name in _ADOBES.items() if key.startswith(start)), "id")
    own = text(document, field).lower()
    stored = key if key.startswith("/") else key.rpartition("/")[2]
    is_ours = key.startswith(("sim:", "entra:", "adobe:")) and field == "id"
    is_ours |= _DELETED_KEY in key
    if own and not is_ours and own != stored:
        yield f"{key} holds a document whose id is {own}"


def _unknown_role(world: World, key: str, document: Doc) -> Iterator[str]:
    role = text(props(document), "roleDefinitionId")
    if f"{AUTHORIZATION}roleassignments/" in key and role_definition(world, role) is None:
        yield f"{key} gives a role that nobody defined ({role})"
    if "/sqlroleassignments/" in key and world.get(_sql_role(key, role)) is None:
        yield f"{key} gives a data-plane role that the account does not define ({role})"


def _sql_role(key: str, role: str) -> str:
    return (
        f"{key.partition('/sqlroleassignments/')[0]}/sqlroledefinitions/{role.rpartition('/')[2]}"
    )


def _twice(world: World, key: str) -> Iterator[str]:
    """A name is either in use or deleted."""
    if _DELETED_KEY in key and world.get(key.replace(_DELETED_KEY, "/keys/")) is not None:
        yield f"{key} is deleted, and a key of that name is there"
    if _DELETED_VAULT in key:
        tail = f"/vaults/{key.rpartition('/')[2]}"
        if any(one.endswith(tail) for one in world.documents):
            yield f"{key} is deleted, and a vault of that name is there"
