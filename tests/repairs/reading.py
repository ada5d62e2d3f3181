"""What a JSON report tells somebody who repairs: the commands as printed, what each needs, what each leaves open; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

# Only a person can do these: a sign-in opens a browser, and a name is asked of the resolver of the place.
_PERSONAL = {"az login": "a person signs in", "nslookup": "asks the name resolution of the place"}


@dataclass(frozen=True, slots=True)
class Right:
    """One right that the plan names."""

    api: str
    name: str
    role: str
    scope: str


@dataclass(frozen=True, slots=True)
class Blank:
    """One value that the commands leave open."""

    name: str
    what: str
    from_step: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One command, as printed for sh and as data."""

    sh: str = ""
    argv: tuple[str, ...] = ()

    @property
    def form(self) -> str:
        """The command without its values: what it is an example of."""
        return form_of(self.argv)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan, as the report says it."""

    cause: str
    position: int  # from 1
    purpose: str
    command: Line  # empty = by hand
    proof: Line
    expect: str
    undo: Line
    rights: tuple[Right, ...]
    blanks: tuple[Blank, ...]
    gives: str
    instead_of: int | None

    @property
    def by_hand(self) -> str:
        """Why no machine runs it; empty = one does."""
        if not self.command.sh:
            return "no command"
        found = (why for start, why in _PERSONAL.items() if self.command.sh.startswith(start))
        return next(found, "")

    @property
    def changes(self) -> bool:
        """Tell whether a machine can run it and it changes something."""
        return not self.by_hand and not is_reading(self.command.argv)


_READING = {"show", "list", "get-access-token", "check", "get"}


def is_reading(argv: Sequence[str]) -> bool:
    """Tell whether a command only looks."""
    words = [word for word in argv if not word.startswith("-")]
    if argv[1:2] == ("rest",):
        return "get" in words
    return bool(_READING & set(words))


def form_of(argv: Sequence[str]) -> str:
    """Name a command by its words and options; addresses by method and the last words of the path."""
    words = [word for word in argv if word.startswith("-") or re.fullmatch(r"[a-z][a-z-]*", word)]
    url = next((word for word in argv if word.startswith("https://")), "")
    kinds = re.findall(r"/([A-Za-z]{4,})(?=[/(?]|$)", url)
    return " ".join([*words, *kinds[-2:]])


def steps_of(report: dict[str, Any]) -> Iterator[Step]:
    """Go through the steps of all causes, the first cause first."""
    for cause in report["causes"]:
        for position, each in enumerate(cause["steps"], 1):
            yield _step(cause["id"], position, each)


def prevention_of(report: dict[str, Any]) -> Iterator[Step]:
    """Go through what is printed so that it does not come back."""
    for cause in report["causes"]:
        for position, each in enumerate(cause["prevent"], 1):
            yield _step(cause["id"], position, each)


def chosen(steps: Sequence[Step], alternatives: Sequence[tuple[str, int]] = ()) -> list[Step]:
    """Choose what to run: each alternative that is asked for in place of its step, no other alternative.

    Args:
        steps: of a report.
        alternatives: cause and position of those to take.
    """
    taken = [step for step in steps if (step.cause, step.position) in alternatives]
    replaced = {(step.cause, step.instead_of): step for step in taken if step.instead_of}
    plain = [step for step in steps if step.instead_of is None]
    return _said_once([replaced.get((step.cause, step.position), step) for step in plain])


def alternatives_of(steps: Sequence[Step]) -> list[tuple[str, int]]:
    """Name the alternatives that are commands."""
    return [(step.cause, step.position) for step in steps if step.instead_of and not step.by_hand]


def _said_once(steps: Sequence[Step]) -> list[Step]:
    """Leave out what another cause's plan asks for as well."""
    seen: dict[str, Step] = {}
    return [
        step
        for step in steps
        if not step.command.sh or seen.setdefault(step.command.sh, step) is step
    ]


def _line(said: dict[str, Any] | None) -> Line:
    return Line(said["sh"], tuple(said["argv"])) if said else Line()


def _step(cause: str, position: int, said: dict[str, Any]) -> Step:
    command, proof, undo = (_line(said[name]) for name in ("command", "proof", "undo"))
    return Step(
        cause=cause,
        position=position,
        purpose=said["purpose"],
        command=command,
        proof=proof,
        expect=said["expect"],
        undo=undo,
        rights=tuple(Right(**each) for each in said["rights"]),
        blanks=tuple(
            Blank(each["name"], each["what"], each["from_step"]) for each in said["inputs"]
        ),
        gives=said["gives"],
        instead_of=said["alternative_to"],
    )
