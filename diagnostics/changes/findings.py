"""Findings of two runs, by code and subject: what is new, what is gone, and of what nobody can tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diagnostics.changes.different import Difference, Sort, Turn
from diagnostics.finding import Finding
from diagnostics.outcome import Outcome

Place = tuple[str, str]  # code, subject in lower case
NOT_SEEN = "not seen"


class Findings:
    """Findings of both runs."""

    def __init__(
        self, before: Iterable[Outcome], now: Iterable[Outcome], both: frozenset[str]
    ) -> None:
        """Hold them side by side.

        Args:
            before: outcomes of the one run.
            now: outcomes of the other.
            both: ids of checks that answered in both: of the others nothing is new or gone.
        """
        self._was, self._is = _by_place(before), _by_place(now)
        self._both = both
        self._came = set(self._is) - set(self._was)
        self._went = set(self._was) - set(self._is)

    def differences(self) -> Iterator[Difference]:
        """Tell what came and what went."""
        for place in sorted(self._came):
            yield self._came_as(place)
        for place in sorted(self._went):
            yield self._went_as(place)

    def any_came(self, findings: Iterable[Finding]) -> bool:
        """Tell whether one of them is known to be new."""
        return any(map(self._is_new, {_place(each) for each in findings} & self._came))

    def any_went(self, findings: Iterable[Finding]) -> bool:
        """Tell whether one of them is known to be gone."""
        return any(map(self._is_gone, {_place(each) for each in findings} & self._went))

    def turn(self, check: str) -> Turn:
        """Tell which way a check's evidence went, by what it was found to mean."""
        came = any(check in self._is[place].checks for place in self._came)
        went = any(check in self._was[place].checks for place in self._went)
        if came == went:
            return Turn.OTHER
        return Turn.WORSE if came else Turn.BETTER

    def _is_new(self, place: Place) -> bool:
        return not self._both.isdisjoint(self._is[place].checks)

    def _is_gone(self, place: Place) -> bool:
        return not self._both.isdisjoint(self._was[place].checks)

    def _came_as(self, place: Place) -> Difference:
        found, is_new = self._is[place], self._is_new(place)
        return _told(
            found,
            Turn.WORSE if is_new else Turn.OTHER,
            "is new" if is_new else "is found, and was not looked for in the other run",
            before="" if is_new else NOT_SEEN,
            after=found.finding.kind.title,
        )

    def _went_as(self, place: Place) -> Difference:
        found, is_gone = self._was[place], self._is_gone(place)
        return _told(
            found,
            Turn.BETTER if is_gone else Turn.UNKNOWN,
            "is gone" if is_gone else "was found, and was not looked for again",
            before=found.finding.kind.title,
            after="" if is_gone else NOT_SEEN,
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """One finding, and the checks that say it."""

    finding: Finding
    checks: tuple[str, ...]


def _told(found: _Found, turn: Turn, how: str, *, before: str, after: str) -> Difference:
    finding = found.finding
    return Difference(
        turn=turn,
        sort=Sort.FINDING,
        what=f"{finding.kind.code} {how}: {finding.message}",
        subject=finding.subject,
        before=before,
        after=after,
        evidence=found.checks,
        severity=finding.severity,
    )


def _place(finding: Finding) -> Place:
    return (finding.kind.code, finding.subject.casefold())


def _by_place(outcomes: Iterable[Outcome]) -> dict[Place, _Found]:
    found: dict[Place, _Found] = {}
    for outcome in outcomes:
        for finding in outcome.findings:
            known = found.get(_place(finding), _Found(finding, ()))
            checks = tuple(dict.fromkeys((*known.checks, outcome.check)))
            found[_place(finding)] = _Found(known.finding, checks)
    return found
