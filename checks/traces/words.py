"""How the difference of two runs speaks of what was read: which thing a record is about, and what its values mean."""

from __future__ import annotations

from checks.ajo.facts import (
    CampaignFacts,
    CampaignValidation,
    CmkConfig,
    CmkRegistration,
    RecipientsFacts,
    SandboxFacts,
)
from checks.cosmos.facts import AccountFacts, DataPlaneAnswer
from checks.entra.facts import (
    CredentialDates,
    FederatedCredentials,
    KeyVaultPrincipal,
    PrincipalFacts,
    Registration,
    RightPlace,
    UserAssignedIdentity,
)
from checks.keyvault.facts import KeyFacts, VaultFacts
from checks.rbac.facts import (
    DataRoles,
    KeyGrants,
)
from checks.rbac.scopes import place
from checks.traces import items
from diagnostics import Described, Saying, Thing

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


_ROLES = (
    Saying(field="effective", thing=Thing.ROLE_ASSIGNMENT, item=items.role_item),
    Saying(field="others", thing=Thing.ROLE_ASSIGNMENT, item=items.role_item),
    Saying(field="elsewhere", thing=Thing.ROLE_ASSIGNMENT, item=items.role_item),
    Saying(field="denies", thing=Thing.DENY_ASSIGNMENT, item=items.deny_item),
    Saying(field="definitions", thing=Thing.OTHER, item=items.definition_item),
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
            Saying(field="attached", item=items.attached_item),
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
        sayings=(
            _PRESENCE,
            _ENABLED,
            Saying(field="credentials", thing=Thing.CREDENTIAL, item=items.own_credential_item),
        ),
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
            Saying(field="credentials", thing=Thing.CREDENTIAL, item=items.credential_item),
        ),
    ),
    Described(
        record=CredentialDates,
        thing=Thing.APPLICATION,
        subject=lambda each: each.app_id,
        sayings=(Saying(field="credentials", thing=Thing.CREDENTIAL, item=items.credential_item),),
    ),
    Described(
        record=FederatedCredentials,
        thing=Thing.CREDENTIAL,
        subject=lambda each: each.app_id,
        name=lambda each: f"federated credentials of application {each.app_id}",
        sayings=(
            Saying(field="credentials", thing=Thing.CREDENTIAL, item=items.federated_item),
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
            Saying(field="access_policies", thing=Thing.ACCESS_POLICY, item=items.policy_item),
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
            Saying(field="versions", item=items.version_item),
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
        sayings=(
            Saying(field="assignments", thing=Thing.DATA_ROLE, item=items.role_item),
            Saying(field="definitions", thing=Thing.OTHER, item=items.definition_item),
        ),
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
        sayings=(Saying(field="items", item=items.validation_item),),
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
        record=RightPlace,
        thing=Thing.OTHER,
        subject=lambda each: each.login,
        name=lambda _: "the login of this run",
    ),
    Described(
        record=RecipientsFacts,
        thing=Thing.OTHER,
        subject=lambda _: "",
        name=lambda _: "the test recipients",
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
