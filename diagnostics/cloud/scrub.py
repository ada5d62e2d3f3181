"""Text of a service, made fit to be quoted: no tokens, no control characters, one line, short."""

from __future__ import annotations

import base64
import json
import re
from bisect import insort
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus

_SECRETS = (
    re.compile(r"eyJ[\w-]{6,}(\.[\w-]*){1,4}"),  # a JSON Web Token, whole or cut
    re.compile(r"(?<=[Bb]earer )[^\s\"',]+"),
    re.compile(
        r"(?i)(?<![\w-])((?:client_?(?:secret|assertion)|(?:access|refresh|id)_?token|assertion"
        r"|pass(?:word|wd)?|secret|sig(?:nature)?|(?:account|shared_?access)_?key|api-?key)"
        r"[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;}]+"
    ),
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
HIDDEN = "***"
_ODD = "surrogatepass"  # the environment may hold bytes that are no text


def scrubbed(text: str, limit: int = 300) -> str:
    """Return the text on one line, without anything that looks like a secret, cut to a length."""
    for pattern in _SECRETS[:2]:
        text = pattern.sub(HIDDEN, text)
    text = _SECRETS[2].sub(rf"\g<1>{HIDDEN}", text)
    text = _CONTROL.sub(" ", text).strip()
    return text if len(text) <= limit else text[: limit - 1] + "…"


class OwnSecrets:
    """The secrets that this session itself holds: hidden wherever a service sends one back, whatever stands around it.

    `scrubbed` knows the look of secrets; a client secret or a proxy's password may look like anything.
    """

    _SHORTEST = 8  # below that it would be found in ordinary words

    def __init__(self, values: Iterable[str] = ()) -> None:
        """Know these from the beginning."""
        # The longest first: a form that is a part of another one would leave the rest of that one standing.
        self._forms: list[str] = []
        self._bytes: list[bytes] = []
        # What every form begins with. A session holds a token for each account, and most begin alike: what has none of
        # these few has none of the many.
        self._stems: set[str] = set()
        self._byte_stems: set[bytes] = set()
        self._known: set[str] = set()
        for value in values:
            self.add(value)

    def add(self, value: str) -> None:
        """Know one more, in every form in which an answer may repeat it."""
        if len(value) < self._SHORTEST or value in self._known:
            return
        self._known.add(value)
        sent = [
            quote(value, safe="/", errors=_ODD),
            quote(value, safe="", errors=_ODD),
            quote_plus(value, errors=_ODD),
        ]
        written = (value, *sent, _packed(value))
        quoted = [
            _in_json(text, is_ascii=is_ascii) for text in written for is_ascii in (True, False)
        ]
        twice = [_in_json(text, is_ascii=True) for text in quoted]
        forms = {*written, *quoted, *twice}
        packed = {form.encode("utf-8", _ODD) for form in forms}
        for form in forms:
            insort(self._forms, form, key=_place)
        for bare in packed:
            insort(self._bytes, bare, key=_place)
        self._stems |= {form[: self._SHORTEST] for form in forms}
        self._byte_stems |= {form[: self._SHORTEST] for form in packed}

    def hidden(self, text: str) -> str:
        """Return the text without any of them."""
        if not any(stem in text for stem in self._stems):
            return text
        for form in self._forms:
            text = text.replace(form, HIDDEN)
        return text

    def hidden_each(self, texts: Mapping[str, str]) -> Mapping[str, str]:
        """Return texts by their names, without any of them."""
        together = "\n".join(texts.values())
        if not any(stem in together for stem in self._stems):
            return texts
        return {name: self.hidden(text) for name, text in texts.items()}

    def hidden_in(self, body: bytes) -> bytes:
        """Return an answer's body without any of them."""
        if not any(stem in body for stem in self._byte_stems):
            return body
        for form in self._bytes:
            body = body.replace(form, HIDDEN.encode())
        return body


def _place(form: str | bytes) -> int:
    return -len(form)


def _packed(value: str) -> str:
    return base64.b64encode(value.encode("utf-8", _ODD)).decode().rstrip("=")


def _in_json(text: str, *, is_ascii: bool) -> str:
    return json.dumps(text, ensure_ascii=is_ascii)[1:-1]
