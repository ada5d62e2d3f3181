"""Tables of a Log Analytics workspace: names and types of the columns that are used here.

Source: Azure Monitor Logs table reference (learn.microsoft.com/azure/azure-monitor/reference/tables/<table>), in the
versions named at each table, read 2026-11-28. A table has more columns than stand here; each that stands here is on its
page. `_BilledSize` and `_ResourceId` are standard columns (Azure Monitor, standard columns in logs).
"""

from __future__ import annotations

from dataclasses import dataclass

_PAGE = "https://learn.microsoft.com/azure/azure-monitor/reference/tables/"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogTable:
    """One table of a workspace."""

    name: str
    columns: tuple[tuple[str, str], ...]  # name, type in Kusto's words
    source: str

    @property
    def schema(self) -> str:
        """The columns in Kusto's own notation: `(TimeGenerated:datetime, …)`."""
        return f"({', '.join(f'{name}:{sort}' for name, sort in self.columns)})"


def _table(name: str, version: str, columns: str, more: str = "") -> LogTable:
    named = (each.split(":") for each in f"TimeGenerated:datetime {columns}".split())
    source = f"{_PAGE}{name.lower()} ({version})"
    return LogTable(
        name=name,
        columns=tuple((name, sort) for name, sort in named),
        source=f"{source}; {more}" if more else source,
    )


_STANDARD = " _BilledSize:real _ResourceId:string Type:string"

APP_TRACES = _table(
    "AppTraces",
    "page of 2026-07-27",
    "Message:string Properties:dynamic SeverityLevel:int AppRoleName:string OperationId:string OperationName:string"
    + _STANDARD,
)
APP_EXCEPTIONS = _table(
    "AppExceptions",
    "page of 2026-07-27",
    "ExceptionType:string Message:string OuterMessage:string InnermostMessage:string Details:dynamic"
    " Properties:dynamic ProblemId:string SeverityLevel:int AppRoleName:string OperationId:string"
    + _STANDARD,
)
APP_REQUESTS = _table(
    "AppRequests",
    "page of 2025-02-18",
    "Name:string Url:string ResultCode:string Success:bool DurationMs:real Properties:dynamic AppRoleName:string"
    " OperationId:string" + _STANDARD,
    "the columns as `AppRequests | getschema` lists them (a published snapshot of 2026-09-29)",
)
CONTAINER_LOG_V2 = _table(
    "ContainerLogV2",
    "page of 2026-01-27",
    "LogMessage:dynamic LogSource:string LogLevel:string ContainerName:string PodName:string PodNamespace:string"
    + _STANDARD,
)
AZURE_DIAGNOSTICS = _table(
    "AzureDiagnostics",
    "page of 2025-04-21: of its at least 200 columns",
    "ResourceProvider:string Resource:string Category:string OperationName:string ResultType:string"
    " ResultSignature:string ResultDescription:string Message:string msg_s:string error_message_s:string"
    " resultMessage_s:string properties_s:string httpStatusCode_d:real requestUri_s:string id_s:string"
    " CallerIPAddress:string clientInfo_s:string CorrelationId:string identity_claim_appid_g:guid"
    " identity_claim_oid_g:guid identity_claim_upn_s:string keyProperties_type_s:string keyProperties_size_d:real"
    " keyProperties_operations_s:string keyProperties_attributes_enabled_b:bool keyProperties_attributes_exp_d:real"
    " keyProperties_attributes_nbf_d:real" + _STANDARD,
)
CDB_DATA_PLANE_REQUESTS = _table(
    "CDBDataPlaneRequests",
    "page of 2024-09-16",
    "AccountName:string StatusCode:int OperationName:string AadPrincipalId:string AadAppliedRoleAssignmentId:string"
    " ActivityId:string DatabaseName:string CollectionName:string RequestResourceType:string AuthTokenType:string"
    " ClientIpAddress:string UserAgent:string" + _STANDARD,
)
AZKV_AUDIT_LOGS = _table(
    "AZKVAuditLogs",
    "page of 2026-03-11",
    "OperationName:string ResultType:string ResultSignature:string ResultDescription:string HttpStatusCode:int"
    " RequestUri:string Id:string Identity:dynamic CallerIpAddress:string ClientInfo:string IsRbacAuthorized:bool"
    " IsAccessPolicyMatch:bool CorrelationId:string KeyProperties:dynamic" + _STANDARD,
    "Identity.claim.appid and .oid as in Azure Key Vault logging",
)
SERVICE_PRINCIPAL_SIGN_INS = _table(
    "AADServicePrincipalSignInLogs",
    "page of 2026-08-27",
    "AppId:string ServicePrincipalId:string ServicePrincipalName:string ResourceDisplayName:string"
    " ResourceIdentity:string ResultType:string ResultDescription:string ResultSignature:string"
    " ConditionalAccessStatus:string ClientCredentialType:string FederatedCredentialId:string IPAddress:string"
    " CorrelationId:string _BilledSize:real Type:string",
)
AUDIT_LOGS = _table(
    "AuditLogs",
    "page of 2026-07-27",
    "OperationName:string ActivityDisplayName:string Result:string ResultReason:string InitiatedBy:dynamic"
    " TargetResources:dynamic AdditionalDetails:dynamic Category:string CorrelationId:string Identity:string"
    " LoggedByService:string _BilledSize:real Type:string",
)

LOG_TABLES: tuple[LogTable, ...] = (
    SERVICE_PRINCIPAL_SIGN_INS,
    AZKV_AUDIT_LOGS,
    APP_EXCEPTIONS,
    APP_REQUESTS,
    APP_TRACES,
    AUDIT_LOGS,
    AZURE_DIAGNOSTICS,
    CDB_DATA_PLANE_REQUESTS,
    CONTAINER_LOG_V2,
)
