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
_PERMISSIONS = _found(
    ("key-access-missing", "RB101", ""),
    ("group-membership-removed", "RB101", "key-access-missing"),
    ("access-policy-removed", "RB101", "key-access-missing"),
    ("role-on-another-vault", "RB102", "role-at-another-scope"),
    ("role-on-another-key", "RB102", "role-at-another-scope"),
    ("role-without-unwrap", "RB103", "role-without-operation"),
    ("role-with-not-data-actions", "RB103", "role-without-operation"),
    ("role-at-another-group", "RB102", "role-at-another-scope"),
    ("role-at-another-subscription", "RB101", "key-access-missing"),
    ("role-without-get", "RB103", "role-without-operation"),
    ("key-vault-reader-only", "RB103", "role-without-operation"),
    ("certificate-user-only", "RB103", "role-without-operation"),
    ("release-user-only", "RB103", "role-without-operation"),
    ("contributor-role-only", "RB104", "control-plane-role-only"),
    ("reader-role-only", "RB104", "control-plane-role-only"),
    ("role-for-granting-only", "RB104", "control-plane-role-only"),
    ("role-for-accounts-only", "RB101", "key-access-missing"),
    ("denied-to-all", "RB107", "denied-by-assignment"),
    ("denied-through-group", "RB107", "denied-by-assignment"),
    ("denied-at-the-key", "RB107", "denied-by-assignment"),
    ("role-just-given", "RB111", ""),
    ("role-ending", "RB112", ""),
    ("role-ended", "RB113", ""),
    ("group-just-joined", "CO102", "revoked-identity-unauthorized"),
    ("access-policy-without-get", "RB108", "access-policy-incomplete"),
    ("access-policy-without-keys", "RB108", "access-policy-incomplete"),
    ("access-policy-of-a-group", "RB101", "key-access-missing"),
    ("access-policy-for-old-object-id", "RB105", "role-on-old-object-id"),
    ("cosmos-data-role-without-metadata", "RB202", "cosmos-data-role-elsewhere"),
    ("cosmos-data-role-of-a-group", "RB201", "cosmos-data-role-missing"),
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
    ("key-uri-names-no-vault", "KV202", "vault-gone"),
    ("key-uri-names-no-key", "KV107", "key-gone"),
    ("key-uri-names-no-version", "KV107", "key-gone"),
    ("key-uri-names-disabled-version", "KV101", "key-disabled"),
    ("key-uri-of-another-cloud", "CO109", "revoked-vault-name-unresolved"),
    ("default-identity-malformed", "CO202", "default-identity-invalid"),
    ("key-without-wrap", "KV104", "key-operations-missing"),
    ("key-for-signing-only", "KV104", "key-operations-missing"),
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
    ("key-expiring", "KV111", ""),
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
    "vault-in-another-subscription": Expected(("KV213",), "", OPEN),
    "status-absent": Expected(("CO114",), "", OPEN),
    "status-of-a-new-kind": Expected(("CO114",), "", OPEN),
}
_DATA_PLANE = _found(
    ("caller-token-refused", "CO301", "cosmos-token-refused"),
    ("general-scope-only", "CO302", "cosmos-token-general-scope"),
    ("wrong-audience", "CO303", "cosmos-token-audience"),
    ("wrong-issuer", "CO304", "cosmos-token-issuer"),
    ("clock-skew", "CO305", ""),
    ("clock-ahead", "CO305", "clock-skew"),
    ("cosmos-principal-disabled", "CO301", "cosmos-token-refused"),
    ("repaired-nothing-heard", "CO101", "revoked-token-acquisition"),
    ("caches-of-adobe", "CO101", "revoked-token-acquisition"),
    ("revoked-without-own-key", "CO101", "revoked-token-acquisition"),
    ("data-explorer-refused", "CO113", "possibly-revoked"),
    ("mongo-connection-failed", "CO113", "possibly-revoked"),
    ("revoked-shown-as-write-forbidden", "EN101", "service-principal-disabled"),
    ("revoked-shown-as-timeout", "EN101", "service-principal-disabled"),
    ("revoked-shown-as-unauthorized", "EN101", "service-principal-disabled"),
    ("revoked-shown-by-mongo", "EN101", "service-principal-disabled"),
    ("revoked-in-older-words", "EN101", "service-principal-disabled"),
    ("log-says-internal", "CO112", "revoked-service-side"),
    ("log-says-key-vault-fault", "CO112", "revoked-service-side"),
    ("log-says-uri-variant", "CO107", "revoked-key-uri-improper"),
    ("log-says-key-rotated", "CO108", "revoked-unwrap-failed"),
    ("log-says-throttled-revoked", "CO113", "possibly-revoked"),
    ("log-says-not-yet-valid", "CO305", "clock-skew"),
    ("log-says-wrong-issuer", "CO304", "cosmos-token-issuer"),
    ("log-says-wrong-audience", "CO303", "cosmos-token-audience"),
    ("log-says-role-missing", "CO310", "data-plane-forbidden"),
    ("log-says-perimeter", "CO306", "cosmos-firewall-blocks-caller"),
    ("log-says-no-account", "CO307", "data-plane-account-unknown"),
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
        *(
            (f"login-{what}", "SF101")
            for what in (
                "disabled",
                "secret-wrong",
                "certificate-wrong",
                "not-in-tenant",
                "without-consent",
                "blocked-by-policy",
                "needs-second-factor",
                "user-disabled",
                "too-old",
                "tenant-unknown",
                "of-another-cloud",
                "not-assigned",
            )
        ),
        ("token-service-busy", "SF101"),
    )
}
_ADOBES_SIDE = _found(
    ("adobe-secret-deleted", "AJ101", "adobe-client-invalid"),
    ("adobe-client-unknown", "AJ101", "adobe-client-invalid"),
    ("adobe-scope-wrong", "AJ102", "adobe-scope-refused"),
    ("adobe-credential-jwt", "AJ103", "adobe-jwt-credential"),
    ("adobe-token-expired", "AJ104", ""),
    ("adobe-token-of-stage", "AJ105", "adobe-token-of-another-environment"),
    ("adobe-token-unfit", "AJ201", "gateway-token-refused"),
    ("gateway-refuses", "AJ203", "gateway-key-invalid"),
    ("adobe-profile-missing", "AJ205", "gateway-profile-not-valid"),
    ("adobe-org-wrong", "AJ206", "gateway-region-missing"),
    ("adobe-gateway-quota", "AJ208", "gateway-throttled"),
    ("sandbox-missing", "AJ211", ""),
    ("sandbox-inactive", "AJ212", ""),
    ("adobe-role-missing", "AJ213", ""),
    ("campaign-draft", "AJ301", "campaign-not-live"),
    ("campaign-stopped", "AJ301", "campaign-not-live"),
    ("campaign-not-started", "AJ302", ""),
    ("campaign-ended", "AJ303", ""),
    ("campaign-dates-contradict", "AJ304", ""),
    ("wrong-endpoint", "AJ305", "endpoint-does-not-fit"),
    ("endpoint-of-high-throughput", "AJ305", "endpoint-does-not-fit"),
    ("namespace-differs", "AJ306", "identity-namespace-differs"),
    ("throttle-low", "AJ308", "throttle-rate-low"),
    ("validation-open", "AJ309", "campaign-validation-open"),
    ("campaign-missing", "AJ310", ""),
    ("cmk-config-failed", "AJ401", ""),
    ("cmk-config-running", "AJ402", ""),
    ("registration-differs", "AJ403", "cmk-application-differs"),
    ("ajo-unhealthy", "AJ501", ""),
    ("log-says-failed-inside", "AJ701", "call-failed-inside"),
    ("provider-incident", "AJ502", ""),
    ("test-recipient-suppressed", "AJ601", "recipient-suppressed"),
    ("profile-store-revoked", "EN101", "service-principal-disabled"),
) | {
    "adobe-credential-missing": Expected(("AJ106",), "", OPEN),
    "campaign-of-a-new-state": Expected(("AJ311",), "", OPEN),
    "cmk-config-of-a-new-state": Expected(("AJ405",), "", OPEN),
    # The published incidents are worth knowing, and nobody needs them for the answer.
    "status-feed-refused": Expected(("AJ503",), "", CLEAN),
    "region-differs": Expected(("AJ404",), "region-differs", config={"region": ids.ADOBE_REGION}),
}
EXPECTED: dict[str, Expected] = (
    _PLACE | _IDENTITY | _PERMISSIONS | _CMK | _DATA_PLANE | _DOCTOR | _ADOBES_SIDE
)
# Where another topology reads the same change differently: in Adobe's, only the pasted text shows the account.
_ADOBE = "adobe-managed"
_TOKEN = Expected(("CO101",), "revoked-token-acquisition")
IN_WORLD: dict[tuple[str, str], Expected] = {
    **{
        (fault, _ADOBE): _TOKEN
        for fault in (
            "application-registration-missing",
            "federated-credential-missing",
            "federated-credential-wrong-issuer",
            "federated-credential-wrong-subject",
            "federated-credential-wrong-audience",
            "federated-credential-letter-case",
            "identity-not-attached",
            "user-assigned-identity-deleted",
            "user-assigned-identity-recreated",
            "still-propagating",
        )
    },
    ("default-identity-undefined", _ADOBE): Expected(("CO106",), "revoked-identity-undefined"),
    ("key-uri-malformed", _ADOBE): Expected(("CO107",), "revoked-key-uri-improper"),
    ("key-uri-names-no-key", _ADOBE): Expected(("CO103",), "revoked-key-not-found"),
    ("vault-in-another-subscription", _ADOBE): Expected(("KV202",), "vault-gone"),
    ("managed-hsm", _ADOBE): Expected(
        ("KV212",),
        "",
        OPEN,
        config={"key_uri": f"https://hsm-ajo.managedhsm.azure.net/keys/{ids.KEY}"},
    ),
}
# Told only by the text that a program wrote down, in whichever topology.
PASTED_ONLY = frozenset(
    {
        "write-forbidden",
        "possibly-revoked",
        "data-explorer-refused",
        "mongo-connection-failed",
        "local-auth-off",
        "stale-token",
        *(fault for fault in EXPECTED if fault.startswith(("revoked-shown-", "log-says-"))),
        "revoked-in-older-words",
        "log-says-partition-full",
        "log-says-group-lookup-failed",
    }
)


def expected_of(fault: str, world: str) -> Expected:
    """Return the right answer to a fault in one base world.

    Raises:
        KeyError: if it is no fault, or an odd but healthy variant.
    """
    return IN_WORLD.get((fault, world)) or EXPECTED[fault]
