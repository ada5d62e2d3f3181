"""What breaks a key, as the vault's own audit log calls it.

It names the operation and not what it changed: a rule with values then says "may".
Source: operation names of Azure Key Vault logging, read 2026-11-23 and 2026-11-29.
"""

from __future__ import annotations

from checks.traces.sorts.shapes import any_of, by_vault
from diagnostics import Becomes, Fate

KEY_SWITCHED_OFF = by_vault(
    "it changed the key's attributes, and the key is disabled",
    "keyupdate",
    becomes=(Becomes(name="enabled", to=("false",)),),
)
KEY_DELETED = by_vault(
    "it deleted the key",
    "keydelete",
    fate=Fate.VANISHED,
    undone_by=("keyrecover", "keyrestore"),
)
KEY_PURGED = by_vault("it purged the deleted key", "keypurge", fate=Fate.VANISHED)
KEY_DATED = by_vault(
    "it changed the key's dates",
    "keyupdate",
    "keycreate",
    "keyimport",
    "keyrotate",
    becomes=any_of("exp", "expireson", "expires", "nbf", "notbefore"),
)
KEY_MADE = by_vault(
    "it made the key, or the version that is in use, as it is",
    "keycreate",
    "keyimport",
    "keyrotate",
    fate=Fate.APPEARED,
)
KEY_OF_ANOTHER_SORT = by_vault(
    "it made the key of another type or size",
    "keycreate",
    "keyimport",
    becomes=any_of("keytype", "kty", "keysize"),
)
KEY_LIMITED = by_vault(
    "it changed what the key permits",
    "keyupdate",
    "keycreate",
    "keyimport",
    becomes=(
        Becomes(name="keyops", lacks=("wrapKey", "unwrapKey")),
        Becomes(name="operations", lacks=("wrapKey", "unwrapKey")),
    ),
)
