"""Our own login: which credential was used, why the others were not, and one token per scope.

Every wait is bounded: the transport limits requests, azure-identity the developer's tools (10 s), and an outer limit
stands above both.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from types import TracebackType

from azure.core.credentials import AccessToken
from azure.core.exceptions import AzureError, ClientAuthenticationError
from azure.identity import CredentialUnavailableError

from diagnostics.cloud.answers import aadsts_in
from diagnostics.cloud.candidates import (
    CANDIDATES,
    TOOL_LIMIT_S,
    Candidate,
    Surroundings,
)
from diagnostics.cloud.gate import ENTRA
from diagnostics.cloud.memory import Memory
from diagnostics.cloud.scrub import OwnSecrets, scrubbed
from diagnostics.cloud.sdk import SdkCredential, SdkOption
from diagnostics.errors import LookError, NotSignedIn, TimedOut

_EXPIRES_SOON_S = 300
_OUTER_LIMIT_S = TOOL_LIMIT_S + 5.0
_LAST_BREATH_S = 0.1
REFUSED = "Refused"  # the code of a refusal that names none


@dataclass(frozen=True, slots=True)
class Login:
    """The credential of this session."""

    name: str
    credential: SdkCredential = field(repr=False)
    secrets: OwnSecrets = field(repr=False)
    passed_over: tuple[tuple[str, str], ...]  # (credential, why), in the order tried


class Tokens:
    """Tokens of one login, by scope: asked once, kept until they run out."""

    def __init__(self, around: Surroundings, left_out: Callable[[Candidate], str]) -> None:
        """Choose nothing yet; `left_out` says why a candidate is not to be tried, or nothing."""
        self._around = around
        self._left_out = left_out
        self._memory = Memory()
        self._secrets = around.secrets

    async def login(self) -> Login:
        """Return the credential that is used, choosing it on the first call.

        Raises:
            NotSignedIn: if there is none; says what was tried and what to do.
        """
        return await self._memory.once("login", self._choose)

    async def token(self, scope: str) -> AccessToken:
        """Return a token for a scope.

        Raises:
            NotSignedIn: if there is no login, or it gets no token for this scope (then `code` is not empty).
            LookError: if the token service cannot be asked.
        """
        login = await self.login()
        key = ("token", scope)
        token: AccessToken = await self._memory.once(key, lambda: _ask(login, scope))
        if token.expires_on - time.time() < _EXPIRES_SOON_S:
            self._memory.forget(key)
        return token

    async def close(self) -> None:
        """Stop what is still being asked."""
        await self._memory.close()

    async def _choose(self) -> Login:
        passed: list[tuple[str, str]] = []
        for candidate in CANDIDATES:
            why_not = self._left_out(candidate) or await candidate.why_not(self._around)
            if not why_not:
                login, why_not = await self._try(candidate, tuple(passed))
                if login:
                    return login
            passed.append((candidate.name, why_not))
        raise NotSignedIn(
            "no credential gave a token: "
            + "; ".join(_why_not(passed))
            + f". Run `{self.sign_in_command()}`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET",
            api=ENTRA,
        )

    async def _try(
        self, candidate: Candidate, passed: tuple[tuple[str, str], ...]
    ) -> tuple[Login | None, str]:
        """Return the login, or why it is none."""
        try:
            credential = candidate.make(self._around)
            login = Login(candidate.name, credential, self._secrets, passed)
            if not candidate.is_final:
                scope = self._around.cloud.arm_scope
                token = await _ask(login, scope)
                await self._memory.once(("token", scope), lambda: _given(token))
        except LookError as error:
            return None, error.reason
        except (ValueError, OSError) as error:  # a certificate or a token file that cannot be read
            said = self._secrets.hidden(str(error))
            if candidate.is_final:
                raise _not_signed_in(candidate.name, said) from None
            return None, scrubbed(said, 160)
        return login, ""

    def sign_in_command(self) -> str:
        """Return the command that gives a login of this cloud, and tenant if it is known."""
        tenant = self._around.tenant
        at = f" --tenant {tenant}" if tenant else ""
        cloud = self._around.cloud
        switch = "" if cloud.name == "public" else f"az cloud set --name {cloud.az_name} && "
        return f"{switch}az login{at}"


def _why_not(passed: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Say why each was passed over; what has the same reason stands together, and no name twice."""
    for why, names in groupby(passed, key=lambda each: each[1]):
        together = [name for name, _ in names]
        yield f"{', '.join(together)}: {why.removeprefix(f'{together[0]}: ')}"


