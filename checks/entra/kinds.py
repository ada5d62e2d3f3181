"""What can be wrong with identities (step 1) and with where we look; retired codes stay here as comments."""

from __future__ import annotations

from diagnostics import Kind, Severity, Step

WRONG_TENANT = Kind(
    "EN201",
    "wrong-tenant",
    Severity.CRITICAL,
    "The login belongs to another tenant than the vault",
    Step.PLACE,
)
GUEST_LOGIN = Kind(
    "EN202", "guest-login", Severity.WARNING, "The login is a guest in this tenant", Step.PLACE
)
SUBSCRIPTION_NOT_VISIBLE = Kind(
    "EN203",
    "subscription-not-visible",
    Severity.CRITICAL,
    "The subscription cannot be seen with this login",
    Step.PLACE,
)
PLACE_NOT_SETTLED = Kind(
    "EN204",
    "place-not-settled",
    Severity.WARNING,
    "Something is absent, but it is not settled that we look in the right place",
    Step.PLACE,
)

PRINCIPAL_DISABLED = Kind(
    "EN101",
    "service-principal-disabled",
    Severity.CRITICAL,
    "The service principal is disabled",
    Step.IDENTITY,
)
PRINCIPAL_SOFT_DELETED = Kind(
    "EN102",
    "service-principal-soft-deleted",
    Severity.CRITICAL,
    "The service principal is deleted and can still be restored",
    Step.IDENTITY,
)
PRINCIPAL_GONE = Kind(
    "EN103",
    "service-principal-gone",
    Severity.CRITICAL,
    "The service principal does not exist in the tenant",
    Step.IDENTITY,
)
DISABLED_BY_MICROSOFT = Kind(
    "EN104",
    "disabled-by-microsoft",
    Severity.CRITICAL,
    "Microsoft has disabled the application",
    Step.IDENTITY,
)
REGISTRATION_MISSING = Kind(
    "EN105",
    "application-registration-missing",
    Severity.CRITICAL,
    "The service principal's application registration is gone",
    Step.IDENTITY,
)
IDENTITY_DELETED = Kind(
    "EN110",
    "user-assigned-identity-deleted",
    Severity.CRITICAL,
    "The user-assigned identity is deleted",
    Step.IDENTITY,
)
IDENTITY_RECREATED = Kind(
    "EN111",
    "user-assigned-identity-recreated",
    Severity.CRITICAL,
    "The user-assigned identity was recreated under a new principal id",
    Step.IDENTITY,
)
IDENTITY_NOT_ATTACHED = Kind(
    "EN112",
    "identity-not-attached",
    Severity.CRITICAL,
    "The default identity is not attached to the account",
    Step.IDENTITY,
)
SYSTEM_IDENTITY_OFF = Kind(
    "EN113",
    "system-identity-off",
    Severity.CRITICAL,
    "The account's system-assigned identity is switched off",
    Step.IDENTITY,
)
VAULT_PRINCIPAL_DISABLED = Kind(
    "EN120",
    "key-vault-principal-disabled",
    Severity.CRITICAL,
    "The Key Vault service's own principal is disabled in the tenant",
    Step.IDENTITY,
)
VAULT_PRINCIPAL_GONE = Kind(
    "EN121",
    "key-vault-principal-gone",
    Severity.CRITICAL,
    "The Key Vault service has no principal in the tenant",
    Step.IDENTITY,
)
FEDERATION_MISSING = Kind(
    "EN130",
    "federated-credential-missing",
    Severity.CRITICAL,
    "The application has no federated credential for the identity",
    Step.IDENTITY,
)
FEDERATION_MISMATCH = Kind(
    "EN131",
    "federated-credential-mismatch",
    Severity.CRITICAL,
    "No federated credential of the application matches the identity",
    Step.IDENTITY,
)
CREDENTIAL_EXPIRED = Kind(
    "EN140",
    "credential-expired",
    Severity.CRITICAL,
    "The application's credentials are expired",
    Step.IDENTITY,
)
CREDENTIAL_EXPIRING = Kind(
    "EN141",
    "credential-expiring",
    Severity.WARNING,
    "The application's credentials expire soon",
    Step.IDENTITY,
)
POLICY_NOT_VISIBLE = Kind(
    "EN150",
    "workload-policy-not-visible",
    Severity.WARNING,
    "A workload policy may block the identity; only sign-in logs show it",
    Step.IDENTITY,
)
PRINCIPAL_UNKNOWN = Kind(
    "EN160",
    "principal-state-unknown",
    Severity.WARNING,
    "The state of the principal cannot be told",
    Step.IDENTITY,
)
