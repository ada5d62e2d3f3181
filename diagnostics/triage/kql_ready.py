"""Queries that are ready for what a repair wants to know: who signed in, who changed what, when the vault last served.

Each begins with its inputs as `let`, so that it can be pasted and filled in. Sources: the table pages named in
`diagnostics.log_tables`; Microsoft Entra audit activity reference (operations on service principals and applications); Azure
Key Vault logging (operation names); read 2026-11-28.
"""

from __future__ import annotations

from diagnostics.triage.kql import MOST_ROWS, Query, Window, instant
from diagnostics.triage.kql_text import quoted

_CRYPTO = "'KeyWrap', 'KeyUnwrap', 'KeyGet'"
_TAKE = f"| take {MOST_ROWS}\n"
# Of the diagnostic settings both forms are in use; each half stands alone where the workspace lacks the other's table.
_VAULT = f"""\
let Calls = union isfuzzy=true
  (AzureDiagnostics
   | where TimeGenerated >= Since and TimeGenerated < Until
   | where ResourceProvider == 'MICROSOFT.KEYVAULT' and Category == 'AuditEvent'
   | where OperationName in ({_CRYPTO})
   | project TimeGenerated, Vault = tolower(Resource), Key = id_s, OperationName, Status = toint(httpStatusCode_d),
       Code = ResultSignature, Reason = ResultDescription, Caller = tolower(tostring(identity_claim_appid_g))),
  (AZKVAuditLogs
   | where TimeGenerated >= Since and TimeGenerated < Until
   | where OperationName in ({_CRYPTO})
   | project TimeGenerated, Vault = extract(@'/vaults/([^/]+)', 1, tolower(_ResourceId)), Key = Id, OperationName,
       Status = HttpStatusCode, Code = ResultSignature, Reason = ResultDescription,
       Caller = tolower(tostring(Identity.claim.appid)));
"""
_TURN = """\
let Good = Calls | where Status < 400 | summarize LastGood = max(TimeGenerated) by Vault, Caller;
let Bad = Calls | where Status >= 400
  | summarize FirstBad = min(TimeGenerated), Refused = count() by Vault, Caller, OperationName, Status, Code;
Bad
| join kind=leftouter (Good) on Vault, Caller
"""
_SIGN_INS = """\
AADServicePrincipalSignInLogs
| where TimeGenerated >= Since and TimeGenerated < Until
| where Application == '' or AppId == Application
| extend IsGood = ResultType in ('0', 'Success', '')
| summarize Count = count(), First = min(TimeGenerated), Last = max(TimeGenerated)
    by AppId, ServicePrincipalId, ServicePrincipalName, ResourceDisplayName, IsGood, ResultType, ResultDescription,
    ConditionalAccessStatus, ClientCredentialType
| order by AppId asc, Last desc
"""
_CHANGES = """\
AuditLogs
| where TimeGenerated >= Since and TimeGenerated < Until
| where OperationName has_any ('service principal', 'application', 'app role', 'conditional access', 'policy', 'group')
| where Application == '' or tostring(TargetResources) has Application or tostring(AdditionalDetails) has Application
| project TimeGenerated, OperationName, Result, ResultReason,
    ByUser = tostring(InitiatedBy.user.userPrincipalName), ByApplication = tostring(InitiatedBy.app.displayName),
    Target = tostring(TargetResources[0].displayName), TargetId = tostring(TargetResources[0].id),
    Changed = tostring(TargetResources[0].modifiedProperties), CorrelationId
| order by TimeGenerated desc
"""
_STATUSES = """\
CDBDataPlaneRequests
| where TimeGenerated >= Since and TimeGenerated < Until
| where StatusCode in (401, 403, 408, 503)
| summarize Count = count(), First = min(TimeGenerated), Last = max(TimeGenerated)
    by AccountName, StatusCode, OperationName, AadPrincipalId, Minute = bin(TimeGenerated, 1m)
| order by Minute asc
"""
_REQUESTS = """\
AppRequests
| where TimeGenerated >= Since and TimeGenerated < Until
| where Success == false
| summarize Count = count(), First = min(TimeGenerated), Last = max(TimeGenerated)
    by AppRoleName, Name, ResultCode, Minute = bin(TimeGenerated, 1m)
| order by Minute asc
"""


def ready(window: Window, *, application: str = "", vault: str = "") -> tuple[Query, ...]:
    """Return the ready queries.

    Args:
        window: what is searched.
        application: an application id; empty = every one.
        vault: a vault's name; empty = every one.
    """
    when = f"let Since = {instant(window.since)};\nlet Until = {instant(window.until)};\n"
    whom = f"let Application = {quoted(application.lower())};\n"
    where = f"let VaultName = {quoted(vault.lower())};\n"
    chosen = "| where (Application == '' or Caller == Application) and (VaultName == '' or Vault == VaultName)\n"
    return (
        Query(
            name="vault-turn",
            about="When Key Vault last let an application use a key, when it first refused, and with which code.",
            text=f"{when}{whom}{where}{_VAULT}{_TURN}{chosen}"
            "| project Vault, Caller, OperationName, LastGood, FirstBad, Status, Code, Refused\n"
            f"| order by FirstBad asc\n{_TAKE}",
        ),
        Query(
            name="vault-calls",
            about="Each use of a key in the vault, the latest first.",
            text=f"{when}{whom}{where}{_VAULT}Calls\n{chosen}| order by TimeGenerated desc\n{_TAKE}",
        ),
        Query(
            name="sign-ins",
            about="Sign-ins of service principals: how often, since when, with which code.",
            text=f"{when}{whom}{_SIGN_INS}{_TAKE}",
        ),
        Query(
            name="entra-changes",
            about="Who changed service principals, applications, groups and policies in the directory.",
            text=f"{when}{whom}{_CHANGES}{_TAKE}",
        ),
        Query(
            name="cosmos-statuses",
            about="Refused requests of Cosmos DB's data plane: status only, so it shows when and who, not why.",
            text=f"{when}{_STATUSES}{_TAKE}",
        ),
        Query(
            name="failed-requests",
            about="Requests of the application that failed.",
            text=f"{when}{_REQUESTS}{_TAKE}",
        ),
    )
