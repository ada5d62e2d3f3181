"""Names inside texts: what has the form of an identifier, and every name that a field elsewhere said to be one."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from diagnostics.share import paths, shapes
from diagnostics.share.pseudonyms import Pseudonyms

_GUID_LENGTH = 36
_ENDS = ".:!?"  # of a sentence, not of an address


class Texts:
    """Replaces names inside texts; equal texts are looked at once."""

    def __init__(self, names: Pseudonyms) -> None:
        """Use these pseudonyms; new names that a text shows become known to them."""
        self._names = names
        self._done: dict[str, str] = {}
        self._words = names.finder
        self._looked_for = 0  # of the known words
        # What stands between identifiers, with the words in it replaced; and the texts it was met in.
        self._prose: dict[str, str] = {}
        self._met: dict[str, list[str]] = {}
        self._between: list[str] = []  # of the text that is looked at
        self._by: dict[str, Callable[[str], str]] = {
            "url": self._url,
            "path": self._path,
            "encoded": self._encoded,
            "key": self._key,
            "org": names.organization,
            "address": self._address,
            "guid": self._guid,
            "digest": names.digest,
            "v6": names.addresses.give,
            "v4": names.addresses.give,
            "host": self._host,
            "home": self._home,
            "drive": self._home,
        }

    def renew(self) -> set[str]:
        """Look for the names that have become known meanwhile, too; give the texts in which one of them stands."""
        if self._looked_for == len(self._names.words):
            return set()
        self._words = self._names.finder
        self._looked_for = len(self._names.words)
        stale: set[str] = set()
        for prose, done in self._prose.items():
            now = self._worded(prose)
            if now != done:
                self._prose[prose] = now
                stale.update(self._met[prose])
                self._met[prose].clear()
        for text in stale:
            self._done.pop(text, None)
        return stale

    def text(self, text: str) -> str:
        """Replace what a text names."""
        done = self._done.get(text)
        if done is None:
            self._between = []
            done = self._done[text] = self._replaced(text)
            for prose in self._between:
                self._met[prose].append(text)
        return done

    def _replaced(self, text: str) -> str:
        if self._names.is_guid(text):
            return self._names.guid(text)
        pattern = shapes.sought(text)
        if pattern is None:
            return self._with_words(text)
        parts: list[str] = []
        at = 0
        for found in pattern.finditer(text):
            if found.start() > at:
                parts.append(self._with_words(text[at : found.start()]))
            parts.append(self._by[found.lastgroup or ""](found.group()))
            at = found.end()
        if at < len(text):
            parts.append(self._with_words(text[at:]))
        return "".join(parts)

    def _with_words(self, text: str) -> str:
        self._between.append(text)
        done = self._prose.get(text)
        if done is None:
            done = self._prose[text] = self._worded(text)
            self._met.setdefault(text, [])
        return done

    def _worded(self, text: str) -> str:
        folded = _folded(text)
        parts: list[str] = []
        at = 0
        for start, end in self._words.find(folded, self._is_replaced):
            name = self._names.words[folded[start:end]]
            self._names.used.add(name)
            parts += [text[at:start], name]
            at = end
        return "".join([*parts, text[at:]]) if at else text

    def _is_replaced(self, word: str) -> bool:
        return not self._names.kept or word.lower() not in self._names.kept

    def _guid(self, text: str) -> str:
        return (
            self._names.guid(text)
            if len(text) == _GUID_LENGTH
            else self._names.name("resource", text)
        )

    def _url(self, text: str) -> str:
        bare = text.rstrip(_ENDS)
        return paths.url(bare, self._names, self._inner) + text[len(bare) :]

    def _inner(self, text: str) -> str:
        """Replace inside a part of an address, also where it is written with percent signs."""
        if "%" not in text:
            return self._replaced(text)
        plain = unquote(text)
        done = self._replaced(plain)
        return text if done == plain else quote(done, safe="/=&$',()<>*")

    def _path(self, text: str) -> str:
        bare = text.rstrip(_ENDS)
        return paths.resource(bare, self._names) + text[len(bare) :]

    def _encoded(self, text: str) -> str:
        return quote(paths.resource(unquote(text), self._names), safe="")

    def _key(self, text: str) -> str:
        kind, name, *rest = text[1:].split("/")
        given = [paths.named("key", name, self._names), *map(self._names.digest, rest)]
        return "/".join(["", kind, *given])

    def _address(self, text: str) -> str:
        if shapes.is_pseudonym(text):
            return text
        return self._names.name("operator", text.replace("%40", "@"))

    def _host(self, text: str) -> str:
        return text if text.lower().startswith("microsoft.") else self._names.host(text)

    def _home(self, text: str) -> str:
        head, tail = re.split(r"(?<=[/\\])(?=[^/\\]+\Z)", text)
        is_given = self._names.is_given("operator", tail)
        return head + (tail if is_given else self._names.name("operator", tail))


def _folded(text: str) -> str:
    """Give it in small letters; itself, if one of its letters has no small one of its length."""
    folded = text.lower()
    return folded if len(folded) == len(text) else text
