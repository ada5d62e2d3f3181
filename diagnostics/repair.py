"""A repair is data: typed steps, quoted per shell by the renderers, kept as argv in JSON."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import Enum

from diagnostics import quoting
from diagnostics.permission import Permission
from diagnostics.records import record

_PLACE = re.compile(r"<([a-z][a-z0-9_]*)>")


@record(frozen=True, slots=True, kw_only=True)
class Input:
    """A value that a command needs and this program cannot know.

    In a command it stands as `<name>`; the shells' texts take it from the variable of that name, and refuse to run while
    that is empty.
    """

    name: str  # of a shell variable: lower case, digits, underscores
    what: str  # what it is, for people
    example: str
    from_step: int | None = None  # the step that prints it, from 1; None = a person knows it
    is_set: bool = False  # the step's own line puts it into the variable

    def __str__(self) -> str:
        """Give its place in a command."""
        return f"<{self.name}>"


@record(frozen=True, slots=True, kw_only=True)
class RepairStep:
    """One thing to do."""

    purpose: str  # one sentence: what it achieves
    argv: tuple[
        str, ...
    ] = ()  # the command; empty = by hand or by somebody else, as `purpose` says
    inputs: tuple[Input, ...] = ()  # what argv, proof and undo leave open
    gives: Input | None = None  # what the command prints alone, for later steps
    role: str  # the smallest role that may run it
    permission: Permission | None = None  # the right behind the role; None = not one of Azure's
    also: tuple[Permission, ...] = ()  # what one role alone does not carry
    risk: str  # what it may break, or "none: …"
    wait: str = ""  # how long until it works, with its source
    proof: tuple[str, ...] = ()  # read-only command that shows it worked
    expect: str = ""  # what the proof then shows
    undo: tuple[str, ...] = ()  # empty = nothing to undo, or cannot be undone (`risk` says so)
    alternative_to: int | None = None  # position of the step it may replace, from 1


@record(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A documented time, counted from the repair, by which somebody follows it."""

    what: str  # who or what follows: "the account"
    within: timedelta  # at most
    source: str  # where it is written, and when that was read
    is_seen_here: bool = True  # False: whether it has followed shows only elsewhere


class Turn(Enum):
    """Who must act first."""

    OURS = "ours"
    ADOBE = "Adobe's"
    MICROSOFT = "Microsoft's"


@record(frozen=True, slots=True, kw_only=True)
class Repair:
    """The plan that heals one cause."""

    id: str  # slug; one file under checks/repairs each
    title: str
    steps: tuple[RepairStep, ...]
    works_after: str  # documented waiting time, with its source
    escalate: str  # when, to whom, with what
    waits: tuple[
        Waiting, ...
    ] = ()  # the first: by when callers are served; () = no time is written
    escalate_after: timedelta | None = (
        None  # after the repair, if it is not felt; None = no time is written
    )
    turn: Turn = Turn.OURS  # whose the first step is
    passes_by_itself: bool = False  # nothing is changed: what it heals is on its way already
    prevent: tuple[RepairStep, ...] = ()  # so that it does not come back: printed, never applied
    notes: tuple[
        str, ...
    ] = ()  # "Adobe may treat this as an intentional revocation", disagreements of sources


def placeholders(step: RepairStep) -> tuple[str, ...]:
    """Name what the commands of a step leave open, as `<name>`; in order, each once."""
    words = (*step.argv, *step.proof, *step.undo)
    return tuple(dict.fromkeys(name for word in words for name in _PLACE.findall(word)))


def quote_sh(argv: tuple[str, ...], inputs: tuple[Input, ...] = (), gives: str = "") -> str:
    """Write a command for sh.

    Args:
        argv: the command.
        inputs: what it leaves open.
        gives: the variable that takes what it prints; empty = it is only shown.
    """
    line = quoting.sh(argv, _names(inputs))
    return f'{gives}=$({line}) && echo "${gives}"' if gives else line


def quote_powershell(
    argv: tuple[str, ...], inputs: tuple[Input, ...] = (), gives: str = ""
) -> str:
    """Write a command for PowerShell 5.1 and later; arguments as for sh."""
    line = quoting.powershell(argv, _names(inputs))
    guarded, rest = _guard(line, gives)
    return f"{guarded}${gives} = {rest}; ${gives}" if gives else line


def _guard(line: str, gives: str) -> tuple[str, str]:
    """Part what stands before the command from it, so that only the command is assigned."""
    head, mark, tail = line.rpartition(quoting.UNSET)
    return (head + mark, tail) if gives and mark else ("", line)


def _names(inputs: tuple[Input, ...]) -> tuple[str, ...]:
    return tuple(each.name for each in inputs)
