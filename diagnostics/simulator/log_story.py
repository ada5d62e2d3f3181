"""What a world's fault makes programs, services and vaults write: asked of the world itself, before and after.

Each refusal is the answer of the route that a real client would have met (the data plane, the token service, Adobe's
gateway, the messaging API), or of the rule behind it where the client is a service (the vault's answer to a wrap).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from diagnostics.clouds import ADOBE
from diagnostics.simulator import ajo_campaigns, dispatch, ids, key_service, log_refusals
from diagnostics.simulator.clock import stopped
from diagnostics.simulator.consequences import account_of, campaign_failure
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.log_refusals import Refusal
from diagnostics.simulator.reading import props, text, words
from diagnostics.simulator.routes import ROUTES
from diagnostics.simulator.world import Doc, World

_FAILED = 400  # from this status on it is a refusal
_INSIDE = 500  # a fault inside Journey Optimizer: the store said nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a world's logs say at one time; `None` = that went well, or is not done there at all."""

    store: Refusal | None  # the failing program at the store
    call: Refusal | None  # the caller of the campaign, at Adobe
    visitor: key_service.Visitor | None  # who wraps and unwraps; None = nobody
    vault: tuple[Refusal, ...]  # wrap and unwrap by the account's identity
    asks_vault: bool  # the account gets as far as its vault
    sign_in: Refusal | None  # the account's identity at the directory


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One fault at a known minute; instants are aware, UTC."""

    world: str
    faults: tuple[str, ...]
    at: datetime  # from here on the world is broken
    until: datetime | None  # from here on it is repaired; None = never
    account_host: str  # empty = no account
    account_id: str
    before: Facts
    after: Facts
    rate_before: float | None  # the campaign's own limit, messages a second; None = none
    rate_after: float | None

    def is_broken(self, moment: datetime) -> bool:
        """Tell whether the fault is in force."""
        return self.at <= moment and (self.until is None or moment < self.until)


def tell(healthy: World, broken: World, at: datetime, until: datetime | None) -> Story:
    """Ask a world before and after its faults what its logs would hold.

    Args:
        healthy: without the faults.
        broken: the same with them; both are asked as of `at`.
        at: when the faults happen, aware, UTC.
        until: when all is repaired; None = never.
    """
    with stopped(at):
        account = account_of(healthy)
        who = key_service.visitor(healthy, account) if account else None
        endpoint = text(props(account or {}), "documentEndpoint")
        return Story(
            world=healthy.name,
            faults=tuple(broken.faults),
            at=at,
            until=until,
            account_host=_host(endpoint),
            account_id=text(account or {}, "id"),
            before=_facts(healthy, who),
            after=_facts(broken, who),
            rate_before=_rate(healthy),
            rate_after=_rate(broken),
        )


def _rate(world: World) -> float | None:
    campaign = ajo_campaigns.campaign_of(world, ids.SANDBOX, ids.CAMPAIGN) or {}
    rate = campaign.get("throttleRatePerSec")
    return None if rate is None else float(rate)


def _facts(world: World, known: key_service.Visitor | None) -> Facts:
    """Ask a world; `known` wraps and unwraps while all is well."""
    account = account_of(world)
    who = (key_service.visitor(world, account) if account else None) or known
    asks = account is not None and who is not None and key_service.asks_for_key(world, account)
    signing = key_service.sign_in_refusal(world, known) if known else None
    return Facts(
        store=_store(world, account),
        call=_call(world),
        visitor=who,
        vault=tuple(_vault(world, who)) if asks and who else (),
        asks_vault=asks,
        sign_in=log_refusals.of_entra(signing) if signing else None,
    )


def _store(world: World, account: Doc | None) -> Refusal | None:
    """Ask as the failing program does: what the campaign's log shows, else what the caller's own visit meets."""
    failure = campaign_failure(world)
    if failure is not None and failure[0] != _INSIDE:
        return log_refusals.of_store(failure)
    if account is None or ids.ADOBE_SUBSCRIPTION in text(account, "id"):
        return None
    return _visit(world, account)


def _visit(world: World, account: Doc) -> Refusal | None:
    """Read the account as the caller does: a token first, then the data plane."""
    endpoint = text(props(account), "documentEndpoint")
    host = _host(endpoint)
    client_id = text(world.get("sim:/caller"), "client_id")
    client = world.get(f"entra:/clients/{client_id}") or {}
    given = _ask(
        world,
        world.cloud.authority,
        f"/{text(client, 'tenant')}/oauth2/v2.0/token",
        form={
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": text(client, "secret"),
            "scope": f"https://{host}/.default",
        },
    )
    if given.status >= _FAILED:
        return log_refusals.of_entra(given)
    signature = f"type=aad&ver=1.0&sig={given.body['access_token']}"
    answer = _ask(world, host, "/", headers={"authorization": quote(signature, safe="")})
    if answer.status < _FAILED:
        return None
    return log_refusals.of_data_plane(answer)


def _call(world: World) -> Refusal | None:
    """Trigger the campaign as the caller does: a token of Adobe's first, then the messaging API."""
    client_id, host = ids.ADOBE_CLIENT, ADOBE.platform
    credential = world.get(f"adobe:/credentials/{client_id}") or {}
    given = _ask(
        world,
        ADOBE.ims,
        "/ims/token/v3",
        form={
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": text(credential, "secret"),
            "scope": ",".join(words(credential, "scopes")),
        },
    )
    if given.status >= _FAILED:
        return log_refusals.of_adobe(given)
    request = {
        "requestId": "rq-0",
        "campaignId": ids.CAMPAIGN,
        "recipients": [
            {
                "type": "aep",
                "userId": ids.TEST_RECIPIENT,
                "namespace": "email",
                "channelData": {"emailAddress": ids.TEST_RECIPIENT},
            }
        ],
    }
    headers = {
        "authorization": f"Bearer {given.body['access_token']}",
        "x-api-key": client_id,
        "x-gw-ims-org-id": ids.ORG,
        "x-sandbox-name": ids.SANDBOX,
        "content-type": "application/json",
    }
    path = "/ajo/im/executions/unitary"
    answer = _ask(world, host, path, headers=headers, body=json.dumps(request).encode())
    return log_refusals.of_adobe(answer) if answer.status >= _FAILED else None


def _ask(
    world: World,
    host: str,
    path: str,
    *,
    headers: dict[str, str] | None = None,
    form: dict[str, str] | None = None,
    body: bytes = b"",
) -> Answer:
    """Ask the service at a host; a body or a form is posted."""
    sent = urlencode(form).encode() if form else body
    method = "POST" if sent else "GET"
    request = Request(
        method=method, host=host, path=path, query={}, headers=headers or {}, body=sent
    )
    return dispatch.answer(world, ROUTES, request)


def _vault(world: World, who: key_service.Visitor) -> Iterator[Refusal]:
    for operation in key_service.OPERATIONS:
        answer = key_service.use_refusal(world, who, operation)
        if answer is not None:
            yield log_refusals.of_vault(answer, operation)


def _host(endpoint: str) -> str:
    return endpoint.lower().removeprefix("https://").partition(":")[0].partition("/")[0]
