"""What can be wrong with the key and its vault (step 3); retired codes stay here as comments."""

from __future__ import annotations

from diagnostics import Kind, Severity, Step

KEY_DISABLED = Kind("KV101", "key-disabled", Severity.CRITICAL, "The key is disabled", Step.CMK)
KEY_EXPIRED = Kind(
    "KV102", "key-expired", Severity.CRITICAL, "The key is past its expiry", Step.CMK
)
KEY_NOT_YET_VALID = Kind(
    "KV103", "key-not-yet-valid", Severity.CRITICAL, "The key is not valid yet", Step.CMK
)
KEY_OPERATIONS_MISSING = Kind(
    "KV104",
    "key-operations-missing",
    Severity.CRITICAL,
    "The key does not permit wrapping or unwrapping",
    Step.CMK,
)
KEY_TYPE_UNSUITABLE = Kind(
    "KV105",
    "key-type-unsuitable",
    Severity.CRITICAL,
    "The key is of a type that cannot wrap",
    Step.CMK,
)
KEY_TOO_SMALL = Kind(
    "KV106", "key-too-small", Severity.WARNING, "The key is smaller than required", Step.CMK
)
KEY_GONE = Kind("KV107", "key-gone", Severity.CRITICAL, "The key is gone", Step.CMK)
KEY_SOFT_DELETED = Kind(
    "KV108",
    "key-soft-deleted",
    Severity.CRITICAL,
    "The key is deleted and can still be recovered",
    Step.CMK,
)
OLD_VERSION_DISABLED = Kind(
    "KV109",
    "old-version-disabled",
    Severity.CRITICAL,
    "The key's previous version was disabled too early after a rotation",
    Step.CMK,
)
KEY_ABSENT = Kind(
    "KV110",
    "key-gone-or-soft-deleted",
    Severity.CRITICAL,
    "The key is not in the vault: gone or soft-deleted, cannot tell",
    Step.CMK,
)
KEY_EXPIRING = Kind("KV111", "key-expiring", Severity.WARNING, "The key expires soon", Step.CMK)

VAULT_SOFT_DELETED = Kind(
    "KV201",
    "vault-soft-deleted",
    Severity.CRITICAL,
    "The vault is deleted and can still be recovered",
    Step.CMK,
)
VAULT_GONE = Kind("KV202", "vault-gone", Severity.CRITICAL, "The vault does not exist", Step.CMK)
VAULT_NAME_UNRESOLVED = Kind(
    "KV203",
    "vault-name-unresolved",
    Severity.CRITICAL,
    "The vault's name does not resolve",
    Step.CMK,
)
VAULT_TENANT_DIFFERS = Kind(
    "KV204",
    "vault-tenant-differs",
    Severity.CRITICAL,
    "The vault belongs to another tenant than the identity",
    Step.CMK,
)
FIREWALL_WITHOUT_BYPASS = Kind(
    "KV205",
    "vault-firewall-without-bypass",
    Severity.CRITICAL,
    "The vault's firewall does not let trusted services through",
    Step.CMK,
)
VAULT_PRIVATE_ONLY = Kind(
    "KV206",
    "vault-private-endpoint-only",
    Severity.CRITICAL,
    "The vault is reachable through private endpoints only",
    Step.CMK,
)
VAULT_IN_PERIMETER = Kind(
    "KV207",
    "vault-in-perimeter",
    Severity.WARNING,
    "The vault is secured by a network perimeter",
    Step.CMK,
)
SOFT_DELETE_OFF = Kind(
    "KV208", "soft-delete-off", Severity.WARNING, "Soft delete is off", Step.CMK
)
PURGE_PROTECTION_OFF = Kind(
    "KV209", "purge-protection-off", Severity.WARNING, "Purge protection is off", Step.CMK
)
ADOBE_ADDRESS_NOT_ALLOWED = Kind(
    "KV210",
    "adobe-address-not-allowed",
    Severity.WARNING,
    "Adobe's static address is not among the vault's permitted addresses",
    Step.CMK,
)
ACCESS_POLICY_MODEL = Kind(
    "KV211",
    "access-policy-model",
    Severity.WARNING,
    "The vault uses access policies where Adobe requires Azure RBAC",
    Step.CMK,
)
MANAGED_HSM = Kind(
    "KV212",
    "managed-hsm",
    Severity.WARNING,
    "The key lives in a Managed HSM, which the checks cannot read",
    Step.CMK,
)
VAULT_UNDECIDED = Kind(
    "KV213",
    "vault-state-undecided",
    Severity.WARNING,
    "The state of the vault or key cannot be told",
    Step.CMK,
)
VAULT_PUBLIC_ACCESS_OFF = Kind(
    "KV214",
    "vault-public-access-off",
    Severity.CRITICAL,
    "The vault's public network access is off and trusted services do not pass",
    Step.CMK,
)
