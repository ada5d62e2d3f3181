"""Key Vault's data plane: keys, deleted keys, and the writes that repairs need.

Sources: recorded answers of azure-cli test_keyvault_softdelete (7.4, 7.5-preview.1), specification examples GetKey and
GetDeletedKey (7.5). The three refusals (ForbiddenByRbac, ForbiddenByPolicy, ForbiddenByFirewall) are from documentation
and public error reports; none was recorded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from diagnostics.simulator import key_backups, key_documents, keyvault_door
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.key_documents import Vaulted
from diagnostics.simulator.propagation import followed
from diagnostics.simulator.reading import part, props, text, words
from diagnostics.simulator.tokens import new_id
from diagnostics.simulator.world import Doc, World

Action = Callable[[World, Request, Vaulted], Answer]


def _through_the_door(operation: str, action: Action) -> Callable[..., Answer]:
    """Check token, firewall and permission, in the service's order, before anything is looked at."""

    def handler(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
        place = Vaulted(
            keyvault_door.vault_at(world, request.host),
            groups.get("key", ""),
            groups.get("version", ""),
            request.api_version,
        )
        refusal = keyvault_door.refused(world, request, place, operation)
        return refusal or action(world, request, place)

    return handler


def _get(world: World, _request: Request, place: Vaulted) -> Answer:
    document = key_documents.find(world, place)
    if document is None:
        return keyvault_door.key_not_found(place)
    return Answer(body=key_documents.bundle(document, place))


def _versions(world: World, _request: Request, place: Vaulted) -> Answer:
    found = key_documents.versions(world, place)
    if not found:
        return keyvault_door.key_not_found(place)
    return Answer(
        body={"value": [key_documents.item(doc, place) for doc in found], "nextLink": None}
    )


def _keys(world: World, _request: Request, place: Vaulted) -> Answer:
    found = key_documents.keys(world, place)
    return Answer(
        body={
            "value": [key_documents.item(doc, place, named=False) for doc in found],
            "nextLink": None,
        }
    )


def _deleted_keys(world: World, _request: Request, place: Vaulted) -> Answer:
    found = key_documents.deleted_keys(world, place)
    value = [key_documents.deleted_item(doc, place) for doc in found]
    return Answer(body={"value": value, "nextLink": None})


def _deleted_key(world: World, _request: Request, place: Vaulted) -> Answer:
    record = world.get(place.deleted_key)
    if record is None:
        return keyvault_door.key_not_found(place, deleted=True)
    return Answer(body=key_documents.deleted_bundle(record, place))


def _update(world: World, request: Request, place: Vaulted) -> Answer:
    """Change attributes or operations; a date that is set cannot be taken away."""
    document = key_documents.find(world, place)
    if document is None:
        return keyvault_door.key_not_found(place)
    body = request.json()
    with followed(world):
        for target in key_documents.same_version(world, place, document):
            fields = props(target)
            sent = {
                key: value for key, value in part(body, "attributes").items() if value is not None
            }
            part(fields, "attributes").update(
                {**sent, "updated": int(server_now(world).timestamp())}
            )
            if body.get("key_ops") is not None:
                fields["keyOps"] = words(body, "key_ops")
    return Answer(body=key_documents.bundle(document, place))


def _create(world: World, request: Request, place: Vaulted) -> Answer:
    """Make a key, or a new version of one."""
    if world.get(place.deleted_key) is not None:
        return keyvault_door.name_is_held(place)
    body, version = request.json(), new_id().replace("-", "")
    now = int(server_now(world).timestamp())
    uri = f"https://{request.host}/keys/{place.key}"
    fields: Doc = {
        "attributes": {
            "enabled": True,
            **part(body, "attributes"),
            "created": now,
            "updated": now,
            "recoveryLevel": key_documents.recovery_level(place.vault),
            "exportable": False,
        },
        "kty": text(body, "kty", "RSA"),
        "keyOps": words(body, "key_ops") or list(key_documents.EVERY_OPERATION),
        "keySize": int(body.get("key_size") or 2048),
        "keyUri": uri,
        "keyUriWithVersion": f"{uri}/{version}",
    }
    with followed(world):
        key_documents.store_version(world, place, version, fields)
    return _get(world, request, place)


def _delete(world: World, request: Request, place: Vaulted) -> Answer:
    if world.get(place.current) is None:
        return keyvault_door.key_not_found(place)
    with followed(world):
        key_documents.soft_delete(world, place, server_now(world))
    return _deleted_key(world, request, place)


def _recover(world: World, request: Request, place: Vaulted) -> Answer:
    if world.get(place.deleted_key) is None:
        return keyvault_door.key_not_found(place, deleted=True)
    with followed(world):
        key_documents.recover(world, place)
    return _get(world, request, place)


_RECORDED = "recorded: azure-cli test_keyvault_softdelete; refusals from documentation"
_KEY = r"/keys/(?P<key>[^/]+)"
ROUTES = tuple(
    Route(
        api="keyvault",
        method=method,
        pattern=re.compile(pattern, re.IGNORECASE),
        handler=_through_the_door(operation, action),
        source=_RECORDED,
        versions=("7.", "2025-", "2026-"),
    )
    for method, pattern, operation, action in (
        ("GET", r"/keys", "list", _keys),
        ("GET", _KEY + r"/versions", "list", _versions),
        ("GET", _KEY + r"(?:/(?P<version>[^/]+))?", "get", _get),
        ("GET", r"/deletedkeys", "list", _deleted_keys),
        ("GET", r"/deletedkeys/(?P<key>[^/]+)", "get", _deleted_key),
        ("PATCH", _KEY + r"(?:/(?P<version>[^/]+))?", "update", _update),
        ("POST", _KEY + r"/create", "create", _create),
        ("DELETE", _KEY, "delete", _delete),
        ("POST", r"/deletedkeys/(?P<key>[^/]+)/recover", "recover", _recover),
        ("POST", _KEY + r"/backup", "backup", key_backups.backup),
        ("POST", r"/keys/restore", "restore", key_backups.restore),
    )
)
