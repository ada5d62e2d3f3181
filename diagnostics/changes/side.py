"""One of the two runs that are compared."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.diagnosis.cause import Diagnosis
from diagnostics.outcome import Outcome, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two runs, judged."""

    run: Run
    outcomes: tuple[Outcome, ...]
    diagnosis: Diagnosis
