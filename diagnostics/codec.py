"""Records to JSON and back, guided by the declared types of their fields: what does not fit its type is refused.

Evidence is the only place where the declared type does not say which record it is; there the record's tag stands beside
it, and only registered records are built.
"""

from __future__ import annotations

import dataclasses
import math
import types
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from diagnostics.adobe_names import CampaignId, ClientId, ImsOrg, SandboxName
from diagnostics.clouds import Cloud, cloud_named
from diagnostics.errors import ConfigError
from diagnostics.evidence import Evidence
from diagnostics.names import DefaultIdentity, Guid, KeyUri, ResourceId
from diagnostics.records import record

# JSON as the standard library gives it; every use is checked before it is trusted.
Json = Any
Registry = Mapping[str, type[Evidence]]
_NAMES = (
    *(Guid, ResourceId, KeyUri, DefaultIdentity),
    *(ImsOrg, SandboxName, CampaignId, ClientId),
)
_NOT_FINITE = {"NaN", "Infinity", "-Infinity"}


class Unfit(ValueError):
    """A JSON value that does not fit the declared type."""


@record(frozen=True, slots=True)
class Form:
    """How one declared type is written and read."""

    encode: Callable[[Any], Json]
    decode: Callable[[Json, Registry], Any]


def encode(value: object) -> Json:
    """Give a record as JSON.

    Raises:
        TypeError: if a field holds something else than it declares, or a type that cannot be kept.
    """
    return _form(type(value)).encode(value)


def decode(kind: type[Any], value: Json, registry: Registry) -> Any:  # noqa: ANN401 - a `kind`
    """Build a record of this type again.

    Args:
        kind: what is expected.
        value: JSON.
        registry: records of evidence by tag.

    Raises:
        ConfigError: if the value does not fit, or holds evidence that is not registered.
    """
    try:
        return _form(kind).decode(value, registry)
    except Unfit as error:
        raise ConfigError(
            f"{kind.__name__} cannot be read: {error}",
            expected="what this version writes",
            do="use the version that wrote it",
        ) from None


def registry_of(records: Iterable[type[Evidence]]) -> dict[str, type[Evidence]]:
    """Register records of evidence by their tags."""
    return {tag(record): record for record in records}


def tag(kind: type[Any]) -> str:
    """Name a record in a file."""
    return f"{kind.__module__}.{kind.__qualname__}"


def check_form(kind: type[Evidence]) -> None:
    """Make sure that records of this type can be kept.

    Raises:
        TypeError: if a field is of a type that has no form.
    """
    _form(kind)


def _form(hint: Any) -> Form:  # noqa: ANN401 - a type hint is any object
    return _made(hint)


@cache
def _made(hint: Any) -> Form:  # noqa: ANN401
    if hint is Evidence:
        return Form(_encode_evidence, _decode_evidence)
    if get_origin(hint) in (Union, types.UnionType):
        return _optional(hint)
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint))
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, type):
        return _of_class(cast("type[Any]", hint))
    raise TypeError(f"{hint} has no form in a bundle")


def _of_class(kind: type[Any]) -> Form:
    if issubclass(kind, _NAMES):
        return _parsed(kind)
    if issubclass(kind, Enum):
        return _enum(kind)
    if dataclasses.is_dataclass(kind):
        return _record(kind)
    raise TypeError(f"{kind.__qualname__} has no form in a bundle")


def _optional(hint: Any) -> Form:  # noqa: ANN401
    members = [member for member in get_args(hint) if member is not type(None)]
    if len(members) != 1 or len(get_args(hint)) != 2:  # noqa: PLR2004 - one type, and None
        raise TypeError(f"{hint} has no form in a bundle: only one type, or that type and None")
    inner = _form(members[0])
    encode_inner, decode_inner = inner.encode, inner.decode
    return Form(
        lambda value: None if value is None else encode_inner(value),
        lambda value, registry: None if value is None else decode_inner(value, registry),
    )


def _tuple(members: tuple[Any, ...]) -> Form:
    if len(members) == 2 and members[1] is Ellipsis:  # noqa: PLR2004
        inner = _form(members[0])
        return Form(
            lambda value: [inner.encode(item) for item in _of(tuple, value)],
            lambda value, registry: tuple(
                [inner.decode(item, registry) for item in _fits(list, value)]
            ),
        )
    forms = [_form(member) for member in members]

    def decode_each(value: Json, registry: Registry) -> tuple[Any, ...]:
        if len(_fits(list, value)) != len(forms):
            raise Unfit(f"expected {len(forms)} values, found {len(value)}")
        return tuple(form.decode(item, registry) for form, item in zip(forms, value, strict=True))

    return Form(
        lambda value: [
            form.encode(item) for form, item in zip(forms, _of(tuple, value), strict=True)
        ],
        decode_each,
    )


