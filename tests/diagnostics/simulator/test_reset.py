"""One simulator serves one world after another; nothing of the former one is left."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.wire import fail
from diagnostics.simulator.worlds import build
from tests.support.simulated import Client

GRAPH = "graph.microsoft.com"
REPORTS = f"https://{GRAPH}/v1.0/servicePrincipals/{ids.REPORTS_OID}"


def status(simulator: Simulator) -> int:
    with Client(simulator) as client:
        return client.get(REPORTS, headers=client.bearer(f"https://{GRAPH}")).status_code


def test_another_world_is_served_at_the_same_place_with_the_same_authority() -> None:
    poorer = build("own-account")
    poorer.remove(f"graph:/{ids.TENANT}/serviceprincipals/{ids.REPORTS_OID}")
    with Simulator(build("own-account")) as simulator:
        before = (simulator.proxy_url, simulator.ca_file.read_bytes())
        assert status(simulator) == 200
        simulator.reset(poorer)
        assert (simulator.log, simulator.crashes, simulator.world) == ([], [], poorer)
        assert (simulator.proxy_url, simulator.ca_file.read_bytes()) == before
        assert status(simulator) == 404


def test_a_reset_ends_what_is_still_asked() -> None:
    silent = build("own-account")
    fail(silent, "silence", "hang", host=GRAPH)
    with Simulator(silent) as simulator:
        plain = socket.create_connection(simulator.proxy_url.removeprefix("http://").split(":"))
        plain.settimeout(5)
        plain.sendall(f"CONNECT {GRAPH}:443 HTTP/1.1\r\nHost: {GRAPH}\r\n\r\n".encode())
        assert b"200" in plain.recv(1024)
        context = ssl.create_default_context(cafile=str(simulator.ca_file))
        with context.wrap_socket(plain, server_hostname=GRAPH) as secure:
            secure.sendall(b"GET /v1.0/x HTTP/1.1\r\n\r\n")
            while not any(entry.method == "GET" for entry in simulator.log):
                pass
            simulator.reset(build("own-account"))
            with suppress(ConnectionResetError, ssl.SSLError):
                assert secure.recv(100) == b""
        assert simulator.log == []


def test_what_does_not_run_takes_no_other_world() -> None:
    simulator = Simulator(build("own-account"))
    with pytest.raises(RuntimeError):
        simulator.reset(build("own-account"))
    with simulator:
        pass
    with pytest.raises(RuntimeError):
        simulator.reset(build("own-account"))
