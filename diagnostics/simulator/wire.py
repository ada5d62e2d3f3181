"""Failures of the network, as documents `sim:/wire/{name}`: which requests they meet, and what happens to them.

| field | meaning |
|---|---|
| `host`, `path` | patterns with `*`, compared without case; absent = any |
| `method` | absent = any |
| `query` | pattern of the decoded query, of a sign-in `scope=…`; absent = any |
| `what` | one of the words below |
| `count` | so many times only; absent = always |

| what | happens |
|---|---|
| `dns` | the name does not resolve: the proxy answers 502, `Simulator.resolve` says None |
| `refuse` | nobody listens: the proxy answers 502; directly, the connection ends at once |
| `intercept` | the certificate is signed by another authority, as where a company proxy opens connections |
| `reset` | the connection breaks instead of an answer |
| `hang` | no answer for `seconds` (an hour unless said) |
| `status` | `status` with `body` and `headers`; `retry_after` in seconds; `foreign`: without the service's headers |
| `html` | a page of HTML with `status` (200 unless said), as portals and captive networks send it: without the service's headers |
| `truncate` | the body ends in the middle |
| `wrong-type` | valid JSON, but a list where an object belongs |
| `without-field` | the service's own answer lacks `field` (a dotted path; in a list, of each entry) |
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import cast

from diagnostics.simulator.http import Answer
from diagnostics.simulator.world import Doc, World

ON_CONNECT = ("dns", "refuse", "intercept")
IN_PLACE_OF_AN_ANSWER = ("reset", "hang", "status", "html")
ON_THE_ANSWER = ("truncate", "wrong-type", "without-field")
_PREFIX = "sim:/wire/"
_PAGE = (
    b"<!DOCTYPE html><html><head><title>Access denied</title></head>"
    b"<body><h1>Your organisation blocks this page</h1></body></html>"
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a failure may meet."""

    host: str
    method: str = ""
    path: str = ""
    query: str = ""


def fail(  # noqa: PLR0913 - a document's fields, by name
    world: World,
    name: str,
    what: str,
    *,
    host: str = "*",
    path: str = "*",
    method: str = "",
    query: str = "*",
    count: int | None = None,
    details: Doc | None = None,
) -> None:
    """Plant a failure; `details` are the fields of its kind.

    Raises:
        ValueError: if there is no such failure.
    """
    if what not in (*ON_CONNECT, *IN_PLACE_OF_AN_ANSWER, *ON_THE_ANSWER):
        raise ValueError(f"there is no failure {what!r} of the wire")
    document: Doc = {"what": what, "host": host, "path": path, "method": method, "query": query}
    document |= details or {}
    if count is not None:
        document["count"] = count
    world.put(_PREFIX + name, document)


def on_connect(world: World, host: str) -> Doc | None:
    """Return the failure that meets a connection to that host, and count it."""
    return _next(world, ON_CONNECT, _Asked(host))


def on_request(world: World, host: str, method: str, path: str, query: str = "") -> Doc | None:
    """Return the failure that meets a request, and count it."""
    asked = _Asked(host, method, path, query)
    return _next(world, IN_PLACE_OF_AN_ANSWER + ON_THE_ANSWER, asked)


def times_met(world: World, name: str) -> int:
    """Tell how many connections or requests a planted failure has met."""
    return int(world.need(_PREFIX + name).get("x-seen", 0))


def is_unresolved(world: World, host: str) -> bool:
    """Tell whether the name has no address; counts nothing."""
    return any(
        document.get("what") == "dns"
        and _meets(document, _Asked(host))
        and not _is_spent(document)
        for _, document in world.under(_PREFIX)
    )


def is_foreign(document: Doc) -> bool:
    """Tell whether another machine answers in the service's place, so without its headers."""
    return document["what"] == "html" or bool(document.get("foreign"))


def replacement(document: Doc) -> Answer:
    """Return what is answered instead, for `status` and `html`."""
    if document["what"] == "html":
        headers = {"content-type": "text/html; charset=utf-8"}
        return Answer(status=document.get("status", 200), body=_PAGE, headers=headers)
    headers = dict(document.get("headers", {}))
    if "retry_after" in document:
        headers["retry-after"] = str(document["retry_after"])
    status = document.get("status", 503)
    message = document.get("message", "The service is unavailable now, please try again later.")
    body = document.get("body", {"error": {"code": _code(status), "message": message}})
    return Answer(status=status, body=body, headers=headers)


def spoiled(document: Doc, answer: Answer) -> Answer:
    """Return the service's answer as the failure leaves it; `truncate` is the sender's."""
    if document["what"] == "wrong-type":
        return Answer(status=answer.status, body=[answer.body], headers=answer.headers)
    if document["what"] == "without-field":
        body = _without(answer.body, document["field"].split("."))
        return Answer(status=answer.status, body=body, headers=answer.headers)
    return answer


def _next(world: World, kinds: tuple[str, ...], asked: _Asked) -> Doc | None:
    for _, document in world.under(_PREFIX):
        fits = document.get("what") in kinds and _meets(document, asked)
        if fits and not _is_spent(document):
            document["x-seen"] = document.get("x-seen", 0) + 1
            return document
    return None


def _meets(document: Doc, asked: _Asked) -> bool:
    """Tell whether a failure is for what was asked; a connection has neither method, path nor query."""
    wanted = document.get("method", "")
    return (
        _fits(document, "host", asked.host)
        and (not asked.path or _fits(document, "path", asked.path))
        and (not asked.path or _fits(document, "query", asked.query))
        and (not asked.method or not wanted or wanted == asked.method)
    )


def _fits(document: Doc, name: str, value: str) -> bool:
    return fnmatchcase(value.lower(), document.get(name, "*").lower())


def _is_spent(document: Doc) -> bool:
    count = document.get("count")
    return count is not None and document.get("x-seen", 0) >= count


def _without(body: object, path: list[str]) -> object:
    if isinstance(body, list):
        return [_without(each, path) for each in cast("list[object]", body)]
    if not isinstance(body, dict):
        return body
    name, *rest = path
    return {
        key: _without(value, rest) if key == name else value
        for key, value in cast("dict[str, object]", body).items()
        if rest or key != name
    }


def _code(status: int) -> str:
    return {
        429: "TooManyRequests",
        500: "InternalServerError",
        502: "BadGateway",
        503: "ServerBusy",
    }.get(status, "ServiceUnavailable")
