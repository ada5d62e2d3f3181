"""What a directory holds, in the shapes of Microsoft Graph v1.0, and how it is put into a world.

Source: recorded answers of azure-cli (service principals, applications, users of 2022 and 2024); field order and nulls
are theirs.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from diagnostics.simulator import ids
from diagnostics.simulator.clock import days_ago
from diagnostics.simulator.world import Doc, World

NOT_VERIFIED: Doc = {"displayName": None, "verifiedPublisherId": None, "addedDateTime": None}
NO_LINKS: Doc = {
    "logoUrl": None,
    "marketingUrl": None,
    "privacyStatementUrl": None,
    "supportUrl": None,
    "termsOfServiceUrl": None,
}


def principal_key(object_id: str, tenant: str = ids.TENANT) -> str:
    """Return the key of a service principal's document."""
    return f"graph:/{tenant}/serviceprincipals/{object_id}"


def application_key(object_id: str, tenant: str = ids.TENANT) -> str:
    """Return the key of an application's document."""
    return f"graph:/{tenant}/applications/{object_id}"


def deleted_key(object_id: str, tenant: str = ids.TENANT) -> str:
    """Return the key of a soft-deleted directory object."""
    return f"graph:/{tenant}/deleteditems/{object_id}"


def service_principal(
    object_id: str,
    app_id: str,
    name: str,
    *,
    owner: str | None = ids.TENANT,
    names: Sequence[str] = (),
) -> Doc:
    """Return the principal of an application; `owner` is the tenant of its registration."""
    return {
        "id": object_id,
        "deletedDateTime": None,
        "accountEnabled": True,
        "alternativeNames": [],
        "appDisplayName": name,
        "appDescription": None,
        "appId": app_id,
        "applicationTemplateId": None,
        "appOwnerOrganizationId": owner,
        "appRoleAssignmentRequired": False,
        "createdDateTime": days_ago(420),
        "description": None,
        "disabledByMicrosoftStatus": None,
        "displayName": name,
        "homepage": None,
        "loginUrl": None,
        "logoutUrl": None,
        "notes": None,
        "notificationEmailAddresses": [],
        "preferredSingleSignOnMode": None,
        "preferredTokenSigningKeyThumbprint": None,
        "replyUrls": [],
        "servicePrincipalNames": [*names, app_id],
        "servicePrincipalType": "Application",
        "signInAudience": "AzureADMyOrg" if owner == ids.TENANT else "AzureADMultipleOrgs",
        "tags": [],
        "tokenEncryptionKeyId": None,
        "samlSingleSignOnSettings": None,
        "verifiedPublisher": dict(NOT_VERIFIED),
        "addIns": [],
        "appRoles": [],
        "info": dict(NO_LINKS),
        "keyCredentials": [],
        "oauth2PermissionScopes": [],
        "passwordCredentials": [],
        "resourceSpecificApplicationPermissions": [],
    }


def managed_identity_principal(
    object_id: str, client_id: str, name: str, resource_id: str, *, explicit: bool
) -> Doc:
    """Return the principal of a managed identity; Azure itself rotates its certificate."""
    document = service_principal(object_id, client_id, name, owner=None)
    return document | {
        "alternativeNames": [f"isExplicit={explicit}", resource_id],
        "appDisplayName": None,
        "servicePrincipalNames": [client_id, _assertion_name(client_id)],
        "servicePrincipalType": "ManagedIdentity",
        "signInAudience": None,
        "info": None,
        "keyCredentials": [certificate(f"CN={client_id}", issued=20, expires=-70)],
    }


def _assertion_name(client_id: str) -> str:
    """Return the second name that every managed identity has: a hash of 32 bytes (recorded)."""
    digest = base64.b64encode(hashlib.sha256(client_id.encode()).digest()).decode()
    return f"https://identity.azure.net/{digest}"


