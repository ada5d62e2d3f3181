"""Ask Adobe's simulated services without a socket, as the world's own credential."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from diagnostics.simulator import ids, ims
from diagnostics.simulator.dispatch import answer
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.routes import ROUTES
from diagnostics.simulator.surroundings import ADOBE_SECRET
from diagnostics.simulator.world import World
from tests.support.asking import ask

PLATFORM = "https://platform.adobe.io"
EXECUTIONS = "/ajo/im/executions"
CAMPAIGNS = "/journey/campaigns/service/campaigns"
HEADERS = {
    "x-api-key": ids.ADOBE_CLIENT,
    "x-gw-ims-org-id": ids.ORG,
    "x-sandbox-name": ids.SANDBOX,
    "accept": "application/json",
}


def adobe(
    world: World,
    method: str,
    path: str,
    body: object = None,
    *,
    host: str = PLATFORM,
    token: str = "",
    **headers: str | None,
) -> Answer:
    """Send a request with what every call needs; a header of None is left out (underscores stand for hyphens)."""
    sent: dict[str, str] = {
        **HEADERS,
        "authorization": f"Bearer {token or ims.mint(world, ids.ADOBE_CLIENT)}",
    }
    if body is not None:
        sent["content-type"] = "application/json"
    for name, value in headers.items():
        sent.pop(name.replace("_", "-"), None)
        if value is not None:
            sent[name.replace("_", "-")] = value
    return ask(world, method, f"{host}{path}", body, token=None, headers=sent)


def provisioning(world: World, path: str, *, host: str = PLATFORM) -> Answer:
    """Ask the customer-managed-key API."""
    place = f"/data/infrastructure/manager/{path}"
    return adobe(world, "GET", place, host=host, x_api_key="acp_provisioning")


def sign_in(world: World, **fields: str) -> Answer:
    """Ask IMS for a token."""
    form = {
        "grant_type": "client_credentials",
        "client_id": ids.ADOBE_CLIENT,
        "client_secret": ADOBE_SECRET,
        "scope": "openid,AdobeID",
        **fields,
    }
    request = Request(
        method="POST",
        host="ims-na1.adobelogin.com",
        path="/ims/token/v3",
        query={},
        headers={"content-type": "application/x-www-form-urlencoded"},
        body=urlencode(form).encode(),
    )
    return answer(world, ROUTES, request)


def recipient(user: str = ids.TEST_RECIPIENT, **fields: Any) -> dict[str, Any]:
    return {"type": "aep", "userId": user, "namespace": "email", **fields}


def payload(*recipients: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return what a unitary call carries."""
    return {
        "requestId": "reset-17",
        "campaignId": ids.CAMPAIGN,
        "recipients": list(recipients) or [recipient()],
        **fields,
    }


def trigger(
    world: World, body: object, endpoint: str = "unitary", **headers: str | None
) -> Answer:
    return adobe(world, "POST", f"{EXECUTIONS}/{endpoint}", body, **headers)


def suppressed(value: str) -> dict[str, Any]:
    """Return an entry of the suppression list, with every field that the API's file requires."""
    return {
        "id": "66666666-eeee-4000-8000-000000000001",
        "entity": {"type": "email", "entityValue": value},
        "suppressed": {"comment": "hard bounce", "date": 1763900000000},
        "creationDate": 1763900000000,
        "lastModifiedDate": 1763900000000,
        "status": "active",
        "listType": "client",
        "client": {"imsOrgId": ids.ORG, "sandboxId": ids.SANDBOX},
        "bounceState": {"softCount": 0},
    }
