"""Adobe's identifiers: one parser and one printer each; `parse(str(x)) == x`, and parsing raises only `ConfigError`.

Shapes: Adobe Experience Platform, API authentication and sandbox pages; Journey Optimizer, messaging and campaign APIs;
read 2026-11-23.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from diagnostics.errors import ConfigError

_ORG = re.compile(r"[0-9A-Za-z]{1,64}@AdobeOrg")
_SANDBOX = re.compile(r"[a-z0-9][a-z0-9-]{0,255}")
_PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,127}")


@dataclass(frozen=True, slots=True)
class ImsOrg:
    """An IMS organization, as `x-gw-ims-org-id` carries it."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the form `…@AdobeOrg`."""
        value = text.strip()
        if not _ORG.fullmatch(value):
            raise ConfigError(
                f"{value[:80]!r} is not an IMS organization",
                expected="letters and digits, then @AdobeOrg",
                do="copy the organization id from the Developer Console's credential, with @AdobeOrg at its end",
            )
        return cls(value)

    def __str__(self) -> str:
        """Give it as the header carries it."""
        return self.value


@dataclass(frozen=True, slots=True)
class SandboxName:
    """A sandbox, as `x-sandbox-name` carries it."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read lower-case letters, digits and hyphens."""
        value = text.strip()
        if not _SANDBOX.fullmatch(value):
            raise ConfigError(
                f"{value[:80]!r} is not the name of a sandbox",
                expected="lower-case letters, digits and hyphens, as in prod; not its title",
            )
        return cls(value)

    def __str__(self) -> str:
        """Give it as the header carries it."""
        return self.value


@dataclass(frozen=True, slots=True)
class _Plain:
    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an identifier without blanks or slashes."""
        value = text.strip()
        if not _PLAIN.fullmatch(value):
            raise ConfigError(
                f"{value[:80]!r} is not {cls.__doc__ or 'an identifier'}".rstrip("."),
                expected="letters, digits, hyphens, underscores and full stops",
            )
        return cls(value)

    def __str__(self) -> str:
        """Give it as it was given."""
        return self.value


class CampaignId(_Plain):
    """the id of a campaign"""  # noqa: D415 - part of a sentence

    __slots__ = ()


class ClientId(_Plain):
    """the client id of an Adobe credential"""  # noqa: D415 - part of a sentence

    __slots__ = ()


class Region(StrEnum):
    """Where Adobe serves the customer-managed-key API; source: Set up customer-managed keys with the API."""

    VA7 = "va7"
    NLD2 = "nld2"
    AUS5 = "aus5"

    @classmethod
    def parse(cls, text: str) -> Region:
        """Read a region's short name, any case."""
        try:
            return cls(text.strip().lower())
        except ValueError:
            raise ConfigError(f"there is no region {text!r}", expected=", ".join(cls)) from None


class Endpoint(StrEnum):
    """The three ways to trigger a campaign, by the last word of their path."""

    UNITARY = "unitary"
    HIGH_THROUGHPUT = "highthroughput"
    AUDIENCE = "audience"

    @classmethod
    def parse(cls, text: str) -> Endpoint:
        """Read the last word of an endpoint's path."""
        try:
            return cls(text.strip().lower())
        except ValueError:
            raise ConfigError(
                f"there is no endpoint {text!r}",
                expected=", ".join(cls),
                do="take the last word of the address in the campaign's sample cURL",
            ) from None
