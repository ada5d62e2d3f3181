"""What can be wrong with the account, its token and its data plane (steps 3 and 4); retired codes stay here as comments.

CO101 to CO119 are the revoked state in the service's own numbers. They are said by three checks (status property, data
plane, pasted text); which one saw it stands in the finding's evidence.
"""

from __future__ import annotations

from diagnostics import Kind, Severity, Step

TOKEN_ACQUISITION = Kind(
    "CO101",
    "revoked-token-acquisition",
    Severity.CRITICAL,
    "Access is revoked: no token for the default identity (4000)",
    Step.IDENTITY,
)
IDENTITY_UNAUTHORIZED = Kind(
    "CO102",
    "revoked-identity-unauthorized",
    Severity.CRITICAL,
    "Access is revoked: the default identity may not use the key (4002)",
    Step.PERMISSIONS,
)
KEY_NOT_FOUND = Kind(
    "CO103",
    "revoked-key-not-found",
    Severity.CRITICAL,
    "Access is revoked: the key is not found (4003)",
    Step.CMK,
)
VAULT_NOT_FOUND = Kind(
    "CO104",
    "revoked-vault-not-found",
    Severity.CRITICAL,
    "Access is revoked: the vault is not found (4017)",
    Step.CMK,
)
KEY_DISABLED_OR_EXPIRED = Kind(
    "CO105",
    "revoked-key-disabled-or-expired",
    Severity.CRITICAL,
    "Access is revoked: the key is disabled or expired (4018)",
    Step.CMK,
)
IDENTITY_UNDEFINED = Kind(
    "CO106",
    "revoked-identity-undefined",
    Severity.CRITICAL,
    "Access is revoked: the default identity is undefined (4015)",
    Step.CMK,
)
KEY_URI_IMPROPER = Kind(
    "CO107",
    "revoked-key-uri-improper",
    Severity.CRITICAL,
    "Access is revoked: the key URI is malformed (4006)",
    Step.CMK,
)
UNWRAP_FAILED = Kind(
    "CO108",
    "revoked-unwrap-failed",
    Severity.CRITICAL,
    "Access is revoked: wrapping or unwrapping failed (4005)",
    Step.CMK,
)
VAULT_DNS = Kind(
    "CO109",
    "revoked-vault-name-unresolved",
    Severity.CRITICAL,
    "Access is revoked: the vault's name does not resolve (4009)",
    Step.CMK,
)
PERIMETER_OUTBOUND = Kind(
    "CO110",
    "revoked-perimeter-outbound",
    Severity.CRITICAL,
    "Access is revoked: a network perimeter blocks the way to the vault (4016)",
    Step.CMK,
)
REVOKED_NO_REASON = Kind(
    "CO111",
    "revoked-without-reason",
    Severity.CRITICAL,
    "Access is revoked and no reason is given",
    Step.CMK,
)
REVOKED_SERVICE_SIDE = Kind(
    "CO112",
    "revoked-service-side",
    Severity.CRITICAL,
    "Access is revoked for a reason on the provider's side",
    Step.CMK,
)
POSSIBLY_REVOKED = Kind(
    "CO113",
    "possibly-revoked",
    Severity.WARNING,
    "The error may mean that access is revoked, or something else",
    Step.CMK,
)
STATUS_UNKNOWN = Kind(
    "CO114",
    "status-not-understood",
    Severity.WARNING,
    "The customer-managed-key status is absent or says something new",
    Step.CMK,
)

