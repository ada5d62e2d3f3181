"""What stood there when it was broken, and what stands there now: evidence beside evidence, without an opinion."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any, TypeGuard

from diagnostics.evidence import Status
from diagnostics.finding import Finding, Severity
from diagnostics.outcome import Outcome, Reading, Run
from diagnostics.records import record

# Fields that differ from one look to the next whatever was repaired.
_ALWAYS_NEW = frozenset({"observed_at", "activity_id", "skew_s"})
_MOST = 3  # changes that one line names
_LONGEST = 120  # characters of one value
_TELLING = 3  # letters of a word by which a field is found again in a sentence
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class State(StrEnum):
    """What became of one finding."""

    GONE = "gone"  # read again, and not found any more
    THERE = "there"
    NOT_SEEN = "not seen"  # not asked, not answered, or its question does not arise any more


@record(frozen=True, slots=True)
class Proof:
    """One finding of the last run, and what its check reads now."""

    code: str
    check: str
    subject: str
    before: str  # the line of evidence
    now: str
    state: State


@record(frozen=True, slots=True)
class Sides:
    """One check in the last run and now."""

    check: str
    outcome: Outcome | None  # now
    before: Reading | None
    now: Reading | None


def proofs(
    before: tuple[Outcome, ...], after: tuple[Outcome, ...], runs: tuple[Run, Run], least: Severity
) -> tuple[Proof, ...]:
    """Hold every finding of the last run against what its check says now.

    Args:
        before: outcomes of the last run.
        after: outcomes now.
        runs: the last run and the one of now.
        least: severity from which on a finding is held against.
    """
    outcomes = {outcome.check: outcome for outcome in after}
    old, new = ({reading.check: reading for reading in run.readings} for run in runs)
    found = (
        _proof(finding, Sides(name, outcomes.get(name), old.get(name), new.get(name)))
        for outcome in before
        for name in (outcome.check,)
        for finding in outcome.findings
        if finding.counts(least)
    )
    return tuple(
        sorted(found, key=lambda proof: (proof.state is not State.GONE, proof.code, proof.check))
    )


def _proof(finding: Finding, sides: Sides) -> Proof:
    same = _same(finding, sides.outcome)
    return Proof(
        code=finding.kind.code,
        check=sides.check,
        subject=finding.subject,
        before=_before(finding, changes(sides.before, sides.now)),
        now=_now(finding, same, sides),
        state=_state(same, sides.outcome),
    )


def _before(finding: Finding, changed: tuple[str, ...]) -> str:
    """Take the line of evidence, or the sentence where no evidence speaks of what reads otherwise now."""
    said = _folded(finding.evidence)
    is_spoken_of = not changed or any(_is_said(line, said) for line in changed)
    return _line(finding) if is_spoken_of else " ".join(finding.message.split())


def _folded(texts: tuple[str, ...]) -> str:
    return " ".join(texts).casefold().replace("_", "")


def _line(finding: Finding) -> str:
    return " ".join((finding.evidence[0] if finding.evidence else finding.message).split())


def _same(finding: Finding, outcome: Outcome | None) -> Finding | None:
    wanted = (finding.kind.code, finding.subject.casefold())
    found = outcome.findings if outcome else ()
    return next((f for f in found if (f.kind.code, f.subject.casefold()) == wanted), None)


def _state(same: Finding | None, outcome: Outcome | None) -> State:
    if same:
        return State.THERE
    is_read = outcome is not None and outcome.status in (Status.OK, Status.FOUND)
    return State.GONE if is_read and outcome and not outcome.unknowns else State.NOT_SEEN


def _now(finding: Finding, same: Finding | None, sides: Sides) -> str:
    outcome = sides.outcome
    if same:
        return _line(same)
    if outcome is None:
        return "not asked"
    if outcome.unknowns:
        return f"not seen: {outcome.unknowns[0].reason}"
    if outcome.status is Status.SKIPPED:
        return f"does not arise: {outcome.reason}"
    changed = _telling(finding, changes(sides.before, sides.now))
    return "; ".join(changed) or "read again, and not found any more"


def changes(before: Reading | None, now: Reading | None) -> tuple[str, ...]:
    """Name the fields of evidence that read otherwise now, each with its new value."""
    old, new = (reading.evidence if reading else None for reading in (before, now))
    if old is None or new is None or type(old) is not type(new):
        return ()
    return tuple(_changed("", old, new))


def _telling(finding: Finding, changed: tuple[str, ...]) -> tuple[str, ...]:
    """Put first what the finding speaks of, then what is short; no more than a line holds."""
    said = _folded((finding.message, *finding.evidence))
    ordered = sorted(changed, key=lambda line: (not _is_said(line, said), len(line)))
    more = len(changed) - _MOST
    return (*ordered[:_MOST], *((f"and {more} more",) if more > 0 else ()))


def _is_said(line: str, said: str) -> bool:
    name, _, value = line.partition(" ")
    words = name.replace(".", "_").split("_")
    is_named = any(len(word) > _TELLING and word.casefold() in said for word in words)
    return is_named or any(each.casefold() in said for each in _ID.findall(value))


def _changed(name: str, old: Any, new: Any) -> Iterator[str]:  # noqa: ANN401 - any field of evidence
    if old == new:
        return
    if type(old) is type(new) and dataclasses.is_dataclass(old) and _is_plain(old):
        for field in dataclasses.fields(old):
            if field.name not in _ALWAYS_NEW:
                inner = f"{name}.{field.name}" if name else field.name
                yield from _changed(inner, getattr(old, field.name), getattr(new, field.name))
    elif _is_tuple(old) and _is_tuple(new):
        yield from _entries(name, old, new)
    else:
        yield f"{name} = {_shown(new)}"


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _is_plain(value: object) -> bool:
    return type(value).__module__ != "diagnostics.names"


def _entries(name: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[str]:
    """Compare lists: entry by entry where as many are left, else what was added and what went."""
    if len(old) == len(new):
        for at, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _changed(f"{name}[{at}]" if len(old) > 1 else name, one, other)
        return
    yield from (f"{name} has {_shown(entry)}" for entry in new if entry not in old)
    yield from (f"{name} has no {_shown(entry)}" for entry in old if entry not in new)


def _shown(value: Any) -> str:  # noqa: ANN401 - any value of evidence
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, Enum):
        return str(value.value)
    if _is_tuple(value):
        return ", ".join(map(_shown, value)) or "none"
    if dataclasses.is_dataclass(value) and _is_plain(value):
        return _short(" ".join(_parts(value)))
    return _short(_brief(str(value)) or "empty")


def _parts(record: Any) -> Iterable[str]:  # noqa: ANN401 - any record inside evidence
    named = ((field.name, getattr(record, field.name)) for field in dataclasses.fields(record))
    values = (value for name, value in named if name != "id")
    return (_shown(value) for value in values if value not in (None, "", (), False))


def _brief(text: str) -> str:
    """Name a resource by its last two parts: the subject of the finding names it whole."""
    return "/".join(text.split("/")[-2:]) if text.startswith("/subscriptions/") else text


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 2].rstrip()} …"
