"""What the account says about its key, as far as it bears on the vault and the key."""

from __future__ import annotations

from checks.cosmos.facts import AccountFacts

# Compared trimmed and without case: recorded answers end with a space (2023-11-15).
_CONFIRMED = "access to the configured customer managed key confirmed"
# The sub-status that says that the vault is not there (troubleshooting guide for customer-managed keys). A name that does
# not resolve (4009) says less: the vault may be in another subscription and only its name be lost.
_VAULT_ABSENT = "(4017)"


def confirms_access(account: AccountFacts | None) -> bool:
    """Tell whether the account says that it reaches its key."""
    return _CONFIRMED in _status(account)


def misses_vault(account: AccountFacts | None) -> bool:
    """Tell whether the account says that the vault is not there."""
    return _VAULT_ABSENT in _status(account)


def _status(account: AccountFacts | None) -> str:
    return ((account.cmk_status if account else None) or "").lower()
