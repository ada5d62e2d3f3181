"""The revoked state where nothing seen explains it: the symptom itself is all there is.

Source: Azure Cosmos DB troubleshooting guide for customer-managed keys and the REST status-code page, read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable

from checks.ajo import kinds as aj
from checks.causes.hiding import NEXT_REASON, REVOKED
from checks.causes.of_kind import cause_of
from checks.cosmos import kinds as co
from checks.repairs import (
    cosmos_default_identity,
    cosmos_key_uri,
    cosmos_network,
    cosmos_support,
    keyvault_restore_name,
    rbac_replace_condition,
)
from diagnostics import Case, Cause, Confidence, Kind, Repair

_BEHIND = "nothing that was seen of {} explains it: the state may be behind a repair, or it could not be read"
_REASONS = {
    co.TOKEN_ACQUISITION: (
        "nothing that was seen of identity and registration explains it, or they could not be read; a policy for workload"
        " identities or the provider's own side can refuse the token without a trace here"
    ),
    co.IDENTITY_UNAUTHORIZED: "nothing that was seen of grants, vault and key explains it, or they could not be read",
    co.KEY_NOT_FOUND: _BEHIND.format("the key"),
    co.VAULT_NOT_FOUND: _BEHIND.format("the vault"),
    co.KEY_DISABLED_OR_EXPIRED: _BEHIND.format("the key's dates"),
    co.IDENTITY_UNDEFINED: _BEHIND.format("the default identity"),
    co.KEY_URI_IMPROPER: _BEHIND.format("the key URI"),
    co.UNWRAP_FAILED: _BEHIND.format("the key and its versions"),
    co.VAULT_DNS: "name resolution as the service sees it cannot be seen from here",
    co.PERIMETER_OUTBOUND: "the perimeter's own rules are not read",
    co.REVOKED_NO_REASON: "the service gives no reason, and nothing that was seen is one",
    co.REVOKED_SERVICE_SIDE: "this code stands for a fault of the provider's own services",
    co.POSSIBLY_REVOKED: "the same answer also occurs without any customer-managed key",
}
_PRINCIPAL = (
    "entra.default_principal",
    "entra.cmk_application",
    "entra.principal_usable",
    "entra.key_vault_principal",
    "entra.user_assigned_identity",
    "entra.federated_credential",
    "entra.registration",
)
_KEY = ("keyvault.vault", "keyvault.key", "keyvault.vault_network")
_ACCOUNT = ("cosmos.account",)
_OPEN: dict[Kind, tuple[str, ...]] = {
    co.TOKEN_ACQUISITION: (*_PRINCIPAL, "entra.workload_policy"),
    co.IDENTITY_UNAUTHORIZED: ("rbac.key_access", *_KEY),
    co.IDENTITY_UNDEFINED: _ACCOUNT,
    co.KEY_URI_IMPROPER: _ACCOUNT,
    co.VAULT_DNS: (*_KEY, "keyvault.vault_name"),
    co.PERIMETER_OUTBOUND: (),
    co.REVOKED_NO_REASON: (*_PRINCIPAL, "rbac.key_access", *_KEY),
    co.REVOKED_SERVICE_SIDE: (),
    co.POSSIBLY_REVOKED: _ACCOUNT,
}
_REPAIRS: dict[Kind, Callable[[Case], Repair]] = {
    co.TOKEN_ACQUISITION: cosmos_support.read_sign_ins,
    co.IDENTITY_UNDEFINED: cosmos_support.unless_own(cosmos_default_identity.set_default_identity),
    co.KEY_URI_IMPROPER: cosmos_support.unless_own(cosmos_key_uri.correct_key_uri),
    co.IDENTITY_UNAUTHORIZED: rbac_replace_condition.repair,
    co.VAULT_DNS: keyvault_restore_name.as_the_service_says,
    co.PERIMETER_OUTBOUND: cosmos_support.unless_own(cosmos_network.let_out),
    co.REVOKED_SERVICE_SIDE: cosmos_support.wait_for_provider,
    co.POSSIBLY_REVOKED: cosmos_support.unless_own(cosmos_support.read_status),
}
# The code itself says what it is; only its remedy lies elsewhere.
_CERTAIN = (co.REVOKED_SERVICE_SIDE, co.PERIMETER_OUTBOUND)


def _fallback(kind: Kind, reason: str) -> Cause:
    return cause_of(
        kind,
        _REPAIRS.get(kind, cosmos_support.repair),
        explains=()
        if kind is co.POSSIBLY_REVOKED
        else (co.POSSIBLY_REVOKED, co.WRITE_FORBIDDEN, aj.CALL_FAILED),
        hides=(NEXT_REASON,) if kind is co.POSSIBLY_REVOKED else REVOKED,
        overturned_by=_OPEN.get(kind, _KEY),
        confidence=Confidence.MEDIUM if kind in _CERTAIN else Confidence.LOW,
        unsure=reason,
        is_fallback=True,
    )


CAUSES: tuple[Cause, ...] = tuple(_fallback(kind, reason) for kind, reason in _REASONS.items())
