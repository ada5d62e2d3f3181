"""The question to a workspace: what was done to the key, whole records, the newest first.

Nothing is projected: which columns a workspace has depends on what it got, and a name that is not there would end the query.
"""

from __future__ import annotations

from datetime import UTC, datetime

from diagnostics import KeyUri

MOST_ROWS = 200
# Azure Key Vault logging, operation names: what changes a key. Reading it and using it is left out.
OPERATIONS = (
    "KeyCreate",
    "KeyDelete",
    "KeyImport",
    "KeyPurge",
    "KeyRecover",
    "KeyRestore",
    "KeyRotate",
    "KeyUpdate",
)
_ADDRESS = {"AZKVAuditLogs": "Id", "AzureDiagnostics": "id_s"}
_ONLY = {
    "AZKVAuditLogs": "",
    "AzureDiagnostics": "| where ResourceProvider == 'MICROSOFT.KEYVAULT' and Category == 'AuditEvent'\n",
}


def query(table: str, key_uri: KeyUri, since: datetime, until: datetime) -> str:
    """Write the query.

    Args:
        table: AZKVAuditLogs or AzureDiagnostics.
        key_uri: the key, whatever version.
        since: aware.
        until: aware.
    """
    operations = ", ".join(f"'{each}'" for each in OPERATIONS)
    # Letters, digits, hyphens, dots and slashes alone: a parsed address needs no quoting.
    return (
        f"{table}\n"
        f"| where TimeGenerated >= {_instant(since)} and TimeGenerated < {_instant(until)}\n"
        f"{_ONLY[table]}"
        f"| where OperationName in ({operations})\n"
        f"| where {_ADDRESS[table]} startswith '{key_uri.versionless}'\n"
        f"| order by TimeGenerated desc\n"
        f"| take {MOST_ROWS}\n"
    )


def _instant(moment: datetime) -> str:
    return f"datetime({moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ})"
