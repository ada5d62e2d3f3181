"""What several rules read of a request: its endpoint, its recipients, names that may be shown."""

# A JSON tree is looked into here: what isinstance leaves open is open.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from diagnostics import Beside, Request

if TYPE_CHECKING:
    from urllib.parse import SplitResult

UNITARY, HIGH, AUDIENCE = "unitary", "highthroughput", "audience"
ENDPOINTS = (UNITARY, HIGH, AUDIENCE)
_SHOWN = re.compile(r"[A-Za-z_][A-Za-z_-]{0,37}[0-9]{0,2}")
_VARIABLE = re.compile(r"\$[A-Za-z_{(]|\{\{|%[A-Za-z_]+%|<[^<>@]{0,60}>|\bYOUR_", re.IGNORECASE)


def address(request: Request) -> SplitResult | None:
    """Split the address; None where there is none or it cannot be split."""
    if request.url is None:
        return None
    from urllib.parse import urlsplit  # a payload alone needs none of it

    url = request.url if "://" in request.url else f"http://{request.url}"  # as curl assumes
    try:
        return urlsplit(url)
    except ValueError:
        return None


def of_address(request: Request) -> str | None:
    """Give the endpoint that the address names."""
    parts = address(request)
    last = parts.path.rstrip("/").rpartition("/")[2].lower() if parts else ""
    return last if last in ENDPOINTS else None


def endpoint(request: Request, beside: Beside) -> str | None:
    """Give the endpoint: of the address, else as told, else by the campaign, else by a field only one has; else None."""
    campaign = of_campaign(beside)
    named = of_address(request) or beside.endpoint or (campaign[0] if len(campaign) == 1 else None)
    if named or not isinstance(request.body, dict):
        return named
    only_audience = {"audience", "schedule", "context"} & set(request.body)
    return AUDIENCE if only_audience and "recipients" not in request.body else None


def of_campaign(beside: Beside) -> tuple[str, ...]:
    """Give the endpoints that fit the campaign; empty where it does not say.

    Source: campaign pages on audience (unitary and high throughput are transactional, audience is marketing) and high
    throughput (its own endpoint; one campaign serves one mode).
    """
    campaign = beside.campaign
    if campaign is None:
        return ()
    if campaign.is_high_throughput:
        return (HIGH,)
    if campaign.category == "Marketing":
        return (AUDIENCE,)
    if campaign.category == "Transactional":
        return (UNITARY,) if campaign.is_high_throughput is False else (UNITARY, HIGH)
    return ()


def is_token_call(request: Request) -> bool:
    """Tell whether the call goes to Adobe's token service."""
    return request.url is not None and "/ims/" in request.url


def recipients(request: Request) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the recipients that are objects, with their number from 0."""
    listed: Any = request.body.get("recipients") if isinstance(request.body, dict) else None
    for number, each in enumerate(listed if isinstance(listed, list) else list[Any]()):
        if isinstance(each, dict):
            yield number, each


def shown(path: tuple[str | int, ...]) -> str:
    """Write a path; a key that is no plain name could be a recipient's data, so its number stands for it."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = part if _SHOWN.fullmatch(part) else "<key>"
            text += f".{name}" if text else name
    return text or "the payload"


def is_variable(text: str) -> bool:
    """Tell whether a value is to be filled in by a shell or a person, so that nothing can be said of it."""
    return _VARIABLE.search(text) is not None


def type_of(value: object) -> str:
    """Name a JSON type."""
    names: dict[type[object], str] = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "an array",
        dict: "an object",
    }
    return names.get(type(value), "null")


def size_of(value: object) -> int:
    """Count the bytes of a value as compact JSON in UTF-8: what is sent at the least."""
    import json

    return len(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    )
