"""What a cause keeps from being seen until it is repaired: words for people, kinds for whoever counts."""

from __future__ import annotations

from checks.cosmos import kinds as co
from checks.entra import kinds as en
from checks.keyvault import kinds as kv
from checks.rbac import kinds as rb
from diagnostics import Hidden, Kind

KEY_STATES: tuple[Kind, ...] = (
    kv.KEY_DISABLED,
    kv.KEY_EXPIRED,
    kv.KEY_NOT_YET_VALID,
    kv.KEY_OPERATIONS_MISSING,
    kv.KEY_TYPE_UNSUITABLE,
    kv.KEY_TOO_SMALL,
    kv.OLD_VERSION_DISABLED,
)
KEY_ABSENCES: tuple[Kind, ...] = (kv.KEY_GONE, kv.KEY_SOFT_DELETED, kv.KEY_ABSENT)
VAULT_SETTINGS: tuple[Kind, ...] = (
    kv.VAULT_TENANT_DIFFERS,
    kv.FIREWALL_WITHOUT_BYPASS,
    kv.VAULT_PRIVATE_ONLY,
    kv.VAULT_PUBLIC_ACCESS_OFF,
    kv.VAULT_IN_PERIMETER,
    kv.ADOBE_ADDRESS_NOT_ALLOWED,
    kv.SOFT_DELETE_OFF,
    kv.PURGE_PROTECTION_OFF,
    kv.ACCESS_POLICY_MODEL,
)
VAULT_ABSENCES: tuple[Kind, ...] = (
    kv.VAULT_SOFT_DELETED,
    kv.VAULT_GONE,
    kv.VAULT_NAME_UNRESOLVED,
)
GRANTS: tuple[Kind, ...] = (
    rb.ACCESS_MISSING,
    rb.ROLE_ELSEWHERE,
    rb.ROLE_WITHOUT_OPERATION,
    rb.CONTROL_PLANE_ROLE,
    rb.OLD_OBJECT_ID,
    rb.INACTIVE_MODEL,
    rb.DENIED_BY_NAME,
    rb.POLICY_INCOMPLETE,
    rb.POLICY_ELSEWHERE,
)
# Told by the account alone: no check sees the thing itself.
REASONS: tuple[Kind, ...] = (
    co.TOKEN_ACQUISITION,
    co.IDENTITY_UNAUTHORIZED,
    co.VAULT_DNS,
    co.PERIMETER_OUTBOUND,
    co.REVOKED_NO_REASON,
    co.REVOKED_SERVICE_SIDE,
)
_IN_THE_KEY = Hidden("whether the key is enabled, in date and fit to wrap", KEY_STATES)
KEY_ITSELF = (_IN_THE_KEY,)
VAULT_ITSELF = (
    Hidden(
        "the vault's network rules and permission model",
        VAULT_SETTINGS,
    ),
    Hidden(
        "the identity's role, which goes with the vault and does not come back with it", GRANTS
    ),
    Hidden(
        "whether the key is there, enabled, in date and fit to wrap", (*KEY_ABSENCES, *KEY_STATES)
    ),
)
