"""What each log of changes showed: one type a log, since a record is found by its type."""

from __future__ import annotations

from diagnostics import ChangesRead, record


@record(frozen=True, slots=True, kw_only=True)
class ActivityLogRead(ChangesRead):
    """What Resource Manager's Activity Log showed."""

    not_read: tuple[str, ...] = ()  # what of it was not read, and why
    do: str = ""  # what would let the rest be read; empty = nothing is left, or nothing helps


@record(frozen=True, slots=True, kw_only=True)
class DirectoryAuditRead(ChangesRead):
    """What the directory's audit log showed."""

    not_read: tuple[str, ...] = ()  # what of it was not read, and why


@record(frozen=True, slots=True, kw_only=True)
class VaultAuditRead(ChangesRead):
    """What the vault's own audit log showed, where it is collected."""

    not_collected: str = ""  # why there is none; empty = it is collected
    not_read: str = ""  # why it could not be read; empty = it was
    do: str = ""  # what to do about either


@record(frozen=True, slots=True, kw_only=True)
class AdobeAuditRead(ChangesRead):
    """What Experience Platform's audit log showed of the sandbox."""
