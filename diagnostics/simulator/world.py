"""The state of an invented environment: the providers' own documents, by key; nothing here draws a consequence.

Keys are lower case:

| key | document |
|---|---|
| `/subscriptions/…` (any ARM resource id) | the resource as Resource Manager serves it |
| `/subscriptions/{s}/providers/microsoft.keyvault/locations/{l}/deletedvaults/{v}` | a soft-deleted vault; `x-document` holds the vault as it was |
| `{vault id}/keys/{k}`, `{vault id}/keys/{k}/versions/{v}` | a key and its versions, in ARM's shape |
| `{vault id}/deletedkeys/{k}` | a soft-deleted key; `x-document`, `x-versions` hold it as it was |
| `{scope}/providers/microsoft.authorization/roleassignments/{guid}` (also denyassignments, roledefinitions) | RBAC |
| `{account id}/sqlroleassignments/{guid}`, `/sqlroledefinitions/{guid}` | Cosmos DB's own RBAC |
| `graph:/{tenant}/serviceprincipals/{object id}`, `/applications/{…}`, `/users/{…}`, `/groups/{…}`, `/deleteditems/{…}` | Microsoft Graph; a group's `x-members` lists object ids; an application's `x-federatedIdentityCredentials` its credentials |
| `entra:/clients/{app id}` | a sign-in: `tenant`, `secret`, `object_id`, `x-claims`, Graph permissions in `roles` |
| `entra:/tenants/{tenant id}` | a directory: `displayName`, `x-policies` (object ids blocked by a workload policy) |
| `sim:/wire/{name}` | a failure of the network: host, path, what happens (see `wire.py`) |
| `sim:/throttle` | `bucket`, `per_second`: how fast Resource Manager lets itself be read (see `throttle.py`); absent = without limit |
| `sim:/clock` | `skew_s`: the servers' clocks minus ours |
| `sim:/outage/{name}` | a provider's own outage (`entra`, `keyvault`, `unspecified`), from which service-side codes follow |
| `sim:/campaign` | the failing program: how it signs in (`auth`: "key"), which former answer it still `holds` |
| `sim:/status/{account id}` | what the status property says instead of what follows: `text`, or `absent` |
| `sim:/operations/{id}` | a long-running operation: `resource`, `due`, and the document that comes `after` |
| `sim:/history` | what happened: each change of documents, when and by whom (see `history.py`); all logs are views of it |
| `sim:/logs` | `without_bodies`: providers whose requests' bodies the Activity Log does not keep |
| `sim:/propagation` | changes under way: what the data plane still believes, and until when |

Fields that begin with `x-` belong to the simulator and are never served.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import methodcaller
from typing import Any, cast

from diagnostics.clouds import PUBLIC, Cloud

Doc = dict[str, Any]


class _Order:
    """The keys of a world in order; a world of thousands is asked for some of them with every request."""

    __slots__ = ("_parts", "keys", "made_of")

    def __init__(self, made_of: tuple[str, ...]) -> None:
        self.made_of = made_of
        self.keys = sorted(made_of)
        self._parts: dict[str, tuple[str, ...]] = {}

    def naming(self, part: str) -> tuple[str, ...]:
        if part not in self._parts:
            has = cast("Callable[[str], bool]", methodcaller("__contains__", part))
            self._parts[part] = tuple(filter(has, self.keys))
        return self._parts[part]


@dataclass(slots=True)
class World:
    """One invented environment; faults and writes change its documents."""

    name: str
    cloud: Cloud = PUBLIC
    documents: dict[str, Doc] = field(default_factory=dict[str, Doc])
    faults: list[str] = field(default_factory=list[str])  # ids applied, in order
    _order: _Order | None = field(default=None, init=False, repr=False, compare=False)

    def get(self, key: str) -> Doc | None:
        """Return the document itself (changing it changes the world), or None."""
        return self.documents.get(key.lower())

    def need(self, key: str) -> Doc:
        """Return a document that must be there; a KeyError is a fault's own mistake."""
        return self.documents[key.lower()]

    def put(self, key: str, document: Doc) -> None:
        """Store a document."""
        self.documents[key.lower()] = document

    def remove(self, key: str) -> Doc | None:
        """Take a document out."""
        return self.documents.pop(key.lower(), None)

    def under(self, prefix: str) -> Iterator[tuple[str, Doc]]:
        """Go through the documents whose key begins so, sorted by key."""
        folded, keys = prefix.lower(), self._ordered().keys
        for place in range(bisect_left(keys, folded), len(keys)):
            if not keys[place].startswith(folded):
                return
            yield keys[place], self.documents[keys[place]]

    def naming(self, part: str) -> Iterator[Doc]:
        """Go through the documents whose key has that part, which is lower case, sorted by key."""
        return (self.documents[key] for key in self._ordered().naming(part))

    def _ordered(self) -> _Order:
        """Return the keys in order: made anew when there are others, since anybody may change the documents."""
        now = tuple(self.documents)
        if self._order is None or self._order.made_of != now:
            self._order = _Order(now)
        return self._order

    def copy(self) -> World:
        """Return an independent copy."""
        return World(self.name, self.cloud, copied(self.documents), list(self.faults))


def copied(value: Any) -> Any:  # noqa: ANN401 - JSON: what is no object and no list cannot be changed
    """Return an independent copy of a JSON value; many times as fast as `copy.deepcopy`."""
    if isinstance(value, dict):
        return {name: copied(inner) for name, inner in cast("Doc", value).items()}
    if isinstance(value, list):
        return [copied(inner) for inner in cast("list[object]", value)]
    return value


def served(document: Doc) -> Doc:
    """Return the document as a service shows it: without the simulator's own fields."""
    return {name: value for name, value in document.items() if not name.startswith("x-")}
