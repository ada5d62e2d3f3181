"""Whose question a request answers, where several targets share one session.

A reading is asked by the first who needs it and answers everybody; so what one target's run says it asked is what it asked
itself and what answered it from memory. Both travel with the context of the tasks, which no adapter has to know.
"""

from __future__ import annotations

from contextvars import Context, ContextVar, copy_context
from itertools import count

Asked = set[int]  # numbers of readings
_mine: ContextVar[Asked | None] = ContextVar("_mine", default=None)
_inside: ContextVar[tuple[int, ...]] = ContextVar("_inside", default=())
_numbers = count(1)


def begin() -> Asked:
    """Begin to count for the present task and all that it starts; give what is filled."""
    mine: Asked = set()
    _mine.set(mine)
    return mine


def reading() -> tuple[int, Context]:
    """Number a new reading, and give the context in which it is done."""
    number = next(_numbers)
    context = copy_context()
    context.run(_inside.set, (*_inside.get(), number))
    return number, context


def answers(number: int) -> None:
    """Note that a reading answers whoever asks at present."""
    mine = _mine.get()
    if mine is not None:
        mine.add(number)


class Asker:
    """Who asked for one request: a run, and the readings it is a part of."""

    __slots__ = ("_inside", "_mine")

    def __init__(self) -> None:
        """Take it from the present context."""
        self._mine = _mine.get()
        self._inside = _inside.get()

    def is_of(self, asked: Asked) -> bool:
        """Tell whether a request answers a run: its own, one from memory, or nobody's, which is everybody's."""
        is_nobodys = self._mine is None and not self._inside
        return is_nobodys or self._mine is asked or any(each in asked for each in self._inside)
