"""What a correct diagnosis says of each fault: codes and causes, as the simulator's own truth.

Codes and causes are the program's public names; they are written out here, because the simulator shares no code with
what it is there to test.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from diagnostics.simulator import ids

FOUND, OPEN, CLEAN = (
    1,
    3,
    0,
)  # exit codes: something is wrong, something could not be seen, all is well


@dataclass(frozen=True, slots=True)
class Expected:
    """The right answer to one fault."""

    kinds: tuple[str, ...]
    cause: str
    exit_code: int = FOUND
    config: dict[str, str] = field(default_factory=dict[str, str])


def _found(*named: tuple[str, str, str]) -> dict[str, Expected]:
    """Make expectations of (fault, code, cause); an empty cause repeats the fault's id."""
    return {fault: Expected((code,), cause or fault) for fault, code, cause in named}


_PLACE = _found(
    ("login-in-wrong-tenant", "EN201", "wrong-tenant"),
    ("subscription-not-visible", "EN203", ""),
    ("guest-login", "EN202", ""),
) | {
    "configured-tenant-differs": Expected(
        ("EN201",), "wrong-tenant", config={"tenant": ids.OTHER_TENANT}
    )
}
_IDENTITY = _found(
    ("service-principal-disabled", "EN101", ""),
    ("service-principal-soft-deleted", "EN102", ""),
    ("service-principal-gone", "EN103", ""),
    ("disabled-by-microsoft", "EN104", ""),
    ("application-registration-missing", "EN105", ""),
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
) | {"blocked-by-workload-policy": Expected(("EN150", "CO101"), "revoked-token-acquisition")}
_PERMISSIONS = _found(
    ("key-access-missing", "RB101", ""),
    ("group-membership-removed", "RB101", "key-access-missing"),
    ("access-policy-removed", "RB101", "key-access-missing"),
    ("role-on-another-vault", "RB102", "role-at-another-scope"),
    ("role-on-another-key", "RB102", "role-at-another-scope"),
    ("role-without-unwrap", "RB103", "role-without-operation"),
    ("role-with-not-data-actions", "RB103", "role-without-operation"),
    ("owner-role-only", "RB104", "control-plane-role-only"),
    ("key-vault-contributor-only", "RB104", "control-plane-role-only"),
    ("role-on-old-object-id", "RB105", ""),
    ("policy-while-rbac-in-force", "RB106", "grant-in-inactive-model"),
    ("role-while-policies-in-force", "RB106", "grant-in-inactive-model"),
    ("denied-by-assignment", "RB107", ""),
    ("access-policy-without-unwrap", "RB108", "access-policy-incomplete"),
    ("access-policy-for-another-tenant", "RB109", "access-policy-for-another"),
    ("access-policy-bound-to-application", "RB109", "access-policy-for-another"),
    ("cosmos-data-role-missing", "RB201", ""),
    ("cosmos-data-role-on-database", "RB202", "cosmos-data-role-elsewhere"),
    ("cosmos-data-role-on-container", "RB202", "cosmos-data-role-elsewhere"),
) | {"conditional-role": Expected(("RB110", "CO102"), "revoked-identity-unauthorized")}
_CMK = _found(
    ("account-missing", "CO201", ""),
    ("default-identity-undefined", "CO202", "default-identity-invalid"),
    ("cross-tenant-identity-unfit", "CO205", ""),
    ("account-being-updated", "CO206", ""),
    ("key-uri-malformed", "CO203", ""),
    ("vault-soft-deleted", "KV201", ""),
    ("vault-gone", "KV202", ""),
    # Behind a proxy the proxy resolves names: the status alone tells.
    ("vault-name-unresolved", "CO109", "revoked-vault-name-unresolved"),
    ("vault-in-another-tenant", "KV204", "vault-tenant-differs"),
    ("firewall-without-bypass", "KV205", "vault-firewall-without-bypass"),
    ("private-endpoint-only", "KV206", "vault-private-endpoint-only"),
    ("vault-in-perimeter", "KV207", ""),
    ("soft-delete-off", "KV208", ""),
    ("purge-protection-off", "KV209", ""),
    ("adobe-address-not-allowed", "KV210", ""),
    ("access-policy-model", "KV211", ""),
    ("vault-public-access-off", "KV214", ""),
    ("key-disabled", "KV101", ""),
    ("key-expired", "KV102", ""),
    ("key-not-yet-valid", "KV103", ""),
    ("key-operations-missing", "KV104", ""),
    ("key-type-unsuitable", "KV105", ""),
    ("key-too-small", "KV106", ""),
    ("key-gone", "KV107", ""),
    ("key-soft-deleted", "KV108", ""),
    ("old-version-disabled", "KV109", ""),
    ("key-absent-without-right", "KV110", "key-gone-or-soft-deleted"),
    ("perimeter-blocks-outbound", "CO110", "revoked-perimeter-outbound"),
) | {
    "key-uri-versioned": Expected(("CO204",), "", CLEAN),
    "key-uri-differs": Expected(
        ("CO208",),
        "key-uri-differs",
        config={"key_uri": f"https://{ids.VAULT}.vault.azure.net/keys/{ids.KEY}"},
    ),
    "managed-hsm": Expected(("KV212",), "", OPEN),
    "status-absent": Expected(("CO114",), "", OPEN),
    "status-of-a-new-kind": Expected(("CO114",), "", OPEN),
}
_DATA_PLANE = _found(
    ("caller-token-refused", "CO301", "cosmos-token-refused"),
    ("general-scope-only", "CO302", "cosmos-token-general-scope"),
    ("wrong-audience", "CO303", "cosmos-token-audience"),
    ("wrong-issuer", "CO304", "cosmos-token-issuer"),
    ("clock-skew", "CO305", ""),
    ("cosmos-firewall", "CO306", "cosmos-firewall-blocks-caller"),
    ("data-plane-account-unknown", "CO307", ""),
    ("still-propagating", "CO308", "repaired-still-propagating"),
    ("status-stale", "CO309", "status-still-revoked"),
    ("write-forbidden", "CO311", ""),
    ("local-auth-off", "CO315", "local-authorization-off"),
    ("stale-token", "CO314", "stale-token-elsewhere"),
    ("entra-outage", "CO112", "revoked-service-side"),
    ("key-vault-outage", "CO112", "revoked-service-side"),
    ("revoked-without-reason", "CO111", ""),
    ("possibly-revoked", "CO113", ""),
)
_DOCTOR = {
    fault: Expected((code,), "", OPEN)
    for fault, code in (
        ("no-credential", "SF101"),
        ("tls-intercepted", "SF103"),
        ("throttled", "SF104"),
        ("unreachable", "SF105"),
        ("timed-out", "SF106"),
        ("unexpected-answer", "SF107"),
    )
}
EXPECTED: dict[str, Expected] = _PLACE | _IDENTITY | _PERMISSIONS | _CMK | _DATA_PLANE | _DOCTOR
# Told only by the text that a program wrote down: everything else there is healthy.
PASTED_ONLY = frozenset({"write-forbidden", "local-auth-off", "stale-token", "possibly-revoked"})
# In the adobe-managed world these leave the account its key: there is no error to paste.
NOT_REVOKING = frozenset(
    {
        "login-in-wrong-tenant",
        "subscription-not-visible",
        "soft-delete-off",
        "purge-protection-off",
        "adobe-address-not-allowed",
        "access-policy-model",
        "vault-in-perimeter",
        "key-too-small",
    }
)
