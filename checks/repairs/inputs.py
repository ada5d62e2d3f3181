"""The values that repairs leave open, each with what it is and an example; and the steps that have them.

A name is a shell variable's, the same in sh and PowerShell. What a run could read is never asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from diagnostics import Case, Input, Repair, RepairStep, placeholders

_GUID = "00000000-0000-0000-0000-000000000000"
_GROUP = f"/subscriptions/{_GUID}/resourceGroups/rg-example/providers"

PRINCIPAL_ID = Input(
    name="principal_id",
    what="the principal id (object id) of the new identity",
    example=_GUID,
)
OBJECT_ID = Input(
    name="identity_object_id",
    what="the object id of the identity that must reach the key",
    example=_GUID,
)
LOGIN_ID = Input(
    name="login_object_id",
    what="the object id of the login that is to read the data",
    example=_GUID,
)
IDENTITY_ID = Input(
    name="identity_id",
    what="the resource id of a user-assigned identity",
    example=f"{_GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/id-example",
)
APPLICATION_ID = Input(name="application_id", what="the application id (client id)", example=_GUID)
TENANT_ID = Input(
    name="tenant_id",
    what="the tenant id, which the owner of the subscription or vault knows",
    example=_GUID,
)
ISSUER = Input(
    name="issuer",
    what="the issuer of the identity's tokens: its own tenant's",
    example=f"https://login.microsoftonline.com/{_GUID}/v2.0",
)
SUBSCRIPTION_ID = Input(name="subscription_id", what="the id of the subscription", example=_GUID)
ACCOUNT_NAME = Input(name="account_name", what="the name of the account", example="cosmos-example")
ACCOUNT_GROUP = Input(
    name="account_group", what="the resource group of the account", example="rg-example"
)
ACCOUNT_ID = Input(
    name="account_id",
    what="the resource id of the account",
    example=f"{_GROUP}/Microsoft.DocumentDB/databaseAccounts/cosmos-example",
)
ACCOUNT_HOST = Input(
    name="account_host",
    what="the host of the account",
    example="cosmos-example.documents.azure.com",
)
DEFAULT_IDENTITY = Input(
    name="default_identity",
    what="the value of the account's default identity",
    example="SystemAssignedIdentity",
)
CALLER_ADDRESS = Input(
    name="caller_address", what="the address that the callers come from", example="198.51.100.20"
)
VAULT_NAME = Input(name="vault_name", what="the name of the vault", example="kv-example")
VAULT_GROUP = Input(
    name="vault_group", what="the resource group of the vault", example="rg-example"
)
FORMER_GROUP = Input(
    name="former_group",
    what="the resource group in which the vault was",
    example="rg-example",
    from_step=1,
)
VAULT_HOST = Input(
    name="vault_host", what="the host of the vault", example="kv-example.vault.azure.net"
)
KEY_NAME = Input(name="key_name", what="the name of the key", example="cmk-example")
KEY_VERSION = Input(
    name="key_version",
    what="the version of the key that was switched off",
    example="0123456789abcdef0123456789abcdef",
)
KEY_ID = Input(
    name="key_id",
    what="the id of the account's key, chosen among those printed",
    example="https://kv-example.vault.azure.net/keys/cmk-example",
    from_step=1,
)
KEY_DATE = Input(name="key_date", what="the new date, in UTC", example="2027-12-31T00:00:00Z")
BACKUP_FILE = Input(
    name="backup_file",
    what="the file with the backup that somebody took of the key",
    example="cmk-example.keybackup",
)
CREDENTIAL_KEY_ID = Input(
    name="credential_key_id",
    what="the keyId of the new secret, which the proof prints",
    example=_GUID,
)
WORKSPACE_ID = Input(
    name="workspace_id",
    what="the resource id of a Log Analytics workspace",
    example=f"{_GROUP}/Microsoft.OperationalInsights/workspaces/log-example",
)
ALERT_RECEIVER = Input(
    name="alert_receiver",
    what="the https address of what receives your alerts",
    example="https://alerts.example.com/events",
)

_KNOWN = {value.name: value for value in tuple(globals().values()) if isinstance(value, Input)}


def asking(repair: Callable[[Case], Repair]) -> Callable[[Case], Repair]:
    """Let every step of a repair name what its commands leave open, and the step that prints it."""

    def make(case: Case) -> Repair:
        plan = repair(case)
        given = {step.gives.name: at for at, step in enumerate(plan.steps, 1) if step.gives}
        return replace(
            plan,
            steps=tuple(_asking(step, given) for step in plan.steps),
            prevent=tuple(_asking(step, given) for step in plan.prevent),
        )

    return make


def _asking(step: RepairStep, given: dict[str, int]) -> RepairStep:
    own = step.gives.name if step.gives else ""
    found = [_KNOWN[name] for name in placeholders(step) if name in _KNOWN and name != own]
    inputs = tuple(
        replace(each, from_step=given[each.name], is_set=True) if each.name in given else each
        for each in found
    )
    return replace(step, inputs=inputs) if inputs else step
