"""Two records of one type, field by field: what was there and is not, what was false and is true."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeGuard, cast

from diagnostics.changes.rule import Fate
from diagnostics.evidence import Evidence

_IDENTIFIERS = ("diagnostics.names", "diagnostics.adobe_names", "diagnostics.clouds")
# What tells elements of a list apart, the most telling first.
_KEYS = ("id", "key_id", "version", "object_id", "identity", "name", "channel", "ordinal")
_NOT_READ, _DENIED = "_not_read", "_denied"
_NOTHING_READ = ("not_asked", "refused", "is_denied")  # of a whole record
CANNOT_TELL = "cannot tell"
NOT_SAID = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """One field that is different, or one element of a list that came or went."""

    path: str  # of the field: "account_enabled", "current.enabled", "effective"
    fate: Fate
    before: str  # empty = not said, or not there
    after: str
    item: Any = None  # the element that came or went
    within: Any = (
        None  # the element of which this is a field, as it is now; None = of the record itself
    )
    is_seen: bool = (
        True  # False: one of the two could not tell, so nothing is known to be different
    )


def differing(
    before: Evidence,
    now: Evidence,
    fleeting: frozenset[str],
    absent: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Differing, ...]:
    """Compare two records of one type.

    Args:
        before: the earlier one.
        now: the later one.
        fleeting: "Record.field" that differs without meaning anything; "Record.*" is all of it.
        absent: by field, what it means that it is not there.

    Returns:
        what is different, in the order of the fields; what one of them could not read is no difference.
    """
    if f"{type(now).__name__}.*" in fleeting:
        return ()
    if _whole_unread(before) != _whole_unread(now):
        return (Differing(path="", fate=Fate.CHANGED, before="", after="", is_seen=False),)
    left_out = _unread_fields(before) | _unread_fields(now)
    skipped = left_out | {name.partition(".")[2] for name in fleeting if _is_of(name, before)}
    found = _fields("", before, now, skipped | {"observed_at"})
    return tuple(_with_absent(each, absent.get(each.path, "")) for each in found)


def _with_absent(each: Differing, meant: str) -> Differing:
    """Say of a field that is not there what that means, where it means something."""
    if not meant or (each.before and each.after):
        return each
    return replace(each, before=each.before or meant, after=each.after or meant, is_seen=True)


def _is_of(name: str, record: Evidence) -> bool:
    return name.startswith(f"{type(record).__name__}.")


def _whole_unread(record: Evidence) -> bool:
    """Tell whether the record says that nothing of it was read, or something that no field of it is called by."""
    values = _values(record)
    if any(values.get(name) for name in _NOTHING_READ):
        return True
    return any(
        values[name] and not _guarded(name.removesuffix(_NOT_READ), values)
        for name in values
        if name.endswith(_NOT_READ)
    )


def _unread_fields(record: Evidence) -> frozenset[str]:
    """Name the fields of which a record says that they were not read, and those that say so."""
    values = _values(record)
    guards = {
        name for name in values if name.endswith((_NOT_READ, _DENIED)) or name in _NOTHING_READ
    }
    unread = {
        field
        for name in guards
        if values[name] and name.endswith(_NOT_READ)
        for field in _guarded(name.removesuffix(_NOT_READ), values)
    }
    return frozenset(unread | guards)


def _guarded(stem: str, values: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(
        name
        for name in values
        if (name == stem or name.startswith(f"{stem}_"))
        and not name.endswith((_NOT_READ, _DENIED))
    )


def _values(record: object) -> dict[str, Any]:
    fields = dataclasses.fields(cast("Any", record))
    return {field.name: getattr(record, field.name) for field in fields if field.init}


def _fields(
    path: str, before: object, now: object, skipped: Iterable[str] = ()
) -> Iterator[Differing]:
    was, is_ = _values(before), _values(now)
    for name in was:
        if name not in skipped:
            yield from _value(f"{path}.{name}" if path else name, was[name], is_[name])


def _value(path: str, before: object, now: object) -> Iterator[Differing]:
    if before == now:
        return
    if _is_tuple(before) and _is_tuple(now):
        yield from _lists(path, before, now)
    elif _is_record(before) and type(before) is type(now):
        yield from _fields(path, before, now)
    elif _is_record(before) or _is_record(now):
        # A part that is not there is told by the field that says so: presence, existence.
        yield Differing(
            path=path, fate=Fate.CHANGED, before=text(before), after=text(now), is_seen=False
        )
    else:
        was, is_ = text(before), text(now)
        if was == is_:
            return  # two instants within one minute
        unsure = CANNOT_TELL in (was, is_) or before is None or now is None
        yield Differing(
            path=path,
            fate=Fate.CHANGED,
            before=was,
            after=is_,
            is_seen=not (unsure and (now is None or is_ == CANNOT_TELL)),
        )


def _lists(path: str, before: tuple[object, ...], now: tuple[object, ...]) -> Iterator[Differing]:
    if not all(map(_is_record, (*before, *now))):
        if sorted(map(text, before)) != sorted(map(text, now)):
            yield Differing(path=path, fate=Fate.CHANGED, before=text(before), after=text(now))
        return
    was, is_ = _keyed(before, now), _keyed(now, before)
    for key, item in was.items():
        if key in is_:
            for each in _value(path, item, is_[key]):
                yield replace(each, within=each.within or is_[key])
        else:
            yield Differing(path=path, fate=Fate.VANISHED, before=text(item), after="", item=item)
    for key, item in is_.items():
        if key not in was:
            yield Differing(path=path, fate=Fate.APPEARED, before="", after=text(item), item=item)


def _keyed(items: Sequence[object], others: Sequence[object]) -> dict[str, object]:
    """Give elements by what tells them apart: by their name in both lists, else by all they hold."""
    for key in _KEYS:
        names = [[getattr(item, key, None) for item in each] for each in (items, others)]
        if all(all(each) and len(set(map(str, each))) == len(each) for each in names):
            return {str(getattr(item, key)): item for item in items}
    return {repr(item): item for item in items}


def _is_tuple(value: object) -> TypeGuard[tuple[object, ...]]:
    return isinstance(value, tuple)


def _is_record(value: object) -> bool:
    is_data = dataclasses.is_dataclass(value) and not isinstance(value, type)
    return is_data and type(value).__module__ not in _IDENTIFIERS


def text(value: object) -> str:
    """Give a value as it is told; empty = not said."""
    if value is None:
        return NOT_SAID
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(map(text, cast("tuple[object, ...]", value)))
    if _is_record(value):
        return ", ".join(f"{name} {text(each)}" for name, each in _values(value).items() if each)
    return str(value)
