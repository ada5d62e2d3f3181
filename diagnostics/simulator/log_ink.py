"""Fills templates of log lines: seeded numbers and identifiers, and the names of the story's things.

A template holds `<name>` for what differs from line to line or from world to world. `@T@` and `@N@` are left in: the time to the
second, and the number of the block, which a line gets when it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random

TIME, NUMBER = "@T@", "@N@"
_TOKEN = re.compile(r"<([a-z]+\d*)>")


def guid(rng: Random) -> str:
    """Return an identifier in the usual form, of the generator's making."""
    text = f"{rng.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"


# Six replicas on three nodes, named as Kubernetes names them: a letter of its own alphabet for each character.
_PODS = [f"6c9f7d8b54-{last}" for last in ("x7k2q", "bw4zn", "h9mtc", "r5vdl", "2jgpf", "qs8xk")]
_NODES = ["48213907-vmss000000", "48213907-vmss000001", "48213907-vmss000002"]

_MAKERS: dict[str, Callable[[Random], str]] = {
    "guid": guid,
    "hex8": lambda rng: f"{rng.getrandbits(32):08x}",
    "hex16": lambda rng: f"{rng.getrandbits(64):016x}",
    "n1": lambda rng: str(rng.randrange(1, 10)),
    "n2": lambda rng: str(rng.randrange(10, 100)),
    "n3": lambda rng: str(rng.randrange(100, 1000)),
    "n4": lambda rng: str(rng.randrange(1000, 10000)),
    "n5": lambda rng: str(rng.randrange(10000, 100000)),
    "pod": lambda rng: rng.choice(_PODS),
    "node": lambda rng: rng.choice(_NODES),
    "ms3": lambda rng: f"{rng.randrange(1000):03d}",
    "ms7": lambda rng: f"{rng.randrange(10**7):07d}",
    "ms9": lambda rng: f"{rng.randrange(10**9):09d}",
    "ip": lambda rng: f"10.{rng.randrange(4)}.{rng.randrange(256)}.{rng.randrange(1, 255)}",
    "size": lambda rng: str(rng.randrange(200, 40000)),
    "charge": lambda rng: f"{rng.randrange(100, 2000) / 100:.2f}",
}


def fill(template: str, rng: Random, names: Mapping[str, str]) -> str:
    """Fill a template.

    Args:
        template: with `<name>` in it.
        rng: what differs is drawn from it, in the order in which it stands.
        names: what the world calls its things.

    Raises:
        KeyError: if a name is known to neither.
    """

    def put(match: re.Match[str]) -> str:
        name = match[1]
        return names[name] if name in names else _MAKERS[name](rng)

    return _TOKEN.sub(put, template)
