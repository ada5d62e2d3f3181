"""Names and steps that several repairs of vault and key share.

Source of the commands and of what each needs: requests of azure-cli 2.91.0 as observed, read 2026-11-23. Vault settings
are changed by PATCH where that is possible, since `az keyvault update` writes the whole vault back and may lose what a
colleague changes at the same time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from checks.cosmos.facts import KeyLocation
from checks.entra.facts import DefaultPrincipal, PrincipalFacts
from checks.keyvault.facts import KeyFacts, VaultFacts
from checks.repairs.wording import INTENTIONAL_REVOCATION, ROLE_WAIT
from diagnostics import (
    Case,
    KeyUri,
    ObjectId,
    Permission,
    RepairStep,
    ResourceId,
    Topology,
)

CRYPTO_OFFICER = "Key Vault Crypto Officer"
VAULT_CONTRIBUTOR = "Key Vault Contributor"
# Key Vault Crypto Service Encryption User (built-in roles, security).
ENCRYPTION_USER = "e147488a-f6f5-4113-8e2d-b22465e65bf6"
_PATCH_VERSION = "2023-07-01"


@dataclass(frozen=True, slots=True)
class Place:
    """The key and its vault, in the words of the command line; `<…>` where a name is not known."""

    key: KeyUri | None
    vault: ResourceId | None
    name: str
    key_name: str
    group: str
    subscription: str
    arm: str  # host of Resource Manager
    uses_policies: bool

    @property
    def path(self) -> str:
        """The vault's ARM path."""
        return str(self.vault) if self.vault else f"<resource id of vault {self.name}>"

    @property
    def key_path(self) -> str:
        """The key's ARM path."""
        return f"{self.path}/keys/{self.key_name}"

    def on_vault(self, *words: str) -> tuple[str, ...]:
        """Write a command about the vault."""
        return ("az", "keyvault", *words, "--subscription", self.subscription)

    def on_key(self, verb: str, *words: str) -> tuple[str, ...]:
        """Write a command about the key."""
        names = ("--vault-name", self.name, "--name", self.key_name)
        return ("az", "keyvault", "key", verb, *names, *words)

    def patch(self, **properties: object) -> tuple[str, ...]:
        """Write a change of single properties of the vault."""
        url = f"https://{self.arm}{self.path}?api-version={_PATCH_VERSION}"
        body = json.dumps({"properties": properties}, separators=(",", ":"))
        return ("az", "rest", "--method", "patch", "--url", url, "--body", body)

    def show_vault(self, query: str) -> tuple[str, ...]:
        """Write a read of the vault."""
        return self.on_vault(
            "show", "--name", self.name, "--resource-group", self.group, "--query", query
        )

    def show_key(self, query: str) -> tuple[str, ...]:
        """Write a read of the key."""
        return self.on_key("show", "--query", query)

    def key_right(self, operation: str) -> tuple[str, Permission | None]:
        """Return the smallest role for an operation on keys, and the right behind it."""
        if self.uses_policies:
            return f"access policy of vault {self.name} with key permission {operation}", None
        name = f"Microsoft.KeyVault/vaults/keys/{operation}/action"
        scope = self.key_path if self.vault else ""
        return CRYPTO_OFFICER, Permission("keyvault", name, CRYPTO_OFFICER, scope)

    def vault_right(self) -> Permission:
        """Return the right to change the vault."""
        scope = self.path if self.vault else ""
        return Permission("arm", "Microsoft.KeyVault/vaults/write", VAULT_CONTRIBUTOR, scope)


def place_of(case: Case) -> Place:
    """Gather the names from what was read, else from the target."""
    vault, key = case.seen.maybe(VaultFacts), _key_of(case)
    resource = (vault and (vault.vault or vault.deleted_vault)) or case.target.vault
    subscription = resource.subscription if resource else case.target.vault_subscription
    return Place(
        key=key,
        vault=resource,
        name=resource.name if resource else key.vault_name if key else "<vault>",
        key_name=key.name if key else "<key>",
        group=resource.group if resource else "<resource group>",
        subscription=str(subscription) if subscription else "<subscription id>",
        arm=case.target.cloud.arm,
        uses_policies=bool(vault and vault.uses_rbac is False),
    )


def _key_of(case: Case) -> KeyUri | None:
    facts, location = case.seen.maybe(KeyFacts), case.seen.maybe(KeyLocation)
    if facts:
        return facts.key_uri
    return location.key_uri if location else case.target.key_uri


def version_words(place: Place) -> tuple[str, ...]:
    """Name the version where the key URI does; else the newest is meant."""
    version = place.key.version if place.key else None
    return ("--version", version) if version else ()


def notes(case: Case, *more: str) -> tuple[str, ...]:
    """Add what Adobe may make of a lost key, where Adobe holds the data."""
    adobe = case.target.topology is Topology.ADOBE_MANAGED
    return (*more, *((INTENTIONAL_REVOCATION,) if adobe else ()))


def grant_step(case: Case, place: Place, purpose: str) -> RepairStep:
    """Give the principal the one role it needs, at the key; repeatable, since the assignment has a fixed name."""
    principal = _principal(case)
    scope = place.key_path
    name = uuid5(NAMESPACE_URL, f"{scope}|{ENCRYPTION_USER}|{principal}".lower())
    who = str(principal or "<object id of the identity>")
    return RepairStep(
        purpose=purpose,
        argv=(
            *("az", "role", "assignment", "create", "--role", ENCRYPTION_USER),
            *("--assignee-object-id", who, "--assignee-principal-type", "ServicePrincipal"),
            *("--scope", scope, "--name", str(name)),
        ),
        role="Key Vault Data Access Administrator",
        permission=Permission(
            "arm",
            "Microsoft.Authorization/roleAssignments/write",
            "Key Vault Data Access Administrator",
            scope if place.vault else "",
        ),
        risk="low: lets this one principal get, wrap and unwrap with this one key",
        wait=ROLE_WAIT,
        proof=(
            *("az", "role", "assignment", "list", "--assignee", who, "--role", ENCRYPTION_USER),
            *("--scope", scope, "--include-inherited"),
        ),
        expect="one assignment",
        undo=("az", "role", "assignment", "delete", "--ids", _assignment(scope, str(name))),
    )


def _assignment(scope: str, name: str) -> str:
    return f"{scope}/providers/Microsoft.Authorization/roleAssignments/{name}"


def _principal(case: Case) -> ObjectId | None:
    facts, chosen = case.seen.maybe(PrincipalFacts), case.seen.maybe(DefaultPrincipal)
    return (facts.object_id if facts else None) or (chosen.object_id if chosen else None)
