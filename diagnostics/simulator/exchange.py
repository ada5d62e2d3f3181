"""HTTP/1.1 on a stream: one request read, one answer written; nothing of routes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from diagnostics.simulator.http import Answer

_HEAD_LIMIT = 64 * 1024  # bytes; a bearer token has some 2,000
_BODY_LIMIT = 4 * 1024 * 1024
_BODILESS = (204, 304)


class BadRequest(Exception):
    """What arrived is not a request; the text goes to the client, the connection ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request as it stood on the wire."""

    method: str
    target: str
    headers: Mapping[str, str]  # names in lower case, repeated ones joined by a comma
    body: bytes = b""

    @property
    def wants_close(self) -> bool:
        """Tell whether the client asked to end the connection."""
        return "close" in self.headers.get("connection", "").lower()


async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Received | None:
    """Read one request; None where the client has ended the connection.

    Raises:
        BadRequest: for anything that is not HTTP/1.1.
    """
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError:
        raise BadRequest(f"the request's head exceeds {_HEAD_LIMIT} bytes") from None
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, version = _request_line(first)
    if not version.startswith("HTTP/1."):
        raise BadRequest(f"{version} is not spoken here")
    headers = _headers(lines)
    if headers.get("expect", "").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    body = await _body(reader, headers)
    return Received(method=method.upper(), target=target, headers=headers, body=body)


def serialise(answer: Answer, *, with_body: bool = True, close: bool = False) -> bytes:
    """Return the bytes of an answer; `with_body` False for HEAD."""
    body = payload(answer)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if answer.status not in _BODILESS:
        headers["content-length"] = str(len(body))
        if body:
            headers.setdefault("content-type", "application/json; charset=utf-8")
    headers["connection"] = "close" if close else "keep-alive"
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [f"HTTP/1.1 {answer.status} {phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    head = "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")
    return head + body if with_body and answer.status not in _BODILESS else head


def payload(answer: Answer) -> bytes:
    """Return the bytes of an answer's body."""
    if answer.body is None:
        return b""
    if isinstance(answer.body, bytes):
        return answer.body
    return json.dumps(answer.body, ensure_ascii=False, separators=(",", ":")).encode()


def _request_line(line: str) -> tuple[str, str, str]:
    parts = line.split(" ")
    if len(parts) != 3 or not all(parts):  # noqa: PLR2004 - method, target, version
        raise BadRequest("the first line is not a request line")
    return parts[0], parts[1], parts[2]


def _headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            raise BadRequest("a header has no colon")
        name, value = name.strip().lower(), value.strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return await _chunks(reader)
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > _BODY_LIMIT:
        raise BadRequest(f"a body of {length} bytes is not accepted")
    return await _exactly(reader, int(length))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while True:
        size = _chunk_size(await _line(reader))
        if len(body) + size > _BODY_LIMIT:
            raise BadRequest("the body is too large")
        if not size:
            break
        body += await _exactly(reader, size)
        await _line(reader)
    while await _line(reader):  # trailers
        pass
    return body


def _chunk_size(line: bytes) -> int:
    try:
        return int(line.partition(b";")[0], 16)
    except ValueError:
        raise BadRequest("a chunk has no size") from None


async def _line(reader: asyncio.StreamReader) -> bytes:
    try:
        return (await reader.readuntil(b"\r\n"))[:-2]
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        raise BadRequest("the body ended early") from None


async def _exactly(reader: asyncio.StreamReader, size: int) -> bytes:
    try:
        return await reader.readexactly(size)
    except asyncio.IncompleteReadError:
        raise BadRequest("the body ended early") from None
