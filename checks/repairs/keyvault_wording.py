"""Names that several repairs of vault and key share.

Source of the commands and of what each needs: requests of azure-cli 2.91.0 as observed, read 2026-11-23. Vault settings
are changed by PATCH where that is possible, since `az keyvault update` writes the whole vault back and may lose what a
colleague changes at the same time.
"""

from __future__ import annotations

import json

from checks.cosmos.facts import AccountFacts, KeyLocation
from checks.keyvault.facts import KeyFacts, VaultFacts
from checks.repairs.inputs import KEY_NAME, SUBSCRIPTION_ID, VAULT_GROUP, VAULT_NAME
from checks.repairs.wording import revocation
from diagnostics import Case, KeyUri, Permission, ResourceId, record

CRYPTO_OFFICER = "Key Vault Crypto Officer"
VAULT_CONTRIBUTOR = "Key Vault Contributor"
_PATCH_VERSION = "2023-07-01"


@record(frozen=True, slots=True)
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
        if self.vault:
            return str(self.vault)
        group = f"/subscriptions/{self.subscription}/resourceGroups/{self.group}"
        return f"{group}/providers/Microsoft.KeyVault/vaults/{self.name}"

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

    def key_right(self, operation: str) -> tuple[str, Permission]:
        """Return the smallest role for an operation on keys, and the right behind it.

        A key that is not there has no scope of its own: to restore it is asked of the vault.
        """
        if self.uses_policies:
            words = f"get {operation}"  # the proof reads
            role = f"access policy of vault {self.name} with key permissions {words.replace(' ', ' and ')}"
            return role, Permission("policy", words, role, self.path if self.vault else "")
        name = f"Microsoft.KeyVault/vaults/keys/{operation}/action"
        scope = self.path if operation == "restore" else self.key_path
        return CRYPTO_OFFICER, Permission(
            "keyvault", name, CRYPTO_OFFICER, scope if self.vault else ""
        )

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
        name=resource.name if resource else key.vault_name if key else str(VAULT_NAME),
        key_name=key.name if key else str(KEY_NAME),
        group=resource.group if resource else str(VAULT_GROUP),
        subscription=str(subscription or SUBSCRIPTION_ID),
        arm=case.target.cloud.arm,
        uses_policies=bool(vault and vault.uses_rbac is False),
    )


def _key_of(case: Case) -> KeyUri | None:
    facts, location = case.seen.maybe(KeyFacts), case.seen.maybe(KeyLocation)
    account = case.seen.maybe(AccountFacts)
    if facts:
        return facts.key_uri
    return (
        (location.key_uri if location else None)
        or case.target.key_uri
        or (account.key_uri if account else None)
    )


def known(scope: str) -> str:
    """Give a scope that a right may be held at: none where a part of it is not known."""
    return "" if "<" in scope else scope


def version_words(place: Place) -> tuple[str, ...]:
    """Name the version where the key URI does; else the newest is meant."""
    version = place.key.version if place.key else None
    return ("--version", version) if version else ()


# Key Vault, network security: with public access off its keys answer through private endpoints alone.
_FROM_INSIDE = (
    "Public network access of this vault is off: run the commands about its keys (az keyvault key) from a machine that"
    " reaches it through a private endpoint."
)


_FROM_ITS_NETWORKS = (
    "The vault's firewall lets in only the networks it names: run the commands about its keys (az keyvault key) from one of"
    " them."
)


def notes(case: Case, *more: str) -> tuple[str, ...]:
    """Add from where the key can be reached, and what Adobe may make of a lost key, where Adobe holds the data."""
    return (*more, *_from_where(case.seen.maybe(VaultFacts)), *revocation(case))


def _from_where(vault: VaultFacts | None) -> tuple[str, ...]:
    if vault and vault.public_network_access.lower() == "disabled":
        return (_FROM_INSIDE,)
    if vault and vault.default_action.lower() == "deny":
        return (_FROM_ITS_NETWORKS,)
    return ()
