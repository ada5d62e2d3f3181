"""Which request carries which check, and which worlds ask it: written by hand, apart from the checks.

A check that went on without its answer would otherwise excuse itself. Every request that a run sends must be known here.
"""

from __future__ import annotations

from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import SCENARIOS
from tests.accuracy.request import Request, Weight, arm, graph, idle, optional, token

_KEY, _VAULT, _ACCOUNT = "/keys/cosmos-cmk", "/vaults/kv-ajo", "/databaseAccounts/cosmos-ajo"
_IDENTITY = "/userAssignedIdentities/id-ajo-cmk"
_RIGHTS = "/providers/Microsoft.Authorization"
_AT, _MINE, _PAGE = "*atScope()&*-??", "*assignedTo(*", "*skiptoken=100"
# What nobody can say without the account's own document.
OF_ACCOUNT = (
    "cosmos.account",
    "cosmos.key_uri",
    "cosmos.token",
    "cosmos.data_plane",
    "entra.default_principal",
    "entra.principal_usable",
    "keyvault.vault",
    "keyvault.key",
    "rbac.key_access",
    "rbac.cosmos_data_role",
)
_OF_DIRECTORY = (
    "entra.principal_usable",
    "entra.key_vault_principal",
    "rbac.key_access",
)
_OF_VAULT = ("keyvault.vault", "keyvault.vault_network", "rbac.key_access")
_OF_PRINCIPAL = ("entra.principal_usable", "rbac.key_access")


TOKEN_ARM = token(
    "https://management.azure.com",
    *OF_ACCOUNT,
    "doctor.signed_in",
    "entra.right_place",
    "keyvault.vault_network",
)
# Without an account of one's own the principal is known beforehand, and Graph alone tells of it.
TOKEN_ARM_FOR_ADOBE = token(
    "https://management.azure.com",
    "doctor.signed_in",
    "entra.right_place",
    "keyvault.vault",
    "keyvault.vault_network",
    "keyvault.key",
    "rbac.key_access",
)
TOKEN_GRAPH = token("https://graph.microsoft.com", *_OF_DIRECTORY)
TOKEN_COSMOS = token("https://cosmos-ajo.documents.azure.com", "cosmos.token", "cosmos.data_plane")
TOKEN_VAULT = token("https://vault.azure.net", "keyvault.key")
# Asked only where the account's own scope was refused, as azure-cosmos does.
TOKEN_GENERAL = token("https://cosmos.azure.com", "cosmos.token", "cosmos.data_plane")

SUBSCRIPTION = arm(f"/subscriptions/{ids.SUBSCRIPTION}", "entra.right_place")
ACCOUNT = arm(_ACCOUNT, *OF_ACCOUNT)
DATA_PLANE = Request("cosmos", "/", ("cosmos.data_plane",))
SQL_ASSIGNMENTS = arm("/sqlRoleAssignments", "rbac.cosmos_data_role")
SQL_DEFINITIONS = arm("/sqlRoleDefinitions", "rbac.cosmos_data_role")
FIND_VAULT = arm("/resources", "keyvault.vault", "keyvault.key", "rbac.key_access")
VAULT = arm(_VAULT, *_OF_VAULT)
KEY = arm(_KEY, "keyvault.key")
VERSIONS = arm(f"{_KEY}/versions", "keyvault.key")
IDENTITY = arm(_IDENTITY, "entra.user_assigned_identity")
IDENTITY_OF_FEDERATION = arm(
    _IDENTITY, "entra.user_assigned_identity", "entra.federated_credential"
)
KEY_VAULT_PRINCIPAL = graph(
    "/servicePrincipals(appId='cfa8b339-82a2-471a-a3c9-0fc0be7a4093')", "entra.key_vault_principal"
)
USER_ASSIGNED = graph(f"/servicePrincipals/{ids.IDENTITY_OID}", *_OF_PRINCIPAL)
SYSTEM_ASSIGNED = graph(f"/servicePrincipals/{ids.SYSTEM_OID}", *_OF_PRINCIPAL)
FIRST_PARTY = graph(
    "/servicePrincipals(appId='a232010e-820c-4083-83bb-3ace5fc29d0b')", *_OF_PRINCIPAL
)
FEDERATED_APP = graph(f"/servicePrincipals(appId='{ids.FEDERATED_APP}')", *_OF_PRINCIPAL)
ADOBE_APP = graph(f"/servicePrincipals(appId='{ids.ADOBE_APP}')", *_OF_PRINCIPAL)
REGISTRATION = graph(
    f"/applications(appId='{ids.FEDERATED_APP}')",
    "entra.registration",
    "entra.federated_credential",
    "entra.credentials_in_date",
)
FEDERATED = graph("/federatedIdentityCredentials", "entra.federated_credential")
GIVEN = arm(f"{_KEY}{_RIGHTS}/roleAssignments", "rbac.key_access", query=_MINE)
DENIED = arm(f"{_KEY}{_RIGHTS}/denyAssignments", "rbac.key_access")
ROLES = arm(f"{_VAULT}{_RIGHTS}/roleDefinitions", "rbac.key_access")
GIVEN_TO_ANYBODY = arm(f"{_KEY}{_RIGHTS}/roleAssignments", query=_AT, weight=Weight.IDLE)
GIVEN_ANYWHERE = arm(f"/{ids.SUBSCRIPTION}{_RIGHTS}/roleAssignments", weight=Weight.IDLE)

