"""Records with pseudonyms in place of names: of the same types, so that everything pure goes on with them as before."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from enum import Enum, auto
from functools import cache
from operator import is_
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, TypeVar

from diagnostics.clouds import Cloud
from diagnostics.records import field_names, values_of
from diagnostics.share import paths, shapes
from diagnostics.share.fields import FIELDS
from diagnostics.share.pseudonyms import Pseudonyms
from diagnostics.share.sorts import Sort, Treated
from diagnostics.share.texts import Texts
from diagnostics.share.typed import GUIDS, TYPED

T = TypeVar("T")
_PLACE = re.compile(r"(.*?)((?::\d+)?|, byte \d+)", re.DOTALL)
_GUID = re.compile(shapes.GUID, re.IGNORECASE)
_PASSES = 4  # a text can show a name that another one holds; the number makes sure that it ends
_STAYS = (bool, int, float)
_NONE = 0  # no object has this `id`
_OWN = ("-", "latest", "latest-clean", "ajo-doctor")


class Records:
    """Replaces the names in records; new ones become known."""

    def __init__(self, names: Pseudonyms) -> None:
        """Use these pseudonyms."""
        self._names = names
        self._texts = Texts(names)
        self._scopes: dict[str, str] = {}
        # While records are looked at, by their `id`: what became of each, and where each and each text stands.
        self._made: dict[int, Any] = {}
        self._within = _NONE
        self._holders: dict[int | str, list[int]] = {}
        self._treating: dict[Treated, Callable[[str, Any], str]] = {
            **{sort: _naming(names, sort) for sort in shapes.SORTS},
            Sort.KEPT: lambda text, _: text,
            Sort.TEXT: lambda text, _: self._text(text),
            Sort.FILE: lambda text, _: self.file(text),
            Sort.PLACE: lambda text, _: self._place(text),
            Sort.ARGV: lambda text, _: self._argument(text),
            Sort.WHO: lambda text, _: self._who(text),
            Sort.HOST: lambda text, _: names.host(text) if "." in text else self._label(text),
            Sort.SCOPE: lambda text, _: self._known_scope(text),
            Sort.ROLE: lambda text, _: names.name("role", text),
            Sort.DOMAIN: lambda text, _: names.host(text),
            Sort.PRINCIPAL: self._principal,
            Sort.LABELLED: lambda text, _: self._text(text),
            Sort.DELAYED: self._delayed,
        }

    def all(self, records: tuple[T, ...]) -> tuple[T, ...]:
        """Replace the names in records that belong together, until no text shows a name that was met later."""
        self._names.fresh = True
        done = records
        try:
            self._texts.renew()
            for _ in range(_PASSES):
                done = tuple(self._value(record, Sort.TEXT, None) for record in records)
                stale = self._texts.renew()
                if not stale:
                    break
                self._forget(stale)
        finally:
            self._names.fresh = False
            self._made.clear()
            self._holders.clear()
        return done

    def text(self, text: str) -> str:
        """Replace the names in a text that stands in no record: a message, a remark."""
        self._texts.renew()
        return self._texts.text(text)

    def _text(self, text: str) -> str:
        """Replace the names in a text, and note where it stands: a name that is met later may stand in it, too."""
        if self._names.is_guid(text):
            return self._names.guid(text)  # has no room for another name
        self._holders.setdefault(text, []).append(self._within)
        return self._texts.text(text)

    def _forget(self, stale: Iterable[str]) -> None:
        """Let the records be made again in which these texts stand, and those around them."""
        rest: list[int | str] = list(stale)
        while rest:
            holders = self._holders.pop(rest.pop(), ())
            rest += [each for each in holders if self._made.pop(each, None) is not None]

    def _value(self, value: Any, sort: Treated, record: Any) -> Any:  # noqa: ANN401 - any value a record may hold
        way = _way(value.__class__)
        if way is _Way.STAYS:
            return value
        if way is _Way.TEXT:
            return self._string(value, sort, record)
        if way is _Way.MEMBERS:
            return self._members(value, sort, record)
        if way is _Way.RECORD:
            return self._record(value)
        return way(value, self._names)

    def _members(self, value: tuple[Any, ...], sort: Treated, record: Any) -> tuple[Any, ...]:  # noqa: ANN401
        if sort is Sort.LABELLED and record is not None:
            return tuple(self._labelled(*pair) for pair in value)
        if hasattr(value, "_fields"):  # members have names
            named = list(value)
            for at, each in _plan(type(value)):
                named[at] = self._value(value[at], each, value)
            return type(value)(*named)
        kinds = set(map(type, value))
        if kinds in GUIDS:
            return self._guids(value)
        if kinds and all(_way(kind) is _Way.RECORD for kind in kinds):
            return self._many(value)
        after = tuple([self._value(each, sort, record) for each in value])
        return value if all(map(is_, after, value)) else after

    def _guids(self, value: tuple[Any, ...]) -> tuple[Any, ...]:
        """Replace identifiers, of which there may be a hundred thousand; nothing that is met later changes them."""
        done: tuple[Any, ...] | None = self._made.get(id(value))
        if done is None:
            texts = [each.value for each in value]
            given = self._names.guids(texts)
            done = value if given == texts else tuple(map(value[0].__class__, given))
            self._made[id(value)] = done
        return done

    def _many(self, records: tuple[Any, ...]) -> tuple[Any, ...]:
        """Replace the names in records that stand together, of which nothing is made again if nothing in them is."""
        key, outer = id(records), self._within
        self._holders.setdefault(key, []).append(outer)
        done: tuple[Any, ...] | None = self._made.get(key)
        if done is None:
            self._within = key
            after = tuple([self._record(each) for each in records])
            self._within = outer
            done = self._made[key] = records if all(map(is_, after, records)) else after
        return done

    def _record(self, value: Any) -> Any:  # noqa: ANN401 - any dataclass
        key, outer = id(value), self._within
        self._holders.setdefault(key, []).append(outer)
        if key in self._made:
            return self._made[key]
        self._within = key
        kind = value.__class__
        before = values_of(kind)(value)
        after = list(before)
        for at, sort in _plan(kind):
            each = before[at]
            if each.__class__ is str:
                after[at] = self._string(each, sort, value)
            elif each is not None:
                after[at] = self._value(each, sort, value)
        self._within = outer
        is_same = all(map(is_, after, before))
        done = value if is_same else kind(**dict(zip(field_names(kind), after, strict=True)))
        self._made[key] = done
        return done

    def _string(self, text: str, sort: Treated, record: Any) -> str:  # noqa: ANN401 - its record
        if not text or sort is Sort.KEPT:
            return text
        done = self._treating[sort](text, record)
        return text if done == text else done

    def file(self, text: str) -> str:
        """Replace a file's name and place; its ending stays, and what is read from stdin."""
        if text in _OWN or text == "stdin":
            return text
        if text.startswith("workspace "):
            return self._text(text)  # of a search that was made where the logs are
        ending = (PureWindowsPath(text) if "\\" in text else PurePosixPath(text)).suffix.lower()
        is_plain = re.fullmatch(r"\.[a-z][a-z-]{0,10}", ending)
        return self._names.name("file", text) + (ending if is_plain else "")

    def _place(self, text: str) -> str:
        found = _PLACE.fullmatch(text)
        return self.file(found[1]) + found[2] if found else self.file(text)

    def _argument(self, text: str) -> str:
        if text.startswith(("/subscriptions/", "/providers/")):
            return self._scope(text)
        if text.startswith(("/", "~", "./")) or re.match(r"[A-Za-z]:\\", text) or "bundle" in text:
            return text if text.startswith("-") else self.file(text)
        return self._text(text)

    def _who(self, text: str) -> str:
        return self._text(text) if _GUID.search(text) else self._names.name("operator", text)

    def _label(self, text: str) -> str:
        """Replace a vault's or account's name that stands without its suffix."""
        for sort in ("vault", "account"):
            if text.lower() in self._names.of.get(sort, {}):
                return self._names.label(sort, text)
        return self._names.label("vault", text)

    def _known_scope(self, text: str) -> str:
        done = self._scopes.get(text)
        if done is None:
            done = self._scope(text)
            if "/" in text:  # no name that is met later changes it
                self._scopes[text] = done
        return done

    def _scope(self, text: str) -> str:
        if "/" not in text:
            return self._text(text)
        above, mark, below = text.rpartition("/providers/")
        if paths.is_whole(above):  # it is the scope of other things, too
            return self._known_scope(above) + paths.resource(mark + below, self._names)
        return paths.resource(text, self._names)

    def _principal(self, text: str, record: Any) -> str:  # noqa: ANN401 - its record
        beside = getattr(record, "object_id", None) or getattr(record, "app_id", None)
        number = self._names.guid(str(beside)) if beside else ""
        return self._names.name("principal", text, beside=number)

    def _delayed(self, text: str, record: Any) -> str:  # noqa: ANN401 - its record
        if text == "all" or record is None:
            return text
        if record.dimension == "campaign":
            return self._names.name("campaign", text)
        return self._names.host(text) if record.dimension == "domain" else self._text(text)

    def _labelled(self, label: str, value: str) -> tuple[str, str]:
        if label == "configuration" and value != "none":
            return label, self.file(value)
        if label == "authorities":
            said, given, file = value.partition(" and ")
            return label, said + given + (self.file(file) if file else "")
        return label, self._text(value)


