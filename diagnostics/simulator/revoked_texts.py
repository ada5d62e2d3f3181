"""What a revoked account says, by sub-status.

Texts: the enum `CustomerManagedKeyStatus` of API version 2023-09-15 (as HashiCorp Pandora generated it) and the CMK
troubleshooting guide, read 2026-11-23. No recording of a revoked account was found: from documentation. 4001, 4004 and
4018 are not in the enum; their reasons are built from the names in the service's drivers and, for 4018, from a text
seen in public.
"""

from __future__ import annotations

CONFIRMED = "Access to the configured customer managed key confirmed. "  # trailing space: recorded
_GUIDE = "https://learn.microsoft.com/en-us/azure/cosmos-db/cmk-troubleshooting-guide"
_MORE = "for more details about this error and how to restore access to your account please visit"
_SERVICE = "the Azure Cosmos DB service is unable to"
REASONS = {  # code → (reason, anchor of the guide)
    4000: (
        f"{_SERVICE} obtain the AAD authentication token for the account's default identity",
        "#azure-active-directory-token-acquisition-error",
    ),
    4001: ("the Azure Active Directory service is unavailable", ""),
    4002: (
        "the current default identity no longer has permission to the associated Key Vault key",
        "#default-identity-is-unauthorized-to-access-the-azure-key-vault-key",
    ),
    4003: (
        "the correspondent key is not found on the specified Key Vault",
        "#azure-key-vault-resource-not-found",
    ),
    4004: ("the Azure Key Vault service is unavailable", ""),
    4005: (
        f"{_SERVICE} wrap or unwrap the key",
        "#internal-unwrapping-procedure-error",
    ),
    4006: (
        "the Azure Cosmos DB account's key vault key URI does not follow the expected format",
        "#improper-syntax-detected-on-the-key-vault-uri-property",
    ),
    4009: (
        "the Azure Key Vault DNS name specified by the account's keyvaultkeyuri property could not be resolved",
        "#unable-to-resolve-the-key-vaults-dns",
    ),
    4015: (
        "the Azure Cosmos DB account has an undefined default identity",
        "#invalid-azure-cosmos-db-default-identity",
    ),
    4016: (
        "the access rules are blocking outbound requests to the Azure Key Vault service",
        "",
    ),
    4017: (
        "the correspondent Azure Key Vault was not found",
        "#azure-key-vault-resource-not-found",
    ),
    4018: (
        "the correspondent key is either disabled or expired",
        "#azure-key-disabled-or-expired",
    ),
}


def text_of(code: int | None) -> str:
    """Return the sentence of a revoked account; None = revoked without a reason."""
    if code is None:
        return f"Access to your account is currently revoked; {_MORE} {_GUIDE}"
    reason, anchor = REASONS[code]
    return (
        f"Access to your account is currently revoked because {reason}; "
        f"{_MORE} {_GUIDE}{anchor} ({code})."
    )
