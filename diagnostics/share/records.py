"""Records with pseudonyms in place of names: of the same types, so that everything pure goes on with them as before."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from enum import Enum
from functools import cache
from operator import is_
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, TypeGuard, TypeVar, cast

from diagnostics.adobe_names import CampaignId, ClientId, ImsOrg, SandboxName
from diagnostics.clouds import Cloud
from diagnostics.names import DefaultIdentity, Guid, KeyUri, ResourceId
from diagnostics.share import paths, shapes
from diagnostics.share.fields import FIELDS, Sort, Treated
from diagnostics.share.pseudonyms import Pseudonyms
from diagnostics.share.texts import Texts

T = TypeVar("T")
_PLACE = re.compile(r"(.*?)((?::\d+)?|, byte \d+)", re.DOTALL)
_GUID = re.compile(shapes.GUID, re.IGNORECASE)
_PASSES = 4  # a text can show a name that another one holds; the number makes sure that it ends
_STAYS = (bool, int, float)
_OWN = ("-", "latest", "latest-clean", "ajo-doctor")


class Records:
    """Replaces the names in records; new ones become known."""

    def __init__(self, names: Pseudonyms) -> None:
        """Use these pseudonyms."""
        self._names = names
        self._texts = Texts(names)
        self._scopes: dict[str, str] = {}
        self._treating: dict[Sort, Callable[[str, Any], str]] = {
            Sort.KEPT: lambda text, _: text,
            Sort.TEXT: lambda text, _: self._texts.text(text),
            Sort.FILE: lambda text, _: self.file(text),
            Sort.PLACE: lambda text, _: self._place(text),
            Sort.ARGV: lambda text, _: self._argument(text),
            Sort.WHO: lambda text, _: self._who(text),
            Sort.HOST: lambda text, _: names.host(text) if "." in text else self._label(text),
            Sort.SCOPE: lambda text, _: self._known_scope(text),
            Sort.ROLE: lambda text, _: names.name("role", text),
            Sort.DOMAIN: lambda text, _: names.host(text),
            Sort.PRINCIPAL: self._principal,
            Sort.LABELLED: lambda text, _: self._texts.text(text),
            Sort.DELAYED: self._delayed,
        }

    def all(self, records: tuple[T, ...]) -> tuple[T, ...]:
        """Replace the names in records that belong together, until no text shows a name that was met later."""
        self._names.fresh = True
        done = records
        try:
            for _ in range(_PASSES):
                before = len(self._names.words)
                self._texts.renew()
                done = tuple(self._value(record, Sort.TEXT, None) for record in records)
                if len(self._names.words) == before:
                    break
        finally:
            self._names.fresh = False
        return done

    def text(self, text: str) -> str:
        """Replace the names in a text that stands in no record: a message, a remark."""
        self._texts.renew()
        return self._texts.text(text)

    def _value(self, value: Any, sort: Treated, record: Any) -> Any:  # noqa: ANN401 - any value a record may hold
        if isinstance(value, str):
            return value if isinstance(value, Enum) else self._string(value, sort, record)
        if value is None or isinstance(value, (*_STAYS, Enum, Cloud)):
            return value
        if _is_tuple(value):
            return self._members(value, sort, record)
        if typed := _TYPED.get(cast("type[object]", type(value))):
            return typed(value, self._names)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return self._record(value)
        return value

    def _members(self, value: tuple[Any, ...], sort: Treated, record: Any) -> tuple[Any, ...]:  # noqa: ANN401
        if sort is Sort.LABELLED and record is not None:
            return tuple(self._labelled(*pair) for pair in value)
        if hasattr(value, "_fields"):  # members have names
            kind = type(value)
            return kind(
                *(self._value(getattr(value, name), each, value) for name, each in _plan(kind))
            )
        after = tuple(self._value(each, sort, record) for each in value)
        return value if all(map(is_, after, value)) else after

    def _record(self, value: Any) -> Any:  # noqa: ANN401 - any dataclass
        changed: dict[str, Any] = {}
        for name, sort in _plan(value.__class__):
            before = getattr(value, name)
            after = self._value(before, sort, value)
            if after is not before:
                changed[name] = after
        return dataclasses.replace(value, **changed) if changed else value

    def _string(self, text: str, sort: Treated, record: Any) -> str:  # noqa: ANN401 - its record
        if not text or sort is Sort.KEPT:
            return text
        if isinstance(sort, Sort):
            done = self._treating[sort](text, record)
        else:
            done = self._names.name(sort, text)
        return text if done == text else done

    def file(self, text: str) -> str:
        """Replace a file's name and place; its ending stays, and what is read from stdin."""
        if text in _OWN or text == "stdin":
            return text
        if text.startswith("workspace "):
            return self._texts.text(text)  # of a search that was made where the logs are
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
        return self._texts.text(text)

    def _who(self, text: str) -> str:
        return self._texts.text(text) if _GUID.search(text) else self._names.name("operator", text)

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
        return paths.resource(text, self._names) if "/" in text else self._texts.text(text)

    def _principal(self, text: str, record: Any) -> str:  # noqa: ANN401 - its record
        beside = getattr(record, "object_id", None) or getattr(record, "app_id", None)
        number = self._names.guid(str(beside)) if beside else ""
        return self._names.name("principal", text, beside=number)

    def _delayed(self, text: str, record: Any) -> str:  # noqa: ANN401 - its record
        if text == "all" or record is None:
            return text
        if record.dimension == "campaign":
            return self._names.name("campaign", text)
        return self._names.host(text) if record.dimension == "domain" else self._texts.text(text)

    def _labelled(self, label: str, value: str) -> tuple[str, str]:
        if label == "configuration" and value != "none":
            return label, self.file(value)
        if label == "authorities":
            said, given, file = value.partition(" and ")
            return label, said + given + (self.file(file) if file else "")
        return label, self._texts.text(value)


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _guid(value: Guid, names: Pseudonyms) -> Guid:
    given = names.guid(value.value)
    return value if given == value.value else type(value)(given)