SCHEDULES = arm(
    f"{_KEY}{_RIGHTS}/roleAssignmentScheduleInstances",
    "rbac.role_schedules",
    weight=Weight.OPTIONAL,
)
PLANS = arm(f"{_KEY}{_RIGHTS}/roleAssignmentScheduleRequests", weight=Weight.IDLE)


RIGHTS_VAULT = optional(f"{_VAULT}{_RIGHTS}/permissions")
RIGHTS_ACCOUNT = optional(f"{_ACCOUNT}{_RIGHTS}/permissions")
RIGHTS_IDENTITY = optional(f"{_IDENTITY}{_RIGHTS}/permissions")
HOLDERS_VAULT = optional(f"{_VAULT}{_RIGHTS}/roleAssignments", _AT)
HOLDERS_ACCOUNT = optional(f"{_ACCOUNT}{_RIGHTS}/roleAssignments", _AT)

_EVERYWHERE = (
    TOKEN_GRAPH,
    SUBSCRIPTION,
    FIND_VAULT,
    VAULT,
    KEY,
    VERSIONS,
    KEY_VAULT_PRINCIPAL,
    GIVEN_TO_ANYBODY,
    GIVEN_ANYWHERE,
    RIGHTS_VAULT,
    HOLDERS_VAULT,
)
_BY_ROLES = (GIVEN, DENIED, ROLES, SCHEDULES)
# Azure RBAC is read ahead beside the vault's answer; where access policies are in force it decides nothing.
_BY_POLICIES = (idle(GIVEN), idle(DENIED), idle(ROLES))
_OWN = (
    *_EVERYWHERE,
    TOKEN_ARM,
    TOKEN_COSMOS,
    ACCOUNT,
    DATA_PLANE,
    SQL_ASSIGNMENTS,
    SQL_DEFINITIONS,
    RIGHTS_ACCOUNT,
    HOLDERS_ACCOUNT,
)
_WITH_IDENTITY = (RIGHTS_IDENTITY,)
# Adobe's side, in whichever world names it.
_OF_CAMPAIGN = (
    "ajo.campaign",
    "ajo.campaign_window",
    "ajo.delivery_settings",
    "ajo.endpoint",
)
_BEHIND_THE_GATEWAY = (
    "ajo.sandbox",
    *_OF_CAMPAIGN,
    "ajo.validation",
    "ajo.cmk_registration",
    "ajo.cmk_config",
    "ajo.test_recipients",
)
IMS = Request("ims", "/ims/token/v3", ("ajo.signed_in", "ajo.gateway", *_BEHIND_THE_GATEWAY))
HEALTH = Request("adobe", "/ajo/im/health", ("ajo.gateway",))
SANDBOXES = Request("adobe", "/data/foundation/sandbox-management*", ("ajo.sandbox",))
CAMPAIGN = Request("adobe", f"/service/campaigns/{ids.CAMPAIGN}", _OF_CAMPAIGN)
VALIDATION = Request("adobe", "/publish/validation", ("ajo.validation",))
CMK_REGISTRATION = Request("adobe", "/byok/app-registration", ("ajo.cmk_registration",))
CMK_CONFIG = Request("adobe", f"/customer/config/{ids.CMK_CONFIG}", ("ajo.cmk_config",))
SUPPRESSED = Request("adobe", "/config/suppression/addresses/*", ("ajo.test_recipients",))
SUPPRESSED_DOMAIN = Request("adobe", "/config/suppression/domains/*", ("ajo.test_recipients",))
STATUS_FEED = Request(
    "adobestatus", "/adobestatus/StatusEvents", ("ajo.provider_status",), weight=Weight.OPTIONAL
)
ADOBES: tuple[Request, ...] = (
    IMS,
    HEALTH,
    SANDBOXES,
    CAMPAIGN,
    VALIDATION,
    CMK_REGISTRATION,
    CMK_CONFIG,
    SUPPRESSED,
    SUPPRESSED_DOMAIN,
    STATUS_FEED,
)

