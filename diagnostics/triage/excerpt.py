"""What stands around a match: an excerpt that is safe to show, the HTTP status, hosts, ids and times.

Everything here looks at a few thousand characters only, so its cost does not depend on the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from diagnostics.clouds import CLOUDS

_BEFORE, _AFTER = 110, 180
_MARGIN = 2500  # read on each side, so that no secret is cut in the middle of what is shown
_AROUND = 3000
_STATUS_REACH = 700

_HIDDEN = "***"
_SECRETS = (
    re.compile(r"\beyJ[\w-]{6,}(?:\.[\w-]{0,4000}){0,4}"),  # a JSON Web Token, whole or cut
    re.compile(r"(?i)(?<=bearer )[^\s\"',;]+"),
    re.compile(
        r"(?i)(?<![a-z0-9])((?:client[_-]?(?:secret|assertion)|(?:access|refresh|id)[_-]?token|assertion|"
        r"authorization|pass(?:word|wd)?|secret(?:[_-]?(?:text|value))?|sig(?:nature)?|"
        r"(?:account|shared[_-]?access|primary|secondary|master)[_-]?key|x-api-key|api[_-]?key)"
        r"[\"']?\s{0,3}[=:]\s{0,3}[\"']?)(?!bearer )[^\s\"'&,;}]+"
    ),
    re.compile(r"[A-Za-z0-9+/]{40,}={1,2}"),  # keys in base 64
)
_DENSE = re.compile(r"[A-Za-z0-9_~+-]{30,}")  # what else looks like a key: long and of every sort
_MAIL = re.compile(r"[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}")

_STATUS = re.compile(
    r"(?i)(?:(?<!sub)(?<!sub[ _-])status[ _-]?(?:code)?[\s\"'=:(]{1,8}(\d{3})(?!\d)"
    r"|[a-z] ?\((\d{3})\)"
    r"|http(?:/\d(?:\.\d)?)?[ :]{1,3}(\d{3})(?!\d))"
)
_NUMBERS = {
    "badrequest": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "notfound": 404,
    "requesttimeout": 408,
    "toomanyrequests": 429,
    "internalservererror": 500,
    "serviceunavailable": 503,
}
_NAMED = re.compile(rf"\b({'|'.join(_NUMBERS)})\b", re.IGNORECASE)
_FIRST_STATUS, _LAST_STATUS = 100, 599

_LABEL = r"(?<![\w.-])([a-z0-9][a-z0-9-]{1,62}\.(?:%s))(?![\w-]|\.[\w-])"
_ACCOUNT = re.compile(
    _LABEL % "|".join(re.escape(cloud.cosmos_suffix) for cloud in CLOUDS.values()), re.IGNORECASE
)
_VAULT = re.compile(
    _LABEL
    % "|".join(
        re.escape(suffix)
        for cloud in CLOUDS.values()
        for suffix in (cloud.vault_suffix, cloud.hsm_suffix)
    ),
    re.IGNORECASE,
)
_GUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_ACTIVITY = re.compile(rf"activity[ _-]?id[\s\"'=:]{{1,6}}({_GUID})", re.IGNORECASE)
_TIME = re.compile(
    r"(?<!\d)\d{4}-\d\d-\d\d[T ;]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around a match."""

    excerpt: str
    http_status: int | None
    account_host: str
    vault_host: str
    activity_id: str
    occurred_at: str


def around(text: str, place: int) -> Surroundings:
    """Gather what stands around a place of a plain text."""
    start = max(0, place - _AROUND)
    near = text[start : place + _AROUND]
    return Surroundings(
        excerpt=_excerpt(text, place),
        http_status=status_near(text, place),
        account_host=_nearest(_ACCOUNT, near, place - start).lower(),
        vault_host=_nearest(_VAULT, near, place - start).lower(),
        activity_id=_nearest(_ACTIVITY, near, place - start),
        occurred_at=_time(near, place - start),
    )


def _excerpt(text: str, place: int) -> str:
    before = hidden(text[max(0, place - _MARGIN) : place])
    after = hidden(text[place : place + _MARGIN])
    return " ".join((_ending(before) + _beginning(after)).split())


def _ending(text: str) -> str:
    """Give the last words of a text, whole ones where it has any."""
    kept = text[-_BEFORE:]
    if len(kept) == len(text):
        return kept
    words = kept.split(maxsplit=1)
    return f"… {words[1]}" if len(words) > 1 and not text[-_BEFORE - 1].isspace() else f"… {kept}"


def _beginning(text: str) -> str:
    kept = text[:_AFTER]
    if len(kept) == len(text):
        return kept
    head, space, _ = kept.rpartition(" ")
    return f"{head if space else kept} …"


def hidden(text: str) -> str:
    """Return the text without anything that looks like a secret or an e-mail address."""
    for pattern in _SECRETS:
        text = pattern.sub(
            lambda match: f"{match.group(1)}{_HIDDEN}" if match.re.groups else _HIDDEN, text
        )
    text = _DENSE.sub(_if_dense, text)
    return _MAIL.sub(_HIDDEN, text) if "@" in text else text


def _if_dense(match: re.Match[str]) -> str:
    word = match.group()
    sorts = (str.isupper, str.islower, str.isdigit)
    return _HIDDEN if all(any(map(sort, word)) for sort in sorts) else word


def status_near(text: str, place: int) -> int | None:
    """Return the HTTP status that stands nearest to a place; a name counts only where no number stands."""
    start = max(0, place - _STATUS_REACH)
    near = text[start : place + _STATUS_REACH]
    numbers = [
        (abs(match.start() - (place - start)), int(next(filter(None, match.groups()))))
        for match in _STATUS.finditer(near)
    ]
    real = [one for one in numbers if _FIRST_STATUS <= one[1] <= _LAST_STATUS]
    if real:
        return min(real)[1]
    return _NUMBERS.get(_nearest(_NAMED, near, place - start).lower())


def _nearest(pattern: re.Pattern[str], text: str, place: int) -> str:
    found = min(pattern.finditer(text), key=lambda match: abs(match.start() - place), default=None)
    return found.group(1) if found else ""


def _time(text: str, place: int) -> str:
    """Prefer the last time before the match: log lines begin with theirs."""
    found = [(match.start(), match.group()) for match in _TIME.finditer(text)]
    before = [one for one in found if one[0] < place]
    chosen = before[-1] if before else found[0] if found else (0, "")
    return chosen[1].replace(";", " ")
