"""The revoked state by numbers that only name a fault of the provider, or a variant of a malformed key URI.

Sources, read 2026-11-23: the REST page on status codes and the drivers' names of the numbers; no text of theirs is known.
"""

from __future__ import annotations

from checks.signatures import wording as w
from checks.signatures.cmk import numbered
from diagnostics import Signature

_ACCOUNT_FIRST = (
    "Read the account's customerManagedKeyStatus: it names the reason in the service's own words."
)


def _service(code: str, title: str, meaning: str) -> Signature:
    return Signature(
        id=f"cmk.{code}",
        code=code,
        category="cmk_service_side",
        title=title,
        step="3",
        stems=numbered(code),
        meaning=f"{meaning} Nothing of the customer's own configuration causes it.",
        look_at=("Azure status and Service Health of the region.", _ACCOUNT_FIRST),
        steps=("Wait for the provider; the account comes back by itself.", w.WAIT, w.ADOBE_WAIT),
        commands=(w.STATUS,),
        source=f"{w.REST_PAGE}; {w.DRIVERS}",
        kind="CO112",
    )


def _uri(code: str, name: str) -> Signature:
    return Signature(
        id=f"cmk.{code}",
        code=code,
        category="cmk_invalid_key_uri",
        title=f"The URI of the key is not accepted ({name})",
        step="3",
        stems=numbered(code),
        meaning=f"The service calls it {name}: a variant of a malformed key URI (an inference from the name).",
        look_at=("keyVaultKeyUri of the account.",),
        steps=("Correct the key URI; it needs no version.", w.WAIT),
        commands=(w.SHOW_KEY_URI, w.SET_KEY_URI, w.STATUS),
        source=w.DRIVERS,
        kind="CO107",
    )


CMK_INTERNAL: tuple[Signature, ...] = (
    _service(
        "4001", "Microsoft Entra ID is unavailable to the service", "Entra ID was down for it."
    ),
    _service(
        "4004", "Key Vault is unavailable to the service", "Key Vault was down or unreachable."
    ),
    _service("4007", "The key store got bytes it does not accept", "An internal fault (4007)."),
    _service(
        "4008", "Key Vault had an internal error", "Key Vault answered with a fault of its own."
    ),
    _service("4013", "A request lacked a parameter", "An internal fault (4013)."),
    _service("4019", "The account's master service is unavailable", "An internal fault (4019)."),
    _uri("4010", "InvalidKeyVaultCertURI"),
    _uri("4011", "InvalidKeyVaultKeyAndCertURI"),
    _uri("4014", "InvalidKeyVaultSecretURI"),
)
