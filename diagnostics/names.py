"""Identifiers: one parser and one printer each; `parse(str(x)) == x`, and parsing raises only `ConfigError`.

Azure compares identifiers without case, so equality here ignores case while printing keeps what was given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit

from diagnostics.errors import ConfigError

_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_KEY_NAME = re.compile(r"[0-9A-Za-z-]{1,127}")
_KEY_VERSION = re.compile(r"[0-9a-fA-F]{32}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_SEGMENT = re.compile(r"[^/?#%\\\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Guid:
    """A 128-bit identifier in its dashed, lower-case form."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the dashed form, any case, with or without braces."""
        if _GUID.fullmatch(text):
            return cls(text)
        value = text.strip().strip("{}").lower()
        if not _GUID.fullmatch(value):
            raise ConfigError(
                f"{_short(text)} is not {_words(cls.__name__)}",
                expected="32 hexadecimal digits in the form 00000000-0000-0000-0000-000000000000",
            )
        return cls(value)

    def __str__(self) -> str:
        """Give the dashed lower-case form."""
        return self.value


class TenantId(Guid):
    """One Entra ID directory."""

    __slots__ = ()


class ObjectId(Guid):
    """A service principal, user or group in one tenant (what roles are given to)."""

    __slots__ = ()


class AppId(Guid):
    """An application's client id, the same in every tenant."""

    __slots__ = ()


class SubscriptionId(Guid):
    """One Azure subscription."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ResourceId:
    """The ARM path of a resource, from `/subscriptions/` on; compared without case."""

    text: str = field(compare=False)
    folded: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", self.text.lower())

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a full resource id; double slashes and a trailing one are tolerated, as ARM does."""
        parts = [part for part in text.strip().split("/") if part]
        well_formed = (
            text.strip().startswith("/")
            and len(parts) >= 8  # noqa: PLR2004 - subscriptions/{s}/resourceGroups/{g}/providers/{n}/{t}/{name}
            and len(parts) % 2 == 0
            and [parts[0].lower(), parts[2].lower(), parts[4].lower()]
            == ["subscriptions", "resourcegroups", "providers"]
            and _GUID.fullmatch(parts[1].lower())
            and all(_SEGMENT.fullmatch(part) and part.strip(".") for part in parts)
        )
        if not well_formed:
            raise ConfigError(
                f"{_short(text)} is not an Azure resource id",
                expected="/subscriptions/<id>/resourceGroups/<group>/providers/<namespace>/<type>/<name>",
                do="copy it from the portal (JSON view) or from `az resource show --query id`",
            )
        return cls("/" + "/".join(parts))

    @property
    def subscription(self) -> SubscriptionId:
        """The subscription it lives in."""
        return SubscriptionId.parse(self._parts[1])

    @property
    def group(self) -> str:
        """The resource group's name."""
        return self._parts[3]

    @property
    def type(self) -> str:
        """Namespace and type, for example `Microsoft.KeyVault/vaults`."""
        return "/".join([self._parts[5], *self._parts[6::2]])

    @property
    def name(self) -> str:
        """The last segment."""
        return self._parts[-1]

    def child(self, kind: str, name: str) -> ResourceId:
        """Return the id of a resource below this one."""
        return ResourceId.parse(f"{self.text}/{kind}/{name}")

    def of_type(self, kind: str) -> ResourceId:
        """Return itself if it is of that type.

        Raises:
            ConfigError: if it is of another type.
        """
        if self.type.lower() != kind.lower():
            raise ConfigError(
                f"{_short(self.text)} is a {self.type}", expected=f"the id of a {kind}"
            )
        return self

    @property
    def _parts(self) -> list[str]:
        return self.text.strip("/").split("/")

    def __str__(self) -> str:
        """Give the path as it was written."""
        return self.text


