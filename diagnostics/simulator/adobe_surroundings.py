"""Adobe's side of every world: organization, credential, sandbox, campaign, customer's key, profiles, published incidents.

Shapes: OpenAPI files of Journey Optimizer and Experience Platform; Set up customer-managed keys with the API; the Status
API's `Events` model, which the public feed follows. Read 2026-11-23.

Beside those shapes the documents carry the simulator's own fields:

| document | field | meaning |
|---|---|---|
| `sim:/adobe` | `client_id`, `secret` | whose credential and which secret `Simulator.environ()` hands out |
| `sim:/adobe` | `outage` | `gateway`, `ims`, `ajo`, `campaigns`, `platform`, `status` → HTTP status of an API that is down |
| `sim:/adobe` | `quota`, `retry_after` | requests that the gateway still takes (absent: any number); seconds of its Retry-After (1) |
| `sim:/adobe` | `health` | HTTP status of the health endpoint (200) |
| `adobe:/orgs/{org}` | `region` | where it lives; empty = the gateway knows none |
| `adobe:/credentials/{client}` | `org`, `secret`, `scopes`, `apis`, `has_profile`, `permissions`, `kind` | as the Developer Console, the Admin Console and the role say; `kind`: `oauth` or the ended `jwt` |
| `adobe:/credentials/{client}` | `x-claims` | claims replaced in its tokens: `as` = another environment, `created_at` = an old one; None leaves one out |
| `adobe:/campaigns/{id}` | `x-sandbox`, `x-versions`, `x-validation` | where it lies; its versions (absent: itself); what speaks against publishing it |
| `adobe:/suppression/…` | `listType` | `client` = suppressed, `allowed` = on the allow list |
| `adobe:/audit/{id}` | | an event, in the shape of the audit query API |
| `adobe:/executions/{id}` | `exclusions` | what a trigger became; who was left out, with the code of the feedback data |
| `adobe:/schedules/{id}` | | an audience execution that waits |
"""

from __future__ import annotations

from datetime import timedelta

from diagnostics.simulator import ids
from diagnostics.simulator.clock import now
from diagnostics.simulator.surroundings import ADOBE_SECRET
from diagnostics.simulator.world import Doc, World

SCOPES = (
    "openid",
    "session",
    "AdobeID",
    "read_organizations",
    "additional_info.projectedProductContext",
)
PERMISSIONS = (
    "View Campaigns",
    "View Sandboxes",
    "Manage Customer Managed Key",
    "View User Activity Log",
    "View Suppression List",
)
APIS = ("ajo", "campaigns", "platform")
_CREATED, _PUBLISHED = 40, 30  # days ago
_ENDS = 335  # days ahead


def put_adobe(world: World) -> None:
    """Store a healthy organization with one credential, one sandbox and one live campaign."""
    world.put(
        "sim:/adobe",
        {"client_id": ids.ADOBE_CLIENT, "secret": ADOBE_SECRET, "outage": {}, "health": 200},
    )
    world.put(f"adobe:/orgs/{ids.ORG}", {"region": ids.ADOBE_REGION})
    world.put(
        f"adobe:/credentials/{ids.ADOBE_CLIENT}",
        {
            "org": ids.ORG,
            "secret": ADOBE_SECRET,
            "scopes": list(SCOPES),
            "apis": list(APIS),
            "has_profile": True,
            "permissions": list(PERMISSIONS),
            "kind": "oauth",
        },
    )
    world.put(f"adobe:/sandboxes/{ids.SANDBOX}", sandbox(ids.SANDBOX))
    world.put(f"adobe:/campaigns/{ids.CAMPAIGN}", campaign(ids.CAMPAIGN, "password-reset"))
    world.put(
        f"adobe:/profiles/email/{ids.TEST_RECIPIENT}",
        {"namespace": "email", "id": ids.TEST_RECIPIENT, "emailAddress": ids.TEST_RECIPIENT},
    )
    _customer_key(world)
    world.put(
        "adobe:/status/events",
        {
            "incidentEvent": {"incidents": {}, "messages": {}},
            "maintenanceEvent": {"maintenance": {}, "messages": {}},
        },
    )


