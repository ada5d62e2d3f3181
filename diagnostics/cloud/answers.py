"""What a service answered, in one place: documents out of good answers, errors with names out of the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import cast
from urllib.parse import urlsplit

from diagnostics.cloud.scrub import scrubbed
from diagnostics.document import Document, Json
from diagnostics.errors import Denied, LookError, NotFound, Throttled, Unexpected
from diagnostics.permission import Permission

_REQUEST_IDS = (
    "x-ms-request-id",
    "request-id",
    "x-ms-activity-id",
    "x-ms-correlation-request-id",
    "x-request-id",  # Adobe's
)
# ARM's words for a token of another tenant than the subscription's (Resource Manager common errors, read 2026-11-23).
_OTHER_TENANT = {"InvalidAuthenticationTokenTenant"}
# Key Vault REST API error codes, read 2026-11-23: refusals that no role would change.
_WHY_REFUSED = {
    "ForbiddenByFirewall": "its firewall does not let the address of this machine in",
    "ForbiddenByConnection": "it is reached by private endpoint only",
}
_OK, _REDIRECTS = 200, range(300, 400)
_REFUSALS = (400, 401, 403)  # how the token endpoint says no; anything else is trouble of its own
_ABSENT = 404
_SAID_WITH_A_CODE = (401, 403, _ABSENT)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer, before anybody looked into it."""

    api: str
    endpoint: str  # verb and URL without secrets
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    observed_at: datetime  # aware, UTC

    @cached_property
    def value(self) -> Json:
        """What the body says, taken apart once for all who ask; None = it is no JSON."""
        return parsed(self.body)

    @property
    def request_id(self) -> str:
        """The service's own number of the request; empty = none."""
        return request_id(self.headers)


def request_id(headers: Mapping[str, str]) -> str:
    """Find the service's own number of a request in its answer's headers."""
    found = (headers.get(name) for name in _REQUEST_IDS)
    return scrubbed(next((value for value in found if value), ""), 80)


def document(reply: Reply, *permissions: Permission) -> Document:
    """Return the object that was answered.

    Raises:
        LookError: of the sort that the status names, or `Unexpected` if the body is no object.
    """
    if reply.status != _OK:
        raise failure(reply, permissions)
    value = reply.value
    if not isinstance(value, dict):
        raise _unexpected(reply, "answered with something that is not a JSON object", "NotJson")
    return Document(value, reply.endpoint, reply.observed_at)


