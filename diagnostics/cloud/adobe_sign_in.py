"""Who holds our Adobe login and what was obtained with it: one run asks for a token once, one command seldom twice. Loads no SDK."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from diagnostics.adobe_login import AdobeLogin
from diagnostics.adobe_names import ClientId
from diagnostics.cloud.adobe_ports import ImsReading
from diagnostics.cloud.memory import Memory


@dataclass(frozen=True, slots=True)
class Credential:
    """What a token is asked for with, apart from the secret; the same credential shares one token."""

    client_id: ClientId | None
    scopes: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """How signing in went; the token is empty where there is none to be sent."""

    reading: ImsReading
    token: str = field(default="", repr=False)


class ObtainedTokens:
    """What one command obtained, for its next look: Adobe throttles who asks for many tokens."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._by_credential: dict[Credential, SignedIn] = {}

    def good_until(self, moment: datetime, credential: Credential) -> SignedIn | None:
        """Return what a credential obtained if it is still in date then (aware); None = nothing, or nobody knows."""
        signed = self._by_credential.get(credential)
        ends = signed.reading.expires_on if signed else None
        return signed if ends is not None and ends > moment else None

    def keep(self, credential: Credential, signed: SignedIn) -> None:
        """Take what was obtained, in the place of an earlier one."""
        self._by_credential[credential] = signed


class AdobeSignIn:
    """The one place of a run that holds its Adobe login; the sessions of a run share it, and so what was asked."""

    def __init__(self, login: AdobeLogin, obtained: ObtainedTokens | None = None) -> None:
        """Ask nothing yet; `obtained` is what earlier looks of the command left, None = there was none."""
        self.login = login
        self.obtained = obtained or ObtainedTokens()
        self.memory = Memory()
