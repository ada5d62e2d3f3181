"""When it began and when it last worked, by the logs of callers and of the vault."""

from __future__ import annotations

from datetime import datetime

from diagnostics.outcome import Run
from diagnostics.records import record


@record(frozen=True, slots=True, kw_only=True)
class Began:
    """One instant of the story that a log tells."""

    at: datetime  # aware, UTC
    what: str
    subject: str  # empty = not named


def first_error(run: Run) -> Began | None:
    """Give the first error: of the search through logs, or of the search's bundle that was given to a diagnosis."""
    if run.triage and run.triage.onset:
        onset = run.triage.onset
        return Began(at=onset.at, what=f"First error: {onset.signature_id}", subject=onset.account)
    logged = [
        (each.logged.first, each)
        for each in run.pasted
        if each.logged and each.logged.first and each.kind
    ]
    if not logged:
        return None
    at, first = min(logged, key=lambda pair: (pair[0], pair[1].signature_id))
    what = f"First error: {first.signature_id}"
    return Began(at=at, what=what, subject=first.account_host)


def last_good(run: Run) -> Began | None:
    """Give the last good use of the key before that, as the vault's audit log has it."""
    turns = run.triage.looked_back.turns if run.triage else ()
    served = [turn.last_good for turn in turns if turn.last_good]
    if not served:
        return None
    # Of several identities the one that broke first stands first.
    last = served[0]
    return Began(
        at=last.at, what=f"Last good {last.operation} by {last.identity}", subject=last.vault
    )
