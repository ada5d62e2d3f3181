"""The simulated services as a whole: a world, the routes, and what goes in and out; nothing of sockets."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from types import MappingProxyType
from urllib.parse import parse_qsl

from diagnostics.simulator import dispatch, throttle, wire
from diagnostics.simulator.exchange import Received
from diagnostics.simulator.http import Answer, Request, Route, path_of
from diagnostics.simulator.tokens import bearer_of, claims_of
from diagnostics.simulator.world import Doc, World


class Service:
    """Answers requests from a world."""

    def __init__(self, world: World, routes: Sequence[Route]) -> None:
        self.world = world
        self.crashes: list[str] = []  # tracebacks of routes that failed: always a mistake of ours
        self._routes = routes

    def serves(self, host: str) -> bool:
        """Tell whether one of this world's services answers at that host."""
        return bool(dispatch.api_of(self.world.cloud, host))

    def request(self, host: str, received: Received) -> Request:
        """Give a request the form that routes read."""
        _, _, query = received.target.partition("?")
        pairs = tuple(
            (name.lower(), value) for name, value in parse_qsl(query, keep_blank_values=True)
        )
        return Request(
            method=received.method,
            host=host,
            path=path_of(received.target),
            query=MappingProxyType(dict(pairs)),
            headers=received.headers,
            body=received.body,
            pairs=pairs,
        )

    def caller(self, request: Request) -> str:
        """Return the application that asks, as its token or its sign-in says; nothing is checked."""
        claims = claims_of(bearer_of(request.headers.get("authorization", "")))
        if claims is not None:
            return str(claims.get("appid") or claims.get("client_id", ""))
        return request.form().get("client_id", "") if request.method == "POST" else ""

    def asked_for(self, request: Request) -> str:
        """Return what a sign-in asks a token for, as `scope=…`; empty for every other request."""
        is_sign_in = dispatch.api_of(self.world.cloud, request.host) == "entra"
        scope = request.form().get("scope", "") if is_sign_in and request.method == "POST" else ""
        return f"scope={scope}" if scope else ""

    def answer(self, request: Request, failure: Doc | None = None) -> Answer:
        """Answer a request, spoiled by a failure of the wire if there is one."""
        api = dispatch.api_of(self.world.cloud, request.host)
        if failure and failure["what"] in wire.IN_PLACE_OF_AN_ANSWER:
            given = wire.replacement(failure)
            if wire.is_foreign(failure):
                return given
        else:
            given = self._limited(api, request)
            given = wire.spoiled(failure, given) if failure else given
        return dispatch.dated(self.world, api, request, given)

    def _limited(self, api: str, request: Request) -> Answer:
        """Answer as far as the service's own limit lets it."""
        if api != "arm":
            return self._routed(request)
        refusal, left = throttle.taken(self.world, request, self.caller(request))
        return throttle.told(refusal or self._routed(request), left)

    def _routed(self, request: Request) -> Answer:
        try:
            return dispatch.answer(self.world, self._routes, request)
        except Exception:  # noqa: BLE001 - a mistake in a route must reach the client as an answer, and the test by `crashes`
            self.crashes.append(traceback.format_exc())
            message = "A route of the simulator failed; see Simulator.crashes."
            return Answer(
                status=500, body={"error": {"code": "SimulatorError", "message": message}}
            )
