"""What two runs found, told apart: what is gone, on its way, told by a text alone, or explained by nothing; pure."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import datetime

from diagnostics.diagnosis.cause import RankedCause
from diagnostics.finding import Finding, Step
from diagnostics.report.build import Judged


def weighty(judged: Judged) -> tuple[RankedCause, ...]:
    """Give the causes that explain something at or above the line that the user drew."""
    return tuple(
        cause
        for cause in judged.diagnosis.causes
        if any(finding.counts(judged.fail_on) for finding in cause.explains)
    )


def loose(judged: Judged) -> tuple[Finding, ...]:
    """Give the findings at or above the line that no cause explains."""
    explained = {_key(each) for cause in judged.diagnosis.causes for each in cause.explains}
    return tuple(
        finding
        for outcome in judged.outcomes
        for finding in outcome.findings
        if finding.counts(judged.fail_on) and _key(finding) not in explained
    )


def _key(finding: Finding) -> tuple[str, str]:
    return finding.kind.code, finding.subject.casefold()


def _itself(cause: RankedCause) -> set[str]:
    """Give the codes of the thing itself that were found."""
    required = {kind.code for kind in cause.cause.requires}
    return {each.kind.code for each in cause.explains if each.kind.code in required}


def is_there(cause: RankedCause, now: Judged) -> bool:
    """Tell whether the thing itself is found now, whatever explains it."""
    found = {each.kind.code for outcome in now.outcomes for each in outcome.findings}
    return bool(_itself(cause) & found)


def passes(cause: RankedCause, gone: Iterable[RankedCause], known: Set[str]) -> bool:
    """Tell whether a cause of now is only what is left of one that is gone, or on its way by its own words."""
    if cause.repair.passes_by_itself:
        return bool(known)  # where nothing was broken before, it is something new
    if not cause.cause.is_fallback or cause.cause.id in known:
        return False
    explained = {
        kind.code for each in gone for kind in (*each.cause.requires, *each.cause.explains)
    }
    return _itself(cause) <= explained


def is_awaited(cause: RankedCause, told_at: datetime | None, moment: datetime) -> bool:
    """Tell whether the time of a change that was told is not over, where only the effect of it can be read.

    What callers meet at the data plane is such: the network rules of an account work after some minutes.
    """
    itself = [each for each in cause.explains if each.kind in cause.cause.requires]
    if told_at is None or any(each.kind.step is not Step.RETEST for each in itself):
        return False
    return any(moment < told_at + wait.within for wait in cause.repair.waits[:1])


def is_only_told(findings: Iterable[Finding], judged: Judged, texts: Set[str]) -> bool:
    """Tell whether what was found was told by a text and by nothing else."""
    mine = {_key(each) for each in findings}
    seen_by = {
        outcome.check
        for outcome in judged.outcomes
        for each in outcome.findings
        if _key(each) in mine
    }
    return seen_by <= texts


def is_effect_seen(gone: Iterable[RankedCause]) -> bool:
    """Tell whether everybody who follows these repairs can be seen from here."""
    return all(wait.is_seen_here for cause in gone for wait in cause.repair.waits)
