"""What breaks the way to the key, as Entra's audit log calls it.

Source: reference-audit-activities of entra-docs; disabling a service principal is `Update service principal` with the
property `AccountEnabled`. Read 2026-11-23 and 2026-11-29.
"""

from __future__ import annotations

from checks.traces.sorts.shapes import any_of, by_directory
from diagnostics import Becomes, Fate, Link, Thing

_SWITCHES_OFF = ("update service principal", "disable account")
_DELETES = (
    "remove service principal",
    "delete service principal",
    "hard delete service principal",
)
_BRINGS_BACK = ("restore service principal", "add service principal")

PRINCIPAL_SWITCHED_OFF = by_directory(
    Thing.PRINCIPAL,
    "it switched off the principal that must reach the key",
    *_SWITCHES_OFF,
    about=Link.PRINCIPAL,
    becomes=(
        Becomes(name="accountenabled", to=("false",)),
        Becomes(name="isdisabled", to=("true",)),
    ),
)
PRINCIPAL_DELETED = by_directory(
    Thing.PRINCIPAL,
    "it deleted the principal that must reach the key",
    *_DELETES,
    about=Link.PRINCIPAL,
    fate=Fate.VANISHED,
    undone_by=_BRINGS_BACK,
)
APPLICATION_DELETED = by_directory(
    Thing.APPLICATION,
    "it deleted the application behind the principal",
    "delete application",
    "hard delete application",
    about=Link.APPLICATION,
    fate=Fate.VANISHED,
    undone_by=("restore application",),
)
GROUP_LEFT = by_directory(
    Thing.PRINCIPAL,
    "it took the principal out of a group, and the group's roles with it",
    "remove member from group",
    about=Link.PRINCIPAL,
    fate=Fate.VANISHED,
    undone_by=("add member to group",),
)
FEDERATION_TAKEN = by_directory(
    Thing.CREDENTIAL,
    "it took the federated credential from the application",
    "*federated identity credential*",
    "update application*",
    "remove *credential*",
    about=Link.APPLICATION,
    fate=Fate.VANISHED,
    undone_by=("add federated identity credential*",),
)
FEDERATION_CHANGED = by_directory(
    Thing.CREDENTIAL,
    "it changed the application's federated credential",
    "*federated identity credential*",
    "update application*",
    about=Link.APPLICATION,
    becomes=any_of("issuer", "subject", "audiences", "federatedidentitycredentials"),
)
VAULT_SERVICE_OFF = by_directory(
    Thing.PRINCIPAL,
    "it switched off Key Vault's own principal",
    *_SWITCHES_OFF,
    about=Link.VAULT_SERVICE,
    becomes=(Becomes(name="accountenabled", to=("false",)),),
)
VAULT_SERVICE_DELETED = by_directory(
    Thing.PRINCIPAL,
    "it deleted Key Vault's own principal",
    *_DELETES,
    about=Link.VAULT_SERVICE,
    fate=Fate.VANISHED,
    undone_by=_BRINGS_BACK,
)
# Whose object it is, the reading settles: besides what is on the way, only Azure Cosmos DB's own principal is asked for.
COSMOS_SERVICE_OFF = by_directory(
    Thing.PRINCIPAL,
    "it switched off Azure Cosmos DB's own principal",
    *_SWITCHES_OFF,
    becomes=(Becomes(name="accountenabled", to=("false",)),),
)
GUEST_INVITED = by_directory(
    Thing.PRINCIPAL,
    "it invited this login as a guest",
    "invite external user",
    about=Link.CALLER,
    fate=Fate.APPEARED,
)
SIGN_IN_POLICY = by_directory(
    Thing.OTHER,
    "it changed a policy that decides who may sign in",
    "* conditional access policy",
)
