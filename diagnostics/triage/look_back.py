"""stub"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from diagnostics.triage.triaged import LookedBack, Onset


def look_back(inputs: Iterable[str], onset: Onset | None, vaults: Collection[str]) -> LookedBack:
    return LookedBack()
