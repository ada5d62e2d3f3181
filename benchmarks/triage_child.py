"""One measurement of the scan in a process of its own; prints one JSON line. Started by `triage.py`."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from diagnostics.triage.known import known_signatures, literals_for
from diagnostics.triage.occurrence import LeftOut
from diagnostics.triage.scan import scan
from diagnostics.triage.search_back import search_back


class Silent:
    def advance(self, path: str, done_bytes: int, total_bytes: int | None) -> None:
        pass


def private_kb() -> int:
    """Memory that is this process's own and its children's: maps of files, which the system shares, are left out."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return sum(map(_private_kb, ("self", *children)))


def _private_kb(process: str) -> int:
    try:
        with Path(f"/proc/{process}/smaps_rollup").open(encoding="ascii") as file:
            return sum(int(line.split()[1]) for line in file if line.startswith("Private_"))
    except OSError:  # it has ended
        return 0


class Peak(threading.Thread):
    """Looks at the private memory now and then."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.kb = private_kb()

    def run(self) -> None:
        while True:
            self.kb = max(self.kb, private_kb())
            time.sleep(0.02)


def whole(paths: list[str]) -> dict[str, object]:
    found: Counter[str] = Counter()
    left_out = 0
    began = time.perf_counter()
    for each in scan(paths, known_signatures(), Silent()):
        if isinstance(each, LeftOut):
            left_out += 1
        else:
            found[each.recognised.signature_id] += 1
    return {"seconds": time.perf_counter() - began, "found": found, "left_out": left_out}


def first_pass(paths: list[str], name: str) -> dict[str, object]:
    literals = literals_for(known_signatures())
    scanner = scanner_named(name, literals)
    began = time.perf_counter()
    places = sum(1 for path in paths for _ in scanner.in_file(path, lambda _: None))
    return {"seconds": time.perf_counter() - began, "places": places}


def scanner_named(name: str, literals: tuple[bytes, ...]):  # noqa: ANN201 - any scanner
    if name == "Hyperscan":
        from diagnostics.triage.scanner_hyperscan import HyperscanScanner

        return HyperscanScanner(literals)
    if name == "ripgrep":
        from diagnostics.triage.scanner_ripgrep import RipgrepScanner, program

        return RipgrepScanner(literals, program() or "rg")
    from diagnostics.triage.scanner_pure import PureScanner

    return PureScanner(literals)


def backwards(paths: list[str], word: str) -> dict[str, object]:
    began = time.perf_counter()
    window = next(search_back(paths[0], 1 << 62, [word.encode()]), None)
    return {"seconds": time.perf_counter() - began, "found": window is not None}


def main() -> None:
    what, option, *paths = sys.argv[1:]
    peak = Peak()
    peak.start()
    if what == "scan":
        told = whole(paths)
    elif what == "first":
        told = first_pass(paths, option)
    else:
        told = backwards(paths, option)
    peak.kb = max(peak.kb, private_kb())
    print(json.dumps({**told, "private_mb": peak.kb / 1024}))


if __name__ == "__main__":
    main()
