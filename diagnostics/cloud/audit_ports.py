"""What a probe may ask logs of changes, as reading methods only; the permission of each call stands with its method.

Every method raises a `LookError`; a `Denied` carries the permission named here. Sources: Activity Logs - List (2015-04-01: its
filter takes no pattern but those offered here), Changes - List (2022-05-01), Diagnostic Settings - List (2021-05-01-preview), Workspaces - Get (2023-09-01),
directoryAudits of Microsoft Graph v1.0; read 2026-11-29.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from diagnostics.cloud.ports import LOGS_QUERY, READER
from diagnostics.document import Document
from diagnostics.names import ResourceId, SubscriptionId
from diagnostics.permission import Permission

__all__ = [
    "ACTIVITY_READ",
    "CHANGES_READ",
    "DIRECTORY_AUDIT_READ",
    "DIRECTORY_READ",
    "LOGS_QUERY",
    "SETTINGS_READ",
    "WORKSPACE_READ",
    "AuditLogs",
    "Events",
]

ACTIVITY_READ = Permission("arm", "Microsoft.Insights/eventtypes/values/read", READER)
CHANGES_READ = Permission("arm", "Microsoft.Resources/changes/read", READER)
SETTINGS_READ = Permission("arm", "Microsoft.Insights/diagnosticSettings/read", READER)
WORKSPACE_READ = Permission("arm", "Microsoft.OperationalInsights/workspaces/read", READER)
# Of an application both are needed; of a person the directory role is enough.
DIRECTORY_AUDIT_READ = Permission(
    "graph",
    "AuditLog.Read.All",
    "admin consent together with Directory.Read.All, or the role Reports Reader",
)
DIRECTORY_READ = Permission(
    "graph",
    "Directory.Read.All",
    "admin consent together with AuditLog.Read.All, or the role Reports Reader",
)


@dataclass(frozen=True, slots=True)
class Events:
    """What a log gave."""

    documents: tuple[Document, ...]  # in the order of the log
    cut: bool  # there are more than were read
    observed_at: datetime  # aware, UTC


class AuditLogs(Protocol):
    """The logs that say who changed what in Azure and in the directory."""

    async def activity(
        self,
        subscription: SubscriptionId,
        since: datetime,
        until: datetime,
        *,
        group: str = "",
        provider: str = "",
    ) -> Events:
        """Read the Activity Log of a resource group or of a provider. Reads: GET /subscriptions/{s}/providers/Microsoft.Insights/eventtypes/management/values 2015-04-01, the newest pages."""
        ...

    async def directory(
        self,
        since: datetime,
        until: datetime,
        *,
        target: str = "",
        activity: str = "",
        service: str = "",
    ) -> Events:
        """Read the directory's audit log of one object, one activity, or of what one service wrote. Reads: GET /auditLogs/directoryAudits, the newest pages."""
        ...

    async def changes(self, resource: ResourceId) -> tuple[Document, ...]:
        """Read which properties of a resource changed in the last 14 days. Reads: GET {id}/providers/Microsoft.Resources/changes 2022-05-01, the newest pages."""
        ...

    async def settings(self, resource: ResourceId) -> tuple[Document, ...]:
        """Read where the logs of a resource are sent. Reads: GET {id}/providers/Microsoft.Insights/diagnosticSettings 2021-05-01-preview."""
        ...

    async def workspace(self, workspace: ResourceId) -> Document:
        """Read a Log Analytics workspace. Reads: GET {id} 2023-09-01."""
        ...

    async def rows(self, workspace: str, query: str) -> tuple[Mapping[str, object], ...]:
        """Query a workspace by its id. Reads: POST /v1/workspaces/{id}/query of the Logs Query API. Raises ConfigError where its client is not installed."""
        ...
