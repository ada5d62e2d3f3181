"""Is the contextual data small enough, made of strings, and without the reserved name?"""

# A JSON tree is looked into here: what isinstance leaves open is open.
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checks.ajo import payload_kinds as k
from checks.ajo.payload.reading import (
    HIGH,
    endpoint,
    is_token_call,
    recipients,
    shown,
    size_of,
    type_of,
)
from diagnostics import Beside, Lint, Remark, Request, Severity

MOST_BYTES = 200 * 1024
_CAREFUL_BYTES = 200 * 1000  # Adobe's page says 200 KB and not which KB it means
MOST_PUSH_BYTES = 5 * 1024

_Path = tuple[str | int, ...]


def judge(request: Request, beside: Beside) -> Iterator[Remark]:
    """Hold context against the documented limits; values are never said."""
    if is_token_call(request) or not isinstance(request.body, dict):
        return
    contexts = list(_contexts(request))
    yield from _size(contexts)
    for path, value in contexts:
        if "system" in value:
            place = (*path, "system")
            yield Remark(
                k.CONTEXT_SYSTEM, place, f"{shown(place)} is used; the name is reserved for Adobe."
            )
        yield from _strings(path, value)
    if endpoint(request, beside) == HIGH:
        yield from _push(request)


def _contexts(request: Request) -> Iterator[tuple[_Path, dict[str, Any]]]:
    """Give every context that is an object: the payload's own, and each recipient's."""
    own = request.body.get("context")
    if isinstance(own, dict):
        yield ("context",), own
    for number, each in recipients(request):
        if isinstance(each.get("context"), dict):
            yield ("recipients", number, "context"), each["context"]


def _size(contexts: list[tuple[_Path, dict[str, Any]]]) -> Iterator[Remark]:
    size = sum(size_of(value) for _, value in contexts)
    if size <= _CAREFUL_BYTES:
        return
    path = contexts[0][0]
    message = f"The contextual data of the request is {size:,} bytes; 200 KB are taken."
    if size <= MOST_BYTES:
        yield Remark(
            k.CONTEXT_SIZE,
            path,
            message,
            Severity.WARNING,
            "it fits if a KB is counted as 1,024 bytes, else not",
        )
    else:
        yield Remark(k.CONTEXT_SIZE, path, message)


def _strings(path: _Path, value: dict[str, Any]) -> Iterator[Remark]:
    """Find what is neither a string nor an object; objects are looked into."""
    pending: list[tuple[_Path, object]] = [(path, value)]
    while pending:
        place, each = pending.pop()
        if isinstance(each, dict):
            pending += [((*place, name), inner) for name, inner in reversed(each.items())]
        elif not isinstance(each, str):
            message = f"{shown(place)} is {type_of(each)}; all values are treated as strings."
            yield Remark(k.NOT_A_STRING, place, message)


def _push(request: Request) -> Iterator[Remark]:
    for number, each in recipients(request):
        channel = each.get("channelData")
        if not isinstance(channel, dict) or "pushInfo" not in channel:
            continue
        size = size_of({name: each[name] for name in ("context", "profile") if name in each})
        if size > MOST_PUSH_BYTES:
            path = ("recipients", number)
            message = f"The data of {shown(path)} is {size:,} bytes; with the message's own text a push may have 5 KB."
            yield Remark(k.PUSH_SIZE, path, message)


LINT = Lint(
    id="ajo.payload.context",
    title="The contextual data is small, of strings, without the reserved name",
    kinds=(k.CONTEXT_SIZE, k.CONTEXT_SYSTEM, k.NOT_A_STRING, k.PUSH_SIZE),
    judge=judge,
)
