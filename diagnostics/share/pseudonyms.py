"""Which pseudonym stands for which name: one table for all that is ever shared with it. Pure; `map` keeps it in a file.

Case does not count, as in Azure, but for names that Adobe compares letter by letter; the first spelling is given back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from diagnostics.share import known, shapes
from diagnostics.share.addresses import Addresses
from diagnostics.share.words import Words

# Names of these sorts are compared letter by letter by their service.
_CASED = frozenset({"configuration", "credential"})
_SHORTEST_WORD = 3
_SHORTEST_NUMBER = 5  # a name of digits alone
_DIGEST = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
_GUID_LENGTH, _DIGEST_LENGTH = 36, 32
_TENANTED = tuple(f".{suffix}" for suffix, _ in known.TENANTED)
_PROVIDERS = tuple(f".{each}" for each in known.PROVIDERS)
_IDS = known.IDS
_NOTHING: dict[str, str] = {}
_REGION = re.compile(r"[a-z]+\d?")


def _folded(text: str) -> str:
    """Give it in small letters; the same object where it has no others, since a table of many names is mostly memory."""
    folded = text.lower()
    return text if folded == text else folded


def _all_folded(texts: Sequence[str]) -> Sequence[str]:
    """Do the same with many: most are identifiers, which have no other letters."""
    whole = "\n".join(texts)
    return texts if whole.lower() == whole else list(map(_folded, texts))


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
    _index: Words = field(default_factory=Words, compare=False, repr=False)  # finds `words`
    _indexed: int = field(default=0, compare=False, repr=False)  # of them

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
        given = self.of.get(sort, _NOTHING).get(text)
        if given is not None and not self.kept and sort not in _CASED and text not in known.NAMES:
            self.used.add(given)
            return given
        if self.is_guid(text):
            return self.guid(text)
        name = text.strip()
        folded = _folded(name)
        key = name if sort in _CASED else folded
        if not name or folded in known.NAMES or folded in self.kept:
            return text
        given = self.of.get(sort, _NOTHING).get(key)
        if given is None:
            if folded.startswith(shapes.NUMBERED) and shapes.is_pseudonym(name):
                return text
            if self.is_guid(name):
                return self.guid(name)
            if len(name) == _DIGEST_LENGTH and _DIGEST.fullmatch(name):
                return self.digest(name)
            given = self._new(sort, name, folded, beside)
            self.of.setdefault(sort, {})[key] = given
        self.used.add(given)
        return given

    def _new(self, sort: str, name: str, folded: str, beside: str) -> str:
        given = ""
        if beside.startswith(shapes.GUIDS):
            given = f"{sort}-{int(beside.rpartition('-')[2])}"
        # A real name that looks like a pseudonym keeps that one from being given.
        number = self.last.get(sort, 0)
        while not given or given in self.real or given in self.words:
            number += 1
            given = f"{sort}-{number}"
        self.last[sort] = number
        self.real[given] = name
        self._learn(sort, name, folded, given)
        return given

    def take(self, sort: str, given: Sequence[str], names: Sequence[str]) -> None:
        """Take over pseudonyms that were given earlier, and the name that each stands for.

        Raises:
            ValueError: if one has not the form of its sort, or there is no such sort.
        """
        counter = "principal" if sort == "guid" else sort
        self.last[counter] = max(shapes.last_number(sort, given), self.last.get(counter, 0))
        keys = names if sort in _CASED else _all_folded(names)
        self.of[sort] = dict(zip(keys, given, strict=True))
        self.real.update(zip(_all_folded(given), names, strict=True))
        if sort in shapes.SORTS:
            for name, key, each in zip(names, _all_folded(names), given, strict=True):
                self._learn(sort, name, key, each)

    def _learn(self, sort: str, name: str, folded: str, given: str) -> None:
        """Replace a name inside texts, too, unless prose needs the word."""
        given = f"{given}.example" if sort == "host" and "." in name else given
        is_short = len(name) < (_SHORTEST_NUMBER if name.isdigit() else _SHORTEST_WORD)
        if is_short or folded in known.WORDS or folded in known.NAMES:
            return
        self.words.setdefault(folded, given)
        if folded is not name:
            self.words.setdefault(name, given)  # where small letters are other letters

    def is_guid(self, text: str) -> bool:
        """Tell whether a text is a GUID and nothing else."""
        return len(text) == _GUID_LENGTH and (
            text in self.of.get("guid", _NOTHING) or shapes.GUID_ALONE.fullmatch(text) is not None
        )

    @property
    def finder(self) -> Words:
        """What finds the names inside texts, also those that became known since it was last asked for."""
        if self._indexed != len(self.words):
            self._index.add(islice(self.words, self._indexed, None))
            self._indexed = len(self.words)
        return self._index

    def guid(self, text: str) -> str:
        """Give the pseudonym of a GUID; one in capital letters stays one, since Entra compares some letter by letter."""
        given = self.of.get("guid", _NOTHING).get(text)
        if given is not None and not self.kept and text not in _IDS:
            self.used.add(given)
            return given
        return self._numbered("guid", text, shapes.guid)

    def guids(self, texts: Sequence[str]) -> list[str]:
        """Give the pseudonyms of many: the same as of one after the other."""
        if self.kept or not _IDS.isdisjoint(texts) or _all_folded(texts) is not texts:
            return list(map(self.guid, texts))
        known = self.of.get("guid", _NOTHING)
        new = dict.fromkeys([text for text in texts if text not in known])
        if any(text.startswith(shapes.NUMBERED) for text in new):
            return list(map(self.guid, texts))
        if new:
            self._give_guids(list(new))
            known = self.of["guid"]
        done = [known[text] for text in texts]
        self.used.update(done)
        return done

    def _give_guids(self, new: list[str]) -> None:
        first = self.last.get("principal", 0) + 1
        given = list(map(shapes.guid, range(first, first + len(new))))
        self.last["principal"] = first + len(new) - 1
        self.of.setdefault("guid", {}).update(zip(new, given, strict=True))
        self.real.update(zip(given, new, strict=True))

    def digest(self, text: str) -> str:
        """Give the pseudonym of 32 hexadecimal digits."""
        return self._numbered("digest", text, shapes.digest)

    def organization(self, text: str) -> str:
        """Give the pseudonym of an IMS organization."""
        return self._numbered("organization", text, shapes.organization)

    def _numbered(self, sort: str, text: str, form: Callable[[int], str]) -> str:
        folded = text.lower()
        key = text if folded == text else folded
        if key in _IDS or key in self.kept:
            return text
        given = self.of.get(sort, _NOTHING).get(key)
        if given is None:
            if key.startswith(shapes.NUMBERED) and shapes.is_pseudonym(text):
                return text  # no real one looks like it
            # Principals have numbers of their own and of their GUIDs: the same counter, so that both can be one.
            counter = "principal" if sort == "guid" else sort
            number = self.last[counter] = self.last.get(counter, 0) + 1
            given = self.of.setdefault(sort, {})[key] = form(number)
            self.real[given if sort != "organization" else given.lower()] = text
        self.used.add(given)
        return given.upper() if text != key and sort == "guid" else given

    def host(self, text: str) -> str:
        """Give the pseudonym of a host: its first label where a provider's suffix follows, else the whole."""
        host = text.lower().rstrip(".")
        if host in known.HOSTS or host in known.MAIL_PROVIDERS or host in self.kept:
            return text
        if host.startswith("host-") and shapes.is_pseudonym(host):
            return text
        if host.endswith(_TENANTED):
            suffix, sort = next(each for each in known.TENANTED if host.endswith(f".{each[0]}"))
            return f"{self._labels(sort, text[: len(host) - len(suffix) - 1])}.{suffix}"
        if host.endswith(_PROVIDERS) or host in known.PROVIDERS:
            return text
        given = self.name("host", host)
        return given if given == host else f"{given}.example"

    def _labels(self, sort: str, text: str) -> str:
        first, dot, rest = text.partition(".")
        return f"{self.label(sort, first)}{dot}{self._labels('host', rest) if rest else ''}"

    def label(self, sort: str, text: str) -> str:
        """Give the pseudonym of a vault's or account's name; a region behind an account's name stays."""
        head, hyphen, region = text.rpartition("-") if sort == "account" else ("", "", "")
        if hyphen and _REGION.fullmatch(region.lower()):
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
