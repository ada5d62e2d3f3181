"""What Adobe answered: one tolerant reader for the four forms in which its services refuse.

The gateway's `{error_code, message}`, the platform's problem JSON, the campaign API's notification with an `error-chain`,
and what a framework or a proxy says (Spring's 404, HTML). Sources: Experience Platform troubleshooting; messaging.yaml;
campaigns-retrieve.yaml; read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagnostics.cloud.adobe_ports import AdobeAnswer
from diagnostics.cloud.answers import Reply, error, parsed, wait_asked
from diagnostics.cloud.limiter import pause_asked
from diagnostics.cloud.scrub import scrubbed
from diagnostics.document import Document, Json
from diagnostics.errors import Denied, LookError, NotFound, Throttled, Unexpected
from diagnostics.permission import Permission

_OK = 200
_PROBLEM = re.compile(r"[A-Za-z]{2,10}-\d{1,8}-\d{3}")  # service, number, HTTP status
_NOBODYS = "about:blank"  # RFC 9457: the type of a problem that says no more than its status


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a body says of a refusal; empty = not said."""

    error_code: str = ""  # the gateway's: the request died there
    problem: str = (
        ""  # last part of a problem's type, or the first code of the chain: a service answered
    )
    message: str = ""
    is_json: bool = False
    is_nobodys: bool = (
        False  # a framework's own 404 or the like: no such path, which is no absence
    )

    @property
    def code(self) -> str:
        """The one code that stands for it."""
        return self.error_code or self.problem


def said_in(body: bytes) -> Said:
    """Read a body in any of the four forms; never raises."""
    value = parsed(body)
    if not isinstance(value, dict):
        return Said()
    inside = value.get("error")
    inner: Mapping[str, Json] = inside if isinstance(inside, dict) else {}
    texts = (value.get("message"), value.get("detail"), value.get("title"), inner.get("message"))
    return Said(
        error_code=_code(value.get("error_code")),
        problem=next(_problems(value, inner), ""),
        message=scrubbed(next((text for text in texts if isinstance(text, str) and text), "")),
        is_json=True,
        is_nobodys=value.get("type") == _NOBODYS and "error-chain" not in value,
    )


def _problems(value: Mapping[str, Json], inner: Mapping[str, Json]) -> Iterator[str]:
    kind = value.get("type")
    last = kind.rstrip("/").rpartition("/")[2] if isinstance(kind, str) else ""
    if _PROBLEM.fullmatch(last):
        yield last
    chain = value.get("error-chain")
    for link in chain if isinstance(chain, list) else []:
        if isinstance(link, dict) and (code := _code(link.get("errorCode"))):
            yield code
    if code := _code(inner.get("code")):
        yield code


def _code(value: Json) -> str:
    """Take a code that is a text or a number."""
    is_code = isinstance(value, (str, int)) and not isinstance(value, bool)
    return scrubbed(str(value), 80) if is_code else ""


def answer_of(reply: Reply, skew_s: float | None) -> AdobeAnswer:
    """Return how a request was answered, refusals included."""
    said = said_in(reply.body)
    wait = reply.headers.get("retry-after")
    return AdobeAnswer(
        observed_at=reply.observed_at,
        endpoint=reply.endpoint,
        status=reply.status,
        error_code=said.error_code,
        problem=said.problem,
        message=said.message,
        request_id=reply.request_id,
        retry_after_s=pause_asked(wait, 0, reply.observed_at) if wait else None,
        is_json=said.is_json,
        skew_s=skew_s,
    )


def adobe_document(reply: Reply, *permissions: Permission) -> Document:
    """Return the object that was answered.

    Raises:
        LookError: of the sort that the status names, or `Unexpected` if the body is no object.
    """
    if reply.status != _OK:
        raise adobe_failure(reply, permissions)
    value = parsed(reply.body)
    if not isinstance(value, dict):
        raise _error(
            Unexpected, "answered with something that is not a JSON object", reply, "NotJson"
        )
    return Document(value, reply.endpoint, reply.observed_at)


def adobe_failure(reply: Reply, permissions: tuple[Permission, ...] = ()) -> LookError:
    """Return the error that a status other than 200 stands for.

    A permission is named only where a service refused: before that, no role would change anything.
    """
    said = said_in(reply.body)
    quoted = ": ".join(part for part in (said.code, said.message) if part)
    quoted = f" ({quoted})" if quoted else ""
    if not _is_its_own(reply, said):
        what = (
            f"did not answer {reply.status} in its own form: a proxy or a portal on the way may have "
            f"answered for it{quoted}"
        )
        return _error(Unexpected, what, reply, said.code)
    if said.error_code and reply.status != 429:  # noqa: PLR2004 - too many requests
        kind = Denied if reply.status in (400, 401, 403) else Unexpected
        return _error(
            kind, f"refused the request before any service saw it{quoted}", reply, said.code
        )
    match reply.status:
        case 401:
            return _error(Denied, f"did not accept the access token{quoted}", reply, said.code)
        case 403:
            what = f"does not show this to the credential{quoted}"
            return _error(Denied, what, reply, said.code, permissions)
        case 404:
            return _error(NotFound, f"knows nothing there{quoted}", reply, said.code)
        case 429:
            return _error(
                Throttled, f"asked to slow down{wait_asked(reply)}{quoted}", reply, said.code
            )
        case status:
            return _error(Unexpected, f"answered {status}{quoted}", reply, said.code)


def _is_its_own(reply: Reply, said: Said) -> bool:
    """Tell a refusal of Adobe's from one that another machine on the way gave.

    Some refusals of Adobe have no body by its documentation (sandbox.yaml, 403); then the gateway's own number of the
    request speaks for it. A framework's 404 without any code names a wrong path, not an absence.
    """
    if reply.status == 404:  # noqa: PLR2004 - the one whose meaning hangs on it
        return said.is_json and not said.is_nobodys
    if reply.status in (400, 401, 403):
        return said.is_json or (not reply.body.strip() and bool(reply.request_id))
    return True


def _error(
    kind: type[LookError],
    what: str,
    reply: Reply,
    code: str,
    permissions: tuple[Permission, ...] = (),
) -> LookError:
    return error(kind, f"{reply.api} {what}", reply, code, permissions)