def parsed(body: bytes) -> Json:
    """Return the JSON value of a body; None if it is none."""
    try:
        return cast("Json", json.loads(body.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return None


def failure(reply: Reply, permissions: tuple[Permission, ...] = ()) -> LookError:
    """Return the error that a status other than 200 stands for."""
    code, message = error_in(reply.body)
    kind, reason = _kind_and_reason(reply, code, message)
    if code in _OTHER_TENANT:
        permissions = ()  # no right would help, only another login
    return error(kind, reason, reply, code, permissions)


def error(
    kind: type[LookError],
    reason: str,
    reply: Reply,
    code: str,
    permissions: tuple[Permission, ...] = (),
) -> LookError:
    """Make an error of an answer; `reason` is its whole sentence."""
    return kind(
        reason,
        api=reply.api,
        endpoint=reply.endpoint,
        status=reply.status,
        code=code,
        request_id=reply.request_id,
        permissions=permissions,
    )


def wait_asked(reply: Reply) -> str:
    """Say for how long a service asked to be left alone, as the end of a sentence; empty = not said in seconds."""
    wait = reply.headers.get("retry-after", "")
    return f" for {scrubbed(wait, 40)} s" if wait.isdigit() else ""


def _kind_and_reason(reply: Reply, code: str, message: str) -> tuple[type[LookError], str]:
    said = f" ({code})" if code else ""
    if _is_of_somebody_else(reply, code):
        return Unexpected, (
            f"{reply.api} did not answer {reply.status} in its own form: a proxy or a portal on the way may "
            f"have answered for it"
        )
    match reply.status:
        case 401 | 403 if code in _OTHER_TENANT:
            return Denied, (
                f"{reply.api} refused our login because it belongs to another tenant than what was asked "
                f"about{said}: sign in to the right tenant. {message}".rstrip()
            )
        case 401:
            return (
                Denied,
                f"{reply.api} did not accept our login{said}: {message or 'no reason given'}",
            )
        case 403:
            why = f": {_WHY_REFUSED[code]}" if code in _WHY_REFUSED else ""
            return (
                Denied,
                f"{reply.api} does not show {_path(reply.endpoint)} to this login{said}{why}",
            )
        case 404:
            return NotFound, f"{reply.api} knows nothing at {_path(reply.endpoint)}{said}"
        case 429:
            return Throttled, f"{reply.api} asked to slow down{wait_asked(reply)}"
        case status if status in _REDIRECTS:
            host = _host(reply.headers.get("location", ""))
            return Unexpected, f"{reply.api} pointed to {host}; no redirect is followed"
        case status:
            detail = f": {message}" if message else ""
            return Unexpected, f"{reply.api} answered {status}{said}{detail}"


def _is_of_somebody_else(reply: Reply, code: str) -> bool:
    """Tell a refusal that another machine gave: its 404 is no absence, its 403 no missing permission.

    Resource Manager, Graph and Key Vault put a code into every refusal (Azure REST API guidelines; Microsoft Graph error
    responses; read 2026-11-23).
    """
    if reply.status in _SAID_WITH_A_CODE:
        return not code
    return reply.status in _REFUSALS and not isinstance(parsed(reply.body), dict)


def error_in(body: bytes) -> tuple[str, str]:
    """Return the service's error code and message, in any of the documented shapes; empty = not said.

    The inner code goes first where there is one: Key Vault's `ForbiddenByFirewall` says more than `Forbidden`
    (Key Vault REST error reference, read 2026-11-23).
    """
    value = parsed(body)
    if not isinstance(value, dict):
        return "", ""
    if isinstance(value.get("error_description"), str):
        description = str(value["error_description"])
        return aadsts_in(description) or _text(value, "error"), scrubbed(description)
    inside = value.get("error")
    error = inside if isinstance(inside, dict) else value
    inner = error.get("innererror") or error.get("innerError")
    code = (_text(inner, "code") if isinstance(inner, dict) else "") or _text(error, "code")
    return scrubbed(code, 80), scrubbed(_text(error, "message"))


def aadsts_in(text: str) -> str:
    """Return Entra's error code in a text: `AADSTS` and digits; empty = none."""
    _, found, tail = text.partition("AADSTS")
    digits = tail[: len(tail) - len(tail.lstrip("0123456789"))]
    return found + digits if digits else ""


def checked_token_answer(reply: Reply) -> None:
    """Make sure that the token endpoint spoke as OAuth does, for azure-identity takes that for granted.

    Raises:
        LookError: for an answer that is no OAuth answer, and for a throttled or failing token service.
    """
    value = parsed(reply.body)
    if reply.status in {_OK, *_REFUSALS} and not isinstance(value, dict):
        raise _unexpected(reply, f"answered {reply.status} without a JSON object", "NotJson")
    is_refusal = reply.status in _REFUSALS and isinstance(value, dict) and _text(value, "error")
    if reply.status in _REFUSALS and not is_refusal:
        raise _unexpected(
            reply, f"answered {reply.status} in a form that is not its own", "NotOAuth"
        )
    if reply.status == _ABSENT:
        # Whoever asked for a token must not take it for the absence of what the token was for.
        raise _unexpected(reply, "answered 404 at its token endpoint", "NoTokenEndpoint")
    if reply.status != _OK and not is_refusal:
        raise failure(reply)
    if reply.status == _OK and isinstance(value, dict) and not _has_token(value):
        raise _unexpected(reply, "gave no usable token", "NoToken")


def _has_token(value: Mapping[str, Json]) -> bool:
    lasts = value.get("expires_in") or value.get("expires_on")
    return bool(_text(value, "access_token")) and str(lasts).isdigit()


def _unexpected(reply: Reply, what: str, code: str) -> LookError:
    return error(Unexpected, f"{reply.api} {what}", reply, code)


def _text(value: Mapping[str, Json], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""


def _host(location: str) -> str:
    try:
        return scrubbed(urlsplit(location).hostname or "another address", 80)
    except ValueError:
        return "another address"


def _path(endpoint: str) -> str:
    return urlsplit(endpoint.partition(" ")[2]).path
