"""The records that matter, each at its moment: errors, uses of the key, sign-ins."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from diagnostics.simulator import key_service
from diagnostics.simulator.log_errors import GOOD_USE, LOGGED, SHOWN_BY, SIGN_IN, write_error
from diagnostics.simulator.log_files import LogFile
from diagnostics.simulator.log_ink import fill
from diagnostics.simulator.log_refusals import Refusal
from diagnostics.simulator.log_story import Story

_USE_EVERY_S = 40.0  # how often an account asks for its key, about; from no source
_SIGN_IN_EVERY_S = 90.0
_RECORD = 800  # bytes that one of them takes, about
_SOON_S = 4.0  # the first error of every file but the first comes so soon after the fault, at most


class Window(Protocol):
    """The time that the logs cover."""

    @property
    def begin(self) -> datetime:
        """The first instant, aware, UTC."""
        ...

    @property
    def end(self) -> datetime:
        """The instant after the last."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One record that is written at its own time."""

    at: datetime  # to the millisecond
    text: Callable[[Random, Mapping[str, str]], str]
    refusal: Refusal | None = None  # None = no error stands in it
    is_good_use: bool = False  # of the key, by the account's identity

    def write(self, rng: Random, names: Mapping[str, str]) -> str:
        """Render the record; the second is left as a token."""
        ms = self.at.microsecond // 1000
        known = {
            **names,
            "ms3": f"{ms:03d}",
            "ms7": f"{ms:03d}{rng.randrange(10**4):04d}",
            "ms9": f"{ms:03d}{rng.randrange(10**6):06d}",
            "stamp": self.at.strftime("%Y-%m-%d %H:%M:%SZ"),
        }
        return self.text(rng, known)


def errors_of(story: Story, file: str) -> tuple[Refusal, ...]:
    """Return the refusals that a file shows while the world is broken."""
    facts = story.after
    found = [one for one in (facts.store, facts.call, *facts.vault) if one is not None]
    return tuple(one for one in found if one.signatures and file in SHOWN_BY[one.source])


def moments_of(
    story: Story, window: Window, file: LogFile, size: int, errors: int, rng: Random
) -> list[Moment]:
    """Return a file's records that matter, by their time.

    Args:
        story: what happens.
        window: the time that the logs cover; the fault lies in it.
        file: the file.
        size: of the file, in bytes: a small one shows fewer uses.
        errors: how many records with errors it shall hold, if it shows any.
        rng: draws times.
    """
    found = _errors(story, window, file.key, errors, rng)
    if file.key == "vault":
        found += _uses(story, window, _pace(window, size, _USE_EVERY_S), rng)
    if file.key == "sign-ins":
        found += _sign_ins(story, window, _pace(window, size, _SIGN_IN_EVERY_S), rng)
    return sorted(found, key=lambda moment: moment.at)


def _errors(story: Story, window: Window, file: str, count: int, rng: Random) -> list[Moment]:
    shown = errors_of(story, file)
    if not shown or not count:
        return []
    stop = min(window.end, story.until or window.end)
    span = (stop - story.at).total_seconds()
    offsets = sorted(rng.random() * span for _ in range(count))
    # The first file to be written is told at once: the fault's own instant is the onset.
    offsets[0] = 0.0 if file in ("java", "caller") else min(offsets[0], rng.random() * _SOON_S)
    return [
        Moment(
            at=_after(story.at, offset),
            text=_error_text(file, refusal),
            refusal=refusal,
        )
        for offset in offsets
        for refusal in (shown[int(rng.random() * len(shown))],)
    ]


def _error_text(file: str, refusal: Refusal) -> Callable[[Random, Mapping[str, str]], str]:
    return lambda rng, names: write_error(file, refusal, rng, names)


def _pace(window: Window, size: int, seconds: float) -> float:
    """Return how many seconds lie between two such records: so many that they take a third of the file at most."""
    span = (window.end - window.begin).total_seconds()
    return max(seconds, 3 * span * _RECORD / size)


def _uses(story: Story, window: Window, pace: float, rng: Random) -> list[Moment]:
    """Let the account's identity wrap and unwrap, as long as the vault lets it."""
    found: list[Moment] = []
    refused = {one.operation for one in story.after.vault}
    for at in _every(window, pace, rng):
        operation = key_service.OPERATIONS[rng.random() < _UNWRAPS]
        is_broken = story.is_broken(at)
        if is_broken and (operation in refused or not story.after.asks_vault):
            continue
        names = {"logged": LOGGED[operation], "path": operation.lower()}
        found.append(Moment(at=at, text=_filled(GOOD_USE, names), is_good_use=True))
    return found


_UNWRAPS = 0.8  # of all uses; from no source


def _sign_ins(story: Story, window: Window, pace: float, rng: Random) -> list[Moment]:
    """Let the account's identity sign in; what the directory answers it stands in the log by its number."""
    if story.before.visitor is None:
        return []
    found: list[Moment] = []
    for at in _every(window, pace, rng):
        refusal = story.after.sign_in if story.is_broken(at) else None
        if refusal is None and story.is_broken(at) and not story.after.asks_vault:
            continue  # there is no token, and which number says so is not known
        number = str(refusal.number) if refusal else "0"
        reason = refusal.message.partition(": ")[2].partition(" Trace ID")[0] if refusal else ""
        names = {
            "number": number,
            "outcome": "FAILURE" if refusal else "SUCCESS",
            "reason": json.dumps(reason),
            "category": "ServicePrincipalSignInLogs",
        }
        found.append(Moment(at=at, text=_filled(SIGN_IN, names)))
    return found


def _filled(template: str, more: Mapping[str, str]) -> Callable[[Random, Mapping[str, str]], str]:
    return lambda rng, names: fill(template, rng, {**names, **more})


def _every(window: Window, seconds: float, rng: Random) -> Sequence[datetime]:
    """Return instants about so far apart."""
    found: list[datetime] = []
    at = window.begin
    while True:
        at = _after(at, seconds * (0.5 + rng.random()))
        if at >= window.end:
            return found
        found.append(at)


def _after(moment: datetime, seconds: float) -> datetime:
    return moment + timedelta(milliseconds=int(seconds * 1000))
