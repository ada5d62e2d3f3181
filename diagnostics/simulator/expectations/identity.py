"""What a right diagnosis says of the place looked at, and of the identity that must reach the key."""

from __future__ import annotations

from diagnostics.simulator import ids
from diagnostics.simulator.expectations.answer import OPEN, Expected, found

PLACE = found(
    ("login-in-wrong-tenant", "EN201", "wrong-tenant"),
    ("subscription-not-visible", "EN203", ""),
    ("guest-login", "EN202", ""),
) | {
    "configured-tenant-differs": Expected(
        ("EN201",), "wrong-tenant", config={"tenant": ids.OTHER_TENANT}
    )
}
IDENTITY = found(
    ("service-principal-disabled", "EN101", ""),
    ("service-principal-soft-deleted", "EN102", ""),
    ("service-principal-gone", "EN103", ""),
    ("disabled-by-microsoft", "EN104", ""),
    ("application-registration-missing", "EN105", ""),
    ("federated-client-unknown", "EN103", "service-principal-gone"),
    ("principal-flagged-disabled", "EN101", "service-principal-disabled"),
    ("consented-in-wrong-tenant", "EN103", "service-principal-gone"),
    ("default-identity-switched", "RB101", "key-access-missing"),
    ("federated-credential-issuer-letter-case", "EN131", "federated-credential-mismatch"),
    ("federated-credential-audience-letter-case", "EN131", "federated-credential-mismatch"),
    ("user-assigned-identity-deleted", "EN110", ""),
    ("user-assigned-identity-recreated", "EN111", ""),
    ("identity-not-attached", "EN112", ""),
    ("system-identity-off", "EN113", ""),
    ("key-vault-principal-disabled", "EN120", ""),
    ("key-vault-principal-gone", "EN121", ""),
    ("federated-credential-missing", "EN130", ""),
    ("federated-credential-wrong-issuer", "EN131", "federated-credential-mismatch"),
    ("federated-credential-wrong-subject", "EN131", "federated-credential-mismatch"),
    ("federated-credential-wrong-audience", "EN131", "federated-credential-mismatch"),
    ("federated-credential-letter-case", "EN131", "federated-credential-mismatch"),
    ("credential-expired", "EN140", ""),
    ("credential-expiring", "EN141", ""),
) | {
    "blocked-by-workload-policy": Expected(("EN150", "CO101"), "revoked-token-acquisition"),
    "delegated-identity": Expected(("EN160",), "", OPEN),
}
