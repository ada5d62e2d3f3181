"""What the account says about its key, as far as it bears on the vault and the key."""

from __future__ import annotations

from checks.cosmos.facts import AccountFacts

# Compared trimmed and without case: recorded answers end with a space (2023-11-15).
_CONFIRMED = "access to the configured customer managed key confirmed"
# Sub-statuses that say that the vault is not there (troubleshooting guide for customer-managed keys).
_VAULT_ABSENT = ("(4017)", "(4009)")


def confirms_access(account: AccountFacts | None) -> bool:
    """Tell whether the account says that it reaches its key."""
    return _CONFIRMED in _status(account)


def misses_vault(account: AccountFacts | None) -> bool:
    """Tell whether the account says that the vault is not there or its name does not resolve."""
    return any(code in _status(account) for code in _VAULT_ABSENT)


def _status(account: AccountFacts | None) -> str:
    return ((account.cmk_status if account else None) or "").lower()
