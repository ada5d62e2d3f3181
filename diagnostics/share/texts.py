"""Names inside texts: what has the form of an identifier, and every name that a field elsewhere said to be one."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, unquote

from diagnostics.share import paths, shapes
from diagnostics.share.pseudonyms import Pseudonyms
from diagnostics.share.tree import Words

_FOUND = re.compile(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in shapes.FOUND), re.IGNORECASE
)
_GUID_LENGTH = 36
_ENDS = ".:!?"  # of a sentence, not of an address


class Texts:
    """Replaces names inside texts; equal texts are looked at once."""

    def __init__(self, names: Pseudonyms) -> None:
        """Use these pseudonyms; new names that a text shows become known to them."""
        self._names = names
        self._done: dict[str, str] = {}
        self._words: Words | None = None
        self._built = -1
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
        }

    def renew(self) -> None:
        """Look for the names that have become known meanwhile, too."""
        if self._built != len(self._names.words):
            self._built = len(self._names.words)
            words = [each for each in self._names.words if each.lower() not in self._names.kept]
            self._words = Words(words) if words else None
            self._done.clear()

    def text(self, text: str) -> str:
        """Replace what a text names."""
        done = self._done.get(text)
        if done is None:
            done = self._done[text] = self._replaced(text)
        return done

    def _replaced(self, text: str) -> str:
        if not shapes.HINT.search(text):
            return self._with_words(text)
        parts: list[str] = []
        at = 0
        for found in _FOUND.finditer(text):
            if found.start() > at:
                parts.append(self._with_words(text[at : found.start()]))
            parts.append(self._by[found.lastgroup or ""](found.group()))
            at = found.end()
        parts.append(self._with_words(text[at:]))
        return "".join(parts)

    def _with_words(self, text: str) -> str:
        if self._words is None:
            return text
        folded = text.lower()
        if len(folded) != len(text):
            folded = text  # a letter that has no small one of its length
        parts: list[str] = []
        at = 0
        for start, end in self._words.find(folded):
            name = self._names.words.get(folded[start:end])
            if name is not None:
                self._names.used.add(name)
                parts += [text[at:start], name]
                at = end
        return "".join([*parts, text[at:]]) if at else text

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