# The first world has the most failures; what another asks and judges alike is not failed again in every way.
HEALTHY: dict[str, tuple[Request, ...]] = {
    "own-account": (*_OWN, *_BY_ROLES, *_WITH_IDENTITY, IDENTITY, USER_ASSIGNED),
    "own-account-policies": (*_OWN, *_BY_POLICIES, *_WITH_IDENTITY, IDENTITY, USER_ASSIGNED),
    "own-account-federated": (
        *_OWN,
        *_BY_ROLES,
        *_WITH_IDENTITY,
        IDENTITY_OF_FEDERATION,
        FEDERATED_APP,
        REGISTRATION,
        FEDERATED,
    ),
    "own-account-system": (*_OWN, *_BY_ROLES, SYSTEM_ASSIGNED),
    "own-account-first-party": (*_OWN, *_BY_POLICIES, FIRST_PARTY),
    "adobe-managed": (*_EVERYWHERE, TOKEN_ARM_FOR_ADOBE, *_BY_ROLES, ADOBE_APP, *ADOBES),
}

DELETED_PRINCIPALS = graph(
    "/directory/deletedItems/microsoft.graph.servicePrincipal", *_OF_PRINCIPAL
)
DELETED_VAULT_PRINCIPAL = graph(
    "/directory/deletedItems/microsoft.graph.servicePrincipal", "entra.key_vault_principal"
)
DELETED_APPLICATIONS = graph(
    "/directory/deletedItems/microsoft.graph.application", "entra.registration"
)
EARLIER_PRINCIPAL = graph(
    "/servicePrincipals/33333333-cccc-4000-8000-000000000042", "rbac.key_access"
)
DELETED_EARLIER = graph(
    "/directory/deletedItems/microsoft.graph.servicePrincipal", "rbac.key_access"
)
GROUPS = graph(f"/servicePrincipals/{ids.IDENTITY_OID}/transitiveMemberOf", "rbac.key_access")
GROUPS_OF_CALLER = graph(
    f"/servicePrincipals/{ids.CALLER_OID}/transitiveMemberOf", "rbac.cosmos_data_role"
)
DELETED_VAULTS = arm("/providers/Microsoft.KeyVault/deletedVaults", "keyvault.vault")
DELETED_KEY = Request("keyvault", f"/deletedkeys/{ids.KEY}", ("keyvault.key",))
ROLES_AT_ACCOUNT = optional(f"{_ACCOUNT}{_RIGHTS}/roleDefinitions")
MORE_GIVEN = arm(f"{_KEY}{_RIGHTS}/roleAssignments", query=_PAGE, weight=Weight.IDLE)
MORE_HOLDERS = optional(f"{_VAULT}{_RIGHTS}/roleAssignments", _PAGE)
ADOBE_REGISTRATION = graph(f"/applications(appId='{ids.ADOBE_APP}')", "entra.registration")

# Who changed what: asked only where something was found, and of the logs that could tell; optional, every one.
ACTIVITY_LOG = arm(
    "/providers/Microsoft.Insights/eventtypes/management/values",
    "audit.activity_log",
    weight=Weight.OPTIONAL,
)
DIRECTORY_AUDIT = Request(
    "graph", "/auditLogs/directoryAudits", ("audit.directory",), weight=Weight.OPTIONAL
)
# Without it the log's own words do.
RESOURCE_CHANGES = arm("/providers/Microsoft.Resources/changes", weight=Weight.IDLE)
VAULT_SETTINGS = arm(
    f"{_VAULT}/providers/Microsoft.Insights/diagnosticSettings",
    "audit.vault",
    weight=Weight.OPTIONAL,
)
WORKSPACE = arm(
    "/Microsoft.OperationalInsights/workspaces/*", "audit.vault", weight=Weight.OPTIONAL
)
TOKEN_LOGS = Request(
    "entra",
    "/oauth2/v2.0/token",
    ("audit.vault",),
    "scope=https://api.loganalytics.io/.default*",
    Weight.OPTIONAL,
)
LOG_QUERY = Request("logs", "/v1/workspaces/*/query", ("audit.vault",), weight=Weight.OPTIONAL)
ADOBE_AUDIT = Request(
    "adobe", "/data/foundation/audit/events", ("audit.adobe",), weight=Weight.OPTIONAL
)
_WHO_CHANGED_WHAT = (
    ACTIVITY_LOG,
    DIRECTORY_AUDIT,
    RESOURCE_CHANGES,
    VAULT_SETTINGS,
    WORKSPACE,
    TOKEN_LOGS,
    LOG_QUERY,
    ADOBE_AUDIT,
)

