"""What keeps a key and its vault from being lost again: printed, never applied.

Sources, read 2026-11-23: requests of azure-cli 2.91.0 as observed; Key Vault as an Event Grid source (KeyNearExpiry comes
30 days before); disabling and deleting a key are data-plane calls, so the activity log does not show them and the
vault's audit log does.
"""

from __future__ import annotations

from checks.repairs.identity_prevention import alert, lock
from checks.repairs.inputs import ALERT_RECEIVER, WORKSPACE_ID
from checks.repairs.keyvault_wording import Place
from diagnostics import Permission, RepairStep

_MONITORING = "Monitoring Contributor"


def guard_vault(place: Place) -> tuple[RepairStep, ...]:
    """Keep the vault from being deleted, and tell somebody when it is."""
    if place.vault is None:
        return ()
    return (
        lock(place.vault, place.arm),
        alert(place.vault, "Microsoft.KeyVault/vaults/delete", f"ajo-deleted-{place.name}"),
    )


def audit_keys(place: Place) -> RepairStep:
    """Keep a record of who changes keys."""
    common = ("--name", "key-audit", "--resource", place.path)
    logs = '[{"category":"AuditEvent","enabled":true}]'
    return RepairStep(
        purpose="Keep the vault's audit log: the only place that shows who disables or deletes a"
        " key, and the last good unwrap.",
        argv=(
            *("az", "monitor", "diagnostic-settings", "create", *common),
            *("--logs", logs, "--workspace", str(WORKSPACE_ID)),
        ),
        role=_MONITORING,
        permission=_arm("Microsoft.Insights/diagnosticSettings/write", _MONITORING, place),
        risk="none: costs of the log",
        undo=("az", "monitor", "diagnostic-settings", "delete", *common),
    )


def alert_on_expiry(place: Place) -> RepairStep:
    """Tell somebody before a key expires."""
    name = f"{place.key_name}-near-expiry"
    common = ("--name", name, "--source-resource-id", place.path)
    events = ("Microsoft.KeyVault.KeyNearExpiry", "Microsoft.KeyVault.KeyExpired")
    return RepairStep(
        purpose=f"Be told 30 days before a key of vault {place.name} expires.",
        argv=(
            *("az", "eventgrid", "event-subscription", "create", *common),
            *("--included-event-types", *events),
            *("--endpoint", str(ALERT_RECEIVER)),
        ),
        role="EventGrid EventSubscription Contributor",
        permission=_arm(
            "Microsoft.EventGrid/eventSubscriptions/write",
            "EventGrid EventSubscription Contributor",
            place,
        ),
        risk="none: a subscription to events",
        undo=("az", "eventgrid", "event-subscription", "delete", *common),
    )


def protect_from_purge(place: Place) -> RepairStep:
    """Keep deleted keys recoverable until their time is over."""
    return RepairStep(
        purpose=f"Switch on purge protection of vault {place.name}: a deleted key then stays"
        " recoverable until its retention ends.",
        argv=place.patch(enablePurgeProtection=True),
        role="Key Vault Contributor",
        permission=place.vault_right(),
        risk="cannot be undone: nobody can purge this vault or its keys before their time, and the"
        " vault's name stays taken as long",
        proof=place.show_vault("properties.enablePurgeProtection"),
        expect="true",
    )


def _arm(action: str, role: str, place: Place) -> Permission:
    return Permission("arm", action, role, place.path if place.vault else "")