class SharedCredential:
    """The login in the form that the SDK clients take; closing it closes nothing.

    It remembers the last scope it gave a token for, since azure-cosmos decides by itself which one it asks.
    """

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.last_scope = ""

    async def get_token(
        self, *scopes: str, claims: str | None = None, **_: SdkOption
    ) -> AccessToken:
        """Return a token.

        Raises:
            ClientAuthenticationError: if Entra refuses one for this scope: azure-cosmos reads it.
            LookError: if there is no login or Entra cannot be asked.
        """
        if claims:
            raise NotSignedIn(
                "the service asks for a stronger sign-in (a claims challenge): sign in again",
                api=ENTRA,
                code="insufficient_claims",
            )
        self.last_scope = scopes[0]
        try:
            return await self._tokens.token(scopes[0])
        except NotSignedIn as refused:
            if not refused.code:
                raise
            raise ScopeRefused(refused) from None

    async def close(self) -> None:
        """Leave the login open: the session owns it."""

    async def __aenter__(self) -> SharedCredential:
        """Return itself."""
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        """Leave the login open."""


class ScopeRefused(ClientAuthenticationError):
    """A refusal for one scope, in a form that azure-cosmos understands; holds ours."""

    def __init__(self, refused: NotSignedIn) -> None:
        super().__init__(message=f"{refused.code}: {refused.reason}")
        self.refused = refused


async def _given(token: AccessToken) -> AccessToken:
    return token


async def _ask(login: Login, scope: str) -> AccessToken:
    """Ask the credential, in our own words if it fails."""
    try:
        async with asyncio.timeout(_OUTER_LIMIT_S):
            token: AccessToken = await login.credential.get_token(scope)
            login.secrets.add(token.token)
            return token
    except TimeoutError:
        raise TimedOut(
            f"{login.name} gave no token within {_OUTER_LIMIT_S:.0f} seconds", api=ENTRA
        ) from None
    except CredentialUnavailableError as error:
        if "Timed out waiting" in str(error.message):
            # azure-identity kills a tool without waiting for its end; a loop that closes first prints a warning
            await asyncio.sleep(_LAST_BREATH_S)
        raise _behind(error) or _not_signed_in(
            login.name, login.secrets.hidden(str(error.message))
        ) from None
    except (AzureError, OSError) as error:
        raise _behind(error) or _not_signed_in(
            login.name, login.secrets.hidden(str(error))
        ) from None
    except (
        KeyError,
        TypeError,
    ) as error:  # azure-identity takes a local endpoint's answer for granted
        said = f"gave an answer that cannot be read ({type(error).__name__})"
        raise _not_signed_in(login.name, said) from None


def _behind(error: BaseException) -> LookError | None:
    """Find the transport's own error where azure-identity wrapped it."""
    cause = error.__cause__
    while cause is not None and not isinstance(cause, LookError):
        cause = cause.__cause__
    return cause


def _not_signed_in(name: str, said: str) -> NotSignedIn:
    """Say who refused, with Entra's code; its text ends before the trace ids, which change every time."""
    code = aadsts_in(said)
    text = said[said.index(code) :] if code else said
    for end in (" Trace ID:", "\r", "\n", ". To mitigate", "Visit https://aka.ms"):
        text = text.partition(end)[0]
    return NotSignedIn(f"{name}: {scrubbed(text, 240)}", api=ENTRA, code=code or REFUSED)
