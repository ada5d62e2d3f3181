"""The revoked state in the service's own numbers and words, as kinds; shared by status, data plane and pasted text."""

from __future__ import annotations

import re

from checks.cosmos import kinds as co
from diagnostics import Kind

# Sub-status to kind. Sources: Cosmos DB troubleshooting guide for customer-managed keys; status codes of the .NET and Rust
# drivers (read 2026-11-23). 4001, 4004, 4007, 4008, 4013 and 4019 are filed there under service-side issues.
BY_CODE: dict[int, Kind] = {
    4000: co.TOKEN_ACQUISITION,
    4002: co.IDENTITY_UNAUTHORIZED,
    4003: co.KEY_NOT_FOUND,
    4005: co.UNWRAP_FAILED,
    4006: co.KEY_URI_IMPROPER,
    4009: co.VAULT_DNS,
    4010: co.KEY_URI_IMPROPER,
    4011: co.KEY_URI_IMPROPER,
    4012: co.UNWRAP_FAILED,
    4014: co.KEY_URI_IMPROPER,
    4015: co.IDENTITY_UNDEFINED,
    4016: co.PERIMETER_OUTBOUND,
    4017: co.VAULT_NOT_FOUND,
    4018: co.KEY_DISABLED_OR_EXPIRED,
    **dict.fromkeys((4001, 4004, 4007, 4008, 4013, 4019), co.REVOKED_SERVICE_SIDE),
}
# The words of the status enum of API version 2023-09-15, without the number.
_BY_WORDS: tuple[tuple[str, Kind], ...] = (
    ("unable to obtain the aad authentication token", co.TOKEN_ACQUISITION),
    ("no longer has permission to the associated key vault key", co.IDENTITY_UNAUTHORIZED),
    ("correspondent key is not found", co.KEY_NOT_FOUND),
    ("correspondent azure key vault was not found", co.VAULT_NOT_FOUND),
    ("either disabled or expired", co.KEY_DISABLED_OR_EXPIRED),
    ("undefined default identity", co.IDENTITY_UNDEFINED),
    ("does not follow the expected format", co.KEY_URI_IMPROPER),
    ("unable to wrap or unwrap the key", co.UNWRAP_FAILED),
    ("could not be resolved", co.VAULT_DNS),
    ("blocking outbound requests to the azure key vault", co.PERIMETER_OUTBOUND),
)
_CONFIRMED = "access to the configured customer managed key confirmed"
_REVOKED = "access to your account is currently revoked"
_NUMBER = re.compile(r"\((40\d\d)\)")


def is_confirmed(text: str) -> bool:
    """Tell whether the status says that all is well; recorded answers end in a space or a full stop."""
    return text.strip().rstrip(".").lower() == _CONFIRMED


def kind_of(text: str) -> Kind | None:
    """Name the kind that a status or message says; None = it does not say "revoked" in any known way."""
    folded = " ".join(text.lower().split())
    if _REVOKED not in folded:
        return None
    number = number_in(folded)
    if number is not None and number in BY_CODE:
        return BY_CODE[number]
    by_words = next((kind for words, kind in _BY_WORDS if words in folded), None)
    if by_words or number or "because" in folded:
        return by_words
    return co.REVOKED_NO_REASON


def number_in(text: str) -> int | None:
    """Give the sub-status that a revoked text names in brackets."""
    found = _NUMBER.search(text)
    return int(found[1]) if found else None


REVOKED_KINDS: tuple[Kind, ...] = (*dict.fromkeys(BY_CODE.values()), co.REVOKED_NO_REASON)
