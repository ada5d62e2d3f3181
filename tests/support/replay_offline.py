"""Replays bundles in all forms with every socket forbidden: a bundle and a folder a line in, a JSON object a line out."""

from __future__ import annotations

import json
import os
import socket
import sys
import traceback
from pathlib import Path


def forbidden(*_: object, **__: object) -> None:
    raise AssertionError("a replay opened a socket")


socket.socket.__init__ = forbidden  # type: ignore[method-assign]

from click.testing import CliRunner  # noqa: E402 - after the sockets are gone

from diagnostics.cli import cli  # noqa: E402

ENDINGS = {"text": "txt", "markdown": "md", "json": "json", "html": "html"}


def replayed(bundle: str, folder: str) -> dict[str, str]:
    os.chdir(folder)
    files = {form: Path(folder, f"report.{ending}") for form, ending in ENDINGS.items()}
    outputs = [word for file in files.values() for word in ("--output", str(file))]
    result = CliRunner().invoke(cli, ["replay", bundle, *outputs])
    if result.exception and not isinstance(result.exception, SystemExit):
        return {"failed": "".join(traceback.format_exception(result.exception))}
    return {form: file.read_text(encoding="utf-8") for form, file in files.items()}


def main() -> None:
    for line in sys.stdin:
        sys.stdout.write(json.dumps(replayed(*json.loads(line))) + "\n")
        sys.stdout.flush()


main()
