"""Which symptoms a missing permission accounts for."""

from __future__ import annotations

from checks.cosmos import kinds as co
from diagnostics import Hidden, Kind

# Key Vault refuses the identity (4002), and what callers see of a revoked account without a reason.
NO_ACCESS: tuple[Kind, ...] = (
    co.IDENTITY_UNAUTHORIZED,
    co.REVOKED_NO_REASON,
    co.POSSIBLY_REVOKED,
    co.WRITE_FORBIDDEN,
    co.DATA_OTHER,
)
WRAP_UNPROVEN = Hidden(
    "that wrapping and unwrapping really work: only the identity itself can try it"
)