def certificate(name: str, *, issued: float, expires: float) -> Doc:
    """Return a certificate as a directory lists it; days before now, negative for ahead."""
    return {
        "customKeyIdentifier": "4B1D",
        "displayName": name,
        "endDateTime": days_ago(expires),
        "key": None,
        "keyId": "66666666-eeee-4000-8000-000000000001",
        "startDateTime": days_ago(issued),
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
    }


def password(name: str, *, issued: float, expires: float) -> Doc:
    """Return a client secret as a directory lists it: never its value."""
    return {
        "customKeyIdentifier": None,
        "displayName": name,
        "endDateTime": days_ago(expires),
        "hint": "x7~",
        "keyId": "66666666-eeee-4000-8000-000000000002",
        "secretText": None,
        "startDateTime": days_ago(issued),
    }


def application(object_id: str, app_id: str, name: str, *, multi_tenant: bool = False) -> Doc:
    """Return an application's registration."""
    return {
        "id": object_id,
        "deletedDateTime": None,
        "appId": app_id,
        "applicationTemplateId": None,
        "disabledByMicrosoftStatus": None,
        "createdDateTime": days_ago(420),
        "displayName": name,
        "description": None,
        "groupMembershipClaims": None,
        "identifierUris": [],
        "isDeviceOnlyAuthSupported": None,
        "isFallbackPublicClient": None,
        "notes": None,
        "publisherDomain": "contoso.example",
        "serviceManagementReference": None,
        "signInAudience": "AzureADMultipleOrgs" if multi_tenant else "AzureADMyOrg",
        "tags": [],
        "tokenEncryptionKeyId": None,
        "defaultRedirectUri": None,
        "certification": None,
        "optionalClaims": None,
        "addIns": [],
        "api": {
            "acceptMappedClaims": None,
            "knownClientApplications": [],
            "requestedAccessTokenVersion": None,
            "oauth2PermissionScopes": [],
            "preAuthorizedApplications": [],
        },
        "appRoles": [],
        "info": dict(NO_LINKS),
        "keyCredentials": [],
        "parentalControlSettings": {
            "countriesBlockedForMinors": [],
            "legalAgeGroupRule": "Allow",
        },
        "passwordCredentials": [],
        "publicClient": {"redirectUris": []},
        "requiredResourceAccess": [],
        "verifiedPublisher": dict(NOT_VERIFIED),
        "web": {
            "homePageUrl": None,
            "logoutUrl": None,
            "redirectUris": [],
            "implicitGrantSettings": {
                "enableAccessTokenIssuance": False,
                "enableIdTokenIssuance": False,
            },
        },
        "spa": {"redirectUris": []},
        "x-federatedIdentityCredentials": [],
    }


def federated_credential(world: World, tenant: str, subject: str) -> Doc:
    """Return the credential by which a managed identity signs in as an application."""
    return {
        "id": "77777777-ffff-4000-8000-000000000001",
        "name": "cosmos-cmk",
        "issuer": f"https://{world.cloud.authority}/{tenant}/v2.0",
        "subject": subject,
        "description": None,
        "audiences": ["api://AzureADTokenExchange"],
    }


def person(object_id: str, name: str, upn: str) -> Doc:
    """Return a user as Graph shows it without `$select`."""
    first, _, last = name.partition(" ")
    return {
        "businessPhones": [],
        "displayName": name,
        "givenName": first,
        "jobTitle": None,
        "mail": upn,
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": None,
        "surname": last,
        "userPrincipalName": upn,
        "id": object_id,
    }


def group(object_id: str, name: str, members: Sequence[str]) -> Doc:
    """Return a security group."""
    return {
        "id": object_id,
        "deletedDateTime": None,
        "createdDateTime": days_ago(600),
        "description": None,
        "displayName": name,
        "groupTypes": [],
        "mail": None,
        "mailEnabled": False,
        "mailNickname": name,
        "securityEnabled": True,
        "visibility": None,
        "x-members": list(members),
    }
