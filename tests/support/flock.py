"""Names by the thousand that must not leave, each with a mark by which it is found again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

NOW = datetime(2026, 11, 29, 1, 2, 3, tzinfo=UTC)
# Every canary has one of these in it, whatever it is.
MARK = re.compile(
    r"zq[0-9a-z]{6}|c0ffee|(?<![\d.])93\.(?:18|19)\d\.|2a0c:ffee|ZqSecret", re.IGNORECASE
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class Flock:
    """Makes canaries, never one twice, and counts them."""

    seed: int
    count: int = 0
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 - to be made again, not to be guessed

    def _number(self, digits: str, width: int) -> str:
        self.count += 1
        left, text = self.count, ""
        for _ in range(width):
            left, at = divmod(left, len(digits))
            text = digits[at] + text
        return text

    def word(self) -> str:
        return f"zq{self._number(_DIGITS, 6)}"

    def guid(self) -> str:
        number = self._number("0123456789abcdef", 10)
        return f"c0ffee{number[:2]}-{number[2:6]}-4{number[6:9]}-8{number[9]}ff-{self.random.getrandbits(48):012x}"

    def digest(self) -> str:
        return f"c0ffee{self._number('0123456789abcdef', 10)}{self.random.getrandbits(64):016x}"

    def v4(self) -> str:
        self.count += 1
        return (
            f"93.{180 + self.count % 20}.{self.random.randrange(256)}.{self.random.randrange(256)}"
        )

    def v6(self) -> str:
        number = self._number("0123456789abcdef", 8)
        return f"2a0c:ffee:{number[:4]}:{number[4:]}::{self.random.randrange(1, 65535):x}"

    def org(self) -> str:
        return f"C0FFEE{self._number('0123456789ABCDEF', 18)}@AdobeOrg"

    def person(self) -> str:
        return f"{self.word()}.{self.word()}@{self.word()}.com"

    def host(self) -> str:
        return f"{self.word()}.{self.word()}.com"

    def secret(self) -> str:
        self.count += 1
        body = f"ZqSecret{self.random.getrandbits(120):030x}"
        return self.random.choice(
            (
                f"AccountKey={body};",
                f"https://x/?sig={body}",
                f"client_secret={body}",
                f"Bearer {body}",
                f'"password": "{body}"',
            )
        )

    def path(self, kind: str = "Microsoft.KeyVault/vaults", name: str = "") -> str:
        return f"/subscriptions/{self.guid()}/resourceGroups/{self.word()}/providers/{kind}/{name or self.word()}"
