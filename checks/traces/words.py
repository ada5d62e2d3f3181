"""How the difference of two runs speaks of what was read: which thing a record is about, and what its values mean."""

from __future__ import annotations

from checks.ajo.facts import (
    CampaignFacts,
    CampaignValidation,
    CmkConfig,
    CmkRegistration,
    SandboxFacts,
    ValidationItem,
)
from checks.cosmos.facts import AccountFacts, AttachedIdentity, DataPlaneAnswer
from checks.entra.facts import (
    CredentialDate,
    CredentialDates,
    FederatedCredential,
    FederatedCredentials,
    KeyVaultPrincipal,
    PrincipalFacts,
    Registration,
    UserAssignedIdentity,
)
from checks.keyvault.facts import AccessPolicy, KeyFacts, KeyVersion, VaultFacts
from checks.rbac.facts import DataRoles, DenyAssignment, KeyGrants, RoleAssignment
from checks.rbac.scopes import place
from diagnostics import Described, Item, Saying, Thing

_GONE = ("gone", "soft-deleted")
_PRESENCE = Saying(
    field="presence",
    became=(
        ("gone", "vanished"),
        ("soft-deleted", "was deleted"),
        ("present", "is there again"),
    ),
    gone=_GONE,
)
_ENABLED = Saying(
    field="account_enabled", became=(("false", "was disabled"), ("true", "was enabled"))
)


def _role(assignment: RoleAssignment, grants: KeyGrants | DataRoles) -> Item:
    names = {each.id: each.name for each in grants.definitions}
    role = names.get(assignment.role_id) or assignment.role_id
    return Item(
        name=f"role assignment {role!r} for {assignment.principal} at {place(assignment.scope)}",
        subject=assignment.id,
        concerns=(assignment.scope, str(assignment.principal)),
    )


def _deny(refusal: DenyAssignment, _: KeyGrants) -> Item:
    return Item(
        name=f"deny assignment {refusal.name!r} at {place(refusal.scope)}",
        subject=refusal.id,
        concerns=(refusal.scope, *map(str, refusal.principals)),
    )


def _policy(policy: AccessPolicy, vault: VaultFacts) -> Item:
    whom = policy.object_id or "nobody"
    return Item(
        name=f"access policy for {whom} of vault {vault.host}",
        subject=str(vault.vault or vault.host),
        concerns=(str(policy.object_id),) if policy.object_id else (),
    )


def _version(version: KeyVersion, key: KeyFacts) -> Item:
    uri = f"{key.key_uri.versionless}/{version.version}"
    return Item(name=f"key version {uri}", subject=uri)


def _credential(credential: CredentialDate, record: CredentialDates | Registration) -> Item:
    return Item(
        name=f"{credential.kind} {credential.key_id} of application {record.app_id}",
        subject=str(record.app_id),
    )


def _federated(credential: FederatedCredential, record: FederatedCredentials) -> Item:
    return Item(
        name=f"federated credential {credential.name} of application {record.app_id}",
        subject=credential.id,
        concerns=(str(record.app_id), str(record.application)),
    )


def _attached(identity: AttachedIdentity, account: AccountFacts) -> Item:
    return Item(
        name=f"identity {identity.identity.name} in the identity block of {account.account.name}",
        subject=str(account.account),
        concerns=(str(identity.identity),),
    )


def _item(item: ValidationItem, record: CampaignValidation) -> Item:
    return Item(name=f"{item.level} of {item.source}: {item.text}", subject=record.campaign)


_ROLES = (
    Saying(field="effective", thing=Thing.ROLE_ASSIGNMENT, item=_role),
    Saying(field="others", thing=Thing.ROLE_ASSIGNMENT, item=_role),
    Saying(field="elsewhere", thing=Thing.ROLE_ASSIGNMENT, item=_role),
    Saying(field="denies", thing=Thing.DENY_ASSIGNMENT, item=_deny),
)

