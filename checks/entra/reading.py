"""What several probes of identities do alike."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from checks.entra.facts import CredentialDate
from diagnostics import Document, NotFound

T = TypeVar("T")


def value_of(answer: T | BaseException) -> T:
    """Give one answer of `gather(…, return_exceptions=True)`, or raise what it raised.

    Waiting for every answer, also beside a refusal, leaves nothing reading when a probe has ended.
    """
    if isinstance(answer, BaseException):
        raise answer
    return answer


async def or_absent(reading: Awaitable[Document]) -> Document | None:
    """Give what was read, or None where it is not there."""
    try:
        return await reading
    except NotFound:
        return None


def credential_dates(document: Document) -> tuple[CredentialDate, ...]:
    """Read when the secrets and certificates of a directory object end; never their values."""
    return tuple(
        CredentialDate(
            key_id=each.text("keyId") or "", kind=kind, ends_on=each.instant("endDateTime")
        )
        for field, kind in (("passwordCredentials", "secret"), ("keyCredentials", "certificate"))
        for each in document.parts(field) or ()
    )