@dataclass(frozen=True, slots=True)
class KeyUri:
    """Where a key lives: `https://<vault host>/keys/<name>[/<version>]`."""

    host: str  # lower case, without port
    name: str
    version: str | None = None  # None = versionless, what a default identity should use

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a key URI; the port 443 is tolerated, any other part is refused."""
        url, parts = urlsplit(""), [""]
        try:
            url = urlsplit(text.strip())
            parts = url.path.strip("/").split("/")
            well_formed = (
                url.scheme.lower() == "https"
                and url.port in (None, 443)
                and not (url.query or url.fragment or url.username or url.password)
                and _HOST.fullmatch((url.hostname or "").lower())
                and len(parts) in (2, 3)
                and parts[0].lower() == "keys"
                and _KEY_NAME.fullmatch(parts[1])
                and (len(parts) == 2 or _KEY_VERSION.fullmatch(parts[2]))  # noqa: PLR2004
            )
        except ValueError:
            well_formed = None
        if not well_formed:
            raise ConfigError(
                f"{_short(text)} is not a key URI",
                expected="https://<vault>.vault.azure.net/keys/<name>, optionally followed by /<version>",
                do="copy the key identifier from the vault's page of the key, without its version",
            )
        return cls((url.hostname or "").lower(), parts[1], parts[2] if len(parts) > 2 else None)  # noqa: PLR2004

    @property
    def vault_name(self) -> str:
        """The vault's name: the first label of its host."""
        return self.host.partition(".")[0]

    @property
    def vault_suffix(self) -> str:
        """The host without the vault's name."""
        return self.host.partition(".")[2]

    @property
    def versionless(self) -> KeyUri:
        """The same key, whatever its version."""
        return KeyUri(self.host, self.name)

    def __str__(self) -> str:
        """Give the URI."""
        tail = f"/{self.version}" if self.version else ""
        return f"https://{self.host}/keys/{self.name}{tail}"


class IdentityKind(StrEnum):
    """Which sort of identity a Cosmos DB account uses to reach Key Vault."""

    FIRST_PARTY = "FirstPartyIdentity"
    SYSTEM_ASSIGNED = "SystemAssignedIdentity"
    USER_ASSIGNED = "UserAssignedIdentity"
    DELEGATED_SYSTEM_ASSIGNED = "DelegatedSystemAssignedIdentity"
    DELEGATED_USER_ASSIGNED = "DelegatedUserAssignedIdentity"


_NAMES_A_RESOURCE = (IdentityKind.USER_ASSIGNED, IdentityKind.DELEGATED_USER_ASSIGNED)


@dataclass(frozen=True, slots=True)
class DefaultIdentity:
    """The grammar of `properties.defaultIdentity` (REST reference of databaseAccounts, 2026-03-15)."""

    kind: IdentityKind
    identity: ResourceId | None = None  # only for the user-assigned kinds
    federated_client: AppId | None = None  # cross-tenant: the multi-tenant application

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the property's value; names are compared without case."""
        head, _, tail = text.strip().partition("&")
        word, _, target = head.partition("=")
        kinds = {kind.value.lower(): kind for kind in IdentityKind}
        kind = kinds.get(word.strip().lower())
        federated = _federated(tail)
        if (
            kind is None
            or (kind in _NAMES_A_RESOURCE) != bool(target)
            or (tail and federated is None)
        ):
            raise ConfigError(
                f"{_short(text)} is not a default identity",
                expected="FirstPartyIdentity, SystemAssignedIdentity or UserAssignedIdentity=<resource id>, "
                "optionally followed by &FederatedClientId=<application id>",
            )
        return cls(kind, ResourceId.parse(target) if target else None, federated)

    def __str__(self) -> str:
        """Give the property's value."""
        head = f"{self.kind.value}={self.identity}" if self.identity else self.kind.value
        return (
            f"{head}&FederatedClientId={self.federated_client}" if self.federated_client else head
        )


def _federated(tail: str) -> AppId | None:
    name, _, value = tail.partition("=")
    if name.strip().lower() != "federatedclientid":
        return None
    return AppId.parse(value)


def _short(text: str) -> str:
    """Quote what was given, cut and free of control characters, for an error message."""
    clean = "".join(char if char.isprintable() else "?" for char in text.strip())
    return repr(clean if len(clean) <= 90 else clean[:87] + "...")  # noqa: PLR2004


def _words(name: str) -> str:
    words = re.sub(r"(?<!^)([A-Z])", r" \1", name).lower()
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