DESCRIBED: tuple[Described, ...] = (
    Described(
        record=AccountFacts,
        thing=Thing.ACCOUNT,
        subject=lambda each: each.account,
        name=lambda each: f"account {each.account.name}",
        sayings=(
            Saying(
                field="exists",
                became=(("false", "vanished"), ("true", "is there again")),
                gone=("false",),
            ),
            Saying(field="attached", item=_attached),
            Saying(field="cmk_status", thing=Thing.OTHER),  # follows from something else
            Saying(field="provisioning_state", thing=Thing.OTHER),
        ),
    ),
    Described(
        record=DataPlaneAnswer,
        thing=Thing.OTHER,
        subject=lambda each: each.endpoint,
        name=lambda each: f"the data plane {each.endpoint}",
    ),
    Described(
        record=PrincipalFacts,
        thing=Thing.PRINCIPAL,
        subject=lambda each: each.object_id or each.app_id,
        name=lambda each: (
            f"service principal {each.display_name or each.object_id or each.app_id}"
        ),
        sayings=(_PRESENCE, _ENABLED),
    ),
    Described(
        record=KeyVaultPrincipal,
        thing=Thing.PRINCIPAL,
        subject=lambda each: each.object_id or each.app_id,
        name=lambda _: "Key Vault's own principal",
        sayings=(_PRESENCE, _ENABLED),
    ),
    Described(
        record=UserAssignedIdentity,
        thing=Thing.IDENTITY,
        subject=lambda each: each.identity,
        sayings=(_PRESENCE, Saying(field="principal_id", became=())),
    ),
    Described(
        record=Registration,
        thing=Thing.APPLICATION,
        subject=lambda each: each.app_id,
        sayings=(
            _PRESENCE,
            Saying(field="credentials", thing=Thing.CREDENTIAL, item=_credential),
        ),
    ),
    Described(
        record=CredentialDates,
        thing=Thing.APPLICATION,
        subject=lambda each: each.app_id,
        sayings=(Saying(field="credentials", thing=Thing.CREDENTIAL, item=_credential),),
    ),
    Described(
        record=FederatedCredentials,
        thing=Thing.CREDENTIAL,
        subject=lambda each: each.app_id,
        name=lambda each: f"federated credentials of application {each.app_id}",
        sayings=(
            Saying(field="credentials", thing=Thing.CREDENTIAL, item=_federated),
            Saying(field="subject", thing=Thing.OTHER),
        ),
    ),
    Described(
        record=VaultFacts,
        thing=Thing.VAULT,
        subject=lambda each: each.vault or each.deleted_vault or each.host,
        sayings=(
            _PRESENCE,
            Saying(field="soft_delete", absent="false"),
            Saying(field="purge_protection", absent="false"),  # absent is off (REST reference)
            Saying(field="access_policies", thing=Thing.ACCESS_POLICY, item=_policy),
            Saying(
                field="uses_rbac",
                became=(
                    ("true", "decides by Azure roles now"),
                    ("false", "decides by access policies now"),
                ),
            ),
        ),
    ),
    Described(
        record=KeyFacts,
        thing=Thing.KEY,
        subject=lambda each: each.key_uri,
        sayings=(
            _PRESENCE,
            Saying(
                field="current.enabled",
                became=(("false", "was disabled"), ("true", "was enabled")),
            ),
            Saying(field="current.version", became=()),
            Saying(field="versions", item=_version),
        ),
    ),
    Described(
        record=KeyGrants,
        thing=Thing.ROLE_ASSIGNMENT,
        subject=lambda each: each.scope,
        name=lambda each: f"what {each.principal} may do at {place(each.scope)}",
        sayings=_ROLES,
    ),
    Described(
        record=DataRoles,
        thing=Thing.DATA_ROLE,
        subject=lambda each: each.account,
        name=lambda each: f"what {each.principal} may do with the data of {place(each.account)}",
        sayings=(Saying(field="assignments", thing=Thing.DATA_ROLE, item=_role),),
    ),
    Described(
        record=CampaignFacts,
        thing=Thing.CAMPAIGN,
        subject=lambda each: each.campaign,
        name=lambda each: f"campaign {each.name or each.campaign}",
        sayings=(
            Saying(
                field="exists",
                became=(("false", "vanished"), ("true", "is there again")),
                gone=("false",),
            ),
        ),
    ),
    Described(
        record=CampaignValidation,
        thing=Thing.CAMPAIGN,
        subject=lambda each: each.campaign,
        sayings=(Saying(field="items", item=_item),),
    ),
    Described(
        record=SandboxFacts,
        thing=Thing.SANDBOX,
        subject=lambda each: each.name,
        sayings=(
            Saying(
                field="is_listed",
                became=(("false", "is listed no more"), ("true", "is listed again")),
                gone=("false",),
            ),
        ),
    ),
    Described(
        record=CmkConfig,
        thing=Thing.CMK_CONFIG,
        subject=lambda each: each.name,
    ),
    Described(
        record=CmkRegistration,
        thing=Thing.CMK_CONFIG,
        subject=lambda each: each.name,
        name=lambda _: "the application that Adobe reaches the key with",
    ),
)
