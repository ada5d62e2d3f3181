"""What a route gets and gives: one request, one answer; nothing of sockets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, unquote

if TYPE_CHECKING:
    from diagnostics.simulator.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it arrived."""

    method: str
    host: str  # lower case, without port
    path: str  # decoded, double slashes folded, no trailing slash (but "/" itself)
    query: Mapping[str, str]  # names in lower case
    headers: Mapping[str, str]  # names in lower case
    body: bytes = b""
    pairs: tuple[tuple[str, str], ...] = ()  # the query as it stood, repeated names and all

    def every(self, name: str) -> list[str]:
        """Return all values of a query parameter that may be repeated; the name in lower case."""
        return [value for key, value in self.pairs if key == name]

    @property
    def api_version(self) -> str:
        """The api-version asked for; empty = none."""
        return self.query.get("api-version", "")

    def json(self) -> dict[str, Any]:
        """Return the body as an object; anything else gives an empty one."""
        try:
            value = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return cast("dict[str, Any]", value) if isinstance(value, dict) else {}

    def form(self) -> dict[str, str]:
        """Return the body as form fields."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer."""

    status: int = 200
    body: Any = None  # JSON value; None = empty; `bytes` are sent as they are
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


Handler = Callable[["World", Request, Mapping[str, str]], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One line of an API: which requests it answers, from which source the shape is known."""

    api: str  # "entra" · "graph" · "arm" · "keyvault" · "cosmos" · "logs" · "ims" · "adobe" · "adobestatus"
    method: str
    pattern: re.Pattern[
        str
    ]  # of the path, without case; named groups become the handler's third argument
    handler: Handler
    source: str  # the page or recording the shape comes from; "from documentation" where none was recorded
    versions: tuple[str, ...] = ()  # prefixes of api-versions answered; empty = the API has none


def path_of(target: str) -> str:
    """Fold a request target's path: decoded, no double slashes, no trailing slash."""
    path = unquote(target.partition("?")[0])
    return "/" + "/".join(part for part in path.split("/") if part)
