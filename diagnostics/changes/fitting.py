"""Whether one change is of the sort that a rule describes: the same thing, on the way, and which way it turned."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from enum import Enum
from fnmatch import fnmatchcase

from diagnostics.changes.change import Change, ChangeLog, Value
from diagnostics.changes.rule import Becomes, Fate, Link, OnPath, Rule
from diagnostics.changes.wording import readable, unwrapped

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BELOW_A_SCOPE = (
    "/providers/microsoft.authorization/"  # a role assignment's id is its scope and this
)
_SEPARATOR = re.compile(r"[^A-Za-z0-9_-]+")
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")


class Fit(Enum):
    """How a change stands to a rule."""

    NO = "another thing, or another operation"
    OTHER_PRINCIPAL = "the same thing, for another principal"
    ENDED = "the same thing, and it has ended"
    OTHER_VALUES = "the same thing, other properties of it"
    AGAINST = "the same thing, the other way round"
    UNSAID = "the same thing, and the log does not say which way"
    UNNAMED = "the same thing, that way, and the log does not say whom it concerns"
    YES = "the same thing, and that way"


def fitted(rule: Rule, change: Change, on_path: OnPath) -> Fit:
    """Hold a change against a rule."""
    if change.thing is not rule.thing or not _is_from(rule, change):
        return Fit.NO
    if rule.about and not _touches(change, rule.about, on_path):
        return Fit.NO
    concerned = _concerned(rule, change, on_path)
    if concerned is False:
        return Fit.OTHER_PRINCIPAL
    operation = change.operation.casefold()
    if is_one_of(operation, rule.undone_by):
        return Fit.AGAINST
    if change.log is ChangeLog.EARLIER_RUN:
        if not _shows(rule, change):
            return Fit.NO
    elif not is_one_of(operation, rule.operations):
        return Fit.NO
    if rule.is_under_way and not change.is_under_way:
        return Fit.ENDED
    turned = _turned(rule, change)
    return Fit.UNNAMED if turned is Fit.YES and concerned is None else turned


def _is_from(rule: Rule, change: Change) -> bool:
    """Tell whether the change stands in the rule's log; the difference of two runs shows what any log would."""
    return change.log in (rule.log, ChangeLog.EARLIER_RUN)


def _shows(rule: Rule, change: Change) -> bool:
    """Tell whether the difference of two runs is what the rule's operation leaves; a value changes by its direction."""
    if rule.becomes and change.operation == Fate.CHANGED.value:
        return True
    return rule.fate is not Fate.CHANGED and change.operation == rule.fate.value


def is_one_of(operation: str, patterns: Iterable[str]) -> bool:
    """Tell whether an operation is among those that a rule names.

    Args:
        operation: in lower case.
        patterns: in lower case; `*` stands for anything.
    """
    return any(fnmatchcase(operation, pattern) for pattern in patterns)


def _turned(rule: Rule, change: Change) -> Fit:
    """Tell which way the values went; an operation without values is its own direction."""
    if not rule.becomes:
        return Fit.YES
    ways = [
        _way(becomes, value)
        for becomes in rule.becomes
        for value in change.values
        if plain(value.name).endswith(plain(becomes.name))
    ]
    if Fit.YES in ways:
        return Fit.YES
    if ways:
        return ways[0]
    return Fit.OTHER_VALUES if change.values else Fit.UNSAID


def _way(becomes: Becomes, value: Value) -> Fit:
    after = plain(value.after)
    if not value.after and not value.before:
        return Fit.UNSAID
    if value.before == value.after:  # letter by letter: to some who compare them, the case matters
        return Fit.OTHER_VALUES
    if becomes.to:
        return Fit.YES if after in map(plain, becomes.to) else Fit.AGAINST
    if becomes.lacks:
        words = {plain(word) for word in _SEPARATOR.split(value.after)}
        return Fit.YES if {plain(word) for word in becomes.lacks} - words else Fit.AGAINST
    return Fit.YES


def plain(text: str) -> str:
    """Give a name or a value as it is compared: a JSON list of one value is that value."""
    inner = unwrapped(text)
    shown = inner if isinstance(inner, str) else json.dumps(inner)
    return _NEITHER_LETTER_NOR_DIGIT.sub("", shown.casefold())


def _touches(change: Change, links: Iterable[Link], on_path: OnPath) -> bool:
    wanted = [(link, each) for link in links for each in on_path.get(link, ())]
    return any(_is_same(own, *each) for own in _own(change) for each in wanted)


def _is_same(own: str, link: Link, wanted: str) -> bool:
    """Compare identifiers; what lies in a thing, as a version in its key, is a part of it.

    Of scopes only those on the way hold: what lies elsewhere in the same subscription does not.
    """
    if own == wanted:
        return True
    return link is not Link.KEY_SCOPE and "/" in wanted and own.startswith(f"{wanted}/")


def _concerned(rule: Rule, change: Change, on_path: OnPath) -> bool | None:
    """Tell whether it concerns whom it should; None = the log does not say whom."""
    if not rule.whom:
        return True
    wanted = {each for link in rule.whom for each in on_path.get(link, ())}
    named = {each for each in identifiers(change) if _GUID.fullmatch(each)}
    if named & wanted:
        return True
    return None if not named or not wanted else False


def _own(change: Change) -> Iterator[str]:
    """Give what a change touches: an assignment touches the scope it hangs on, not everything above."""
    for each in (change.subject, *change.concerns):
        folded = each.casefold().rstrip("/")
        head, mark, _ = folded.partition(_BELOW_A_SCOPE)
        yield (head or "/") if mark else folded
    # Some logs name what was deleted in a property alone.
    for value in change.values:
        yield from (plain_id(each) for each in (value.before, value.after) if plain_id(each))


def plain_id(text: str) -> str:
    """Give a value that is an object or application id; empty = it is none."""
    folded = readable(text).casefold()
    return folded if _GUID.fullmatch(folded) else ""


def identifiers(change: Change) -> Iterator[str]:
    """Give every identifier that a change names, in lower case."""
    yield from (each.casefold() for each in (change.subject, *change.concerns))
    for value in change.values:
        yield from (plain_id(value.before), plain_id(value.after))
