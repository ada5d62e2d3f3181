"""The fields that are read of each answer, and what their absence means; written by hand from the services' references.

A field that every real answer has says nothing by being absent: the answer is somebody else's or broken. Where the
reference gives absence a meaning, the finding or the silence that follows from it is right.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.accuracy import stands_on as on
from tests.accuracy.request import Request


@dataclass(frozen=True, slots=True)
class Meaning:
    """What follows where a field is absent."""

    finds: tuple[str, ...] = ()  # findings of which at least one follows
    is_open: bool = False  # absence says nothing: the question stays open
    checks: tuple[
        str, ...
    ] = ()  # that must not say ok then; empty = all that stand on the request


UNKNOWN = Meaning(is_open=True)
HARMLESS = Meaning()  # absence is a documented default, or nothing stands on the field


def _open(*checks: str) -> Meaning:
    return Meaning(is_open=True, checks=checks)


def _finds(*codes: str) -> Meaning:
    return Meaning(finds=codes)


_LIST: dict[str, Meaning] = {"value": UNKNOWN}
_ENTRIES: dict[str, Meaning] = {**_LIST, "value.properties": UNKNOWN}
_ASSIGNED: dict[str, Meaning] = {
    **_ENTRIES,
    "value.properties.principalId": UNKNOWN,
    "value.properties.roleDefinitionId": UNKNOWN,
    "value.properties.scope": UNKNOWN,
}
_ROLES: dict[str, Meaning] = {
    **_ENTRIES,
    "value.properties.permissions": UNKNOWN,
    "value.properties.permissions.dataActions": UNKNOWN,
    "value.properties.roleName": HARMLESS,
}
_PRINCIPAL: dict[str, Meaning] = {
    "id": UNKNOWN,
    "accountEnabled": _open("entra.principal_usable"),
    "appId": HARMLESS,
    "displayName": HARMLESS,
}
_TOKEN: dict[str, Meaning] = {"access_token": UNKNOWN, "expires_in": UNKNOWN}

FIELDS: dict[Request, dict[str, Meaning]] = {
    on.TOKEN_ARM: _TOKEN,
    on.TOKEN_GRAPH: _TOKEN,
    on.TOKEN_COSMOS: _TOKEN,
    # The tenant is configured, so the subscription need not say it.
    on.SUBSCRIPTION: {"subscriptionId": UNKNOWN, "tenantId": HARMLESS},
    on.ACCOUNT: {
        "properties": UNKNOWN,
        "properties.provisioningState": UNKNOWN,
        "properties.keyVaultKeyUri": _open(
            "cosmos.account"
        ),  # beside a status that speaks of a key
        "properties.customerManagedKeyStatus": _open("cosmos.account"),
        "properties.documentEndpoint": HARMLESS,  # follows from the name
        "identity": _open("entra.default_principal"),  # an account without one says `None`
        "identity.type": HARMLESS,  # where its identities are listed
        "identity.userAssignedIdentities": _open(
            "entra.default_principal"
        ),  # beside a type that speaks of them
        "identity.tenantId": HARMLESS,
    },
    on.DATA_PLANE: {"id": UNKNOWN},
    on.SQL_ASSIGNMENTS: _ASSIGNED,
    on.SQL_DEFINITIONS: _ROLES,
    on.FIND_VAULT: {**_LIST, "value.id": UNKNOWN},
    on.VAULT: {
        "id": UNKNOWN,
        "properties": UNKNOWN,
        "properties.tenantId": UNKNOWN,
        # Absent means access policies, and this vault's grant is a role (Key Vault page on the default access control).
        "properties.enableRbacAuthorization": _finds("RB106"),
        "properties.accessPolicies": HARMLESS,  # Azure RBAC decides
        "properties.enableSoftDelete": HARMLESS,  # on unless it says no
        "properties.enablePurgeProtection": _finds("KV209"),  # absent means off
        "properties.networkAcls": HARMLESS,  # absent means everybody
    },
    on.KEY: {
        "properties": UNKNOWN,
        "properties.attributes": UNKNOWN,
        "properties.attributes.enabled": UNKNOWN,
        "properties.kty": UNKNOWN,
        "properties.keyOps": UNKNOWN,
        "properties.keySize": UNKNOWN,
    },
    on.VERSIONS: {
        **_ENTRIES,
        "value.properties.attributes": UNKNOWN,
        "value.properties.attributes.enabled": UNKNOWN,
    },
    on.IDENTITY: {"properties": UNKNOWN, "properties.principalId": UNKNOWN},
    on.IDENTITY_OF_FEDERATION: {
        "properties": UNKNOWN,
        # The account lists the identity's principal id too.
        "properties.principalId": _open("entra.user_assigned_identity"),
        "properties.tenantId": _open("entra.federated_credential"),  # half of the issuer
    },
    on.KEY_VAULT_PRINCIPAL: {"id": UNKNOWN, "accountEnabled": UNKNOWN},
    on.USER_ASSIGNED: _PRINCIPAL,
    on.SYSTEM_ASSIGNED: _PRINCIPAL,
    on.FIRST_PARTY: _PRINCIPAL,
    on.FEDERATED_APP: _PRINCIPAL,
    on.ADOBE_APP: _PRINCIPAL,
    on.REGISTRATION: {"id": UNKNOWN},
    on.FEDERATED: {
        **_LIST,
        "value.issuer": UNKNOWN,
        "value.subject": UNKNOWN,
        "value.audiences": UNKNOWN,
    },
    on.GIVEN: _ASSIGNED,
    on.DENIED: _LIST,
    on.ROLES: {**_ROLES, "value.properties.permissions.notDataActions": UNKNOWN},
    on.SCHEDULES: _LIST,
    on.RIGHTS_VAULT: _LIST,
    on.RIGHTS_ACCOUNT: _LIST,
    on.RIGHTS_IDENTITY: _LIST,
    on.HOLDERS_VAULT: _LIST,
    on.HOLDERS_ACCOUNT: _LIST,
    on.DELETED_VAULTS: {**_LIST, "value.name": UNKNOWN},
    on.DELETED_PRINCIPALS: {**_LIST, "value.id": UNKNOWN, "value.appId": UNKNOWN},
    on.DELETED_VAULT_PRINCIPAL: _LIST,
    on.DELETED_APPLICATIONS: _LIST,
    on.DELETED_KEY: {"recoveryId": UNKNOWN},
    on.GROUPS: _LIST,
    on.GROUPS_OF_CALLER: _LIST,
    on.IMS: {"access_token": UNKNOWN, "expires_in": HARMLESS, "token_type": HARMLESS},
    on.SANDBOXES: {
        "sandboxes": UNKNOWN,
        "sandboxes.name": UNKNOWN,
        "sandboxes.state": UNKNOWN,
        "sandboxes.region": HARMLESS,  # the configuration of the key is then asked at the host without a region
    },
    on.CAMPAIGN: {
        "status": _open("ajo.campaign"),
        "schedule": _open("ajo.campaign_window"),
        "schedule.startDateEnabled": _open("ajo.campaign_window"),
        "schedule.endDateEnabled": _open("ajo.campaign_window"),
        "schedule.startDate": _open("ajo.campaign_window"),
        "schedule.endDate": _open("ajo.campaign_window"),
        "campaignType": _open("ajo.endpoint"),
        "category": _open("ajo.endpoint", "ajo.delivery_settings"),
        "highThroughputMode": _open("ajo.endpoint", "ajo.delivery_settings"),
        "identityNamespace": _open("ajo.endpoint"),
        "createNewProfile": _open("ajo.delivery_settings"),
        "throttleRatePerSec": HARMLESS,  # no limit of its own is a setting (schedule page)
        "packages": HARMLESS,
        "name": HARMLESS,
    },
    on.VALIDATION: {"data": UNKNOWN},
    on.CMK_REGISTRATION: {"applicationId": UNKNOWN, "name": HARMLESS},
    on.CMK_CONFIG: {"status": UNKNOWN, "name": HARMLESS},
}