def _naming(names: Pseudonyms, sort: str) -> Callable[[str, Any], str]:
    return lambda text, _: names.name(sort, text)


class _Way(Enum):
    """How a value of a type is treated, which is no typed identifier."""

    STAYS = auto()
    TEXT = auto()
    MEMBERS = auto()
    RECORD = auto()


@cache
def _way(kind: type[Any]) -> _Way | Callable[[Any, Pseudonyms], Any]:
    if issubclass(kind, (*_STAYS, Enum, Cloud)):
        return _Way.STAYS
    if issubclass(kind, str):
        return _Way.TEXT
    if issubclass(kind, tuple):
        return _Way.MEMBERS
    if typed := TYPED.get(kind):
        return typed
    return _Way.RECORD if dataclasses.is_dataclass(kind) else _Way.STAYS


@cache
def _plan(kind: type[Any]) -> tuple[tuple[int, Treated], ...]:
    """Say how each field of a record is treated, by its place; of a record that is not listed every text as prose."""
    listed = FIELDS.get(f"{kind.__module__}.{kind.__qualname__}", {})
    has_names: Any = kind
    names = has_names._fields if issubclass(kind, tuple) else field_names(has_names)
    sorts = [listed.get(name, Sort.TEXT) for name in names]
    return tuple((at, sort) for at, sort in enumerate(sorts) if sort is not Sort.KEPT)