# Later pages are lists like the first ones; one of them stands for all.
_MORE_PAGES = (
    idle(arm(f"{_KEY}{_RIGHTS}/roleAssignments", query="*skiptoken=200")),
    optional(f"{_VAULT}{_RIGHTS}/roleAssignments", "*skiptoken=200"),
)

# Broken worlds, and what only they ask.
BROKEN: dict[str, tuple[Request, ...]] = {
    "service-principal-soft-deleted": (DELETED_PRINCIPALS,),
    "service-principal-gone@adobe-managed": (DELETED_PRINCIPALS, ADOBE_REGISTRATION),
    "key-vault-principal-gone": (DELETED_VAULT_PRINCIPAL,),
    "application-registration-missing": (DELETED_APPLICATIONS,),
    "role-on-old-object-id": (EARLIER_PRINCIPAL, DELETED_EARLIER, PLANS),
    "denied-by-assignment": (GROUPS,),
    "cosmos-data-role-missing": (GROUPS_OF_CALLER,),
    "vault-soft-deleted": (DELETED_VAULTS, ROLES_AT_ACCOUNT),
    "vault-gone": (DELETED_VAULTS, ROLES_AT_ACCOUNT),
    "key-soft-deleted": (DELETED_KEY, TOKEN_VAULT),
    "key-gone": (DELETED_KEY, TOKEN_VAULT),
    "paged-assignments": (MORE_GIVEN, MORE_HOLDERS),
}


# What the healthy world asks, and the broken one does not: nothing is read of what is not there.
_NO_ROLES = (GIVEN, DENIED, GIVEN_TO_ANYBODY, GIVEN_ANYWHERE, SCHEDULES)
_NO_VAULT = (
    *_NO_ROLES,
    ROLES,
    VAULT,
    KEY,
    VERSIONS,
    RIGHTS_VAULT,
    HOLDERS_VAULT,
)
_NOT_ASKED: dict[str, tuple[Request, ...]] = {
    "service-principal-soft-deleted": _NO_ROLES,
    "service-principal-gone@adobe-managed": (*_NO_ROLES, *ADOBES),  # it names no organization
    "application-registration-missing": (FEDERATED,),
    "vault-soft-deleted": _NO_VAULT,
    "vault-gone": _NO_VAULT,
}


def asked_too(scenario: str) -> tuple[Request, ...]:
    """Return what a broken world asks as the healthy one does."""
    left_out = _NOT_ASKED.get(scenario, ())
    return tuple(one for one in HEALTHY[SCENARIOS[scenario].world] if one not in left_out)


def everything(world: str, api: str) -> Request:
    """Return all that a healthy world asks at one host; `everything` is every host."""
    of_host = [one for one in HEALTHY[world] if api in (one.api, "everything")]
    of_optional = tuple(check for one in of_host for check in one.checks)
    checks = dict.fromkeys(
        check for one in of_host if one.weight is Weight.DECIDES for check in one.checks
    )
    weight = Weight.DECIDES if checks else Weight.OPTIONAL
    return Request(api, "*", tuple(checks) or of_optional, weight=weight)


def known() -> tuple[Request, ...]:
    """Every request that anybody said something about; some stand in several worlds with other checks."""
    told = (*HEALTHY.values(), *BROKEN.values(), (TOKEN_GENERAL, *_MORE_PAGES), _WHO_CHANGED_WHAT)
    return tuple(dict.fromkeys(one for group in told for one in group))


def is_known(verb: str, host: str, path: str, query: str) -> bool:
    """Tell whether somebody said what stands on a request."""
    return any(one.fits(verb, host, path, query) for one in known())
