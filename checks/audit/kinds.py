"""What stays open where a log cannot be searched."""

from __future__ import annotations

from diagnostics import Kind, Severity, Step

VAULT_LOG_NOT_SEEN = Kind(
    "AU201",
    "vault-log-not-seen",
    Severity.INFO,
    "The vault's audit log cannot be searched from here",
    step=Step.DOCTOR,
)
