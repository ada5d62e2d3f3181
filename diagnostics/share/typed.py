"""Identifiers that have a type of their own, with pseudonyms in place of names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from diagnostics.adobe_names import CampaignId, ClientId, ImsOrg, SandboxName
from diagnostics.names import DefaultIdentity, Guid, KeyUri, ResourceId
from diagnostics.share import paths
from diagnostics.share.pseudonyms import Pseudonyms


def _guid(value: Guid, names: Pseudonyms) -> Guid:
    given = names.guid(value.value)
    return value if given == value.value else type(value)(given)


def _resource(value: ResourceId, names: Pseudonyms) -> ResourceId:
    return ResourceId(paths.resource(value.text, names))


def _key(value: KeyUri, names: Pseudonyms) -> KeyUri:
    version = names.digest(value.version) if value.version else None
    return KeyUri(names.host(value.host), names.name("key", value.name), version)


def _identity(value: DefaultIdentity, names: Pseudonyms) -> DefaultIdentity:
    identity = value.identity and _resource(value.identity, names)
    federated = value.federated_client
    return DefaultIdentity(
        value.kind, identity, type(federated)(names.guid(federated.value)) if federated else None
    )


TYPED: dict[type, Callable[[Any, Pseudonyms], Any]] = {
    **dict.fromkeys(Guid.__subclasses__(), _guid),
    ResourceId: _resource,
    KeyUri: _key,
    DefaultIdentity: _identity,
    ImsOrg: lambda value, names: ImsOrg(names.organization(value.value)),
    SandboxName: lambda value, names: SandboxName(names.name("sandbox", value.value)),
    CampaignId: lambda value, names: CampaignId(names.name("campaign", value.value)),
    ClientId: lambda value, names: ClientId(names.name("client", value.value)),
}
GUIDS = tuple(
    {kind} for kind in Guid.__subclasses__()
)  # types of what can stand in one tuple by the thousand