ACCOUNT_MISSING = Kind(
    "CO201", "account-missing", Severity.CRITICAL, "The account does not exist", Step.CMK
)
IDENTITY_INVALID = Kind(
    "CO202",
    "default-identity-invalid",
    Severity.CRITICAL,
    "The account's default identity is not valid",
    Step.CMK,
)
KEY_URI_MALFORMED = Kind(
    "CO203", "key-uri-malformed", Severity.CRITICAL, "The account's key URI is malformed", Step.CMK
)
KEY_URI_VERSIONED = Kind(
    "CO204",
    "key-uri-versioned",
    Severity.INFO,
    "The key URI names a version, so rotation needs an update",
    Step.CMK,
)
CROSS_TENANT_IDENTITY = Kind(
    "CO205",
    "cross-tenant-identity-unfit",
    Severity.CRITICAL,
    "A federated client needs a user-assigned identity",
    Step.CMK,
)
ACCOUNT_BUSY = Kind(
    "CO206",
    "account-being-updated",
    Severity.WARNING,
    "The account is being updated; what it shows may change",
    Step.CMK,
)
NO_CUSTOMER_KEY = Kind(
    "CO207", "no-customer-key", Severity.INFO, "The account has no customer-managed key", Step.CMK
)
KEY_URI_DIFFERS = Kind(
    "CO208",
    "key-uri-differs",
    Severity.WARNING,
    "The account uses another key than the configuration names",
    Step.CMK,
)

TOKEN_REFUSED = Kind(
    "CO301",
    "cosmos-token-refused",
    Severity.CRITICAL,
    "No token could be obtained for Cosmos DB",
    Step.RETEST,
)
TOKEN_GENERAL_SCOPE = Kind(
    "CO302",
    "cosmos-token-general-scope",
    Severity.WARNING,
    "A token is given for the general scope only, not for the account",
    Step.RETEST,
)
TOKEN_AUDIENCE = Kind(
    "CO303",
    "cosmos-token-audience",
    Severity.CRITICAL,
    "The token is meant for another audience",
    Step.RETEST,
)
TOKEN_ISSUER = Kind(
    "CO304",
    "cosmos-token-issuer",
    Severity.CRITICAL,
    "The token comes from another tenant than the account trusts",
    Step.RETEST,
)
CLOCK_SKEW = Kind(
    "CO305",
    "clock-skew",
    Severity.WARNING,
    "The clock here differs from the server's",
    Step.RETEST,
)
DATA_FIREWALL = Kind(
    "CO306",
    "cosmos-firewall-blocks-caller",
    Severity.CRITICAL,
    "The account's firewall does not let the caller in",
    Step.RETEST,
)
DATA_ACCOUNT_UNKNOWN = Kind(
    "CO307",
    "data-plane-account-unknown",
    Severity.CRITICAL,
    "The data plane does not know the account",
    Step.RETEST,
)
STILL_PROPAGATING = Kind(
    "CO308",
    "repaired-still-propagating",
    Severity.WARNING,
    "The control plane says healthy while the data plane still refuses",
    Step.RETEST,
)
STATUS_STALE = Kind(
    "CO309",
    "status-still-revoked",
    Severity.WARNING,
    "The data plane answers while the status still says revoked",
    Step.RETEST,
)
DATA_FORBIDDEN = Kind(
    "CO310",
    "data-plane-forbidden",
    Severity.CRITICAL,
    "The data plane refuses the caller's role",
    Step.RETEST,
)
WRITE_FORBIDDEN = Kind(
    "CO311",
    "write-forbidden",
    Severity.WARNING,
    "Writes are refused in this region, or the account is revoked",
    Step.RETEST,
)
DATA_OTHER = Kind(
    "CO312",
    "data-plane-refuses",
    Severity.CRITICAL,
    "The data plane refuses for another reason",
    Step.RETEST,
)
DATA_NOT_SEEN = Kind(
    "CO313",
    "data-plane-not-seen",
    Severity.WARNING,
    "The effect on the data plane cannot be seen from here",
    Step.RETEST,
)
STALE_TOKEN = Kind(
    "CO314",
    "stale-token-elsewhere",
    Severity.WARNING,
    "The pasted error is not seen any more: a running process may hold an old token",
    Step.RETEST,
)
LOCAL_AUTH_OFF = Kind(
    "CO315",
    "local-authorization-off",
    Severity.CRITICAL,
    "A caller uses account keys while they are switched off",
    Step.RETEST,
)
