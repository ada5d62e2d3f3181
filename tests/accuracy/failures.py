"""Every way in which an answer can fail, planted on one request or on a whole host."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from diagnostics.simulator.wire import fail
from tests.accuracy.looking import Way

if TYPE_CHECKING:
    from diagnostics.simulator.world import World
    from tests.accuracy.request import Request

PLANTED = "matrix"  # name of the document that carries the failure


class Sort(Enum):
    """What a failure may be taken for."""

    REFUSED = "the service itself refuses this login: a permission, never a fault of the key"
    ABSENT = (
        "the service itself says that the thing is not there: evidence where a thing was asked for"
    )
    NOTHING = "no answer, or one that says nothing about the world"
    PART = "the service's own answer lacks one field"
    CLOCK = "the servers' clocks differ from ours"


@dataclass(frozen=True, slots=True)
class Failure:
    """One way to fail."""

    name: str
    what: str  # a word of diagnostics/simulator/wire.py
    sort: Sort = Sort.NOTHING
    details: dict[str, object] = field(default_factory=dict[str, object], hash=False)
    way: Way = Way.USUAL
    is_of_host: bool = False  # it meets connections, so every request to the host
    status: int = 0  # in the service's own form; 0 = not a status

    def plant(self, world: World, request: Request) -> None:
        """Put it into the world."""
        if self.sort is Sort.CLOCK:
            world.put("sim:/clock", dict(self.details))
            return
        details = dict(self.details)
        if self.status:
            details |= {"status": self.status, "body": _body(request.api, self.status, details)}
        if self.is_of_host:
            fail(world, PLANTED, self.what, host=request.host, details=details)
            return
        fail(
            world,
            PLANTED,
            self.what,
            host=request.host,
            path=f"*{request.end}",
            method=request.verb,
            query=request.query,
            details=details,
        )


_REFUSALS = (400, 401, 403)
_CODES = {
    400: "BadRequest",
    401: "InvalidAuthenticationToken",
    403: "AuthorizationFailed",
    404: "ResourceNotFound",
    409: "Conflict",
    410: "Gone",
    429: "TooManyRequests",
    500: "InternalServerError",
    503: "ServiceUnavailable",
}


def _body(api: str, status: int, details: dict[str, object]) -> object:
    """Write a refusal in the API's documented shape: Cosmos DB without a wrapper, Entra and IMS as OAuth, Adobe as problems."""
    code = str(details.pop("code", _CODES[status]))
    message = f"The matrix planted {status} here."
    if api == "cosmos":
        return {"code": code, "message": message}
    if api == "ims":
        return {
            "error": "invalid_client" if status in _REFUSALS else "",
            "error_description": message,
        }
    if api == "adobe":
        # A service behind the gateway: the last part of the type is its code (messaging.yaml).
        kind = f"https://ns.adobe.com/aep/errors/MATRIX-000001-{status}"
        return {"type": kind, "title": code, "status": status, "detail": message}
    if api == "entra":
        # 90033: the service is unavailable for now; 7000215: the secret is wrong (identity platform error codes).
        fitting = "AADSTS7000215" if status in _REFUSALS else "AADSTS90033"
        number = code if code.startswith("AADSTS") else fitting
        return {"error": "invalid_client", "error_description": f"{number}: {message} Trace ID: 1"}
    return {"error": {"code": code, "message": message}}


def _own(status: int, name: str = "", sort: Sort = Sort.NOTHING, **details: object) -> Failure:
    return Failure(name or str(status), "status", sort, dict(details), status=status)


def _given(name: str, status: int, body: object, **details: object) -> Failure:
    """What another machine answers in the service's place."""
    given = {"status": status, "body": body, "foreign": True, **details}
    return Failure(name, "status", details=given)


def _html(status: int) -> Failure:
    return Failure(f"{status} with a portal's page", "html", details={"status": status})


def _host(name: str, what: str, way: Way = Way.USUAL) -> Failure:
    return Failure(name, what, way=way, is_of_host=True)


_TEXT = {"content-type": "text/plain"}
OF_REQUESTS = (
    _own(401, sort=Sort.REFUSED),
    _own(403, sort=Sort.REFUSED),
    _own(404, "404 of its own", sort=Sort.ABSENT),
    _own(409),
    _own(410),
    _own(429, "429, come back in 1 s", retry_after=1),
    _own(429, "429, come back in a minute", retry_after=60),
    _own(429, "429 without a time"),
    _own(500),
    _own(503, "503"),
    _own(503, "503, come back in 1 s", retry_after=1),
    _given("404 in plain text", 404, b"not found\n", headers=_TEXT),
    _given("404 without a body", 404, None),
    _given("403 without a body", 403, None),
    _given("403 in plain text", 403, b"blocked\n", headers=_TEXT),
    _given("200 without a body", 200, None),
    _given("200 with an empty object", 200, {}, foreign=False),
    _given("200 with a number", 200, 7),
    _html(200),
    _html(403),
    _html(404),
    Failure("a list in its place", "wrong-type"),
    Failure("a body cut short", "truncate"),
    Failure("a connection reset", "reset"),
    Failure("no answer in time", "hang", way=Way.IMPATIENT),
)
OF_HOSTS = (
    _host("no such name behind the proxy", "dns"),
    _host("connection refused behind the proxy", "refuse"),
    _host("another authority's certificate", "intercept"),
    _host("another authority's certificate without a proxy", "intercept", Way.DIRECT),
    _host("no such name", "dns", Way.DIRECT),
    _host("connection refused", "refuse", Way.DIRECT),
    Failure("every answer hangs", "hang", way=Way.IMPATIENT, is_of_host=True),
    Failure(
        "every answer is 429, come back in 1 s",
        "status",
        details={"status": 429, "retry_after": 1},
        is_of_host=True,
    ),
    Failure("every answer is 503", "status", details={"status": 503}, is_of_host=True),
)
# How Entra refuses a sign-in; Microsoft identity platform error codes, read 2026-11-23.
OF_SIGN_INS = tuple(
    _own(400, f"400 {code}", sort=Sort.REFUSED, code=code)
    for code in (
        "AADSTS7000215",  # the secret is wrong
        "AADSTS7000222",  # the secret is expired
        "AADSTS700016",  # no such application in the tenant
        "AADSTS90002",  # no such tenant
        "AADSTS53003",  # blocked by a policy
        "AADSTS50076",  # a second factor is wanted
    )
)


def without(path: str) -> Failure:
    """The service's own answer without one field (a dotted path; in a list, of each entry)."""
    return Failure(f"without {path}", "without-field", Sort.PART, {"field": path})


def clock(minutes: int) -> Failure:
    """All servers' clocks that many minutes before ours (negative: behind)."""
    way = "ahead" if minutes > 0 else "behind"
    return Failure(
        f"servers {abs(minutes)} minutes {way}", "clock", Sort.CLOCK, {"skew_s": 60 * minutes}
    )
