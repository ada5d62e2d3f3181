"""Adobe's identifiers: one parser and one printer each; `parse(str(x)) == x`, and parsing raises only `ConfigError`.

Shapes: Adobe Experience Platform, API authentication and sandbox pages; Journey Optimizer, messaging and campaign APIs;
read 2026-11-23.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import ClassVar, Self

from diagnostics.errors import ConfigError
from diagnostics.records import record


@record(frozen=True, slots=True)
class _Word:
    """One word that is sent as it was given."""

    value: str
    form: ClassVar[re.Pattern[str]] = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,127}")
    called: ClassVar[str]
    expected: ClassVar[str] = "letters, digits, hyphens, underscores and full stops"
    do: ClassVar[str] = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read it; blanks around it do not count."""
        value = text.strip()
        if not cls.form.fullmatch(value):
            raise ConfigError(
                f"{value[:80]!r} is not {cls.called}", expected=cls.expected, do=cls.do
            )
        return cls(value)

    def __str__(self) -> str:
        """Give it as it was given."""
        return self.value


class ImsOrg(_Word):
    """An IMS organization, as `x-gw-ims-org-id` carries it."""

    __slots__ = ()
    form = re.compile(r"[0-9A-Za-z]{1,64}@AdobeOrg")
    called = "an IMS organization"
    expected = "letters and digits, then @AdobeOrg"
    do = "copy the organization id from the Developer Console's credential, with @AdobeOrg at its end"


class SandboxName(_Word):
    """A sandbox, as `x-sandbox-name` carries it."""

    __slots__ = ()
    form = re.compile(r"[a-z0-9][a-z0-9-]{0,255}")
    called = "the name of a sandbox"
    expected = "lower-case letters, digits and hyphens, as in prod; not its title"


class CampaignId(_Word):
    """The id of a campaign."""

    __slots__ = ()
    called = "the id of a campaign"


class ClientId(_Word):
    """The client id of an Adobe credential."""

    __slots__ = ()
    called = "the client id of an Adobe credential"


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
