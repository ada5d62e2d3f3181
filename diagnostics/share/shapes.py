"""What names look like in a text, and what their pseudonyms look like: one table of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import repeat
from typing import Final

GUID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
GUID_ALONE: Final = re.compile(
    GUID.replace("a-f", "A-Fa-f")
)  # quicker than without regard to case
_TOP = (
    r"com|net|org|io|de|fr|eu|uk|us|ch|at|nl|be|es|it|pl|se|no|dk|fi|ie|ca|au|jp|cn|in|br|info|biz|edu|gov|mil|cloud|online"
    r"|local|internal|intranet|corp|lan|home|example|invalid|test|ms"
)
_HOST = rf"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+(?:{_TOP})"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_V4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
# What `\s` means, written out: a class of characters is a table then, and of a long address each character is asked.
SPACE: Final = r" \t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Of a path or address inside a text; parentheses only in pairs, as names of groups and Graph's keys have them.
_REST = rf"(?:[^{SPACE}\"'<>|,;()\[\]{{}}\\`]++|\([^{SPACE}()<>\"]*\))++"


def _any(**patterns: str) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())


# What begins earlier or reaches farther comes first. The name of each group is a method of `Texts`. What can begin at a
# place is asked first, since most places begin nothing.
FOUND: Final = re.compile(
    "(?=/)(?:"
    + _any(
        path=rf"/(?:subscriptions|providers|dbs|colls)/{_REST}",
        key=r"/(?:keys|deletedkeys)/[0-9a-z-]{1,127}(?:/[0-9a-f]{32})?(?![0-9a-z-])",
        home=r"/(?:home|Users)/[^/\\\s\"']+",
    )
    + ")|"
    + _any(encoded=r"%2F(?:subscriptions|providers|dbs|colls)%2F[^\s\"'<>&]+")
    + r"|(?<![0-9a-f])(?=[\w.+'#:-])(?:(?<![0-9a-z])(?:"
    + _any(
        url=rf"\bhttps?://{_REST}",
        org=r"[0-9a-z]{1,64}@AdobeOrg(?![0-9a-z])",
        address=r"(?<![\w.+'#-])[\w.+'#-]+(?:@|%40)[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}",
    )
    + ")|"
    + _any(guid=rf"(?<![0-9a-f-]){GUID}[0-9a-f]*")  # also one with a slip of the hand
    + "|(?<![0-9a-z])(?:"
    + _any(
        digest=r"[0-9a-f]{32}(?![0-9a-z])",
        v6=r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:/\d{1,3})?(?![\w:.]*[\w:])",
        v4=rf"(?<![\w.]){_V4}(?:/\d{{1,2}})?(?!\.?\d)(?!\w)",
        host=rf"(?<![\w.@-]){_HOST}(?![\w-])(?!\.\w)",
        drive=r"\b[a-z]:\\Users\\[^/\\\s\"']+",
    )
    + "))",
    re.IGNORECASE,
)
# Everything above holds one of these; nearly all texts of a run hold none.
HINT: Final = re.compile(
    r"[@/\\]|%40|%2F|[0-9a-f]{4}-[0-9a-f]|[0-9a-f]{32}|\d\.\d|::|[0-9a-f]:[0-9a-f]|[a-z0-9]\.[a-z]",
    re.IGNORECASE,
)
# What is left of it for a text without signs (`sought`); a letter that hardly any place has is asked first.
_FOUND_WITHOUT_SIGNS: Final = re.compile(
    rf"(?P<guid>[0-9a-f](?<![0-9a-f-].)[0-9a-f]{{7}}{GUID.removeprefix('[0-9a-f]{8}')}[0-9a-f]*)"
    + r"|(?P<digest>[0-9a-f](?<![0-9a-z].)[0-9a-f]{31}(?![0-9a-z]))",
    re.IGNORECASE,
)

SORTS: Final = (
    *(
        "account",
        "campaign",
        "client",
        "configuration",
        "container",
        "credential",
        "database",
        "file",
        "group",
    ),
    *(
        "host",
        "identity",
        "key",
        "network",
        "operator",
        "organization",
        "policy",
        "principal",
        "provider",
    ),
    *("resource", "role", "sandbox", "target", "tenant", "vault", "wave"),
)
GUIDS: Final = "aaaaaaaa-0000-4000-8000-"  # and a decimal number of twelve digits
_ZEROS: Final = (
    "0" * 16
)  # and a decimal number: keys' versions have 16 digits more, organizations 8
NUMBERED: Final = (GUIDS, _ZEROS)  # so begin pseudonyms that no real identifier looks like
PSEUDONYM: Final = re.compile(
    rf"(?<![0-9A-Za-z-])(?:host-\d+\.example(?![\w-])|(?:{'|'.join(SORTS)})-\d+(?![0-9A-Za-z])"
    rf"|{GUIDS}\d{{12}}(?![0-9a-f])|{_ZEROS}\d{{16}}(?![0-9a-z])|{_ZEROS}\d{{8}}@AdobeOrg)"
    rf"|(?<![\w.])(?:24[0-9]|25[0-5])(?:\.{_OCTET}){{3}}(?![\w])"
    r"|(?<![\w:.])2001:db8:[0-9a-f:]+(?![\w:])",
    re.IGNORECASE,
)

# What stands before the number, how many digits it has (0 = as many as it needs), what stands behind.
_FORMS: Final = {
    **{sort: (f"{sort}-", 0, "") for sort in SORTS},
    "guid": (GUIDS, 12, ""),
    "digest": (_ZEROS, 16, ""),
    "organization": (_ZEROS, 8, "@AdobeOrg"),
}


def sought(text: str) -> re.Pattern[str] | None:
    """Give what finds in this text all that `FOUND` does, and costs the least; None = there is nothing in it."""
    if "/" in text or "\\" in text:
        return FOUND
    if "." in text or ":" in text or "%" in text:
        return FOUND if HINT.search(text) else None
    # No other form has none of these signs.
    return FOUND if "@" in text and "@adobeorg" in text.lower() else _FOUND_WITHOUT_SIGNS


def guid(number: int) -> str:
    """Give the pseudonym of a GUID: of the same form, and a number that can be read."""
    return f"{GUIDS}{number:012d}"


def digest(number: int) -> str:
    """Give the pseudonym of 32 hexadecimal digits, as a key's version is."""
    return f"{number:032d}"


def organization(number: int) -> str:
    """Give the pseudonym of an IMS organization."""
    return f"{number:024d}@AdobeOrg"


def last_number(sort: str, given: Sequence[str]) -> int:
    """Give the highest number that pseudonyms of a sort have; 0 = there is none.

    Raises:
        ValueError: if one has not the form of its sort, or there is no such sort.
    """
    if sort not in _FORMS:
        raise ValueError(sort)
    head, width, tail = _FORMS[sort]
    # All at once, since a table has some hundred thousand.
    numbers = [each[len(head) : len(each) - len(tail)] for each in given]
    digits = "".join(numbers)
    is_formed = (
        all(map(str.startswith, given, repeat(head)))
        and all(map(str.endswith, given, repeat(tail)))
        and all(numbers)
        and (not width or {width}.issuperset(map(len, numbers)))
        and ((digits.isdecimal() and digits.isascii()) or not numbers)
    )
    if not is_formed:
        raise ValueError(sort)
    return max(map(int, numbers), default=0)


def is_pseudonym(text: str) -> bool:
    """Tell whether the whole text has the form of a pseudonym."""
    return PSEUDONYM.fullmatch(text) is not None
