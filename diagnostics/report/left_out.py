"""What was not looked at because of what another check found or could not see: nobody knows of it whether it is well."""

from __future__ import annotations

import re
from collections.abc import Iterable

from diagnostics.evidence import Status
from diagnostics.outcome import Outcome

_UNWELL = (Status.FOUND, Status.UNKNOWN, Status.CRASHED)
_OTHER = re.compile(r"\(see ([a-z_]+\.[a-z_]+)\)")  # the check that a reason of another one names


def for_another(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Give the skipped checks whose reason names a check that is not well."""
    listed = tuple(outcomes)
    unwell = {outcome.check for outcome in listed if outcome.status in _UNWELL}
    return tuple(outcome for outcome in listed if _other(outcome) in unwell)


def _other(outcome: Outcome) -> str:
    found = _OTHER.search(outcome.reason) if outcome.status is Status.SKIPPED else None
    return found[1] if found else ""
