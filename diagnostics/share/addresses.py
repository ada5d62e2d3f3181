"""Pseudonyms of addresses: who was in one subnet stays in one subnet, and no real address comes out.

IPv4 goes to 240.0.0.0/4 and IPv6 to 2001:db8::/32, which nobody has (RFC 1112, RFC 3849). Of IPv4 a /16 gets a number, the
third byte is mixed with a secret of that /16, the last one stays: a range from /16 on holds what it held. Of IPv6 a /64
gets a number, and so does each address in it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address, ip_network

from diagnostics.share.known import ADDRESSES

_WHOLE = 2048  # numbers of /16, from 240.0 to 247.255
_FIRST = 240 << 24
_FURTHER = 248 << 24  # of single /24, when those are used up
_DOCUMENTED = 0x20010DB8 << 96
_PUBLIC = tuple(map(ip_address, ADDRESSES))


def _byte() -> int:
    return secrets.randbelow(256)


@dataclass(slots=True)
class Addresses:
    """Gives pseudonymous addresses, and takes them back."""

    secret: Callable[[], int] = _byte
    wide: dict[str, int] = field(default_factory=dict[str, int])  # /16 as "10.1", mixed byte
    narrow: list[str] = field(default_factory=list[str])  # /24 as "10.1.2"
    nets: list[str] = field(default_factory=list[str])  # first address of a /64
    hosts: list[list[str]] = field(default_factory=list[list[str]])  # addresses in each of them
    used: set[str] = field(default_factory=set[str])
    _places: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def size(self) -> int:
        """How many are known; it grows with each new one."""
        return len(self.wide) + len(self.narrow) + sum(map(len, self.hosts))

    def give(self, text: str) -> str:
        """Give the pseudonym of an address or range; what is none, or is everybody's, stays."""
        address, slash, prefix = text.partition("/")
        try:
            found = ip_address(address)
            if _is_public(found, int(prefix) if slash else found.max_prefixlen):
                return text
        except ValueError:
            return text
        given = str(self._v4(found) if isinstance(found, IPv4Address) else self._v6(found))
        self.used.add(given)
        return given + slash + prefix

    def _v4(self, address: IPv4Address) -> IPv4Address:
        first, second, third, last = address.packed
        block = f"{first}.{second}"
        if block not in self.wide and len(self.wide) < _WHOLE:
            self.wide[block] = self.secret()
        if block in self.wide:
            number = self._place(self.wide, block)
            return IPv4Address(_FIRST | number << 16 | (third ^ self.wide[block]) << 8 | last)
        return IPv4Address(_FURTHER | self._listed(self.narrow, f"{block}.{third}") << 8 | last)

    def _v6(self, address: IPv6Address) -> IPv6Address:
        net = IPv6Address(int(address) >> 64 << 64)
        number = self._listed(self.nets, str(net))
        while len(self.hosts) <= number:
            self.hosts.append([])
        low = 0
        if address != net:
            low = self._listed(self.hosts[number], str(address)) + 1
        return IPv6Address(_DOCUMENTED | number << 64 | low)

    def _place(self, table: dict[str, int], key: str) -> int:
        if key not in self._places:
            self._places |= {each: at for at, each in enumerate(table)}
        return self._places[key]

    def _listed(self, table: list[str], key: str) -> int:
        if key not in self._places:
            self._places |= {each: at for at, each in enumerate(table)}
            if key not in self._places:
                table.append(key)
                self._places[key] = len(table) - 1
        return self._places[key]

    def back(self, text: str) -> str | None:
        """Give the address that a pseudonym stands for; None = it was never given."""
        address, slash, prefix = text.partition("/")
        try:
            found = ip_address(address)
            real = self._back_4(found) if isinstance(found, IPv4Address) else self._back_6(found)
        except (ValueError, IndexError):
            return None
        return None if real is None else real + slash + prefix

    def _back_4(self, address: IPv4Address) -> str | None:
        value = int(address)
        if value >= _FURTHER:
            return f"{self.narrow[(value - _FURTHER) >> 8]}.{value & 255}"
        if value < _FIRST:
            return None
        block = list(self.wide)[(value - _FIRST) >> 16]
        return f"{block}.{(value >> 8 & 255) ^ self.wide[block]}.{value & 255}"

    def _back_6(self, address: IPv6Address) -> str | None:
        value = int(address)
        if value >> 96 != _DOCUMENTED >> 96:
            return None
        number, low = value - _DOCUMENTED >> 64, value & (1 << 64) - 1
        return self.hosts[number][low - 1] if low else self.nets[number]


def _is_public(address: IPv4Address | IPv6Address, prefix: int) -> bool:
    """Tell whether everybody has it, or it is a range with something everybody has; or a pseudonym already."""
    if isinstance(address, IPv4Address) and int(address) >= _FIRST:
        return True
    if isinstance(address, IPv6Address) and int(address) >> 96 == _DOCUMENTED >> 96:
        return True
    net = ip_network(f"{address}/{prefix}", strict=False)
    if prefix < net.max_prefixlen and prefix == 0:
        return True
    return any(
        each in net
        for each in _PUBLIC
        if isinstance(net, IPv4Network) == isinstance(each, IPv4Address)
    )
