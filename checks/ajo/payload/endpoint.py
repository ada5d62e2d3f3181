"""Does the call go to an endpoint of the API, encrypted, with POST?"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo import payload_kinds as k
from checks.ajo.payload.reading import ENDPOINTS, address, is_token_call, of_address
from diagnostics import Beside, Lint, Remark, Request

HOST, STAGE, BETA = "platform.adobe.io", "platform-stage.adobe.io", "cjm.adobe.io"
_BASE = "/ajo/im/executions/"


def judge(request: Request, beside: Beside) -> Iterator[Remark]:  # noqa: ARG001 - every rule has it
    """Hold address and method against the specification; a call to the token service is judged by another rule."""
    if request.url is None:
        if request.form == "curl":
            yield Remark(k.PATH_UNKNOWN, request.at, "The command has no address.")
        return
    if is_token_call(request):
        return
    yield from _host(request)
    yield from _path(request)
    if request.method != "POST":
        yield Remark(
            k.METHOD, request.method_at, "The API takes POST; another method is used here."
        )


def _host(request: Request) -> Iterator[Remark]:
    parts = address(request)
    host = (parts.hostname or "") if parts else ""
    if parts and parts.scheme != "https":
        yield Remark(
            k.NOT_HTTPS,
            request.url_at,
            "The address does not begin with https://: the token is readable on the way.",
        )
    if host == BETA:
        yield Remark(
            k.OLD_HOST,
            request.url_at,
            f"{BETA} was the beta's host; the API is at https://{HOST}{_BASE}…",
        )
    elif host == STAGE:
        yield Remark(
            k.STAGE_HOST, request.url_at, f"{STAGE} is not the production environment, {HOST} is."
        )
    elif host != HOST and "$" not in host and "{" not in host:
        yield Remark(
            k.HOST_UNKNOWN,
            request.url_at,
            f"The API is served at {HOST}, and not at the host of this address.",
        )


def _path(request: Request) -> Iterator[Remark]:
    parts = address(request)
    path = parts.path.rstrip("/") if parts else ""
    if parts and parts.hostname == BETA:
        return
    named = of_address(request)
    if not named or path != f"{_BASE}{named}":
        yield Remark(
            k.PATH_UNKNOWN,
            request.url_at,
            f"The path is not {_BASE} and then {', '.join(ENDPOINTS[:-1])} or {ENDPOINTS[-1]}.",
        )


LINT = Lint(
    id="ajo.payload.endpoint",
    title="The call goes to an endpoint of the API",
    kinds=(k.PATH_UNKNOWN, k.OLD_HOST, k.STAGE_HOST, k.HOST_UNKNOWN, k.NOT_HTTPS, k.METHOD),
    judge=judge,
)
