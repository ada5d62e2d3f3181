"""Logs of changes over plain GETs and one query: bounded pages, the newest first.

Paths and filters: the references that `audit_ports` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from diagnostics.cloud import audit_ports as ports
from diagnostics.cloud.addresses import address, next_page
from diagnostics.cloud.gate import ARM, GRAPH
from diagnostics.cloud.loganalytics import LogAnalyticsAdapter
from diagnostics.cloud.reader import Reader, Shared
from diagnostics.clouds import Cloud
from diagnostics.document import Document
from diagnostics.names import ResourceId, SubscriptionId
from diagnostics.permission import Permission

ACTIVITY_LOG = "2015-04-01"
RESOURCE_CHANGES = "2022-05-01"
DIAGNOSTIC_SETTINGS = "2021-05-01-preview"
WORKSPACES = "2023-09-01"
MOST_PAGES = 5  # of one question; some hundred events each
_WAIT_S = 15  # of a query; the check's own limit is 20 s


class AuditAdapter:
    """The port `AuditLogs`."""

    def __init__(self, shared: Shared, cloud: Cloud, logs: LogAnalyticsAdapter) -> None:
        """Bind to the cloud's endpoints."""
        self._cloud = cloud
        self._logs = logs
        self._arm = Reader(shared, api=ARM, host=cloud.arm, scope=cloud.arm_scope)
        self._graph = Reader(shared, api=GRAPH, host=cloud.graph, scope=cloud.graph_scope)

    async def activity(
        self,
        subscription: SubscriptionId,
        since: datetime,
        until: datetime,
        *,
        group: str = "",
        provider: str = "",
    ) -> ports.Events:
        """Read the Activity Log of a resource group or of a provider in a subscription."""
        below = f"/subscriptions/{subscription}"
        what = {"resourceGroupName": group, "resourceProvider": provider}
        terms = [
            f"eventTimestamp ge '{_instant(since)}'",
            f"eventTimestamp le '{_instant(until)}'",
            *(f"{name} eq {_quoted(value)}" for name, value in what.items() if value),
        ]
        url = address(
            self._cloud.arm,
            f"{below}/providers/Microsoft.Insights/eventtypes/management/values",
            [("api-version", ACTIVITY_LOG), ("$filter", " and ".join(terms))],
        )
        permission = ports.ACTIVITY_READ.at(below)
        return await _newest(self._arm, url, permission, self._cloud.arm, ARM, "nextLink")

    async def directory(
        self,
        since: datetime,
        until: datetime,
        *,
        target: str = "",
        activity: str = "",
        service: str = "",
    ) -> ports.Events:
        """Read the directory's audit log of one object, one activity, or of what one service wrote."""
        terms = [
            f"activityDateTime ge {_instant(since)}",
            f"activityDateTime le {_instant(until)}",
        ]
        if target:
            terms.append(f"targetResources/any(t:t/id eq {_quoted(target)})")
        if activity:
            terms.append(f"activityDisplayName eq {_quoted(activity)}")
        if service:
            terms.append(f"loggedByService eq {_quoted(service)}")
        url = address(
            self._cloud.graph,
            "/v1.0/auditLogs/directoryAudits",
            [("$filter", " and ".join(terms))],
        )
        return await _newest(
            self._graph,
            url,
            ports.DIRECTORY_AUDIT_READ,
            self._cloud.graph,
            GRAPH,
            "@odata.nextLink",
        )

    async def changes(self, resource: ResourceId) -> tuple[Document, ...]:
        """Read which properties of a resource changed."""
        url = address(
            self._cloud.arm,
            f"{resource}/providers/Microsoft.Resources/changes",
            [("api-version", RESOURCE_CHANGES)],
        )
        permission = ports.CHANGES_READ.at(str(resource))
        found = await _newest(self._arm, url, permission, self._cloud.arm, ARM, "nextLink")
        return found.documents

    async def settings(self, resource: ResourceId) -> tuple[Document, ...]:
        """Read the diagnostic settings of a resource."""
        url = address(
            self._cloud.arm,
            f"{resource}/providers/Microsoft.Insights/diagnosticSettings",
            [("api-version", DIAGNOSTIC_SETTINGS)],
        )
        return await self._arm.pages(url, ports.SETTINGS_READ.at(str(resource)))

    async def workspace(self, workspace: ResourceId) -> Document:
        """Read a Log Analytics workspace."""
        url = address(self._cloud.arm, str(workspace), [("api-version", WORKSPACES)])
        return await self._arm.get(url, ports.WORKSPACE_READ.at(str(workspace)))

    async def rows(self, workspace: str, query: str) -> tuple[Mapping[str, object], ...]:
        """Query a workspace by its id."""
        return (await self._logs.query(workspace, query, wait_s=_WAIT_S)).rows


async def _newest(
    reader: Reader, url: str, permission: Permission, host: str, api: str, link: str
) -> ports.Events:
    """Read the first pages of a list, which both logs give newest first."""
    found: list[Document] = []
    seen = {url}
    page = await reader.get(url, permission)
    for number in range(1, MOST_PAGES + 1):
        found += page.require_parts("value")
        here = next_page(page.data.get(link), host, seen, api)
        if here is None:
            return ports.Events(tuple(found), cut=False, observed_at=page.observed_at)
        if number < MOST_PAGES:
            page = await reader.get(here, permission)
    return ports.Events(tuple(found), cut=True, observed_at=page.observed_at)


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _quoted(text: str) -> str:
    """Write a text of OData: an apostrophe inside is doubled."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
