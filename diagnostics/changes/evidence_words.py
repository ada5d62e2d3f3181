"""A field that is different, in words and as a change."""

from __future__ import annotations

from diagnostics.changes.change import Change, ChangeLog, Thing, Value
from diagnostics.changes.described import Described, Item, Saying
from diagnostics.changes.rule import Fate
from diagnostics.changes.structure import Differing
from diagnostics.changes.wording import short
from diagnostics.evidence import Evidence

_NOT_SAID = "(none)"
_LONGEST = 120  # characters of a value in a sentence


def words_of(each: Differing, before: Evidence, now: Evidence, said: Described | None) -> str:
    """Say it in one sentence: "Key https://… was disabled", "Role … vanished", else the field with both values."""
    saying = _saying(each, said)
    if each.item is not None:
        item = _item(each, before, now, saying, said)
        return f"{_capital(item.name)} {each.fate.value}."
    name = _capital(_element(each, now, said) or _name(before, now, said))
    became = dict(saying.became).get(each.after, "") if saying else ""
    values = f"{_words(each.path)} was {_shown(each.before)}, is {_shown(each.after)}"
    return f"{name} {became}: {values}." if became else f"{name}: {values}."


def _element(each: Differing, now: Evidence, said: Described | None) -> str:
    """Name the element of a list whose field it is; empty = the field is the record's own."""
    saying = _of_list(each, said) if each.within is not None else None
    return saying.item(each.within, now).name if saying and saying.item else ""


def change_of(each: Differing, before: Evidence, now: Evidence, said: Described | None) -> Change:
    """Give it as a change, to be weighed by the same rules as those of logs."""
    saying = _saying(each, said)
    item = _item(each, before, now, saying, said) if each.item is not None else None
    thing = said.thing if said else Thing.OTHER
    fate = _fate(each, saying)
    before_, after = (
        (each.before and item.name, each.after and item.name)
        if item
        else (each.before, each.after)
    )
    value = Value(name=each.path, before=before_, after=after)
    if each.within is not None and saying is None:
        saying = _of_list(each, said)
        item = saying.item(each.within, now) if saying and saying.item else None
    return Change(
        at=None,
        log=ChangeLog.EARLIER_RUN,
        operation=fate.value,
        thing=(saying.thing if saying and saying.thing else thing),
        subject=item.subject if item else _subject(before, now, said),
        concerns=item.concerns if item else (),
        values=(value,),
    )


def _of_list(each: Differing, said: Described | None) -> Saying | None:
    sayings = said.sayings if said else ()
    return next(
        (one for one in sayings if one.item and each.path.startswith(f"{one.field}.")), None
    )


def _fate(each: Differing, saying: Saying | None) -> Fate:
    """Tell whether the value says that the thing is not there, or is back."""
    if each.item is not None or saying is None or not saying.gone:
        return each.fate
    if each.after in saying.gone:
        return Fate.VANISHED
    return Fate.APPEARED if each.before in saying.gone else each.fate


def _saying(each: Differing, said: Described | None) -> Saying | None:
    return next((one for one in said.sayings if one.field == each.path), None) if said else None


def _item(
    each: Differing,
    before: Evidence,
    now: Evidence,
    saying: Saying | None,
    said: Described | None,
) -> Item:
    record = now if each.fate is Fate.APPEARED else before
    if saying is not None and saying.item is not None:
        return saying.item(each.item, record)
    return Item(
        name=f"{_words(each.path)} {each.before or each.after}",
        subject=_subject(before, now, said),
    )


def _subject(before: Evidence, now: Evidence, said: Described | None) -> str:
    if said is None:
        return ""
    # What is gone has its identifier only in the record of when it was there.
    found = said.subject(now) or said.subject(before)
    return str(found) if found else ""


def _name(before: Evidence, now: Evidence, said: Described | None) -> str:
    if said is None:
        return _words_of_type(now)
    if said.name is not None:
        return said.name(now) or said.name(before)
    return f"{said.thing.value} {short(_subject(before, now, said))}".rstrip()


def _shown(value: str) -> str:
    """Shorten a value: the comparison's record has all of it."""
    cut = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
    return cut.rstrip(".") or _NOT_SAID


def _words(path: str) -> str:
    return path.replace(".", " ").replace("_", " ")


def _words_of_type(record: Evidence) -> str:
    name = type(record).__name__
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name).strip()


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
