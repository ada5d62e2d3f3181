"""Whether a change was taken back before the run looked: by one that gives the same back, to the same, not by any of its sort."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from diagnostics.changes.change import Change
from diagnostics.changes.fitting import Fit, fitted, identifiers, is_one_of, plain
from diagnostics.changes.rule import OnPath, Rule
from diagnostics.records import record


@record(frozen=True, slots=True)
class TakenBack:
    """When, and whether that is certain."""

    at: datetime  # aware, UTC
    is_certain: bool  # no: the log does not say whether it gave back the same


def taken_back(
    rule: Rule, change: Change, every: Iterable[Change], on_path: OnPath, looked_at: datetime
) -> TakenBack | None:
    """Find the first change that takes another back; where none surely does, the first that may; None = neither.

    Args:
        rule: that the change fits.
        change: what may have been taken back.
        every: all changes, in any order.
        on_path: whose identifiers the rule speaks of.
        looked_at: when the run looked; aware, UTC.
    """
    if change.at is None:
        return None
    may: list[TakenBack] = []
    for each in every:
        if not (each.at and change.at < each.at <= looked_at and each.succeeded):
            continue
        if fitted(rule, each, on_path) is Fit.AGAINST:
            said = _gives_back(rule, change, each, on_path)
            if said is not False:
                may.append(TakenBack(each.at, is_certain=said is True))
    return min(may, key=lambda each: (not each.is_certain, each.at), default=None)


def _gives_back(rule: Rule, taken: Change, given: Change, on_path: OnPath) -> bool | None:
    """Tell whether one change gives back what another took; None = the log does not say."""
    whom = _same_whom(rule, taken, given, on_path)
    if whom is False:
        return False
    if not is_one_of(given.operation.casefold(), rule.undone_by):
        return whom if taken.subject.casefold() == given.subject.casefold() else False
    if not rule.whom and not _named(taken) & _named(given):
        return False
    same = _same_values(taken, given)
    # Of whom a grant was taken, there are others of the kind: without a value to compare it may be one of them.
    return whom if same is True or (same is None and not rule.whom) else same


def _same_whom(rule: Rule, taken: Change, given: Change, on_path: OnPath) -> bool | None:
    if not rule.whom:
        return True
    wanted = {each for link in rule.whom for each in on_path.get(link, ())}
    one, other = (_named(each) & wanted for each in (taken, given))
    if not one or not other:
        return None
    return bool(one & other)


def _named(change: Change) -> set[str]:
    return set(filter(None, identifiers(change)))


def _same_values(taken: Change, given: Change) -> bool | None:
    """Compare what was there before with what is there again, by the names that both logs' records have."""
    again = {plain(value.name): plain(value.after) for value in given.values if value.after}
    pairs = [
        (plain(value.before), again[plain(value.name)])
        for value in taken.values
        if value.before and plain(value.name) in again
    ]
    return all(one == other for one, other in pairs) if pairs else None
