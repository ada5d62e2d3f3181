"""The revoked state where nothing seen explains it: the symptom itself is all there is.

Source: Azure Cosmos DB troubleshooting guide for customer-managed keys and the REST status-code page, read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from checks.causes.entra_symptoms import message
from checks.cosmos import kinds as co
from checks.repairs import cosmos_account, cosmos_support
from diagnostics import Case, Cause, Confidence, Kind, Repair

_LOOKED_AT = {
    co.TOKEN_ACQUISITION: (
        "identity and registration look healthy as far as they can be seen; a policy for workload identities or the"
        " provider's own side can refuse the token without a trace here"
    ),
    co.IDENTITY_UNAUTHORIZED: "whether the identity may use the key could not be decided from what is visible",
    co.KEY_NOT_FOUND: "the key is seen in the vault; the state may be behind a recovery",
    co.VAULT_NOT_FOUND: "the vault is seen; the state may be behind a recovery",
    co.KEY_DISABLED_OR_EXPIRED: "the key is seen enabled and in date; the state may be behind a repair",
    co.IDENTITY_UNDEFINED: "the default identity itself could not be read",
    co.KEY_URI_IMPROPER: "the key URI itself could not be read",
    co.UNWRAP_FAILED: "the key and its versions look usable from here",
    co.VAULT_DNS: "name resolution as the service sees it cannot be seen from here",
    co.PERIMETER_OUTBOUND: "the perimeter's own rules are not read",
    co.REVOKED_NO_REASON: "the service gives no reason",
    co.REVOKED_SERVICE_SIDE: "this code stands for a fault of the provider's own services",
    co.POSSIBLY_REVOKED: "the same answer also occurs without any customer-managed key",
}
_OPEN = {
    co.TOKEN_ACQUISITION: (
        "entra.default_principal",
        "entra.cmk_application",
        "entra.principal_usable",
        "entra.key_vault_principal",
        "entra.user_assigned_identity",
        "entra.federated_credential",
        "entra.registration",
        "entra.workload_policy",
    ),
    co.IDENTITY_UNAUTHORIZED: ("rbac.key_access", "keyvault.vault", "keyvault.key"),
}
_KEY_CHECKS = ("keyvault.vault", "keyvault.key", "keyvault.vault_network")
_REPAIRS: dict[Kind, Callable[[Case], Repair]] = {
    co.TOKEN_ACQUISITION: cosmos_support.read_sign_ins,
    co.IDENTITY_UNDEFINED: cosmos_account.set_default_identity,
    co.KEY_URI_IMPROPER: cosmos_account.correct_key_uri,
}


def _fallback(kind: Kind) -> Cause:
    certain = kind is co.REVOKED_SERVICE_SIDE or kind is co.PERIMETER_OUTBOUND
    return Cause(
        id=kind.slug,
        title=kind.title,
        step=kind.step,
        requires=(kind,),
        explains=() if kind is co.POSSIBLY_REVOKED else (co.POSSIBLY_REVOKED, co.WRITE_FORBIDDEN),
        overturned_by=_OPEN.get(kind, _KEY_CHECKS),
        confidence=Confidence.MEDIUM if certain else Confidence.LOW,
        confidence_reason=_LOOKED_AT[kind],
        is_fallback=True,
        sentence=partial(message, kind=kind),
        repair=_REPAIRS.get(kind, cosmos_support.repair),
    )


CAUSES: tuple[Cause, ...] = tuple(_fallback(kind) for kind in _LOOKED_AT)