def _record(kind: type[Any]) -> Form:
    hints = get_type_hints(kind)
    forms = {
        field.name: _form(hints[field.name]) for field in dataclasses.fields(kind) if field.init
    }

    def decode_fields(value: Json, registry: Registry) -> Any:  # noqa: ANN401
        if _fits(dict, value).keys() != forms.keys():
            strange = ", ".join(sorted(set(value) ^ set(forms)))
            raise Unfit(f"{kind.__qualname__} has other fields: {strange}")
        return kind(**{name: form.decode(value[name], registry) for name, form in forms.items()})

    return Form(
        lambda value: {
            name: form.encode(getattr(_exactly(kind, value), name)) for name, form in forms.items()
        },
        decode_fields,
    )


def _enum(kind: type[Enum]) -> Form:
    def member(value: Json, _: Registry) -> Enum:
        if _fits(str, value) not in kind.__members__:
            raise Unfit(f"{value!r} is no {kind.__qualname__}")
        return kind[value]

    return Form(lambda value: _exactly(kind, value).name, member)


def _parsed(kind: Any) -> Form:  # noqa: ANN401 - one of the names, with `parse`
    def parse(value: Json, _: Registry) -> Any:  # noqa: ANN401
        try:
            return kind.parse(_fits(str, value))
        except ConfigError as error:
            raise Unfit(error.problem) from None

    return Form(lambda value: str(_exactly(kind, value)), parse)


def _encode_evidence(value: Evidence) -> Json:
    return {"type": tag(type(value)), "fields": _form(type(value)).encode(value)}


def _decode_evidence(value: Json, registry: Registry) -> Evidence:
    if set(_fits(dict, value)) != {"type", "fields"}:
        raise Unfit("evidence without type and fields")
    kind = registry.get(str(value["type"]))
    if kind is None:
        raise ConfigError(
            f"evidence of the type {value['type']} is not known here",
            expected="evidence of the built-in checks and of the packs named",
            do="name the packs of that run with --plugin",
        )
    evidence: Evidence = _form(kind).decode(value["fields"], registry)
    return evidence


def _string(value: Json, _: Registry) -> str:
    if not isinstance(value, str):
        raise _misfit(value, str)
    return value


def _instant(value: Json, _: Registry) -> datetime:
    try:
        moment = datetime.fromisoformat(_fits(str, value))
    except ValueError:
        raise Unfit(f"{value!r} is no instant") from None
    if moment.tzinfo is None:
        raise Unfit(f"{value!r} has no time zone")
    return moment


def _day(value: Json, _: Registry) -> date:
    try:
        return date.fromisoformat(_fits(str, value))
    except ValueError:
        raise Unfit(f"{value!r} is no day") from None


def _write_number(value: Any) -> Json:  # noqa: ANN401
    number = _of((float, int), value)
    return number if math.isfinite(number) else _name_of(number)


def _name_of(number: float) -> str:
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def _number(value: Json, _: Registry) -> float | int:
    if isinstance(value, str) and value in _NOT_FINITE:
        return float(value)
    # An int stays one, so that it is printed as it was.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unfit(f"{value!r} is no number")
    return value


def _whole(value: Json, _: Registry) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unfit(f"{value!r} is no whole number")
    return value


def _cloud(value: Json, _: Registry) -> Cloud:
    try:
        return cloud_named(_fits(str, value))
    except ConfigError as error:
        raise Unfit(error.problem) from None


def _of(kind: Any, value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, kind):
        raise TypeError(f"{type(value).__qualname__} stands where {kind} is declared")
    return value


def _exactly(kind: type[Any], value: Any) -> Any:  # noqa: ANN401
    # What is read back is of the declared type, and a subclass would not be equal to it.
    if type(value) is not kind:
        raise TypeError(f"{type(value).__qualname__} stands where {kind.__qualname__} is declared")
    return value


def _fits(kind: type[Any], value: Json) -> Any:  # noqa: ANN401
    if not isinstance(value, kind):
        raise _misfit(value, kind)
    return value


def _misfit(value: Json, kind: type[Any]) -> Unfit:
    return Unfit(f"{type(value).__name__} stands where {kind.__name__} is expected")


_SIMPLE: dict[Any, Form] = {
    str: Form(lambda value: str(_of(str, value)), _string),
    bool: Form(lambda value: _of(bool, value), lambda value, _: _fits(bool, value)),
    int: Form(lambda value: int(_of(int, value)), _whole),
    float: Form(_write_number, _number),
    datetime: Form(lambda value: _exactly(datetime, value).isoformat(), _instant),
    date: Form(lambda value: _exactly(date, value).isoformat(), _day),
    Cloud: Form(lambda value: cloud_named(_exactly(Cloud, value).name).name, _cloud),
}
