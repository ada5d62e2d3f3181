"""The Cosmos DB gateway: one metadata read, or the refusal that follows from the world's state.

Sources: what azure-cosmos 4.17 accepts as an account document; sub-status numbers of the .NET and Rust drivers; texts of
5301, 5007, 5202, 1008 and of the firewall from public error reports; revoked texts from the CMK guide. No recording
holds an `x-ms-substatus`: the refusals are from documentation, their order is an inference.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from diagnostics.simulator import access, operations, propagation
from diagnostics.simulator.callers import address, caller_of
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.consequences import LOCAL_AUTH_OFF, gateway_text
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.key_holder import tenant_of
from diagnostics.simulator.reading import entries, props, text
from diagnostics.simulator.revoked_texts import text_of
from diagnostics.simulator.tokens import bearer_of, claims_of, is_expired, new_id, verified
from diagnostics.simulator.world import Doc, World

READ_METADATA = "Microsoft.DocumentDB/databaseAccounts/readMetadata"
GENERAL_AUDIENCE = "https://cosmos.azure.com"
_SDK = "Microsoft.Azure.Documents.Common/2.14.0"
_NAMES = {401: "Unauthorized", 403: "Forbidden"}


@dataclass(frozen=True, slots=True)
class _Visit:
    """One request at one account."""

    world: World
    account: Doc
    host: str
    header: str  # Authorization, unquoted

    @property
    def name(self) -> str:
        return text(self.account, "name")

    @property
    def uses_key(self) -> bool:
        return self.header.lower().startswith("type=master&")

    @property
    def claims(self) -> dict[str, Any]:
        return verified(self.world, bearer_of(self.header)) or {}


def _answer(status: int, sub_status: int | None, message: str) -> Answer:
    activity = new_id()
    ending = f"\r\nActivityId: {activity}, {_SDK}"
    body = {
        "code": _NAMES[status],
        "message": message if message.startswith("Message: ") else message + ending,
    }
    headers = {"x-ms-activity-id": activity}
    if sub_status is not None:
        headers["x-ms-substatus"] = str(sub_status)
    return Answer(status=status, body=body, headers=headers)


def _blocked(visit: _Visit, status: int, sub_status: int, why: str) -> Answer:
    return _answer(status, sub_status, f"Request blocked by Auth {visit.name} : {why}")


def account_at(world: World, host: str) -> Doc | None:
    """Return the account behind a global or regional host name."""
    kind = "/providers/microsoft.documentdb/databaseaccounts/"
    for doc in world.naming(kind):
        places = [props(doc), *entries(props(doc), "locations")]
        if any(_host(text(one, "documentEndpoint")) == host for one in places):
            return doc
    return None


def _host(endpoint: str) -> str:
    return endpoint.lower().removeprefix("https://").partition(":")[0].partition("/")[0]


def _read(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    operations.settle(world)
    account = account_at(world, request.host)
    if account is None or account.get("x-unknownToGateway"):
        name = request.host.partition(".")[0]
        return _answer(403, 1008, f"Database Account {name} does not exist")
    header = unquote(request.headers.get("authorization", ""))
    visit = _Visit(world, account, request.host, header)
    refusal = next((found for rule in _RULES if (found := rule(visit))), None)
    return refusal or Answer(body=_document(account))


def _firewall(visit: _Visit) -> Answer | None:
    fields, here = props(visit.account), address(visit.world)
    rules = [text(rule, "ipAddressOrRange") for rule in entries(fields, "ipRules")]
    public = text(fields, "publicNetworkAccess", "Enabled").lower() == "enabled"
    filtered = bool(rules) or bool(fields.get("isVirtualNetworkFilterEnabled"))
    if public and (not filtered or any(_contains(rule, here) for rule in rules)):
        return None
    return _answer(
        403,
        0,
        f"Request originated from IP {here} through public internet. This is blocked by your Cosmos DB account "
        "firewall settings. More info: https://aka.ms/cosmosdb-tsg-forbidden",
    )


def _contains(network: str, here: str) -> bool:
    try:
        return ipaddress.ip_address(here) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def _header(visit: _Visit) -> Answer | None:
    if not visit.header:
        return _answer(401, 5000, "Required Header authorization is missing.")
    if not visit.uses_key and not bearer_of(visit.header):
        return _answer(401, 5001, "The authorization header is not in the expected format.")
    return None


def _local_auth(visit: _Visit) -> Answer | None:
    off = visit.uses_key and props(visit.account).get("disableLocalAuth")
    return _answer(401, 5202, LOCAL_AUTH_OFF) if off else None


def _token(visit: _Visit) -> Answer | None:
    if visit.uses_key:
        return None
    if claims_of(bearer_of(visit.header)) is None:
        return _blocked(visit, 401, 5003, "Provided AAD token has an invalid format.")
    if not visit.claims:
        return _blocked(visit, 401, 5004, "Provided AAD token has an invalid signature.")
    if float(visit.claims.get("nbf", 0)) > server_now(visit.world).timestamp() + 300:
        return _blocked(visit, 401, 5005, "Provided AAD token is not valid yet.")
    if is_expired(visit.world, visit.claims):
        return _blocked(visit, 401, 5006, "Provided AAD token is expired.")
    return None


def _audience(visit: _Visit) -> Answer | None:
    given = str(visit.claims.get("aud", "")).rstrip("/").lower()
    hosts = {visit.host, _host(text(props(visit.account), "documentEndpoint"))}
    if visit.uses_key or given in {GENERAL_AUDIENCE, *(f"https://{host}" for host in hosts)}:
        return None
    why = f"Provided AAD token is intended for [{visit.claims.get('aud')}], not for this database account."
    return _blocked(visit, 401, 5008, why)


def _issuer(visit: _Visit) -> Answer | None:
    trusted = text(visit.account, "x-trustedTenant") or tenant_of(
        visit.world, text(visit.account, "id").lower()
    )
    given = str(visit.claims.get("tid", "")).lower()
    if visit.uses_key or given == trusted.lower():
        return None
    return _blocked(
        visit,
        401,
        5007,
        f"Provided AAD token was issued by the authority [{given}] which is not trusted by this database account.",
    )


def _revoked(visit: _Visit) -> Answer | None:
    state = propagation.seen(visit.world, visit.account, propagation.DATA_PLANE)
    if state is None:
        return None
    activity = new_id()
    refusal = _answer(403, state.code, gateway_text(text_of(state.code), activity))
    headers = {**refusal.headers, "x-ms-activity-id": activity}
    return Answer(status=403, body=refusal.body, headers=headers)


def _role(visit: _Visit) -> Answer | None:
    who = caller_of(visit.claims).object_id
    if visit.uses_key or access.may_read_cosmos(
        visit.world, text(visit.account, "id"), who, READ_METADATA
    ):
        return None
    return _blocked(
        visit,
        403,
        5301,
        f"Request is blocked because principal [{who}] does not have required RBAC permissions to perform action "
        f"[{READ_METADATA}] on resource [/]. Learn more: https://aka.ms/cosmos-native-rbac.",
    )


_RULES: tuple[Callable[[_Visit], Answer | None], ...] = (
    _firewall,
    _header,
    _local_auth,
    _token,
    _audience,
    _issuer,
    _revoked,
    _role,
)


def _document(account: Doc) -> Doc:
    """Return the account as the gateway describes it; its locations are the account's own host."""
    fields = props(account)
    endpoint = text(fields, "documentEndpoint")
    places = [
        {"name": text(place, "locationName"), "databaseAccountEndpoint": endpoint}
        for place in entries(fields, "locations")
    ]
    return {
        "_self": "",
        "id": text(account, "name"),
        "_rid": _host(endpoint),
        "media": "//media/",
        "addresses": "//addresses/",
        "_dbs": "//dbs/",
        "writableLocations": places,
        "readableLocations": places,
        "enableMultipleWriteLocations": bool(fields.get("enableMultipleWriteLocations")),
        "userReplicationPolicy": {
            "asyncReplication": False,
            "minReplicaSetSize": 3,
            "maxReplicasetSize": 4,
        },
        "userConsistencyPolicy": fields.get(
            "consistencyPolicy", {"defaultConsistencyLevel": "Session"}
        ),
        "systemReplicationPolicy": {"minReplicaSetSize": 3, "maxReplicasetSize": 4},
        "readPolicy": {"primaryReadCoefficient": 1, "secondaryReadCoefficient": 1},
        "queryEngineConfiguration": "{}",
    }


ROUTES = (
    Route(
        api="cosmos",
        method="GET",
        pattern=re.compile(r"/"),
        handler=_read,
        source="what azure-cosmos 4.17 reads and accepts; refusals from documentation",
    ),
)
