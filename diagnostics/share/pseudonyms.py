"""Which pseudonym stands for which name: one table for all that is ever shared with it. Pure; `map` keeps it in a file.

Case does not count, as in Azure, but for names that Adobe compares letter by letter; the first spelling is given back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from diagnostics.share import known, shapes
from diagnostics.share.addresses import Addresses

# Names of these sorts are compared letter by letter by their service.
_CASED = frozenset({"configuration", "credential"})
_SHORTEST_WORD = 3
_SHORTEST_NUMBER = 5  # a name of digits alone
_GUID = re.compile(shapes.GUID, re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
_GUID_LENGTH, _DIGEST_LENGTH = 36, 32
_NOTHING: dict[str, str] = {}
_REGION = re.compile(r"[a-z]+\d?")


@dataclass(slots=True)
class Pseudonyms:
    """Gives pseudonyms; the same for the same name, whenever it is asked."""

    kept: frozenset[str] = (
        frozenset()
    )  # names in small letters that stay: what a provider must be told
    addresses: Addresses = field(default_factory=Addresses)
    of: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])  # sort, name
    real: dict[str, str] = field(
        default_factory=dict[str, str]
    )  # pseudonym in small letters, name
    last: dict[str, int] = field(default_factory=dict[str, int])  # number given out, by sort
    words: dict[str, str] = field(default_factory=dict[str, str])  # to be replaced inside texts
    used: set[str] = field(default_factory=set[str])  # pseudonyms given since this was made
    fresh: bool = False  # nothing that comes in was replaced before, whatever it looks like

    @property
    def replaced(self) -> int:
        """How many different names were replaced since this was made."""
        return len(self.used) + len(self.addresses.used)

    @property
    def size(self) -> int:
        """How many names are known; it grows with each new one."""
        return len(self.real) + self.addresses.size

    def name(self, sort: str, text: str, *, beside: str = "") -> str:
        """Give the pseudonym of a name.

        Args:
            sort: one of `shapes.SORTS`.
            text: the whole name.
            beside: a GUID's pseudonym; the name gets its number where that is free.
        """
        given = self._given_before(sort, text)
        if given is not None:
            return given
        name = text.strip()
        folded = name.lower()
        if not name or folded in known.NAMES or folded in self.kept or shapes.is_number(name):
            return text
        if len(name) == _GUID_LENGTH and _GUID.fullmatch(name):
            return self.guid(name)
        if len(name) == _DIGEST_LENGTH and _DIGEST.fullmatch(name):
            return self.digest(name)
        key = name if sort in _CASED else folded
        given = self.of.setdefault(sort, {}).get(key)
        if given is None:
            given = self._new(sort, key, name, beside)
        self.used.add(given)
        return given

    def _given_before(self, sort: str, text: str) -> str | None:
        """Give the pseudonym of a name that has one; most names are met often."""
        folded = text.lower()
        given = self.of.get(sort, _NOTHING).get(text if sort in _CASED else folded)
        if given is None or folded in self.kept or folded in known.NAMES:
            return None
        self.used.add(given)
        return given

    def _new(self, sort: str, key: str, name: str, beside: str) -> str:
        given = ""
        if beside.startswith(shapes.GUIDS):
            given = f"{sort}-{int(beside.rpartition('-')[2])}"
        # A real name that looks like a pseudonym keeps that one from being given.
        while not given or given in self.real or given in self.words:
            self.last[sort] = self.last.get(sort, 0) + 1
            given = f"{sort}-{self.last[sort]}"
        self._keep(sort, key, given, name)
        self._learn(sort, name, given)
        return given

    def _keep(self, sort: str, key: str, given: str, name: str) -> None:
        self.of.setdefault(sort, {})[key] = given
        self.real[given.lower()] = name

    def take(self, sort: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Take over pseudonyms that were given earlier, and their names.

        Raises:
            ValueError: if one has not the form of its sort, or there is no such sort.
        """
        counter = "principal" if sort == "guid" else sort
        last = self.last.get(counter, 0)
        number_of = shapes.numbers(sort)
        for given, name in pairs:
            last = max(last, number_of(given))
            self._keep(sort, name if sort in _CASED else name.lower(), given, name)
            if sort in shapes.SORTS:
                self._learn(sort, name, given)
        self.last[counter] = last

    def _learn(self, sort: str, name: str, given: str) -> None:
        """Replace a name inside texts, too, unless prose needs the word."""
        given = f"{given}.example" if sort == "host" and "." in name else given
        folded = name.lower()
        is_short = len(name) < (_SHORTEST_NUMBER if name.isdigit() else _SHORTEST_WORD)
        if is_short or folded in known.WORDS or folded in known.NAMES:
            return
        self.words.setdefault(folded, given)
        self.words.setdefault(name, given)  # where small letters are other letters

    def guid(self, text: str) -> str:
        """Give the pseudonym of a GUID; one in capital letters stays one, since Entra compares some letter by letter."""
        return self._numbered("guid", text, shapes.guid)

    def digest(self, text: str) -> str:
        """Give the pseudonym of 32 hexadecimal digits."""
        return self._numbered("digest", text, shapes.digest)

    def organization(self, text: str) -> str:
        """Give the pseudonym of an IMS organization."""
        return self._numbered("organization", text, shapes.organization)

    def _numbered(self, sort: str, text: str, form: object) -> str:
        key = text.lower()
        given = self.of.setdefault(sort, {}).get(key)
        if key in known.IDS or key in self.kept or (given is None and shapes.is_number(text)):
            return text
        if given is None:
            # Principals have numbers of their own and of their GUIDs: the same counter, so that both can be one.
            counter = "principal" if sort == "guid" else sort
            self.last[counter] = self.last.get(counter, 0) + 1
            given = str(form(self.last[counter]))  # type: ignore[operator]
            self._keep(sort, key, given, text)
        self.used.add(given)
        return given.upper() if text != key and sort == "guid" else given

    def host(self, text: str) -> str:
        """Give the pseudonym of a host: its first label where a provider's suffix follows, else the whole."""
        host = text.lower().rstrip(".")
        if host in known.HOSTS or host in known.MAIL_PROVIDERS or host in self.kept:
            return text
        if host.startswith("host-") and shapes.is_pseudonym(host):
            return text
        for suffix, sort in known.TENANTED:
            if host.endswith(f".{suffix}"):
                return f"{self._labels(sort, text[: len(host) - len(suffix) - 1])}.{suffix}"
        if host.endswith(tuple(f".{each}" for each in known.PROVIDERS)) or host in known.PROVIDERS:
            return text
        given = self.name("host", host)
        return given if given == host else f"{given}.example"

    def _labels(self, sort: str, text: str) -> str:
        first, dot, rest = text.partition(".")
        return f"{self.label(sort, first)}{dot}{self._labels('host', rest) if rest else ''}"

    def label(self, sort: str, text: str) -> str:
        """Give the pseudonym of a vault's or account's name; a region behind an account's name stays."""
        head, hyphen, region = text.rpartition("-")
        if hyphen and sort == "account" and _REGION.fullmatch(region.lower()):
            if self.is_given(sort, head):
                return text
            known_head = self.of.get(sort, {}).get(head.lower())
            if known_head and text.lower() not in self.of[sort]:
                return f"{known_head}-{region}"
        if text.lower() in ("privatelink", "www") or self.is_given(sort, text):
            return text
        return self.name(sort, text)

    def is_given(self, sort: str, text: str) -> bool:
        """Tell whether a text is a pseudonym that was given, and no name."""
        if self.fresh:
            return False
        folded = text.lower()
        return folded in self.real and folded not in self.of.get(sort, {})

    def back(self, pseudonym: str) -> str | None:
        """Give the name that a pseudonym stands for; None = it was never given."""
        folded = pseudonym.lower()
        bare = folded.removesuffix(".example") if folded.startswith("host-") else folded
        name = self.real.get(bare)
        if name is None:
            return self.addresses.back(pseudonym)
        return name.upper() if folded.startswith(shapes.GUIDS) and pseudonym != folded else name
