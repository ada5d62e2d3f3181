"""Whose question a request answers, where several targets share one session.

A reading is asked by the first who needs it and answers everybody; so what one target's run says it asked is what it asked
itself and what answered it from memory. Both travel with the context of the tasks, which no adapter has to know.
"""

from __future__ import annotations

from contextvars import Context, ContextVar, copy_context
from itertools import count

Asked = set[int]  # numbers of a run and of the readings that answered it
_mine: ContextVar[Asked | None] = ContextVar("_mine", default=None)
_inside: ContextVar[tuple[int, ...]] = ContextVar("_inside", default=())
_numbers = count(1)


def begin() -> Asked:
    """Begin to count for the present task and all that it starts; give what is filled."""
    number = next(_numbers)
    mine = {number}
    _mine.set(mine)
    _inside.set((number,))
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


def asking() -> tuple[int, ...]:
    """Name who asks at present: the numbers of a run and of the readings that a request is a part of; empty = nobody."""
    return _inside.get()
