"""A repair is data: typed steps, quoted per shell by the renderers, kept as argv in JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from diagnostics import quoting
from diagnostics.permission import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairStep:
    """One thing to do."""

    purpose: str  # one sentence: what it achieves
    argv: tuple[
        str, ...
    ] = ()  # the command; empty = by hand or by somebody else, as `purpose` says
    role: str  # the smallest role that may run it
    permission: Permission | None = None  # the right behind the role; None = not one of Azure's
    risk: str  # what it may break, or "none: …"
    wait: str = ""  # how long until it works, with its source
    proof: tuple[str, ...] = ()  # read-only command that shows it worked
    expect: str = ""  # what the proof then shows
    undo: tuple[str, ...] = ()  # empty = nothing to undo, or cannot be undone (`risk` says so)
    alternative_to: int | None = None  # position of the step it may replace, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A documented time, counted from the repair, by which somebody follows it."""

    what: str  # who or what follows: "the account"
    within: timedelta  # at most
    source: str  # where it is written, and when that was read
    is_seen_here: bool = True  # False: whether it has followed shows only elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
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
    passes_by_itself: bool = False  # nothing is changed: what it heals is on its way already
    prevent: tuple[RepairStep, ...] = ()  # so that it does not come back: printed, never applied
    notes: tuple[
        str, ...
    ] = ()  # "Adobe may treat this as an intentional revocation", disagreements of sources


def quote_sh(argv: tuple[str, ...]) -> str:
    """Write a command for sh."""
    return quoting.sh(argv)


def quote_powershell(argv: tuple[str, ...]) -> str:
    """Write a command for PowerShell 5.1 and later."""
    return quoting.powershell(argv)
