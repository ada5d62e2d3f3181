"""Signing in without a secret: by an assertion of another authority, or by one that the application signed with its certificate.

Sources, read 2026-11-24: the error codes of the Microsoft identity platform, their texts from public issues (azure/login 515),
certificate credentials (claims of an assertion, `x5t`). Signatures are not checked: neither the other authority's keys nor
the application's certificate are part of any world; the names in the assertion are compared, letter for letter.
"""

from __future__ import annotations

import base64
import json
from typing import Any, cast

from diagnostics.simulator.clock import server_now
from diagnostics.simulator.entra_errors import refuse
from diagnostics.simulator.http import Answer
from diagnostics.simulator.key_holder import find_application
from diagnostics.simulator.reading import entries, text, words
from diagnostics.simulator.tokens import claims_of, is_expired
from diagnostics.simulator.world import Doc, World

_THUMBPRINTS = ("x5t", "x5t#S256")


def refused(world: World, client_id: str, assertion: str) -> Answer | None:
    """Refuse an assertion that proves nothing; None = it does."""
    claims, application = claims_of(assertion), find_application(world, client_id)
    if claims is None:
        return refuse(world, 50027)
    begins = float(claims.get("nbf", 0)) - 300  # seconds of grace, as for every token
    if is_expired(world, claims) or begins > server_now(world).timestamp():
        return refuse(world, 700024)
    if str(claims.get("iss", "")).lower() == client_id:
        return None if _is_registered(application, assertion) else refuse(world, 700027)
    return _no_federation(world, application, claims)


def _no_federation(world: World, application: Doc | None, claims: dict[str, Any]) -> Answer | None:
    """Refuse by the first thing that no credential of the application has: issuer, subject, audience."""
    issuer, subject = str(claims.get("iss", "")), str(claims.get("sub", ""))
    audiences = _texts(claims.get("aud"))
    fitting = entries(application, "x-federatedIdentityCredentials")
    fitting = [entry for entry in fitting if text(entry, "issuer") == issuer]
    if not fitting:
        return refuse(world, 700211, issuer=issuer)
    fitting = [entry for entry in fitting if text(entry, "subject") == subject]
    if not fitting:
        return refuse(world, 700213, subject=subject)
    if not any(audiences & {*words(entry, "audiences")} for entry in fitting):
        return refuse(world, 700212, audience=", ".join(sorted(audiences)))
    return None


def _is_registered(application: Doc | None, assertion: str) -> bool:
    """Tell whether the certificate that the assertion names is one of the application's."""
    registered = {
        text(entry, "customKeyIdentifier").upper()
        for entry in entries(application, "keyCredentials")
    }
    return bool(registered & (_thumbprints(assertion) - {""}))


def _thumbprints(assertion: str) -> set[str]:
    """Return the thumbprints in an assertion's header, in hexadecimal as directories list them."""
    try:
        header: object = json.loads(_unpacked(assertion.partition(".")[0]))
        named = cast("dict[str, object]", header) if isinstance(header, dict) else {}
        return {
            _unpacked(str(named[name])).hex().upper() for name in _THUMBPRINTS if name in named
        }
    except ValueError:
        return set()


def _unpacked(value: str) -> bytes:
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))


def _texts(value: object) -> set[str]:
    many = cast("list[object]", value) if isinstance(value, list) else [value]
    return {str(each) for each in many}
