"""Frozen records, made faster than the standard library makes them: to draw one report, two hundred are made.

The standard library writes six methods of each dataclass as text and compiles them. Here only `__init__` is written for
a class, and short; equality, hash and form are one code for all. In every other respect a record is a dataclass.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

__all__ = ["field_names", "record", "values_of"]

T = TypeVar("T")
Field = dataclasses.Field[Any]
_OWN = {"__init__", "__eq__", "__hash__", "__repr__"}

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(
        *, frozen: bool, slots: bool, kw_only: bool = False
    ) -> Callable[[type[T]], type[T]]:
        """Make a class a frozen dataclass with slots; the words are those of `dataclasses.dataclass`."""

        def made(kind: type[T]) -> type[T]:
            return _made(kind, frozen=frozen, slots=slots, kw_only=kw_only)

        return made


@cache
def field_names(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of a record's fields, without those that follow from others; empty for everything that is none."""
    if not dataclasses.is_dataclass(kind):
        return ()
    return tuple(field.name for field in dataclasses.fields(kind) if field.init)


@cache
def values_of(kind: Any) -> Callable[[Any], tuple[Any, ...]]:  # noqa: ANN401 - a type
    """Return what gives the values of these fields of a record, all at once."""
    names = field_names(kind)
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple([getattr(value, name) for name in names])


def _made(kind: type[Any], **words: bool) -> type[Any]:
    inherited: dict[str, Field] = getattr(kind, "__dataclass_fields__", {})
    own: list[Field] = [
        each for each in vars(kind).values() if each.__class__ is dataclasses.Field
    ]
    if _OWN & vars(kind).keys() or not all(map(_is_plain, (*inherited.values(), *own))):
        return dataclasses.dataclass(**words)(kind)
    done = dataclasses.dataclass(init=False, repr=False, eq=False, **words)(kind)
    fields = dataclasses.fields(done)
    methods: dict[str, Callable[..., Any]] = {
        "__init__": _init(done, fields),
        **_compared([each.name for each in fields if each.compare]),
        "__repr__": _shown([each.name for each in fields if each.repr]),
    }
    for name, method in methods.items():
        setattr(done, name, method)
    return done


def _is_plain(field: Field) -> bool:
    return field.init and field.hash is None and field.default_factory is dataclasses.MISSING


def _compared(names: list[str]) -> dict[str, Callable[..., Any]]:
    values: Callable[[object], Any] = attrgetter(*names) if names else lambda _: ()

    def is_equal(self: object, other: object) -> Any:  # noqa: ANN401 - or NotImplemented
        return (
            values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented
        )

    def digest(self: object) -> int:
        return hash(values(self))

    return {"__eq__": is_equal, "__hash__": digest}


def _shown(names: list[str]) -> Callable[[object], str]:
    def form(self: object) -> str:
        inner = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({inner})"

    return form


def _init(kind: type[Any], fields: tuple[Field, ...]) -> Callable[..., None]:
    """Write it: the values are put in one after the other, in a loop, so that its text hardly grows with them."""

    def word(field: Field) -> str:
        return f"{field.name}=None" if _has_default(field) else field.name

    names = tuple(each.name for each in fields)
    before = [each for each in fields if not each.kw_only]
    after = [each for each in fields if each.kw_only]
    words = ["__self__", *map(word, before), *(["*", *map(word, after)] if after else [])]
    more = "\n  __self__.__post_init__()" if hasattr(kind, "__post_init__") else ""
    text = (
        f"def __make__(__put__, __names__):\n def __init__({', '.join(words)}):\n"
        f"  for __name__, __value__ in zip(__names__, ({''.join(f'{name}, ' for name in names)})):\n"
        f"   __put__(__self__, __name__, __value__){more}\n return __init__"
    )
    space: dict[str, Any] = {}
    exec(text, vars(sys.modules[kind.__module__]), space)  # noqa: S102 - names of fields alone
    init = space["__make__"](object.__setattr__, names)
    init.__defaults__ = tuple(each.default for each in before if _has_default(each)) or None
    init.__kwdefaults__ = {each.name: each.default for each in after if _has_default(each)} or None
    init.__qualname__ = f"{kind.__qualname__}.__init__"
    init.__annotations__ = {each.name: each.type for each in fields} | {"return": None}
    return cast("Callable[..., None]", init)


def _has_default(field: Field) -> bool:
    return field.default is not dataclasses.MISSING