def sandbox(name: str, *, state: str = "active") -> Doc:
    """Return a sandbox as the sandbox API shows it to a user."""
    return {
        "name": name,
        "title": name.capitalize(),
        "state": state,
        "type": "production",
        "region": ids.ADOBE_REGION.upper(),
        "isDefault": name == ids.SANDBOX,
        "etag": 1,
        "createdDate": moment(_CREATED),
        "lastModifiedDate": moment(_CREATED),
        "createdBy": "platform",
        "modifiedBy": "platform",
    }


def campaign(campaign_id: str, name: str) -> Doc:
    """Return a live, API-triggered, transactional campaign as the campaign API shows it."""
    return {
        "campaignId": campaign_id,
        "versionId": ids.CAMPAIGN_VERSION,
        "liveVersionId": ids.CAMPAIGN_VERSION,
        "name": name,
        "status": "LIVE",
        "schedule": {
            "startDate": moment(_PUBLISHED),
            "startDateEnabled": True,
            "endDate": moment(-_ENDS),
            "endDateEnabled": True,
        },
        "createdBy": "dana.ops@contoso.example",
        "createdByName": "Dana Ops",
        "createdAt": moment(_CREATED),
        "modifiedBy": "dana.ops@contoso.example",
        "modifiedByName": "Dana Ops",
        "modifiedAt": moment(_PUBLISHED),
        "publishedBy": "robin.night@contoso.example",
        "publishedByName": "Robin Night",
        "publishedAt": moment(_PUBLISHED),
        "firstPublishedAt": moment(_PUBLISHED),
        "displayStartDate": moment(_PUBLISHED),
        "displayEndDate": moment(-_ENDS),
        "campaignType": "ApiTriggered",
        "category": "Transactional",
        "highThroughputMode": False,
        "campaignClass": "regular",
        "enableWebhooks": False,
        "identityNamespace": "email",
        "createNewProfile": False,
        "throttleRatePerSec": 200,
        "packages": [
            {
                "packageId": "p1",
                "packageName": name,
                "status": "LIVE",
                "channel": "email",
                "enabled": True,
            }
        ],
        "x-sandbox": ids.SANDBOX,
        "x-validation": [],
    }


def moment(days: float) -> str:
    """Return the instant so many days ago (negative: ahead), with six digits of a second as Adobe writes it."""
    return (now() - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _customer_key(world: World) -> None:
    """Put the application that Adobe names for the customer's key, and the configuration that followed."""
    uri = f"https://{ids.VAULT}.{world.cloud.vault_suffix}"
    redirect = "https://platform.adobe.example/byok/consent"
    world.put(
        "adobe:/byok/app-registration",
        {
            "id": "byok",
            "name": "acp1a2b3c4daepcmkmultitenantapp",
            "applicationUri": "https://adobe.example/acp1a2b3c4daepcmkmultitenantapp",
            "applicationId": ids.ADOBE_APP,
            "applicationRedirectUrl": "https://login.microsoftonline.com/common/oauth2/authorize"
            f"?response_type=code&client_id={ids.ADOBE_APP}&redirect_uri={redirect}&scope=user.read",
        },
    )
    world.put(
        f"adobe:/byok/config/{ids.CMK_CONFIG}",
        {
            "name": ids.CMK_CONFIG,
            "type": "BYOK_CONFIG",
            "status": "COMPLETED",
            "configData": {
                "providerType": "AZURE_KEYVAULT",
                "keyVaultUri": uri,
                "keyName": ids.KEY,
                "keyVersion": ids.KEY_VERSION,
                "keyVaultKeyIdentifier": f"{uri}/keys/{ids.KEY}/{ids.KEY_VERSION}",
            },
            "imsOrgId": ids.ORG,
            "subscriptionId": ids.SUBSCRIPTION,
            "id": "66666666-eeee-4000-8000-0000000000ad",
            "rowType": "BYOK_KEY",
        },
    )
