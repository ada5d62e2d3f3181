"""The last look at what is about to be shared: is anything left that should not go out?

Pseudonyms and what is public are typed identifiers that the report knows; what else looks like a secret is refused, and what
looks like a name, an address of a person or a random string is listed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diagnostics.share import known, shapes
from diagnostics.share.pseudonyms import Pseudonyms

_SECRETS = (
    ("private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("token (JWT)", re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]+")),
    ("access token", re.compile(r"\b(?:Bearer|PoP)\s+[A-Za-z0-9._~+/=-]{24,}")),
    ("client secret of Entra", re.compile(r"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])")),
    ("client secret of Adobe", re.compile(r"(?<![\w-])p8e-[\w-]{20,}")),
    ("account key", re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==")),
    ("signature of a SAS", re.compile(r"[?&;]sig=[A-Za-z0-9%+/=]{20,}")),
    (
        "connection string",
        re.compile(r"(?:AccountKey|SharedAccessKey|SharedAccessSignature)=[A-Za-z0-9+/=%&]{16,}"),
    ),
)
_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_TOKEN = re.compile(r"[A-Za-z0-9+_=-]{20,}")
_DRAWING = re.compile(  # what a page or calendar is made with, and no text of anybody
    r"<(style|script)\b.*?</\1>|<meta http-equiv=\"Content-Security-Policy\"[^>]*>|\s(?:d|points|transform)=\"[^\"]*\""
    r"|(?m:^UID:[0-9a-f]{32}@ajo-doctor\r?$)",
    re.DOTALL,
)
_LEAST_ENTROPY = 3.2  # bits a character; sixteen letters and digits that chance wrote have more
_LONG_PART = 16  # between hyphens
_LEAST_DIGITS = 3
_LONG_WORD = 8
_MOST = 50


@dataclass(frozen=True, slots=True)
class Left:
    """One string that should not go out."""

    what: str  # "access token", "e-mail address", "name", "random string"
    text: str  # shortened in the middle, so that it can be found and is not told
    is_secret: bool = False


def left_in(
    texts: Iterable[str], names: Pseudonyms, planted: Iterable[str] = ()
) -> tuple[Left, ...]:
    """Find what is left in the finished outputs; secrets first, each once.

    Args:
        texts: the outputs.
        names: whose pseudonyms may stand in them, and whose names may not.
        planted: strings that must not be in any output: secrets that this process holds.
    """
    canaries = [each for each in planted if len(each) >= _LONG_WORD]
    found: dict[Left, None] = {}
    for text in texts:
        bare = _DRAWING.sub(" ", text)
        for left in (
            *_secrets(bare, canaries),
            *_names(bare, names),
            *_strange(bare, names),
        ):
            found[left] = None
    return tuple(sorted(found, key=lambda each: not each.is_secret))


def _secrets(text: str, planted: list[str]) -> Iterator[Left]:
    for what, pattern in _SECRETS:
        for found in pattern.finditer(text):
            yield Left(what, masked(found.group()), is_secret=True)
    for each in planted:
        if each in text:
            yield Left("secret of this run", masked(each), is_secret=True)


def _names(text: str, names: Pseudonyms) -> Iterator[Left]:
    def tells(word: str) -> bool:
        """Tell whether no prose uses it by chance; one that looks like a pseudonym cannot be told from one."""
        is_rare = len(word) >= _LONG_WORD or not word.isalpha()
        return is_rare and word.lower() not in names.kept and not shapes.is_pseudonym(word)

    for start, end in names.finder.find(text.lower(), tells):
        yield Left("name", masked(text[start:end]))


def _strange(text: str, names: Pseudonyms) -> Iterator[Left]:
    for found in _ADDRESS.finditer(text):
        host = found.group().rpartition("@")[2].lower()
        is_allowed = found.group().lower() in names.kept or host == "adobeorg"
        if not is_allowed and not shapes.is_pseudonym(found.group()):
            yield Left("e-mail address", masked(found.group()))
    for found in _TOKEN.finditer(text):
        if _is_random(found.group(), names):
            yield Left("random string", masked(found.group()))


def _is_random(token: str, names: Pseudonyms) -> bool:
    """Tell whether chance wrote it: digits among letters, and hardly a letter twice."""
    if any(token.lower() in each for each in names.kept) or shapes.PSEUDONYM.search(token):
        return False
    if any(each in known.IDS for each in re.findall(shapes.GUID, token.lower())):
        return False
    return any(_is_chance(part) for part in re.split(r"[-_=]", token))


def _is_chance(part: str) -> bool:
    digits = sum(char.isdigit() for char in part)
    letters = sum(char.isalpha() for char in part)
    if len(part) < _LONG_PART or min(digits, letters) < _LEAST_DIGITS:
        return False
    return entropy(part) >= _LEAST_ENTROPY


def entropy(text: str) -> float:
    """Give the bits a character by how often each stands in the text."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)


def masked(text: str) -> str:
    """Shorten in the middle."""
    return f"{text[:4]}…{text[-2:]}" if len(text) > _LONG_WORD else f"{text[:2]}…"
