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
    rb.JUST_GIVEN,
    rb.ROLE_ENDING,
    rb.ROLE_ENDED,
)
FEDERATION: tuple[Kind, ...] = (en.FEDERATION_MISSING, en.FEDERATION_MISMATCH)
PRINCIPALS: tuple[Kind, ...] = (
    en.PRINCIPAL_DISABLED,
    en.PRINCIPAL_SOFT_DELETED,
    en.PRINCIPAL_GONE,
    en.DISABLED_BY_MICROSOFT,
    en.REGISTRATION_MISSING,
    en.IDENTITY_DELETED,
    en.IDENTITY_RECREATED,
    en.IDENTITY_NOT_ATTACHED,
    en.SYSTEM_IDENTITY_OFF,
    *FEDERATION,
    en.CREDENTIAL_EXPIRED,
    en.CREDENTIAL_EXPIRING,
)
# Told by the account alone, where no check sees the thing itself.
REASONS: tuple[Kind, ...] = (
    co.TOKEN_ACQUISITION,
    co.IDENTITY_UNAUTHORIZED,
    co.IDENTITY_UNDEFINED,
    co.KEY_NOT_FOUND,
    co.KEY_DISABLED_OR_EXPIRED,
    co.KEY_URI_IMPROPER,
    co.UNWRAP_FAILED,
    co.VAULT_NOT_FOUND,
    co.VAULT_DNS,
    co.PERIMETER_OUTBOUND,
    co.REVOKED_NO_REASON,
    co.REVOKED_SERVICE_SIDE,
    rb.JUST_GIVEN,  # concluded from the account's word alone
)
DISAGREEMENTS: tuple[Kind, ...] = (co.STILL_PROPAGATING, co.STATUS_STALE)
CALLERS: tuple[Kind, ...] = (
    co.LOCAL_AUTH_OFF,
    co.STALE_TOKEN,
    co.WRITE_FORBIDDEN,
    co.POSSIBLY_REVOKED,
)
ACCOUNT: tuple[Kind, ...] = (
    co.ACCOUNT_MISSING,
    co.IDENTITY_INVALID,
    co.CROSS_TENANT_IDENTITY,
    co.KEY_URI_MALFORMED,
    co.KEY_URI_VERSIONED,
    co.KEY_URI_DIFFERS,
    co.ACCOUNT_BUSY,
    co.STATUS_UNKNOWN,
    *REASONS,
)
DATA_PLANE: tuple[Kind, ...] = (
    co.TOKEN_REFUSED,
    co.TOKEN_GENERAL_SCOPE,
    co.TOKEN_AUDIENCE,
    co.TOKEN_ISSUER,
    co.CLOCK_SKEW,
    co.DATA_FIREWALL,
    co.DATA_ACCOUNT_UNKNOWN,
    rb.DATA_ROLE_MISSING,
    rb.DATA_ROLE_NARROW,
    *DISAGREEMENTS,
    *CALLERS,
)
KEY_AND_VAULT: tuple[Kind, ...] = (
    *VAULT_ABSENCES,
    *VAULT_SETTINGS,
    *KEY_ABSENCES,
    *KEY_STATES,
    kv.MANAGED_HSM,
    kv.VAULT_UNDECIDED,
)
NEXT_REASON = Hidden(
    "a second reason, for the account names one at a time",
    (*REASONS, *DISAGREEMENTS),
    perhaps=True,
)
CALLERS_LATER = Hidden("what callers meet once the account answers them again", CALLERS)
# What every cause hides that takes the key from the account.
REVOKED = (NEXT_REASON, CALLERS_LATER)
IN_THE_KEY = Hidden("whether the key is enabled, in date and fit to wrap", KEY_STATES)
IN_THE_VAULT = (
    Hidden("the vault's network rules and permission model", VAULT_SETTINGS),
    Hidden(
        "the identity's role, which goes with the vault and does not come back with it", GRANTS
    ),
    Hidden(
        "whether the key is there, enabled, in date and fit to wrap",
        (*KEY_ABSENCES, *KEY_STATES),
    ),
)
OF_THE_ACCOUNT = Hidden(
    "everything about the account: its identity, its key, its data plane",
    (*ACCOUNT, *PRINCIPALS, *KEY_AND_VAULT, *GRANTS, *DATA_PLANE),
)
OF_THE_DATA_PLANE = Hidden(
    "what the data plane answers a caller whom it lets in", (*DISAGREEMENTS, co.STALE_TOKEN)
)
BEHIND_THE_ENDPOINT = Hidden(
    "what the data plane answers once its endpoint knows the account",
    (co.TOKEN_AUDIENCE, co.TOKEN_ISSUER, co.DATA_FIREWALL, *OF_THE_DATA_PLANE.kinds),
)
WITHOUT_A_TOKEN = Hidden(
    "everything the data plane would say of this login",
    (
        co.TOKEN_GENERAL_SCOPE,
        co.TOKEN_AUDIENCE,
        co.TOKEN_ISSUER,
        co.DATA_FIREWALL,
        co.DATA_ACCOUNT_UNKNOWN,
        *OF_THE_DATA_PLANE.kinds,
    ),
)
TOKEN_LATER = Hidden("whether a token is given once the clock is right", (co.TOKEN_REFUSED,))
OLD_ANSWERS = Hidden("whether a program still holds an old answer", (co.STALE_TOKEN,))
OF_THE_PROGRAM = Hidden(
    "what the program meets once it is let in", (co.WRITE_FORBIDDEN, co.POSSIBLY_REVOKED)
)
OF_THE_PROGRAM_ANEW = Hidden(
    "what the program meets once it has dropped the old answer",
    (co.LOCAL_AUTH_OFF, *OF_THE_PROGRAM.kinds),
)
