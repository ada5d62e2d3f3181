"""A company's proxy: lets requests through to loopback, and says which."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Proxy:
    url: str
    asked: list[str] = field(default_factory=list)  # the first lines of what came
    headers: list[str] = field(default_factory=list)
    status: str = "200 Connection established"


@contextmanager
def a_proxy() -> Iterator[Proxy]:
    server = socket.create_server(("127.0.0.1", 0))
    proxy = Proxy(f"http://127.0.0.1:{server.getsockname()[1]}")
    threading.Thread(target=_serve, args=(server, proxy), daemon=True).start()
    try:
        yield proxy
    finally:
        server.close()


def _serve(server: socket.socket, proxy: Proxy) -> None:
    with suppress(OSError):
        while True:
            client, _ = server.accept()
            threading.Thread(target=_tunnel, args=(client, proxy), daemon=True).start()


def _tunnel(client: socket.socket, proxy: Proxy) -> None:
    with client, suppress(OSError):
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.recv(1)
        line, *headers = head.decode().split("\r\n")
        proxy.asked.append(line)
        proxy.headers += headers
        client.sendall(f"HTTP/1.1 {proxy.status}\r\n\r\n".encode())
        if not proxy.status.startswith("200"):
            return
        port = int(line.split()[1].rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as there:
            back = threading.Thread(target=_pass, args=(there, client), daemon=True)
            back.start()
            _pass(client, there)
            back.join(10)


def _pass(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)