def _resource(value: ResourceId, names: Pseudonyms) -> ResourceId:
    return ResourceId(paths.resource(value.text, names))


def _key(value: KeyUri, names: Pseudonyms) -> KeyUri:
    version = names.digest(value.version) if value.version else None
    return KeyUri(names.host(value.host), names.name("key", value.name), version)


def _identity(value: DefaultIdentity, names: Pseudonyms) -> DefaultIdentity:
    identity = value.identity and _resource(value.identity, names)
    federated = value.federated_client
    return DefaultIdentity(
        value.kind, identity, type(federated)(names.guid(federated.value)) if federated else None
    )


_TYPED: dict[type, Callable[[Any, Pseudonyms], Any]] = {
    **dict.fromkeys(Guid.__subclasses__(), _guid),
    ResourceId: _resource,
    KeyUri: _key,
    DefaultIdentity: _identity,
    ImsOrg: lambda value, names: ImsOrg(names.organization(value.value)),
    SandboxName: lambda value, names: SandboxName(names.name("sandbox", value.value)),
    CampaignId: lambda value, names: CampaignId(names.name("campaign", value.value)),
    ClientId: lambda value, names: ClientId(names.name("client", value.value)),
}


@cache
def _plan(kind: type[Any]) -> tuple[tuple[str, Treated], ...]:
    """Say how each field of a record is treated; of a record that is not listed every text as prose."""
    listed = FIELDS.get(f"{kind.__module__}.{kind.__qualname__}", {})
    if issubclass(kind, tuple):
        return tuple((name, listed.get(name, Sort.TEXT)) for name in kind._fields)  # type: ignore[attr-defined]
    return tuple(
        (field.name, listed.get(field.name, Sort.TEXT))
        for field in dataclasses.fields(kind)
        if field.init and listed.get(field.name) is not Sort.KEPT
    )
