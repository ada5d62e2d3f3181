"""How long `lint` of a 200 kB payload, of a small cURL command, and `explain` of a code take, beside `--help`. Wanted: at most 1.6 times.

Compiled modules must be kept between starts, as an installation does: PYTHONDONTWRITEBYTECODE is left out.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from timing import medians, table

WANTED, REPEATS = 1.6, 5


def payload(*, is_good: bool) -> str:
    """20 recipients with 200 kB of context; a bad one has a finding near its end."""
    context: dict[str, object] = {f"key{number}": "value " * 20 for number in range(70)}
    recipients = [
        {
            "type": "aep",
            "userId": f"u{number}@example.org",
            "namespace": "email",
            "context": context,
        }
        for number in range(20)
    ]
    if not is_good:
        recipients[19]["userId"] = "u0@example.org"
    return json.dumps({"requestId": "r", "campaignId": "c", "recipients": recipients})


def command() -> str:
    """One call as the campaign's screen shows it."""
    body = {
        "requestId": "r",
        "campaignId": "c",
        "recipients": [{"type": "aep", "userId": "u@example.org", "namespace": "email"}],
    }
    headers = (
        "Authorization: Bearer $TOKEN",
        "Content-Type: application/json",
        "x-api-key: $KEY",
        "x-gw-ims-org-id: $ORG",
        "x-sandbox-name: prod",
    )
    told = "".join(f" \\\n  -H '{header}'" for header in headers)
    url = "https://platform.adobe.io/ajo/im/executions/unitary"
    return f"curl --max-time 65 -X POST '{url}'{told} \\\n  -d '{json.dumps(body)}'\n"


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    program = shutil.which("ajo-doctor", path=str(Path(sys.executable).parent)) or "ajo-doctor"
    with tempfile.TemporaryDirectory() as folder:
        good, bad = Path(folder, "good.json"), Path(folder, "bad.json")
        curl = Path(folder, "request.sh")
        curl.write_text(command(), encoding="utf-8")
        good.write_text(payload(is_good=True), encoding="utf-8")
        bad.write_text(payload(is_good=False), encoding="utf-8")
        kilobytes = good.stat().st_size // 1000
        measured = medians(
            {
                "--help": [program, "--help"],
                "explain 4000": [program, "explain", "4000"],
                "explain CJMRT-999999-404": [program, "explain", "CJMRT-999999-404"],
                "lint of a cURL command": [program, "lint", str(curl)],
                f"lint of {kilobytes} kB, clean": [program, "lint", str(good)],
                f"lint of {kilobytes} kB, one finding": [program, "lint", str(bad)],
            },
            REPEATS,
        )
    base = measured["--help"]
    rows: list[tuple[object, ...]] = [
        (name, taken, taken / base, taken / base <= WANTED) for name, taken in measured.items()
    ]
    table(rows, ("program", "seconds", "times --help", f"at most {WANTED}"))


main()
