"""A Log Analytics workspace in a world: the resource, and its tables as documents with rows.

| document | field | meaning |
|---|---|---|
| `{group}/providers/microsoft.operationalinsights/workspaces/{name}` | `properties.customerId` | the id that queries name |
| `{workspace}/tables/{Name}` | `properties.schema.columns` | names and types, as Resource Manager shows them |
| `{workspace}/tables/{Name}` | `x-rows` | the records, as objects by column; what is left out is null |
| `{workspace}/tables/{Name}` | `x-partial` | a text: queries of it are answered in part, for that reason |

Sources: Workspaces - Get and Tables - Get (Microsoft.OperationalInsights, 2023-09-01), read 2026-11-28.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from diagnostics.log_tables import LOG_TABLES, LogTable
from diagnostics.simulator import directory, ids, resources, role_definitions
from diagnostics.simulator.consequences import campaign_error
from diagnostics.simulator.world import Doc, World

# The application of the Logs Query API in every tenant: published required-resource-access lists of many programs.
LOG_ANALYTICS_APP = "ca7f3f0b-7d91-482c-8e09-c5d840d0eac5"
LOG_ANALYTICS_READER = "73c42c96-874c-492b-b04d-ab87d138a893"  # Azure built-in roles, monitor
_READS = (
    "*/read",
    "Microsoft.OperationalInsights/workspaces/analytics/query/action",
    "Microsoft.OperationalInsights/workspaces/search/action",
    "Microsoft.Support/*",
)
WORKSPACE = "0a1b2c3d-4e5f-4000-8000-00000000a106"
WORKSPACE_ID = f"{ids.ACCOUNT_GROUP_ID}/providers/Microsoft.OperationalInsights/workspaces/law-ajo"
_PRINCIPAL = "0a1b2c3d-4e5f-4000-8000-00000000a107"


def put_workspace(world: World, tables: Iterable[LogTable] = LOG_TABLES) -> None:
    """Put a workspace with empty tables, and the principal of its API into the caller's directory."""
    principal = directory.service_principal(
        _PRINCIPAL,
        LOG_ANALYTICS_APP,
        "Log Analytics API",
        owner=ids.MICROSOFT_TENANT,
        names=[f"https://{world.cloud.log_analytics}"],
    )
    world.put(directory.principal_key(_PRINCIPAL), principal)
    world.put(
        WORKSPACE_ID,
        {
            "id": WORKSPACE_ID,
            "name": WORKSPACE_ID.rpartition("/")[2],
            "type": "Microsoft.OperationalInsights/workspaces",
            "location": "westeurope",
            "properties": {"customerId": WORKSPACE, "provisioningState": "Succeeded"},
        },
    )
    for table in tables:
        put_table(world, table)


def put_table(world: World, table: LogTable, rows: Iterable[Mapping[str, object]] = ()) -> None:
    """Put one table with its records."""
    columns = [{"name": name, "type": sort} for name, sort in table.columns]
    world.put(
        f"{WORKSPACE_ID}/tables/{table.name}",
        {
            "id": f"{WORKSPACE_ID}/tables/{table.name}",
            "name": table.name,
            "type": "Microsoft.OperationalInsights/workspaces/tables",
            "properties": {"schema": {"name": table.name, "columns": columns}},
            "x-rows": [dict(row) for row in rows],
        },
    )


def add_rows(world: World, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Add records to a table that the workspace has."""
    document = world.need(f"{WORKSPACE_ID}/tables/{table}")
    document["x-rows"] += [dict(row) for row in rows]


def failing_traces(world: World, since: datetime, count: int, every: timedelta) -> list[Doc]:
    """Return what the campaign's program wrote since the world broke: the error that follows from its state.

    Args:
        world: after its faults; a world without an error gives no records.
        since: aware, UTC: the first of them.
        count: how many.
        every: the time between two.
    """
    said = campaign_error(world)
    if not said:
        return []
    return [
        {
            "TimeGenerated": (since + place * every).isoformat(),
            "Message": f"Failed to send through the campaign: {said}",
            "SeverityLevel": 3,
            "AppRoleName": "campaign-sender",
            "_BilledSize": float(len(said) + 200),
        }
        for place in range(count)
    ]


def let_read(world: World, object_id: str) -> None:
    """Give a principal the role Log Analytics Reader at the workspace."""
    permission = {
        "actions": list(_READS),
        "notActions": ["Microsoft.OperationalInsights/workspaces/sharedKeys/read"],
        "dataActions": [],
        "notDataActions": [],
    }
    role_definitions.put_role_definition(
        world, LOG_ANALYTICS_READER, "Log Analytics Reader", [permission]
    )
    resources.assign(world, WORKSPACE_ID, LOG_ANALYTICS_READER, object_id)
