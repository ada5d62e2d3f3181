"""User-assigned identities and their federated credentials."""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostics.simulator import arm, directory, resources
from diagnostics.simulator.arm import GROUP, IDENTITY, SUBSCRIPTION, arm_route
from diagnostics.simulator.callers import arm_error
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.key_holder import tenant_of
from diagnostics.simulator.propagation import followed
from diagnostics.simulator.reading import part, props, text
from diagnostics.simulator.tokens import new_id
from diagnostics.simulator.world import Doc, World, served

_KIND = "Microsoft.ManagedIdentity/userAssignedIdentities"
_ISOLATION_SINCE = "2024-"  # isolationScope: absent in 2023-01-31 (recorded)


def _identities(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    prefix = request.path.lower().rpartition("/providers/")[0]
    found = arm.of_type(world, prefix, _KIND)
    return arm.listed(request, found, view=lambda doc: _view(doc, request))


def _put(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Create an identity: one of the same name as a deleted one gets new ids."""
    if world.get(request.path.rpartition("/providers/")[0]) is None:
        return arm.group_not_found(groups["g"])
    old = world.get(request.path)
    if old is not None:
        return Answer(body=_view(old, request))
    tenant, object_id, client = tenant_of(world, request.path.lower()), new_id(), new_id()
    # The service writes its ids with a lower-case `resourcegroups`, however it was asked (recorded).
    name = re.sub("/resourceGroups/", "/resourcegroups/", request.path, flags=re.IGNORECASE)
    document = resources.user_assigned_identity(name, object_id, client, tenant)
    principal = directory.managed_identity_principal(
        object_id, client, groups["identity"], name, explicit=True
    )
    body = request.json()
    document |= {name: body[name] for name in ("location", "tags") if name in body}
    with followed(world):
        world.put(request.path, document)
        world.put(directory.principal_key(object_id, tenant), principal)
    place = {"Location": f"https://{request.host}{name}"}
    return Answer(status=201, body=_view(document, request), headers=place)


def _read(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    document = world.get(request.path)
    if document is None:
        return arm.missing(world, request.path, groups)
    return Answer(body=_view(document, request))


def _view(document: Doc, request: Request) -> Doc:
    """Return an identity as the asked api-version shows it."""
    shown = served(document)
    if request.api_version >= _ISOLATION_SINCE:
        return shown
    fields = {name: value for name, value in props(document).items() if name != "isolationScope"}
    return {**shown, "properties": fields}


def _delete(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    """Delete an identity for good: its principal vanishes with it, and so do its federated credentials."""
    document = world.get(request.path)
    if document is None:
        return Answer(status=204)
    tenant = tenant_of(world, request.path.lower())
    with followed(world):
        for key, _ in list(world.under(f"{request.path}/")):
            world.remove(key)
        world.remove(request.path)
        world.remove(directory.principal_key(text(props(document), "principalId"), tenant))
    return Answer(status=200)


def _credentials(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    identity = request.path.rpartition("/")[0]
    if world.get(identity) is None:
        return arm.missing(world, identity, groups)
    return arm.listed(request, arm.children(world, request.path))


def _put_credential(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    identity = request.path.rsplit("/", 2)[0]
    if world.get(identity) is None:
        return arm.missing(world, identity, groups)
    old = world.get(request.path)
    fields = {**props(old), **part(request.json(), "properties")}
    document: Doc = {
        "id": request.path,
        "name": groups["name"],
        "type": f"{_KIND}/federatedIdentityCredentials",
        "properties": fields,
    }
    if not text(fields, "issuer") or not text(fields, "subject"):
        return arm_error(400, "BadRequest", "The issuer and subject must be given.")
    with followed(world):
        world.put(request.path, document)
    return Answer(status=200 if old else 201, body=served(document))


_RECORDED = "recorded: azure-cli test_backup_encryption (2023-01-31)"
_SPEC = "specification: FederatedIdentityCredentialList.json (2023-01-31)"
_FEDERATED = IDENTITY + "/federatedIdentityCredentials"
ROUTES = (
    arm_route("GET", IDENTITY, _read, action=f"{_KIND}/read", source=_RECORDED),
    arm_route("PUT", IDENTITY, _put, action=f"{_KIND}/write", source=_RECORDED),
    arm_route("DELETE", IDENTITY, _delete, action=f"{_KIND}/delete", source=_RECORDED),
    *(
        arm_route(
            "GET",
            f"{where}/providers/{_KIND}",
            _identities,
            action=f"{_KIND}/read",
            scope=where,
            source=_RECORDED,
        )
        for where in (SUBSCRIPTION, GROUP)
    ),
    *(
        arm_route(
            method,
            _FEDERATED + tail,
            handler,
            action=f"{_KIND}/federatedIdentityCredentials/{verb}",
            source=_SPEC,
        )
        for method, tail, handler, verb in (
            ("GET", "", _credentials, "read"),
            ("GET", "/{name}", arm.read_one, "read"),
            ("PUT", "/{name}", _put_credential, "write"),
        )
    ),
)
