"""How each log is read, and how the one that nobody collects by default is collected.

Sources: Activity Log (90 days, `Microsoft.Insights/eventtypes/values/read`, in Reader); directory audit logs of Microsoft
Graph (`AuditLog.Read.All` with `Directory.Read.All`; 7 days, 30 with a licence); Azure Key Vault logging; `az monitor
diagnostic-settings create`; Experience Platform's audit query ("View User Activity Log"). Read 2026-11-23.
"""

from __future__ import annotations

from checks.keyvault.facts import VaultFacts
from diagnostics import ChangeLog, Elsewhere, Link, LogHelp, Seen, Target, Topology, Trace

_OF_AZURE = frozenset({ChangeLog.ACTIVITY, ChangeLog.ENTRA, ChangeLog.VAULT})
_AT_ADOBE = frozenset(
    {Link.ACCOUNT, Link.IDENTITY, Link.APPLICATION}
)  # where Adobe manages the account


def let_read(subscription: object) -> str:
    """Write the command that lets this login read the Activity Log of a subscription."""
    return f"az role assignment create --role Reader --assignee <this login> --scope /subscriptions/{subscription}"


def elsewhere(target: Target, trace: Trace) -> Elsewhere | None:
    """Say what of a cause is changed at Adobe, so that no log of the customer's shows it."""
    if target.topology is Topology.NO_CUSTOMER_KEY and _OF_AZURE & {
        rule.log for rule in trace.rules
    }:
        return Elsewhere(
            says="the account, its key and its identity are Adobe's: they stand in Adobe's own logs, which no customer reads",
            logs=_OF_AZURE,
        )
    of_azure = [rule for rule in trace.rules if rule.log in _OF_AZURE]
    at_adobe = [rule for rule in of_azure if _AT_ADOBE & set(rule.about)]
    if target.topology is Topology.ADOBE_MANAGED and at_adobe:
        here = {rule.log for rule in of_azure if rule not in at_adobe}
        return Elsewhere(
            says="what is changed at the account, its identity or the application itself stands in Adobe's own logs,"
            " which no customer reads",
            logs=frozenset(rule.log for rule in at_adobe) - here,
        )
    return None


def logs(target: Target, seen: Seen) -> tuple[LogHelp, ...]:
    """Say of each log what it shows and how to get at it."""
    facts = seen.maybe(VaultFacts)
    vault = target.vault or (facts.vault if facts else None)
    subscription = target.vault_subscription or "<subscription id>"
    return (
        LogHelp(
            log=ChangeLog.ACTIVITY,
            shows="who changed resources, roles and identities in Azure, for 90 days",
            do=let_read(subscription),
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
