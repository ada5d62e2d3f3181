"""Replays a bundle in all forms with every socket forbidden; prints them as one JSON object."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path


def forbidden(*_: object, **__: object) -> None:
    raise AssertionError("a replay opened a socket")


socket.socket.__init__ = forbidden  # type: ignore[method-assign]

from click.testing import CliRunner  # noqa: E402 - after the sockets are gone

from diagnostics.cli import cli  # noqa: E402


def main() -> None:
    forms = {}
    for form in ("text", "markdown", "json"):
        out = Path.cwd() / f"report.{form}"
        result = CliRunner().invoke(
            cli, ["replay", sys.argv[1], "--format", form, "--output", str(out)]
        )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        forms[form] = out.read_text(encoding="utf-8")
    json.dump(forms, sys.stdout)


main()
