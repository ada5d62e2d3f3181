"""A service that takes notifications and heartbeats: an HTTP server on loopback that keeps what it was sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATH = "/hook/s3cr3t-path-9f1b"  # as secret as a token


@dataclass(frozen=True)
class Got:
    verb: str
    path: str
    body: str

    @property
    def told(self) -> dict[str, Any]:
        """What Apprise's JSON service sends."""
        return json.loads(self.body)


@dataclass
class Receiver:
    port: int = 0
    got: list[Got] = field(default_factory=list)
    status: int = 200
    location: str = ""
    hangs: threading.Event = field(default_factory=threading.Event)  # cleared: answers wait for it
    reached: threading.Event = field(default_factory=threading.Event)  # somebody asked

    @property
    def notify_url(self) -> str:
        return f"json://user:canary-pw-77@127.0.0.1:{self.port}{PATH}"

    @property
    def heartbeat_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/beat/canary-uuid-31"

    @property
    def told(self) -> list[dict[str, Any]]:
        return [each.told for each in self.got if each.path == PATH]

    @property
    def beats(self) -> list[str]:
        return [each.verb for each in self.got if each.path.startswith("/beat/")]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    receiver.hangs.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size).decode()
            if not receiver.hangs.is_set():
                receiver.reached.set()
            receiver.hangs.wait(20)
            receiver.got.append(Got(self.command, self.path, body))
            with suppress(OSError):  # whoever asked may be gone
                self.answer()

        def answer(self) -> None:
            self.send_response(receiver.status)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.hangs.set()
        server.shutdown()
        thread.join()
        server.server_close()
