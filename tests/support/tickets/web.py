"""An HTTPS server on loopback with state of its own: every request is held against a description before it is answered."""

from __future__ import annotations

import json
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

Trouble = Literal["drop", "drop after", "hang", "drip", "cut"]


@dataclass(frozen=True, slots=True)
class Asked:
    verb: str
    path: str  # as it was sent, without its query
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def given(self) -> dict[str, str]:
        return dict(self.query)


@dataclass(frozen=True, slots=True)
class Says:
    """One answer."""

    status: int = 200
    body: Any = None  # JSON; None = no body
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None  # instead of JSON


Answer = Callable[[Asked], Says]
# What is wrong with a request, in words; empty = nothing.
Judge = Callable[[str, Asked], str]


class Web:
    """Answers one address; a test may have any request answered otherwise, dropped, or left hanging."""

    def __init__(self, answer: Answer, judge: Judge, context: ssl.SSLContext | None) -> None:
        self.asked: list[Asked] = []
        self.violations: list[str] = []  # of the description
        self.troubles: list[tuple[re.Pattern[str], Trouble | Says]] = []
        self._answer, self._judge = answer, judge
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                web.serve(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """A client that goes away, or shows no trust, is what tests are about."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._context = context
        if context:
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def origin(self) -> str:
        return f"{'https' if self._context else 'http'}://localhost:{self.port}"

    def stop(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def trouble(self, line: str, what: Trouble | Says) -> None:
        """Have the requests whose verb and path match end so."""
        self.troubles.append((re.compile(line), what))

    def lines(self, verbs: str = "GET|POST|PUT|PATCH|DELETE") -> list[str]:
        """The requests that came, as verb and path."""
        return [f"{each.verb} {each.path}" for each in self.asked if re.match(verbs, each.verb)]

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        parts = urlsplit(handler.path)
        asked = Asked(
            handler.command,
            parts.path,
            tuple(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in handler.headers.items()},
            handler.rfile.read(length),
        )
        with self._lock:
            self.asked.append(asked)
            trouble = self._trouble(asked)
            if isinstance(trouble, Says):
                says = trouble
            elif trouble in ("drop", "hang"):
                says = None
            else:
                says = self._judged(asked)
        if says is None or trouble == "drop after":
            self._leave(handler, hang=trouble == "hang")
        else:
            self._write(handler, says, trouble if isinstance(trouble, str) else "")

    def _trouble(self, asked: Asked) -> Trouble | Says | None:
        line = f"{asked.verb} {asked.path}"
        return next((what for sought, what in self.troubles if sought.fullmatch(line)), None)

    def _judged(self, asked: Asked) -> Says:
        wrong = self._judge(self.origin, asked)
        if wrong:
            self.violations.append(f"{asked.verb} {asked.path}: {wrong}")
            return Says(400, {"message": wrong, "errorMessages": [wrong]})
        return self._answer(asked)

    def _leave(self, handler: BaseHTTPRequestHandler, *, hang: bool) -> None:
        if hang:
            self._stopping.wait(20)
        handler.close_connection = True
        # A reset, as a crashed server or a firewall ends a connection.
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()

    def _write(self, handler: BaseHTTPRequestHandler, says: Says, trouble: str) -> None:
        body = says.raw if says.raw is not None else _packed(says.body)
        handler.send_response(says.status)
        headers = {"Content-Type": "application/json; charset=utf-8"} if body else {}
        for name, value in (headers | says.headers).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if trouble == "cut":
            handler.wfile.write(body[: len(body) // 2])
            self._leave(handler, hang=False)
            return
        if trouble == "drip":
            for at in range(len(body)):
                if self._stopping.is_set():
                    return
                handler.wfile.write(body[at : at + 1])
                handler.wfile.flush()
                time.sleep(0.05)
            return
        handler.wfile.write(body)


def _packed(body: object) -> bytes:
    return b"" if body is None else json.dumps(body).encode()
