"""How each log is read, and how the one that nobody collects by default is collected.

Sources: Activity Log (90 days, `Microsoft.Insights/eventtypes/values/read`, in Reader); directory audit logs of Microsoft
Graph (`AuditLog.Read.All` with `Directory.Read.All`; 7 days, 30 with a licence); Azure Key Vault logging; `az monitor
diagnostic-settings create`; Experience Platform's audit query ("View User Activity Log"). Read 2026-11-23.
"""

from __future__ import annotations

from checks.keyvault.facts import VaultFacts
from diagnostics import ChangeLog, LogHelp, Seen, Target


def logs(target: Target, seen: Seen) -> tuple[LogHelp, ...]:
    """Say of each log what it shows and how to get at it."""
    facts = seen.maybe(VaultFacts)
    vault = target.vault or (facts.vault if facts else None)
    subscription = target.vault_subscription or "<subscription id>"
    return (
        LogHelp(
            log=ChangeLog.ACTIVITY,
            shows="who changed resources, roles and identities in Azure, for 90 days",
            do=f"az role assignment create --role Reader --assignee <this login> --scope /subscriptions/{subscription}",
        ),
        LogHelp(
            log=ChangeLog.ENTRA,
            shows="who changed service principals, applications and groups, for 7 days, 30 with a licence",
            do="grant this login AuditLog.Read.All and Directory.Read.All in Microsoft Graph,"
            " or the directory role Reports Reader",
        ),
        LogHelp(
            log=ChangeLog.VAULT,
            shows="who disabled, deleted or changed a key; it is written only where somebody set it up",
            do="az monitor diagnostic-settings create --name key-audit"
            f" --resource {vault or '<resource id of the vault>'} --workspace <resource id of a workspace>"
            ' --logs \'[{"category":"AuditEvent","enabled":true}]\'',
        ),
        LogHelp(
            log=ChangeLog.ADOBE,
            shows="who changed campaigns and sandboxes at Adobe, for 90 days",
            do="give the credential's role in Experience Platform the permission View User Activity Log",
        ),
    )
