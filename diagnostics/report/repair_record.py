"""What a report says of one step of a repair: the command, who may run it, and what it waits for."""

from __future__ import annotations

from diagnostics.records import record


@record(frozen=True, slots=True, kw_only=True)
class Command:
    """One command, as data and quoted for the two shells."""

    argv: tuple[str, ...]
    sh: str
    powershell: str


@record(frozen=True, slots=True, kw_only=True)
class HolderView:
    """Somebody who may run a step."""

    who: str
    role: str
    scope: str


@record(frozen=True, slots=True, kw_only=True)
class RightView:
    """One right that a step needs; a step needs all of its rights."""

    api: str  # "arm", "graph", "keyvault", "cosmos", "policy"
    name: str
    role: str  # the smallest role that carries it
    scope: str  # where; empty = the whole tenant, or not known from here


@record(frozen=True, slots=True, kw_only=True)
class InputView:
    """A value that the commands of a step leave open: `<name>` in argv, a variable in the shells."""

    name: str
    what: str
    example: str
    from_step: int | None  # the step that prints it; null = somebody must know it
    is_set: bool  # whether that step's line puts it into the variable itself


@record(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step of a repair or of a prevention."""

    purpose: str
    command: Command | None  # None = by hand or by somebody else
    inputs: tuple[InputView, ...]
    gives: str  # the input of later steps that the command prints; empty = none
    role: str
    rights: tuple[RightView, ...]
    this_login: str  # "may", "may not" or "cannot tell"
    holders: tuple[
        HolderView, ...
    ]  # who holds the right, as far as it could be read; the narrowest first
    holders_unseen: str  # why nobody is named; empty = no need: somebody is, this login may, or no right of Azure's
    risk: str
    wait: str
    proof: Command | None
    expect: str
    undo: Command | None
    alternative_to: int | None
