"""What a world's fault makes programs, services and vaults write: asked of the world itself, before and after.

Each refusal is the answer of the route that a real client would have met (the data plane, the token service, Adobe's
gateway, the messaging API), or of the rule behind it where the client is a service (the vault's answer to a wrap). What it is
called is the program's public name for it, written out here as in `expectations.py`: the simulator shares no code with
what it is there to test.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import quote, urlencode

from diagnostics.clouds import ADOBE
from diagnostics.simulator import dispatch, ids, key_service
from diagnostics.simulator.clock import stopped
from diagnostics.simulator.consequences import (
    LINES,
    NAMES,
    account_of,
    campaign_failure,
    gateway_text,
)
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.reading import props, text
from diagnostics.simulator.revoked_texts import text_of
from diagnostics.simulator.routes import ROUTES
from diagnostics.simulator.world import Doc, World

# Tokens in a refusal's texts that every record fills anew: activity, trace, correlation, time.
ACTIVITY, TRACE, CORRELATION, STAMP = "@ACTIVITY@", "@TRACE@", "@CORRELATION@", "@STAMP@"
_GUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_VARYING = (
    (re.compile(rf"(?<=ActivityId: ){_GUID}"), ACTIVITY),
    (re.compile(rf"(?<=Trace ID: ){_GUID}"), TRACE),
    (re.compile(rf"(?<=Correlation ID: ){_GUID}"), CORRELATION),
    (re.compile(r"(?<=Timestamp: )\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ"), STAMP),
)
_OF_WORDS = {  # what the store says in other dresses; source: consequences.DRESSES and LINES
    "Request is blocked due to Customer Managed Key not being accessible.": "cmk.not-accessible",
    "Request timed out.": "cmk.timed-out-408",
    LINES["data-explorer"]: "cmk.cassandra-401",
    LINES["mongo"]: "cmk.mongo-500",
    text_of(None): "cmk.revoked",
}
_OF_VAULT = {
    "ForbiddenByRbac": "keyvault.rbac",
    "ForbiddenByPolicy": "keyvault.policy",
    "ForbiddenByFirewall": "keyvault.firewall",
    "ForbiddenByConnection": "keyvault.connection",
    "KeyNotFound": "keyvault.key-not-found",
    "KeyDisabled": "keyvault.key-disabled",
    "KeyExpired": "keyvault.key-expired",
    "KeyNotYetValid": "keyvault.key-expired",
    "KeyOperationNotAllowed": "keyvault.operation",
}
_KEY_CODES = range(4000, 4020)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One refusal that a record of a log can hold."""

    source: (
        str  # "cosmos" · "line" (of the store, in another protocol) · "entra" · "vault" · "adobe"
    )
    status: int
    name: str  # "Forbidden", "unauthorized_client": the service's word for it
    sub_status: int | None
    message: str  # the inner message, with the tokens above
    body: str  # the whole body as it is sent, with the tokens above
    signatures: tuple[str, ...]
    operation: str = ""  # of a vault


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
        )


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
        sign_in=_entra(signing) if signing else None,
    )


def _store(world: World, account: Doc | None) -> Refusal | None:
    """Ask as the failing program does: what the campaign's log shows, else what the caller's own visit meets."""
    failure = campaign_failure(world)
    if isinstance(failure, str):
        return _refusal("line", 0, "", None, failure, failure, (_OF_WORDS[failure],))
    if failure is not None:
        status, sub_status, message = failure
        said = gateway_text(message, ACTIVITY)
        body = json.dumps({"code": NAMES[status], "message": said})
        named = _of_store(status, sub_status, message)
        return _refusal("cosmos", status, NAMES[status], sub_status, said, body, named)
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
        return _entra(given)
    signature = f"type=aad&ver=1.0&sig={given.body['access_token']}"
    answer = _ask(world, host, "/", headers={"authorization": quote(signature, safe="")})
    if answer.status < _FAILED:
        return None
    number = answer.headers.get("x-ms-substatus")
    sub_status, message = int(number) if number else None, str(answer.body["message"])
    named = _of_store(answer.status, sub_status, message)
    name = str(answer.body["code"])
    body = json.dumps(answer.body)
    return _refusal("cosmos", answer.status, name, sub_status, message, body, named)


_FAILED = 400


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
            "scope": ",".join(credential.get("scopes", [])),
        },
    )
    if given.status >= _FAILED:
        return _adobe(given)
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
    return _adobe(answer) if answer.status >= _FAILED else None


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


def _vault(world: World, who: key_service.Visitor) -> Sequence[Refusal]:
    found: list[Refusal] = []
    for operation in key_service.OPERATIONS:
        answer = key_service.use_refusal(world, who, operation)
        if answer is None:
            continue
        error = cast("dict[str, Any]", answer.body["error"])
        inner = text(error.get("innererror", {}), "code") or text(error, "code")
        message = text(error, "message")
        refusal = _refusal(
            "vault",
            answer.status,
            text(error, "code"),
            None,
            message,
            json.dumps(answer.body),
            (_OF_VAULT[inner],),
            operation,
        )
        found.append(refusal)
    return found


def _entra(answer: Answer) -> Refusal:
    number = int(answer.body["error_codes"][0])
    return _refusal(
        "entra",
        answer.status,
        str(answer.body["error"]),
        number,
        str(answer.body["error_description"]),
        json.dumps(answer.body),
        (f"entra.{number}",),
    )


def _adobe(answer: Answer) -> Refusal:
    """Read a refusal of Adobe's: IMS, the gateway, or Journey Optimizer with the store's error inside it."""
    body = cast("Doc", answer.body if isinstance(answer.body, dict) else {})
    kind, code = text(body, "type").rpartition("/")[2], text(body, "error_code")
    named: list[str] = []
    if code:
        named.append(f"gateway.{code}")
    elif "-" in kind:
        named.append(f"ajo.{kind.lower()}")
    elif text(body, "error") == "invalid_client":
        named.append("ims.invalid-client")
    elif text(body, "error") == "invalid_scope":
        named.append("ims.invalid-scope")
    detail = text(body, "detail")
    if detail:
        number = re.search(r"Substatus: (\d+)", detail)
        named += _of_store(answer.status, int(number[1]) if number else None, detail)
    title = text(body, "title") or text(body, "message") or text(body, "error_description")
    sent = json.dumps(body)
    return _refusal("adobe", answer.status, code or kind, None, title, sent, tuple(named))


def _of_store(status: int, sub_status: int | None, message: str) -> tuple[str, ...]:
    """Name what the store said: by its number, else by its words."""
    if sub_status:
        family = "cmk" if sub_status in _KEY_CODES else "cosmos"
        return (f"{family}.{sub_status}",)
    if "firewall settings" in message:
        return ("cosmos.firewall",)
    quoted = (message, message.replace("\\", ""))
    return tuple(
        name
        for words, name in _OF_WORDS.items()
        if any(words in one or words.replace('"', "") in one for one in quoted)
    )


def _refusal(
    source: str,
    status: int,
    name: str,
    sub_status: int | None,
    message: str,
    body: str,
    signatures: tuple[str, ...],
    operation: str = "",
) -> Refusal:
    return Refusal(
        source=source,
        status=status,
        name=name,
        sub_status=sub_status,
        message=_tokens(message),
        body=_tokens(body),
        signatures=signatures,
        operation=operation,
    )


def _tokens(said: str) -> str:
    """Put tokens where every answer of the service differs."""
    for pattern, token in _VARYING:
        said = pattern.sub(token, said)
    return said


def _host(endpoint: str) -> str:
    return endpoint.lower().removeprefix("https://").partition(":")[0].partition("/")[0]
