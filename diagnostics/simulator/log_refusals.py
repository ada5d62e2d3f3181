"""One refusal as a record of a log can hold it, and what the program calls it.

The names are the program's public ones, written out here as in `expectations.py`: the simulator shares no code with what
it is there to test.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import cast

from diagnostics.simulator.consequences import LINES, NAMES, gateway_text
from diagnostics.simulator.http import Answer
from diagnostics.simulator.reading import part, text
from diagnostics.simulator.revoked_texts import text_of
from diagnostics.simulator.world import Doc

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
_OF_IMS = {"invalid_client": "ims.invalid-client", "invalid_scope": "ims.invalid-scope"}
_KEY_CODES = range(4000, 4020)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One refusal that a record of a log can hold."""

    source: (
        str  # "cosmos" · "line" (of the store, in another protocol) · "entra" · "vault" · "adobe"
    )
    status: int  # of HTTP; 0 = the line names none
    name: str = ""  # "Forbidden", "unauthorized_client": the service's word for it
    number: int | None = None  # sub-status of the store, AADSTS number of the directory
    message: str  # the inner message, with the tokens above
    body: str  # the whole body as it is sent, with the tokens above
    signatures: tuple[str, ...]  # what it is to be recognised as; empty = as nothing
    operation: str = ""  # of a vault


def of_store(failure: tuple[int, int | None, str] | str) -> Refusal:
    """Read what the campaign's log shows: status, sub-status and text, or the line of another protocol."""
    if isinstance(failure, str):
        named = (_OF_WORDS[failure],)
        return Refusal(source="line", status=0, message=failure, body=failure, signatures=named)
    status, number, message = failure
    said = gateway_text(message, ACTIVITY)
    return Refusal(
        source="cosmos",
        status=status,
        name=NAMES[status],
        number=number,
        message=said,
        body=json.dumps({"code": NAMES[status], "message": said}),
        signatures=_named(number, message),
    )


def of_data_plane(answer: Answer) -> Refusal:
    """Read the data plane's refusal of a visit."""
    given = answer.headers.get("x-ms-substatus")
    number, message = int(given) if given else None, str(answer.body["message"])
    return Refusal(
        source="cosmos",
        status=answer.status,
        name=str(answer.body["code"]),
        number=number,
        message=_tokens(message),
        body=_tokens(json.dumps(answer.body)),
        signatures=_named(number, message),
    )


def of_vault(answer: Answer, operation: str) -> Refusal:
    """Read the vault's refusal of a use of the key."""
    error = part(cast("Doc", answer.body), "error")
    inner = text(part(error, "innererror"), "code") or text(error, "code")
    return Refusal(
        source="vault",
        status=answer.status,
        name=text(error, "code"),
        message=text(error, "message"),
        body=json.dumps(answer.body),
        signatures=(_OF_VAULT[inner],),
        operation=operation,
    )


def of_entra(answer: Answer) -> Refusal:
    """Read the token service's refusal."""
    number = int(answer.body["error_codes"][0])
    return Refusal(
        source="entra",
        status=answer.status,
        name=str(answer.body["error"]),
        number=number,
        message=_tokens(str(answer.body["error_description"])),
        body=_tokens(json.dumps(answer.body)),
        signatures=(f"entra.{number}",),
    )


def of_adobe(answer: Answer) -> Refusal:
    """Read a refusal of Adobe's: IMS, the gateway, or Journey Optimizer with the store's error inside it."""
    body: Doc = cast("Doc", answer.body) if isinstance(answer.body, dict) else {}
    kind, code = text(body, "type").rpartition("/")[2], text(body, "error_code")
    error, detail = text(body, "error"), text(body, "detail")
    named = [f"gateway.{code}"] if code else []
    named += [f"ajo.{kind.lower()}"] if "-" in kind else []
    named += [_OF_IMS[error]] if error in _OF_IMS else []
    if detail:
        number = re.search(r"Substatus: (\d+)", detail)
        named += _named(int(number[1]) if number else None, detail)
    return Refusal(
        source="adobe",
        status=answer.status,
        name=code or kind or error,
        message=text(body, "title") or text(body, "message") or text(body, "error_description"),
        body=_tokens(json.dumps(body)),
        signatures=tuple(named),
    )


def _named(number: int | None, message: str) -> tuple[str, ...]:
    """Name what the store said: by its number, else by its words."""
    if number:
        return (f"{'cmk' if number in _KEY_CODES else 'cosmos'}.{number}",)
    if "firewall settings" in message:
        return ("cosmos.firewall",)
    plain = message.replace("\\", "")
    return tuple(name for words, name in _OF_WORDS.items() if words in plain)


def _tokens(said: str) -> str:
    """Put tokens where every answer of the service differs."""
    for pattern, token in _VARYING:
        said = pattern.sub(token, said)
    return said
