"""Read the calls to the campaign API from a HAR, as browsers and proxies save it.

Source: HAR 1.2 specification, read 2026-11-24.
"""

# A JSON tree is looked into here: what isinstance leaves open is open.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false
from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from diagnostics.requests.jsontext import Node, node_at
from diagnostics.requests.mapped import Mapped
from diagnostics.requests.record import Header, Payload, Request
from diagnostics.requests.unreadable import Unreadable

_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)
_IMS = ("/ims/exchange/jwt", "/ims/token/")


def is_har(value: object) -> bool:
    """Tell a HAR from a payload."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("log"), dict)
        and "campaignId" not in value
    )


def read_har(text: str, value: dict[str, Any], root: Node, source: str) -> tuple[Request, ...]:
    """Read every call to the campaign API, or to Adobe's token service.

    Raises:
        Unreadable: if none is in it, or its payload is no JSON.
    """
    entries = value["log"].get("entries")
    if not isinstance(entries, list):
        raise Unreadable(root.at, "this HAR has no list log.entries", do="export it again")
    calls = [at for at, entry in enumerate(entries) if _concerns(entry)]
    if not any(_is_trigger(_url(entries[at])) for at in calls):
        raise Unreadable(
            node_at(root, ("log", "entries")).at,
            f"this HAR holds no call to the campaign API ({len(entries)} other requests)",
            expected="a POST to …/ajo/im/executions/…",
            do="record again while the call is made",
        )
    return tuple(_request(text, entries[at], root, at, source) for at in calls)


def _concerns(entry: object) -> bool:
    url = _url(entry)
    is_preflight = bool(url) and _request_of(entry).get("method") == "OPTIONS"
    return not is_preflight and (_is_trigger(url) or any(part in url for part in _IMS))


def _is_trigger(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return "/im/executions" in url or host == "cjm.adobe.io"


def _request_of(entry: object) -> dict[str, Any]:
    request = entry.get("request") if isinstance(entry, dict) else None
    return request if isinstance(request, dict) else {}


def _url(entry: object) -> str:
    url = _request_of(entry).get("url")
    return url if isinstance(url, str) else ""


def _request(text: str, entry: dict[str, Any], root: Node, number: int, source: str) -> Request:
    request = _request_of(entry)
    node = node_at(root, ("log", "entries", number, "request"))
    method = request.get("method")
    return Request(
        source=source,
        form="har",
        text=text,
        at=node.at,
        method=method.upper() if isinstance(method, str) else "",
        method_at=node_at(node, ("method",)).at,
        url=_url(entry),
        url_at=node_at(node, ("url",)).at,
        headers=tuple(_headers(request, node)),
        payload=_payload(text, request, node),
    )


def _headers(request: dict[str, Any], node: Node) -> list[Header]:
    listed = request.get("headers")
    found: list[Header] = []
    for at, each in enumerate(listed if isinstance(listed, list) else []):
        name, content = (
            (each.get("name"), each.get("value")) if isinstance(each, dict) else (None, None)
        )
        # Names with a colon are pseudo-headers of HTTP/2.
        if isinstance(name, str) and isinstance(content, str) and not name.startswith(":"):
            place = node_at(node, ("headers", at)).at
            found.append(Header(name.strip().lower(), content.strip(), place))
    return found


def _payload(text: str, request: dict[str, Any], node: Node) -> Payload | None:
    post = request.get("postData")
    content = post.get("text") if isinstance(post, dict) else None
    if not isinstance(content, str) or not content.strip():
        return None
    place = node_at(node, ("postData", "text"))
    mapped = _unescaped(text, place.at + 1, place.end - 1)
    try:
        return Payload.read(mapped)
    except Unreadable as error:
        if any(part in str(request.get("url")) for part in _IMS):
            return None  # a form, which only the search for secrets looks at
        raise Unreadable(
            mapped.origin(error.at), f"the payload of the call: {error.problem}"
        ) from None


def _unescaped(text: str, start: int, end: int) -> Mapped:
    """Take the escapes of a JSON string away, each character with its place."""
    mapped, at = Mapped(), start
    for escape in _ESCAPE.finditer(text, start, end):
        mapped.add(text[at : escape.start()], at)
        mapped.add(json.loads(f'"{escape.group()}"'), escape.start())
        at = escape.end()
    mapped.add(text[at:end], at)
    return mapped.done()
