"""Microsoft Graph v1.0 over plain GETs.

Its SDK has 135 MB and four hundred milliseconds of imports for six readings. Paths and permissions: Microsoft Graph
REST reference v1.0, read 2026-11-23.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from diagnostics.cloud import ports
from diagnostics.cloud.addresses import address
from diagnostics.cloud.gate import GRAPH
from diagnostics.cloud.reader import Reader, Shared
from diagnostics.clouds import Cloud
from diagnostics.document import Document
from diagnostics.errors import ConfigError
from diagnostics.names import AppId, ObjectId
from diagnostics.permission import Permission

_LINK = "@odata.nextLink"
_LARGEST_PAGE = ("$top", "999")  # a page has 100 without it
_DELETED = "/directory/deletedItems/microsoft.graph"
_GROUP = "#microsoft.graph.group"


class GraphAdapter:
    """The port `Graph`."""

    def __init__(self, shared: Shared, cloud: Cloud) -> None:
        """Bind to the cloud's endpoint."""
        self._host = cloud.graph
        self._reader = Reader(shared, api=GRAPH, host=cloud.graph, scope=cloud.graph_scope)

    async def get(self, path: str, *, permission: Permission) -> Document:
        """Read one object by its path below `/v1.0`; the path may bring a query."""
        bare, _, asked = path.partition("?")
        query = parse_qsl(asked, keep_blank_values=True)
        return await self._reader.get(address(self._host, f"/v1.0{bare}", query), permission)

    async def service_principal(self, object_id: ObjectId) -> Document:
        """Read a service principal."""
        return await self.get(f"/servicePrincipals/{object_id}", permission=ports.APPLICATION_READ)

    async def service_principal_of(self, app_id: AppId) -> Document:
        """Read an application's service principal."""
        return await self.get(
            f"/servicePrincipals(appId='{app_id}')", permission=ports.APPLICATION_READ
        )

    async def deleted_service_principals(self) -> tuple[Document, ...]:
        """Read the soft-deleted service principals."""
        return await self._list(
            f"{_DELETED}.servicePrincipal", ports.APPLICATION_READ, _LARGEST_PAGE
        )

    async def application(self, app_id: AppId) -> Document:
        """Read an application registered in this tenant."""
        return await self.get(
            f"/applications(appId='{app_id}')", permission=ports.APPLICATION_READ
        )

    async def deleted_applications(self) -> tuple[Document, ...]:
        """Read the soft-deleted applications."""
        return await self._list(f"{_DELETED}.application", ports.APPLICATION_READ, _LARGEST_PAGE)

    async def federated_credentials(self, application_object_id: ObjectId) -> tuple[Document, ...]:
        """Read an application's federated credentials."""
        path = f"/applications/{application_object_id}/federatedIdentityCredentials"
        return await self._list(path, ports.APPLICATION_READ)

    async def groups_of(self, object_id: ObjectId) -> tuple[ObjectId, ...]:
        """Read the groups a service principal belongs to, transitively; directory roles are left out."""
        path = f"/servicePrincipals/{object_id}/transitiveMemberOf"
        found = await self._list(path, ports.APPLICATION_READ, _LARGEST_PAGE)
        return tuple(group for entry in found if (group := _group(entry)))

    async def _list(
        self, path: str, permission: Permission, *query: tuple[str, str]
    ) -> tuple[Document, ...]:
        url = address(self._host, f"/v1.0{path}", query)
        return await self._reader.pages(url, permission, link=_LINK)


def _group(entry: Document) -> ObjectId | None:
    """Return a group's id; without `@odata.type` (metadata off) everything counts as a group."""
    kind = entry.data.get("@odata.type")
    try:
        return ObjectId.parse(entry.require_text("id")) if kind in (None, _GROUP) else None
    except ConfigError:
        return None
