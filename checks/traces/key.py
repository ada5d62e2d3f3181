"""What leaves a broken key or vault behind in logs: a key's own changes stand in the vault's log alone."""

from __future__ import annotations

from checks.traces.shapes import shown, unseen
from checks.traces.sorts import activity_log, vault_log
from checks.traces.sorts.shapes import by_manager, vault_written
from diagnostics import Becomes, Link, Thing, Trace

_BYPASS_SHUT = vault_written(
    "it closed the vault's firewall",
    Becomes(name="bypass", to=("none",)),
    Becomes(name="defaultaction", to=("deny",)),
    Becomes(name="publicnetworkaccess", to=("disabled",)),
)
_RULES_CHANGED = vault_written(
    "it changed whom the vault's firewall lets in",
    Becomes(name="iprules"),
    Becomes(name="defaultaction", to=("deny",)),
    Becomes(name="publicnetworkaccess", to=("disabled",)),
)
_ENDPOINT_ONLY = vault_written(
    "it left the vault to be reached through a private endpoint alone",
    Becomes(name="publicnetworkaccess", to=("disabled",)),
    Becomes(name="bypass", to=("none",)),
    Becomes(name="defaultaction", to=("deny",)),
)
_PERIMETER = by_manager(
    Thing.OTHER,
    "it put the vault into a network perimeter",
    "microsoft.network/networksecurityperimeters/resourceassociations/write",
    about=Link.VAULT,
)
_SECURED = vault_written(
    "it put the vault under a network perimeter",
    Becomes(name="publicnetworkaccess", to=("securedbyperimeter",)),
)
_SOFT_DELETE = vault_written(
    "it left the vault without soft delete", Becomes(name="softdelete", to=("false",))
)
_PURGE = vault_written(
    "it left the vault without purge protection", Becomes(name="purgeprotection")
)
_TENANT = vault_written(
    "it moved the vault to another tenant", Becomes(name="tenantid"), Becomes(name="tenant")
)

TRACES: tuple[Trace, ...] = (
    shown("key-disabled", vault_log.KEY_SWITCHED_OFF, activity_log.KEY_URI),
    shown("key-soft-deleted", vault_log.KEY_DELETED),
    shown("key-gone", vault_log.KEY_PURGED, vault_log.KEY_DELETED, activity_log.KEY_URI),
    shown(
        "key-gone-or-soft-deleted",
        vault_log.KEY_DELETED,
        vault_log.KEY_PURGED,
        activity_log.KEY_URI,
    ),
    # A date passes by itself; who set it is what can be found.
    shown("key-expired", vault_log.KEY_DATED),
    shown("key-expiring", vault_log.KEY_DATED),
    shown("key-not-yet-valid", vault_log.KEY_DATED, vault_log.KEY_MADE),
    shown("key-operations-missing", vault_log.KEY_LIMITED),
    shown(
        "key-type-unsuitable",
        vault_log.KEY_OF_ANOTHER_SORT,
        vault_log.KEY_MADE,
        activity_log.KEY_URI,
    ),
    shown(
        "key-too-small", vault_log.KEY_OF_ANOTHER_SORT, vault_log.KEY_MADE, activity_log.KEY_URI
    ),
    shown("old-version-disabled", vault_log.KEY_SWITCHED_OFF),
    shown("vault-soft-deleted", activity_log.VAULT_DELETED),
    shown(
        "vault-gone",
        activity_log.VAULT_DELETED,
        activity_log.VAULT_PURGED,
        activity_log.VAULT_MOVED,
        activity_log.KEY_URI,
    ),
    unseen(
        "vault-name-unresolved",
        "the name is not resolved from here; the zone's own log, or who runs the resolver, knows why",
    ),
    shown("vault-firewall-without-bypass", _BYPASS_SHUT),
    shown("vault-private-endpoint-only", _ENDPOINT_ONLY),
    shown("vault-public-access-off", _ENDPOINT_ONLY),
    shown("vault-in-perimeter", _SECURED, _PERIMETER),
    shown("adobe-address-not-allowed", _RULES_CHANGED),
    shown("soft-delete-off", _SOFT_DELETE),
    shown("purge-protection-off", _PURGE),
    shown("access-policy-model", activity_log.MODEL_SWITCHED),
    shown("vault-tenant-differs", _TENANT, activity_log.KEY_URI),
)
